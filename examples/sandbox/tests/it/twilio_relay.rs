//! ConversationRelay: the application reads and writes what is said.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use sandbox::{Callee, CalleeInput, Config};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, accept_async};

use crate::support::{Application, FROM, Rig, TO, start, twiml};

/// The application's side of a session.
struct Server {
    socket: WebSocketStream<TcpStream>,
}

impl Server {
    async fn accept(listener: &TcpListener) -> Self {
        let (stream, _) = listener.accept().await.unwrap();
        Self {
            socket: accept_async(stream).await.unwrap(),
        }
    }

    async fn read(&mut self) -> Value {
        let limit = Duration::from_secs(10);
        let next = tokio::time::timeout(limit, self.socket.next()).await;
        let message = next.expect("in time").expect("open").unwrap();
        serde_json::from_str(message.to_text().unwrap()).unwrap()
    }

    async fn send(&mut self, message: Value) {
        let message = Message::text(message.to_string());
        self.socket.send(message).await.unwrap();
    }

    async fn say(&mut self, text: &str) {
        self.send(json!({"type": "text", "token": text, "last": true}))
            .await;
    }
}

struct Talk {
    rig: Rig,
    action: Application,
    server: Server,
    sid: String,
}

async fn talk(inputs: &[CalleeInput], attributes: &str) -> Talk {
    let mut config = Config::instant();
    let callee = Callee::answers(Duration::from_millis(15));
    config.twilio.callee = inputs.iter().cloned().fold(callee, Callee::input);
    let rig = start(config).await;
    let action = Application::start(|_, _| twiml("<Hangup/>")).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/relay", listener.local_addr().unwrap());
    let document = format!(
        r#"<Response><Connect action="{}/done"><ConversationRelay url="{url}" {attributes}>
           <Parameter name="customer" value="7"/></ConversationRelay></Connect></Response>"#,
        action.url
    );
    let sid = rig.place(&document, &[]).await;
    let server = Server::accept(&listener).await;
    Talk {
        rig,
        action,
        server,
        sid,
    }
}

#[tokio::test]
async fn a_conversation_in_text_ends_with_its_data() {
    let inputs = [
        CalleeInput::speech("I want a table"),
        CalleeInput::digits("12"),
    ];
    let attributes = r#"welcomeGreeting="Hi." dtmfDetection="true" partialPrompts="true""#;
    let mut talk = talk(&inputs, attributes).await;
    let setup = talk.server.read().await;
    assert_eq!(setup["type"], "setup");
    assert!(setup["sessionId"].as_str().unwrap().starts_with("VX"));
    assert_eq!(setup["callSid"], talk.sid);
    assert_eq!((&setup["from"], &setup["to"]), (&json!(FROM), &json!(TO)));
    assert_eq!(setup["callStatus"], "IN-PROGRESS");
    assert_eq!(setup["customParameters"], json!({"customer": "7"}));
    let part = talk.server.read().await;
    assert_eq!(
        (&part["voicePrompt"], &part["last"]),
        (&json!("I"), &json!(false))
    );
    let whole = talk.server.read().await;
    let expected = json!({
        "type": "prompt", "voicePrompt": "I want a table", "lang": "en-US", "last": true,
    });
    assert_eq!(whole, expected);
    talk.server
        .send(json!({"type": "language", "transcriptionLanguage": "de-DE"}))
        .await;
    talk.server
        .send(json!({"type": "text", "token": "How ", "last": false}))
        .await;
    talk.server.say("many?").await;
    assert_eq!(
        talk.server.read().await,
        json!({"type": "dtmf", "digit": "1"})
    );
    assert_eq!(
        talk.server.read().await,
        json!({"type": "dtmf", "digit": "2"})
    );
    talk.server
        .send(json!({"type": "end", "handoffData": "{\"table\":2}"}))
        .await;
    let asked = talk.action.wait(1).await.remove(0);
    assert_eq!(asked.param("SessionStatus").as_deref(), Some("ended"));
    assert_eq!(asked.param("HandoffData").as_deref(), Some("{\"table\":2}"));
    assert_eq!(
        asked.param("SessionId").as_deref(),
        setup["sessionId"].as_str()
    );
    assert!(asked.param("ErrorCode").is_none());
    talk.rig.until_state(&talk.sid, "completed").await;
}

#[tokio::test]
async fn the_callee_interrupts_unless_that_is_not_allowed() {
    for allowed in [true, false] {
        let after = Duration::from_millis(300);
        let inputs = [
            CalleeInput::speech("Hello"),
            CalleeInput::speech("Stop").after(after).interrupts(),
        ];
        let attributes = if allowed {
            ""
        } else {
            r#"interruptible="none""#
        };
        let mut talk = talk(&inputs, attributes).await;
        talk.server.read().await;
        assert_eq!(talk.server.read().await["voicePrompt"], "Hello");
        talk.server.say("One two three four.").await;
        let next = talk.server.read().await;
        if allowed {
            assert_eq!(next["type"], "interrupt");
            let heard = next["utteranceUntilInterrupt"].as_str().unwrap();
            assert!(
                "One two three four.".starts_with(heard) && heard.len() < 15,
                "{heard}"
            );
            assert!(next["durationUntilInterruptMs"].as_u64().unwrap() >= 300);
            assert_eq!(talk.server.read().await["voicePrompt"], "Stop");
        } else {
            assert_eq!(next["voicePrompt"], "Stop");
        }
    }
}

#[tokio::test]
async fn a_message_that_makes_no_sense_is_answered_with_an_error() {
    let mut talk = talk(&[], "").await;
    talk.server.read().await;
    for wrong in [json!({"type": "speak"}), json!([]), json!({"type": "text"})] {
        talk.server.send(wrong).await;
        assert_eq!(talk.server.read().await["type"], "error");
    }
    // The session goes on; the call ending ends it, and the action is told.
    talk.rig.control.hang_up(&talk.sid).unwrap();
    let asked = talk.action.wait(1).await.remove(0);
    assert_eq!(asked.param("SessionStatus").as_deref(), Some("completed"));
    assert_eq!(asked.param("CallStatus").as_deref(), Some("completed"));
}

#[tokio::test]
async fn a_socket_that_breaks_fails_the_session() {
    let mut talk = talk(&[], "").await;
    talk.server.read().await;
    drop(talk.server);
    let asked = talk.action.wait(1).await.remove(0);
    assert_eq!(asked.param("SessionStatus").as_deref(), Some("failed"));
    assert_eq!(asked.param("ErrorCode").as_deref(), Some("64105"));
}
