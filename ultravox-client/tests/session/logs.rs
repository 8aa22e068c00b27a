//! What a session leaves in the logs.

use std::{
    io,
    sync::{Arc, Mutex},
};

use futures_util::SinkExt as _;
use tokio_tungstenite::tungstenite::Message;
use ultravox_client::calls::{Urgency, UserTextMessage};

use crate::support::{end, options, pair};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn logs_hold_no_secret_and_nothing_of_the_conversation() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .init();
    let (session, mut peer) = pair(&options()).await;
    let (sender, mut receiver) = session.split();
    let message = UserTextMessage::new("my card is 4111").urgency(Urgency::Soon);
    sender.send(message).await.unwrap();
    let said =
        r#"{"type":"transcript","role":"user","text":"my pin is 1234","final":true,"ordinal":0}"#;
    peer.send(Message::text(said)).await.unwrap();
    peer.send(Message::text(r#"{"type":"state","state":7777}"#))
        .await
        .unwrap();
    peer.close(None).await.unwrap();
    end(&mut receiver).await.unwrap();
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let own: String = text
        .lines()
        .filter(|line| line.contains("ultravox_client"))
        .collect();
    assert!(
        own.contains("session connected") && own.contains("session ended"),
        "{text}"
    );
    for secret in ["top-secret", "hidden", "4111", "1234", "7777"] {
        assert!(!own.contains(secret), "{secret} is in {own}");
    }
}
