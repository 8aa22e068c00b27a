//! The session without a socket, on a websocket of the program.

use std::time::{Duration, Instant};

use futures_util::{SinkExt as _, StreamExt as _};
use tokio_tungstenite::{connect_async, tungstenite::Message};
use ultravox_client::{
    calls::Urgency,
    session::{Core, Event, SessionOptions, Transmit, message::ClientMessage},
};

use crate::support::{call, rig};

#[tokio::test]
async fn a_call_is_held_over_any_websocket() {
    let rig = rig("Hello!").await;
    let (_, url) = rig.create(&call()).await;
    let options = SessionOptions::new();
    let address = options.address(&url).unwrap();
    let (mut socket, _) = connect_async(address.expose()).await.unwrap();

    let mut core = Core::new(&options, Instant::now());
    let text = ultravox_client::calls::UserTextMessage::new("say Bye.").urgency(Urgency::Soon);
    core.send(&ClientMessage::from(text)).unwrap();
    let (mut said, mut samples) = (Vec::new(), 0);
    let outcome = loop {
        while let Some(frame) = core.poll_transmit() {
            let message = match frame {
                Transmit::Text(text) => Message::text(text),
                Transmit::Binary(bytes) => Message::Binary(bytes),
                Transmit::Ping(payload) => Message::Ping(payload),
                Transmit::Pong(payload) => Message::Pong(payload),
                Transmit::Close(_) => Message::Close(None),
                other => panic!("{other:?}"),
            };
            socket.send(message).await.unwrap();
        }
        while let Some(event) = core.poll_event() {
            match event {
                Event::Audio(pcm) => samples += pcm.len(),
                Event::Transcript(text) if text.is_final => said.push(text.text),
                _ => {}
            }
        }
        if said.iter().any(|text| text == "Bye.") {
            core.close(Instant::now());
            said.push("closed".to_owned());
        }
        if let Some(outcome) = core.take_outcome() {
            break outcome;
        }
        let deadline = core
            .deadline()
            .unwrap_or(Instant::now() + Duration::from_secs(1));
        let frame = tokio::time::timeout_at(deadline.into(), socket.next()).await;
        let now = Instant::now();
        match frame {
            Err(_) => core.handle_timeout(now),
            Ok(Some(Ok(Message::Text(text)))) => core.handle_text(text.as_bytes(), now),
            Ok(Some(Ok(Message::Binary(bytes)))) => core.handle_binary(bytes, now),
            Ok(Some(Ok(Message::Close(frame)))) => {
                core.handle_close(frame.map(|frame| u16::from(frame.code).into()), "");
            }
            Ok(Some(Ok(_))) => core.handle_pong(now),
            Ok(Some(Err(_)) | None) => core.handle_lost(),
        }
    };
    outcome.unwrap();
    assert!(
        samples > 0 && said.contains(&"Bye.".to_owned()),
        "{samples} {said:?}"
    );
}
