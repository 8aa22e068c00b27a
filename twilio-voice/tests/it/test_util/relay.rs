//! A caller in a session of ConversationRelay, of servers built with the sockets of axum.

use std::{net::SocketAddr, time::Duration};

use axum::{
    Router,
    extract::{
        WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    routing::get,
};
use serde_json::json;
use tokio::sync::mpsc;
use twilio_voice::{
    axum::Handshake,
    relay::{End, Event, Inbound, Play, RelaySocket, SendDigits, SocketSettings, Text},
    test_util::{PeerError, RelayPeer},
};

use crate::webhook_support::{TOKEN, serve, verifier};

/// Takes orders, and gives everything that came.
async fn order(mut socket: RelaySocket) -> (String, Vec<Inbound>) {
    let setup = socket.start().await.unwrap();
    let order = setup
        .custom_parameters
        .get("order")
        .cloned()
        .unwrap_or_default();
    let mut came = Vec::new();
    socket.send(Text::new("Hello, ")).await.unwrap();
    socket
        .send(Text::new("what would you like?").last(true))
        .await
        .unwrap();
    while let Ok(event) = socket.next().await {
        let Event::Message(message) = event else {
            continue;
        };
        match &message {
            Inbound::Prompt(prompt) if prompt.last => {
                socket
                    .send(Play::new("https://example.com/jingle.mp3"))
                    .await
                    .unwrap();
                socket.send(SendDigits::new("1w2")).await.unwrap();
                socket.send(Text::new("Goodbye.").last(true)).await.unwrap();
                let data = json!({"order": prompt.voice_prompt}).to_string();
                socket.send(End::new().handoff_data(data)).await.unwrap();
            }
            _ => {}
        }
        came.push(message);
    }
    (order, came)
}

async fn server() -> (SocketAddr, mpsc::UnboundedReceiver<(String, Vec<Inbound>)>) {
    let (done, results) = mpsc::unbounded_channel();
    let relay = async move |_: Handshake, upgrade: WebSocketUpgrade| {
        RelaySocket::upgrade(upgrade, &SocketSettings::new(), move |socket| async move {
            done.send(order(socket).await).ok();
        })
    };
    let app = Router::new()
        .route("/relay", get(relay))
        .with_state(verifier());
    (serve(app).await, results)
}

fn peer(server: SocketAddr) -> RelayPeer {
    RelayPeer::new(format!("ws://{server}/relay"))
        .auth_token(TOKEN)
        .public_url("wss://voice.example.com/relay")
        .patience(Duration::from_secs(5))
}

#[tokio::test]
async fn a_conversation_is_held_to_its_end() {
    let (server, mut results) = server().await;
    let heard = peer(server)
        .parameter("order", "4711")
        .wait_for_text()
        .partial_prompt("A large")
        .press("5#")
        .interrupt("Hello, what", Duration::from_millis(700))
        .error("nothing of importance")
        .send(json!({"type": "info", "description": "x"}))
        .prompt("A large pizza.")
        .wait_for_play()
        .wait_for_text()
        .wait_for_end()
        .run()
        .await
        .unwrap();
    assert_eq!(heard.texts(), ["Hello, what would you like?", "Goodbye."]);
    assert_eq!(heard.plays(), ["https://example.com/jingle.mp3"]);
    assert_eq!((heard.digits().as_str(), heard.ended()), ("1w2", true));
    assert_eq!(heard.handoff_data(), Some(r#"{"order":"A large pizza."}"#));
    assert_eq!(heard.messages_of("text").len(), 3);
    assert!(heard.warnings.is_empty() && !format!("{heard:?}").contains("pizza"));
    let (order, came) = results.recv().await.unwrap();
    assert_eq!(order, "4711");
    assert!(
        matches!(&came[0], Inbound::Prompt(prompt) if !prompt.last && prompt.voice_prompt == "A large")
    );
    assert!(matches!(&came[2], Inbound::Dtmf(dtmf) if dtmf.digit == "#"));
    assert!(matches!(&came[3], Inbound::Interrupt(_)));
    assert!(matches!(&came[4], Inbound::Error(_)));
    assert!(matches!(&came[5], Inbound::Info(_)));
    assert_eq!(came.len(), 7);
}

#[tokio::test]
async fn a_caller_may_hang_up_or_be_cut_off_before_the_end() {
    let (server, mut results) = server().await;
    let heard = peer(server).wait_for_text().run().await.unwrap();
    assert!(!heard.ended() && heard.handoff_data().is_none() && !heard.closed);
    assert!(results.recv().await.unwrap().1.is_empty());
    let peer = peer(server).pause(Duration::from_millis(20));
    peer.break_connection().run().await.unwrap();
    assert!(results.recv().await.unwrap().1.is_empty());
}

#[tokio::test]
async fn a_session_that_is_not_signed_is_refused() {
    let (server, _results) = server().await;
    let refused = peer(server).auth_token("another").run().await;
    assert!(
        matches!(refused, Err(PeerError::Refused(403))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn what_does_not_come_is_told_with_its_step() {
    let (server, _results) = server().await;
    let peer = peer(server).patience(Duration::from_millis(60));
    let waited = peer.wait_for_text().wait_for_end().run().await.unwrap_err();
    assert_eq!(
        waited.to_string(),
        "step 2 waited in vain for a message `end`"
    );
}

#[tokio::test]
async fn what_twilio_would_not_take_is_told() {
    const TEXTS: [&str; 6] = [
        "{",
        r#"{"type":"sing"}"#,
        r#"{"type":"text","token":"Hi"}"#,
        r#"{"type":"text","token":"Hi","last":"true"}"#,
        r#"{"type":"end","handoffData":{"reason":"not a text"}}"#,
        r#"{"type":"text","token":"Hi","last":true,"isFinal":true}"#,
    ];
    let talk = async |mut socket: WebSocket| {
        for text in TEXTS {
            socket.send(Message::Text(text.into())).await.unwrap();
        }
        let close = axum::extract::ws::CloseFrame {
            code: 1_008,
            reason: "".into(),
        };
        socket.send(Message::Close(Some(close))).await.unwrap();
        while let Some(Ok(_)) = socket.recv().await {}
    };
    let relay = async move |upgrade: WebSocketUpgrade| upgrade.on_upgrade(talk);
    let server = serve(Router::new().route("/relay", get(relay))).await;
    let heard = peer(server).wait_for_close().run().await.unwrap();
    let codes: Vec<_> = heard.warnings.iter().map(|warning| warning.code).collect();
    assert_eq!(codes, [31_950, 31_951, 31_951, 31_951, 31_951, 31_951]);
    assert!(heard.messages.is_empty() && heard.closed);
    assert_eq!(heard.close_code, Some(1_008));
    let left = peer(server).wait_for_end().run().await;
    assert!(matches!(left, Err(PeerError::Left { step: 1 })), "{left:?}");
}
