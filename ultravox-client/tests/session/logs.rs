//! What a session leaves in the logs, in a process where everything is logged.

use std::{
    env, io,
    process::Stdio,
    sync::{Arc, Mutex},
    time::Duration,
};

use futures_util::{SinkExt as _, StreamExt as _};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    process::Command,
    time::timeout,
};
use tokio_tungstenite::{
    accept_async, connect_async,
    tungstenite::{Message, handshake::derive_accept_key},
};
use tracing_subscriber::util::SubscriberInitExt as _;
use ultravox_client::{
    calls::{Urgency, UserTextMessage},
    session::{Event, Session},
};

use crate::support::{end, listen, options, until};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        io::Write::write(&mut *self.0.lock().unwrap(), bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

#[tokio::test]
async fn logs_hold_no_secret_and_nothing_of_the_conversation() {
    let child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "logs::where_everything_is_logged", "--ignored"])
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = timeout(Duration::from_secs(30), child).await;
    let output = output.unwrap().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
}

/// A frame of a server.
fn frame(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).unwrap();
    assert!(length < 126);
    let mut frame = vec![0x80 | opcode, length];
    frame.extend_from_slice(payload);
    frame
}

/// A peer that logs nothing itself: it accepts, says all this at once, and reads to the end.
async fn answer(mut stream: TcpStream, frames: &[u8]) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(stream.read_u8().await.unwrap());
    }
    let request = String::from_utf8(request).unwrap();
    let key = request
        .lines()
        .find_map(|line| line.strip_prefix("Sec-WebSocket-Key: "));
    let mut answer = format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Accept: {}\r\n\r\n",
        derive_accept_key(key.unwrap().as_bytes())
    )
    .into_bytes();
    answer.extend_from_slice(frames);
    stream.write_all(&answer).await.unwrap();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
    assert!(rest.len() > 100, "nothing was sent");
}

#[tokio::test]
#[ignore = "is run by another test, in a process of its own"]
async fn where_everything_is_logged() {
    let log = Log::default();
    let writer = log.clone();
    // Of the `log` crate too.
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish()
        .init();

    let (listener, url) = listen().await;
    let mut frames = frame(1, br#"{"type":"debug","message":"my pin is 1234"}"#);
    frames.extend(frame(1, br#"{"type":"state","state":7777}"#));
    frames.extend(frame(9, b"ping 8888"));
    frames.extend(frame(2, b"voice 99"));
    let peer = async { answer(listener.accept().await.unwrap().0, &frames).await };
    let talk = async {
        let session = Session::connect_with(&url, &options()).await.unwrap();
        let (sender, mut receiver) = session.split();
        let message = UserTextMessage::new("my card is 4111").urgency(Urgency::Soon);
        sender.send(message).await.unwrap();
        sender.send_bytes(b"sound 66"[..].into()).await.unwrap();
        until(&mut receiver, |event| {
            matches!(event, Event::Audio(_)).then_some(())
        })
        .await;
        sender.close();
        end(&mut receiver).await.unwrap_err();
    };
    // The peer reads until we are gone, and never closes.
    tokio::join!(peer, talk);
    let text = log.text();
    assert!(
        text.contains("session connected") && text.contains("session ended"),
        "{text}"
    );
    for secret in [
        "top-secret",
        "hidden",
        "4111",
        "1234",
        "7777",
        "8888",
        "voice",
        "sound",
    ] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }

    // That nothing was found is not because nothing is logged.
    let (listener, url) = listen().await;
    let talkative = async {
        let (mut socket, _) = connect_async(url.expose()).await.unwrap();
        socket.send(Message::text("my card is 4111")).await.unwrap();
    };
    let peer = async {
        let stream = listener.accept().await.unwrap().0;
        accept_async(stream).await.unwrap().next().await
    };
    tokio::join!(talkative, peer).1.unwrap().unwrap();
    let text = log.text();
    assert!(text.contains("top-secret") && text.contains("my card is 4111"));
}
