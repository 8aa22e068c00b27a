//! Data connections, from a websocket client that plays Ultravox.

use std::time::Duration;

use axum::{
    Router,
    http::StatusCode,
    response::{IntoResponse as _, Response},
    routing::any,
};
use futures_util::{SinkExt as _, StreamExt as _};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    sync::mpsc::{UnboundedSender, unbounded_channel},
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _},
};
use ultravox_client::{
    axum::{DataConnectionUpgrade, DataEvent, DataSocket, DataSocketError, Rejection},
    calls::{DataConnectionAudio, HangUp},
    data_connection::{AudioFormat, AudioFrame},
    session::message::{ClientMessage, ServerMessage, ToolResult},
    webhook::{Verifier, sign_connection},
};

use super::{PATIENCE, send, serve};
use crate::support::{CALL, call_id};

pub(super) const SECRET: &str = "0123456789abcdef";

pub(super) type Socket = WebSocketStream<TcpStream>;

/// Answers tools, tells `told` of all else, and hangs up when it hears audio.
async fn converse(mut socket: DataSocket, told: UnboundedSender<String>) {
    let format = AudioFormat::of(&DataConnectionAudio::new()).unwrap();
    while let Some(event) = socket.recv().await {
        match event {
            Ok(DataEvent::Message(message)) => match *message {
                ServerMessage::DataConnectionToolInvocation(tool) => {
                    let result = ToolResult::new(tool.invocation_id, tool.tool_name);
                    let answer = ClientMessage::DataConnectionToolResult(result);
                    socket.send(answer).await.unwrap();
                }
                message => told.send(format!("{message:?}")).unwrap(),
            },
            Ok(DataEvent::Audio(bytes)) => {
                if let Ok(AudioFrame::Separated { user, agent }) = format.read(&bytes) {
                    let heard = (user.collect::<Vec<_>>(), agent.collect::<Vec<_>>());
                    told.send(format!("{heard:?}")).unwrap();
                }
                socket.send(HangUp::new().message("Bye!")).await.unwrap();
                return socket.close().await.unwrap();
            }
            Ok(event) => told.send(format!("{event:?}")).unwrap(),
            Err(DataSocketError::Message(error)) => told.send(error.to_string()).unwrap(),
            Err(error) => told.send(format!("broken: {error}")).unwrap(),
        }
    }
    told.send("over".to_owned()).unwrap();
}

fn app(told: UnboundedSender<String>) -> Router {
    let route = any(async move |upgrade: DataConnectionUpgrade| -> Response {
        assert_eq!(upgrade.call(), call_id());
        upgrade.on_upgrade(move |socket| converse(socket, told))
    });
    Router::new()
        .route("/calls", route)
        .with_state(Verifier::new([SECRET]))
}

