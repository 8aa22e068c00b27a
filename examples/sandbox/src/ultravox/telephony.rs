//! The socket a telephone company streams to: the server side of Media Streams.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::call::Medium;
use super::session::{self, Incoming, Protocol};
use super::socket;
use crate::audio;
use crate::shared::{Shared, World};

/// Account in whose name we dial, if none is configured.
const OWN_ACCOUNT: &str = "AC00000000000000000000000000000000";

#[derive(Default)]
struct MediaStream {
    stream_sid: String,
    /// `dtmfHandling` of the medium.
    dtmf: Value,
}

impl MediaStream {
    /// Keys are something the user wrote, unless the call wants otherwise.
    fn keyed(&self, digit: &str) -> Incoming {
        if self.dtmf["ignore"] == true {
            return Incoming::Nothing;
        }
        let wanted = &self.dtmf["userTextMessage"];
        let text = wanted["text"].as_str().unwrap_or("{digits}");
        let urgency = match wanted["urgency"].as_str() {
            Some("URGENCY_SOON") => "soon",
            Some("URGENCY_LATER") => "later",
            _ => "immediate",
        };
        Incoming::Data(json!({
            "type": "user_text_message",
            "text": text.replace("{digits}", digit),
            "urgency": urgency,
        }))
    }
}

impl Protocol for MediaStream {
    fn rate(&self) -> u32 {
        audio::LINE_RATE
    }

    fn audio(&mut self, samples: &[i16]) -> Option<Message> {
        if self.stream_sid.is_empty() {
            return None;
        }
        let bytes: Vec<u8> = samples.iter().copied().map(audio::to_mulaw).collect();
        let message = json!({
            "event": "media",
            "streamSid": self.stream_sid,
            "media": {"payload": STANDARD.encode(bytes)},
        });
        Some(Message::text(message.to_string()))
    }

    fn data(&self, _: &Value) -> Option<Message> {
        None
    }

    fn clear(&self) -> Option<Message> {
        let message = json!({"event": "clear", "streamSid": self.stream_sid});
        (!self.stream_sid.is_empty()).then(|| Message::text(message.to_string()))
    }

    fn read(&mut self, message: Message) -> Incoming {
        let text = match message {
            Message::Text(text) => text,
            Message::Close(_) => return Incoming::HungUp,
            Message::Binary(_) | Message::Ping(_) | Message::Pong(_) => return Incoming::Nothing,
        };
        let Ok(message) = serde_json::from_str::<Value>(&text) else {
            return Incoming::Nothing;
        };
        match message["event"].as_str().unwrap_or_default() {
            "start" => {
                let start = &message["start"];
                self.stream_sid = start["streamSid"].as_str().unwrap_or_default().to_owned();
                Incoming::Carrier(start["callSid"].as_str().unwrap_or_default().to_owned())
            }
            "media" => {
                let payload = message["media"]["payload"].as_str().unwrap_or_default();
                let bytes = STANDARD.decode(payload).unwrap_or_default();
                Incoming::Audio(bytes.into_iter().map(audio::from_mulaw).collect())
            }
            "dtmf" => self.keyed(message["dtmf"]["digit"].as_str().unwrap_or_default()),
            "stop" => Incoming::HungUp,
            _ => Incoming::Nothing,
        }
    }
}

pub(super) async fn telephony(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let fits: fn(&Medium) -> bool = |medium| {
        matches!(
            medium,
            Medium::Telephony | Medium::Outgoing { twilio: true, .. }
        )
    };
    let protocol = MediaStream {
        dtmf: dtmf_handling(&shared, &id),
        ..MediaStream::default()
    };
    let name = id.clone();
    socket::open(
        shared,
        &id,
        upgrade,
        fits,
        move |shared, socket| async move {
            session::run(&shared, &name, None, socket, protocol).await;
        },
    )
}

fn dtmf_handling(shared: &Arc<Shared>, id: &str) -> Value {
    let world = shared.lock();
    let state = &world.state.ultravox;
    let call = state.number(id).and_then(|number| state.calls.get(&number));
    let medium = call.and_then(|call| call.new.settings.get("medium")?.as_object());
    let settings = medium.and_then(|medium| medium.values().next());
    settings
        .and_then(|settings| settings.get("dtmfHandling").cloned())
        .unwrap_or_default()
}

impl World<'_> {
    /// Places the telephone call of an outgoing medium.
    pub(super) fn ultravox_dial_out(&mut self, number: u64, to: &str, from: &str) {
        let configured = self.shared.config.twilio.accounts.first();
        let account = configured
            .map_or(OWN_ACCOUNT, |account| account.sid.as_str())
            .to_owned();
        let Some(id) = self
            .state
            .ultravox
            .calls
            .get(&number)
            .map(|call| call.id.clone())
        else {
            return;
        };
        let host = self.shared.url.replacen("http", "ws", 1);
        let twiml = format!(
            r#"<Response><Connect><Stream url="{host}/calls/{id}/telephony"/></Connect></Response>"#
        );
        let sid = self.twilio_place(&account, to, from, twiml, Duration::from_secs(60));
        if let Some(call) = self.state.ultravox.calls.get_mut(&number) {
            call.carrier = sid;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_handled_as_the_call_wants() {
        let key = || Message::text(r#"{"event":"dtmf","dtmf":{"digit":"5"}}"#);
        let read = |dtmf: Value| {
            let mut stream = MediaStream {
                dtmf,
                ..MediaStream::default()
            };
            match stream.read(key()) {
                Incoming::Data(data) => Some((data["text"].clone(), data["urgency"].clone())),
                _ => None,
            }
        };
        assert_eq!(read(Value::Null), Some((json!("5"), json!("immediate"))));
        assert_eq!(read(json!({"ignore": true})), None);
        let message = json!({"text": "Key {digits}.", "urgency": "URGENCY_LATER"});
        assert_eq!(
            read(json!({"userTextMessage": message})),
            Some((json!("Key 5."), json!("later")))
        );
    }
}
