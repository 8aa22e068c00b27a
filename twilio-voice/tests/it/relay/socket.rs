//! A session on a real websocket on loopback.

use std::{net::Ipv4Addr, time::Duration};

use axum::{Router, extract::WebSocketUpgrade, routing::any};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use tokio_tungstenite::{WebSocketStream, client_async, tungstenite::Message};
use twilio_voice::relay::{
    Closed, End, Event, Inbound, RelayError, RelaySocket, RelayState, SendError, Setup,
    SocketSettings, Text,
};

use super::{CALL, setup};

type Twilio = WebSocketStream<TcpStream>;

async fn connect<F>(
    settings: SocketSettings,
    handler: impl FnOnce(RelaySocket) -> F + Clone + Send + Sync + 'static,
) -> (Twilio, mpsc::UnboundedReceiver<F::Output>)
where
    F: Future<Output: Send> + Send + 'static,
{
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (done, result) = mpsc::unbounded_channel();
    let upgrade = move |upgrade: WebSocketUpgrade| {
        let (settings, handler, done) = (settings.clone(), handler.clone(), done.clone());
        async move {
            RelaySocket::upgrade(upgrade, &settings, move |socket| async move {
                // Nobody may listen any more.
                done.send(handler(socket).await).ok();
            })
        }
    };
    let router = Router::new().route("/", any(upgrade));
    tokio::spawn(async { axum::serve(listener, router).await });
    let client = TcpStream::connect(address).await.unwrap();
    let (twilio, _) = client_async(format!("ws://{address}/"), client)
        .await
        .unwrap();
    (twilio, result)
}

async fn send(twilio: &mut Twilio, text: &str) {
    twilio.send(Message::text(text)).await.unwrap();
}

async fn receive(twilio: &mut Twilio) -> Option<Value> {
    match twilio.next().await?.ok()? {
        Message::Text(text) => Some(serde_json::from_str(&text).unwrap()),
        _ => None,
    }
}

async fn started(mut socket: RelaySocket) -> Result<Setup, Closed> {
    socket.start().await
}

async fn end(mut socket: RelaySocket) -> Closed {
    loop {
        if let Err(closed) = socket.next().await {
            return closed;
        }
    }
}

#[tokio::test]
async fn a_conversation_goes_both_ways_until_we_end_it() {
    async fn handler(mut socket: RelaySocket) -> (Vec<Event>, Closed) {
        assert_eq!(socket.start().await.unwrap().call_sid.as_str(), CALL);
        let mut events = Vec::new();
        let closed = loop {
            match socket.next().await {
                Ok(Event::Message(Inbound::Prompt(prompt))) => {
                    let answer = Text::new(prompt.voice_prompt).last(true);
                    socket.send(answer).await.unwrap();
                }
                Ok(Event::Message(Inbound::Dtmf(_))) => {
                    let end = End::new().handoff_data("{}");
                    socket.send(end.clone()).await.unwrap();
                    let ended = RelayError::NotOpen(RelayState::Ended);
                    assert_eq!(socket.send(end).await, Err(SendError::Refused(ended)));
                }
                Ok(event) => events.push(event),
                Err(closed) => break closed,
            }
        };
        let late = socket.send(Text::new("late")).await;
        assert_eq!(late, Err(SendError::Closed(closed)));
        (events, closed)
    }

    let (mut twilio, mut result) = connect(SocketSettings::new(), handler).await;
    send(&mut twilio, &setup("{}")).await;
    for number in 0..1_000 {
        let text = format!("text {number}");
        let prompt = json!({"type": "prompt", "voicePrompt": text, "last": true});
        send(&mut twilio, &prompt.to_string()).await;
        let answer = json!({"type": "text", "token": text, "last": true});
        assert_eq!(receive(&mut twilio).await, Some(answer));
    }
    send(&mut twilio, "no JSON").await;
    send(&mut twilio, r#"{"type":"new"}"#).await;
    send(&mut twilio, r#"{"type":"dtmf","digit":"0"}"#).await;
    let end = json!({"type": "end", "handoffData": "{}"});
    assert_eq!(receive(&mut twilio).await, Some(end));
    twilio.close(None).await.unwrap();
    let (events, closed) = result.recv().await.unwrap();
    assert_eq!(closed, Closed::ByPeer { code: None });
    let [Event::Refused(_), Event::Message(other)] = &events[..] else {
        panic!("{events:?}");
    };
    assert_eq!(*other, Inbound::Other(json!({"type": "new"})));
}

#[tokio::test]
async fn a_session_must_begin_with_its_setup_and_in_time() {
    let (mut twilio, mut result) = connect(SocketSettings::new(), started).await;
    send(&mut twilio, r#"{"type":"dtmf","digit":"0"}"#).await;
    assert_eq!(result.recv().await, Some(Err(Closed::Protocol)));

    let settings = SocketSettings::new().start_timeout(Duration::from_millis(50));
    let (_twilio, mut result) = connect(settings, started).await;
    assert_eq!(result.recv().await, Some(Err(Closed::Unresponsive)));
}

#[tokio::test]
async fn a_session_that_breaks_is_silent_or_says_too_much_is_over() {
    let (mut twilio, mut result) = connect(SocketSettings::new(), end).await;
    send(&mut twilio, &setup("{}")).await;
    drop(twilio);
    assert_eq!(result.recv().await, Some(Closed::Lost));

    let settings = SocketSettings::new().idle(Duration::from_millis(50));
    let (mut twilio, mut result) = connect(settings, end).await;
    send(&mut twilio, &setup("{}")).await;
    assert_eq!(result.recv().await, Some(Closed::Unresponsive));

    let settings = SocketSettings::new().max_message_len(1_000);
    let (mut twilio, mut result) = connect(settings, end).await;
    send(&mut twilio, &setup("{}")).await;
    send(&mut twilio, &"x".repeat(1_001)).await;
    assert_eq!(result.recv().await, Some(Closed::TooLong));
}

#[tokio::test]
async fn sending_to_who_takes_nothing_gives_up() {
    async fn handler(mut socket: RelaySocket) -> SendError {
        socket.start().await.unwrap();
        let text = "x".repeat(1_000_000);
        loop {
            if let Err(error) = socket.send(Text::new(text.as_str())).await {
                return error;
            }
        }
    }

    let settings = SocketSettings::new().idle(Duration::from_millis(500));
    let (mut twilio, mut result) = connect(settings, handler).await;
    send(&mut twilio, &setup("{}")).await;
    assert_eq!(
        result.recv().await,
        Some(SendError::Closed(Closed::Unresponsive))
    );
}

#[tokio::test]
async fn our_close_has_the_usual_code_and_our_refusal_another() {
    async fn code(mut twilio: Twilio) -> Option<u16> {
        match twilio.next().await?.ok()? {
            Message::Close(frame) => frame.map(|frame| frame.code.into()),
            other => panic!("{other:?}"),
        }
    }

    let (twilio, _result) = connect(SocketSettings::new(), RelaySocket::close).await;
    assert_eq!(code(twilio).await, Some(1000));
    let (twilio, _result) = connect(SocketSettings::new(), RelaySocket::reject).await;
    assert_eq!(code(twilio).await, Some(1008));
}