pub(super) async fn connect(app: Router, secret: &str) -> Result<Socket, Error> {
    let address = serve(app).await;
    let mut request = format!("ws://{address}/calls")
        .into_client_request()
        .unwrap();
    let time = Timestamp::now().to_string();
    let signature = sign_connection(secret, &call_id(), &time);
    for (name, value) in [
        ("x-ultravox-call-id", CALL),
        ("x-ultravox-signature-timestamp", &time),
        ("x-ultravox-signature", &signature),
    ] {
        if !secret.is_empty() {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
    }
    let socket = TcpStream::connect(address).await.unwrap();
    client_async(request, socket)
        .await
        .map(|(socket, _)| socket)
}

pub(super) async fn next(socket: &mut Socket) -> Message {
    let message = timeout(PATIENCE, socket.next()).await.unwrap();
    message.unwrap().unwrap()
}

fn json_of(message: &Message) -> Value {
    serde_json::from_str(message.to_text().unwrap()).unwrap()
}

#[tokio::test]
async fn messages_and_audio_go_both_ways() {
    let (told, mut tell) = unbounded_channel();
    let mut socket = connect(app(told), SECRET).await.unwrap();
    let tool = json!({
        "type": "data_connection_tool_invocation", "toolName": "look_up", "invocationId": "i1",
        "parameters": {"id": 7},
    });
    socket.send(tool.to_string().into()).await.unwrap();
    let answer = json_of(&next(&mut socket).await);
    assert_eq!(answer["type"], "data_connection_tool_result");
    assert_eq!(
        (&answer["invocationId"], &answer["result"]),
        (&json!("i1"), &json!("look_up"))
    );
    // What cannot be read does not end the connection.
    socket.send("nonsense".into()).await.unwrap();
    let problem = tell.recv().await.unwrap();
    assert!(
        problem.starts_with("unexpected content of a realtime message"),
        "{problem}"
    );
    socket
        .send(r#"{"type": "sung", "a": 1}"#.into())
        .await
        .unwrap();
    let unknown = tell.recv().await.unwrap();
    assert_eq!(unknown, r#"ServerMessage { type: "sung", .. }"#);
    let audio = Message::Binary(vec![1, 0, 2, 0, 3, 0, 4, 0].into());
    socket.send(audio).await.unwrap();
    assert_eq!(tell.recv().await.unwrap(), "([1, 3], [2, 4])");
    let bye = json_of(&next(&mut socket).await);
    assert_eq!(bye, json!({"type": "hang_up", "message": "Bye!"}));
    let Message::Close(Some(frame)) = next(&mut socket).await else {
        panic!("not closed")
    };
    assert_eq!(u16::from(frame.code), 1000);
}

#[tokio::test]
async fn the_end_of_a_connection_is_told_once() {
    let (told, mut tell) = unbounded_channel();
    let mut socket = connect(app(told), SECRET).await.unwrap();
    socket.close(None).await.unwrap();
    assert!(matches!(next(&mut socket).await, Message::Close(_)));
    assert!(timeout(PATIENCE, socket.next()).await.unwrap().is_none());
    assert_eq!(tell.recv().await.unwrap(), "over");
    let (told, mut tell) = unbounded_channel();
    let socket = connect(app(told), SECRET).await.unwrap();
    drop(socket);
    let end = tell.recv().await.unwrap();
    assert!(end.starts_with("broken: "), "{end}");
    assert_eq!(tell.recv().await.unwrap(), "over");
}

#[tokio::test]
async fn a_message_without_end_is_refused() {
    let (told, mut tell) = unbounded_channel();
    let mut socket = connect(app(told), SECRET).await.unwrap();
    let large = Message::Binary(vec![0; 2 * 1024 * 1024].into());
    // The other side may have closed before all is sent.
    drop(timeout(Duration::from_secs(5), socket.send(large)).await);
    let end = tell.recv().await.unwrap();
    assert_eq!(end, "broken: the data connection is broken");
}

#[tokio::test]
async fn a_signed_request_that_opens_no_websocket_is_refused() {
    let (told, _tell) = unbounded_channel();
    let time = Timestamp::now().to_string();
    let signature = sign_connection(SECRET, &call_id(), &time);
    let headers = [
        ("x-ultravox-call-id", CALL),
        ("x-ultravox-signature-timestamp", &*time),
        ("x-ultravox-signature", &signature),
    ];
    let address = serve(app(told)).await;
    let answer = send(address, "GET /calls", &headers, b"").await;
    assert_eq!(answer.status, 400, "{answer:?}");
    let reason = json!({"error": "the request does not open a websocket"});
    assert_eq!(answer.json(), reason);
    let answer = send(address, "POST /calls", &headers, b"").await;
    assert_eq!(answer.status, 405, "{answer:?}");
    assert!(
        answer.head.contains("\r\nallow: get, connect"),
        "{answer:?}"
    );
    assert_eq!(answer.json(), reason);
}

#[test]
fn a_request_that_cannot_be_upgraded_is_told_to_what() {
    let refused = Rejection::Upgrade(StatusCode::UPGRADE_REQUIRED).into_response();
    assert_eq!(refused.status(), 426);
    assert_eq!(refused.headers()["upgrade"], "websocket");
    assert_eq!(refused.headers()["connection"], "upgrade");
}

#[tokio::test]
async fn nobody_else_is_let_in() {
    for (secret, status) in [("", 401), ("another secret", 403)] {
        let (told, _tell) = unbounded_channel();
        let Err(Error::Http(response)) = connect(app(told), secret).await else {
            panic!("let in")
        };
        assert_eq!(response.status(), status);
    }
}
