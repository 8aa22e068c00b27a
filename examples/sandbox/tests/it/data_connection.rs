//! The socket of the application that a call opens.

use futures_util::{SinkExt, StreamExt};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::http::HeaderMap;
use tokio_tungstenite::{WebSocketStream, accept_hdr_async};

use crate::support::{frame, join, json as read, kind, message, pcm_call, quick, start, write};

const SECRET: &str = "a-secret-of-the-connection";

struct Server {
    listener: TcpListener,
    url: String,
}

struct Linked {
    socket: WebSocketStream<TcpStream>,
    headers: HeaderMap,
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("ws://{}/data", listener.local_addr().unwrap());
        Self { listener, url }
    }

    #[expect(clippy::result_large_err, reason = "the type is the library's")]
    async fn accept(&self) -> Linked {
        let (stream, _) = self.listener.accept().await.unwrap();
        let mut headers = HeaderMap::new();
        let keep = |request: &Request, response: Response| {
            headers = request.headers().clone();
            Ok(response)
        };
        let socket = accept_hdr_async(stream, keep).await.unwrap();
        Linked { socket, headers }
    }
}

impl Linked {
    async fn next(&mut self, fits: impl Fn(&Message) -> bool) -> Message {
        let reading = async {
            loop {
                let message = self.socket.next().await.expect("open").unwrap();
                if fits(&message) {
                    return message;
                }
            }
        };
        let limit = std::time::Duration::from_secs(10);
        tokio::time::timeout(limit, reading).await.expect("in time")
    }

    async fn message(&mut self, wanted: &str) -> Value {
        read(&self.next(|message| kind(message) == wanted).await)
    }

    async fn send(&mut self, message: Value) {
        self.socket
            .send(Message::text(message.to_string()))
            .await
            .unwrap();
    }
}

fn call_with(connection: Value) -> Value {
    let mut call = pcm_call();
    let tool = json!({"modelToolName": "look", "dataConnection": {}});
    call["selectedTools"] = json!([{"temporaryTool": tool}]);
    call["dataConnection"] = connection;
    call["sharedSecrets"] = json!([SECRET]);
    call
}

#[tokio::test]
async fn a_data_connection_is_signed_hears_and_answers_tools() {
    let server = Server::start().await;
    let rig = start(quick()).await;
    let connection = json!({
        "websocketUrl": server.url, "headers": {"X-Shop": "north"},
        "dataMessages": {"state": false},
    });
    let (id, mut socket) = join(&rig, call_with(connection)).await;
    let mut linked = server.accept().await;
    let header = |name: &str| linked.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("x-ultravox-call-id"), id);
    assert_eq!(header("x-shop"), "north");
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(id.as_bytes());
    mac.update(header("x-ultravox-signature-timestamp").as_bytes());
    let expected: String = mac
        .finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(header("x-ultravox-signature"), expected);
    let first = linked.next(|_| true).await;
    assert_eq!(read(&first), json!({"type": "call_started", "callId": id}));
    write(&mut socket, "call tool look").await;
    let invocation = linked.message("data_connection_tool_invocation").await;
    let forged = json!({
        "type": "data_connection_tool_result", "invocationId": invocation["invocationId"],
        "result": "forged",
    });
    // Only the connection itself may answer.
    crate::support::send(&mut socket, forged).await;
    let answer = json!({
        "type": "data_connection_tool_result", "invocationId": invocation["invocationId"],
        "result": "Seen.", "agentReaction": "listens",
    });
    linked.send(answer).await;
    linked
        .send(json!({"type": "user_text_message", "text": "say Linked."}))
        .await;
    let transcript = linked
        .next(|it| {
            kind(it) == "transcript" && read(it)["final"] == true && read(it)["role"] == "agent"
        })
        .await;
    assert_eq!(read(&transcript)["text"], "Linked.");
    let messages = rig.part(&id, "messages").await;
    assert_eq!(messages[2]["text"], "Seen.");
    linked.send(json!({"type": "hang_up"})).await;
    linked.next(Message::is_close).await;
    assert_eq!(rig.shown(&id).await["endReason"], "agent_hangup");
}

#[tokio::test]
async fn both_voices_are_mixed_or_beside_each_other() {
    let server = Server::start().await;
    let rig = start(quick()).await;
    for (mode, bytes) in [("CHANNEL_MODE_MIXED", 320), ("CHANNEL_MODE_SEPARATED", 640)] {
        let audio = json!({"sampleRate": 8000, "channelMode": mode});
        let connection = json!({"websocketUrl": server.url, "audioConfig": audio});
        let (_, mut socket) = join(&rig, call_with(connection)).await;
        let mut linked = server.accept().await;
        let silent = linked.next(Message::is_binary).await.into_data();
        assert_eq!(silent.len(), bytes, "{mode}");
        assert!(silent.iter().all(|byte| *byte == 0));
        socket.send(frame(6000)).await.unwrap();
        let heard = linked
            .next(|it| it.is_binary() && it.clone().into_data().iter().any(|byte| *byte != 0))
            .await
            .into_data();
        let samples: Vec<i16> = heard
            .chunks_exact(2)
            .map(|pair| i16::from_le_bytes([pair[0], pair[1]]))
            .collect();
        let step = if bytes == 640 { 2 } else { 1 };
        let user: Vec<_> = samples.iter().step_by(step).collect();
        assert!(user.iter().any(|sample| **sample == 6000), "{mode}");
        if step == 2 {
            assert!(samples.iter().skip(1).step_by(2).all(|sample| *sample == 0));
        }
    }
}

#[tokio::test]
async fn a_call_goes_on_without_its_data_connection() {
    let rig = start(quick()).await;
    for url in ["ws://127.0.0.1:9/closed", "ws://192.0.2.1/elsewhere"] {
        let mut call = call_with(json!({"websocketUrl": url}));
        call["medium"]["serverWebSocket"]["dataMessages"] = json!({"callEvent": true});
        let (id, mut socket) = join(&rig, call).await;
        let event = message(&mut socket, "call_event").await;
        assert_eq!(event["event"]["type"], "data_connection.closed");
        write(&mut socket, "call tool look").await;
        assert_eq!(
            crate::support::said(&mut socket).await,
            "The tool look failed."
        );
        assert_eq!(rig.shown(&id).await["ended"], Value::Null);
    }
}
