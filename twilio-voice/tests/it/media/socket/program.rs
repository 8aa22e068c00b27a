//! What a program looks like that answers, greets, echoes, is broken in on and hangs up, whole.

use std::time::{Duration, SystemTime};

use axum::{
    Router,
    extract::{State, WebSocketUpgrade},
    response::Response as Answer,
    routing::{any, post},
};
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::client_async;
use twilio_voice::{
    CallSid,
    media::{Event, MarkEcho, MediaSocket, SocketSettings, StreamTokens},
    twiml::{Connect, Response, Stream},
};

use super::{receive, send};
use crate::media::{CALL, CONNECTED, STREAM, mark, media, start};

async fn incoming(State(tokens): State<StreamTokens>, form: String) -> Response {
    let mut fields = form_urlencoded::parse(form.as_bytes());
    let sid = fields.find(|(name, _)| name == "CallSid");
    let Some(Ok(call)) = sid.map(|(_, sid)| sid.parse::<CallSid>()) else {
        return Response::new();
    };
    let stream =
        Stream::new("wss://example.com/media").push(tokens.parameter(&call, SystemTime::now()));
    Response::new().push(Connect::new(stream))
}

async fn stream(State(tokens): State<StreamTokens>, upgrade: WebSocketUpgrade) -> Answer {
    MediaSocket::upgrade(upgrade, &SocketSettings::new(), |socket| {
        talk(socket, tokens)
    })
}

async fn talk(mut socket: MediaSocket, tokens: StreamTokens) {
    let Ok(start) = socket.start().await else {
        return socket.reject().await;
    };
    if tokens.check(&start, SystemTime::now()).is_err() {
        return socket.reject().await;
    }
    let greeting = socket.sender().reply();
    tokio::spawn(async move {
        greeting.pcm(&[500; 8_000]).await?;
        greeting.mark("greeted").await
    });
    let mut echoes = false;
    while let Ok(event) = socket.next().await {
        match event {
            Event::Mark { echo, .. } => echoes = echo == MarkEcho::Played,
            Event::Key(key) if key.digit == "#" => return socket.close().await,
            Event::Key(_) => echoes = socket.interrupt().is_some(),
            Event::Audio(audio) if echoes => {
                let mut buffer = [0; 800];
                // What does not fit is not echoed.
                let _ = audio
                    .mulaw(&mut buffer)
                    .map(|audio| socket.player().mulaw(audio));
            }
            _ => {}
        }
    }
}

#[tokio::test]
async fn a_program_greets_echoes_is_broken_in_on_and_hangs_up() {
    let router = Router::new()
        .route("/incoming", post(incoming))
        .route("/media", any(stream))
        .with_state(StreamTokens::new([7; 32]).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async { axum::serve(listener, router).await });

    let xml = answer_of(address).await;
    let token = xml.split("value=\"").nth(1).unwrap();
    let token = token.split('"').next().unwrap();
    let tcp = TcpStream::connect(address).await.unwrap();
    let (mut twilio, _) = client_async(format!("ws://{address}/media"), tcp)
        .await
        .unwrap();
    send(&mut twilio, CONNECTED).await;
    send(&mut twilio, &start(&json!({ "token": token }).to_string())).await;
    assert_eq!(receive(&mut twilio).await.unwrap()["event"], "media");
    // Broken in on: the greeting is given up, and what is said then comes back.
    send(&mut twilio, &key(2, "1")).await;
    while receive(&mut twilio).await.unwrap()["event"] != "clear" {}
    send(&mut twilio, &media(2, &[9; 160])).await;
    let echo = receive(&mut twilio).await.unwrap();
    assert_eq!(echo["media"]["payload"].as_str().unwrap()[..4], *"CQkJ");
    // A mark that was cut off is not taken for one that was played.
    send(&mut twilio, &mark(4, "greeted")).await;
    send(&mut twilio, &key(5, "#")).await;
    tokio::time::timeout(Duration::from_secs(10), async {
        while receive(&mut twilio).await.is_some() {}
    })
    .await
    .unwrap();
}

fn key(sequence_number: u64, digit: &str) -> String {
    format!(
        r#"{{"event":"dtmf","streamSid":"{STREAM}","sequenceNumber":"{sequence_number}","dtmf":{{"track":"inbound_track","digit":"{digit}"}}}}"#
    )
}

/// What the program answers to a call.
async fn answer_of(address: std::net::SocketAddr) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let body = format!("CallSid={CALL}");
    let mut tcp = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "POST /incoming HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    tcp.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    tcp.read_to_string(&mut answer).await.unwrap();
    answer
}
