//! The sockets that carry PCM and data messages.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::call::Medium;
use super::flags::{Flags, Peer};
use super::http::pairs;
use super::session::{self, Incoming, Protocol};
use crate::shared::Shared;

/// More milliseconds of audio are not sent ahead, however much the client can keep.
const MOST_LEAD: u64 = 120_000;

/// Audio as binary frames, messages as text frames.
struct Pcm {
    input_rate: u32,
    output_rate: u32,
    /// `clientBufferSizeMs`.
    lead: Duration,
    flags: Flags,
}

/// Messages only: the control socket of a WebRTC call.
struct ControlOnly(Pcm);

impl Protocol for Pcm {
    fn rate(&self) -> u32 {
        self.output_rate
    }

    fn input_rate(&self) -> u32 {
        self.input_rate
    }

    fn lead(&self) -> Duration {
        self.lead
    }

    fn audio(&mut self, samples: &[i16]) -> Option<Message> {
        let bytes: Vec<u8> = samples
            .iter()
            .flat_map(|sample| sample.to_le_bytes())
            .collect();
        Some(Message::Binary(bytes.into()))
    }

    fn data(&self, message: &Value) -> Option<Message> {
        self.flags
            .wants(message)
            .then(|| Message::text(message.to_string()))
    }

    fn clear(&self) -> Option<Message> {
        self.data(&json!({"type": "playback_clear_buffer"}))
    }

    fn read(&mut self, message: Message) -> Incoming {
        match message {
            Message::Binary(bytes) => {
                let samples = bytes.as_chunks::<2>().0.iter();
                Incoming::Audio(samples.map(|pair| i16::from_le_bytes(*pair)).collect())
            }
            Message::Text(text) => match serde_json::from_str(&text) {
                Ok(message @ Value::Object(_)) => Incoming::Data(message),
                _ => Incoming::Malformed,
            },
            Message::Close(_) => Incoming::HungUp,
            Message::Ping(_) | Message::Pong(_) => Incoming::Nothing,
        }
    }
}

impl Protocol for ControlOnly {
    fn rate(&self) -> u32 {
        self.0.rate()
    }

    fn audio(&mut self, _: &[i16]) -> Option<Message> {
        None
    }

    fn data(&self, message: &Value) -> Option<Message> {
        self.0.data(message)
    }

    fn clear(&self) -> Option<Message> {
        self.0.clear()
    }

    fn read(&mut self, message: Message) -> Incoming {
        match self.0.read(message) {
            Incoming::Audio(_) => Incoming::Nothing,
            other => other,
        }
    }
}

/// Upgrades, unless the call cannot be joined and that is said in the handshake.
pub(super) fn open<F, R>(
    shared: Arc<Shared>,
    id: &str,
    upgrade: WebSocketUpgrade,
    fits: fn(&Medium) -> bool,
    carry: F,
) -> Response
where
    F: FnOnce(Arc<Shared>, WebSocket) -> R + Send + 'static,
    R: Future<Output = ()> + Send + 'static,
{
    let refusal = session::refusal(&shared, id, fits);
    if let Some(status) = refusal
        && shared.config.ultravox.refuse_join_at_handshake
    {
        return StatusCode::from_u16(status)
            .unwrap_or(StatusCode::NOT_FOUND)
            .into_response();
    }
    upgrade
        .max_message_size(1024 * 1024)
        .on_upgrade(move |socket| async move {
            let stopping = Arc::clone(&shared);
            let carried = async {
                match refusal {
                    Some(status) => session::refuse(socket, status).await,
                    None => carry(shared, socket).await,
                }
            };
            tokio::select! {
                () = carried => {}
                () = stopping.stopped() => {}
            }
        })
}

/// The version of the client, and the messages it asks for in its query.
fn asked(query: Option<String>, flags: &mut Flags) -> Option<String> {
    let mut version = None;
    for (name, value) in pairs(query) {
        match name.as_str() {
            "clientVersion" => version = Some(value),
            "experimentalMessages" | "additionalMessages" => flags.add(&value),
            _ => {}
        }
    }
    version
}

/// The settings of the call's medium, called `name`.
fn medium(shared: &Arc<Shared>, id: &str, name: &str) -> Value {
    let world = shared.lock();
    let state = &world.state.ultravox;
    let call = state.number(id).and_then(|number| state.calls.get(&number));
    let settings = call.and_then(|call| call.new.settings.get("medium"));
    settings
        .and_then(|it| it.get(name).cloned())
        .unwrap_or_default()
}

pub(super) async fn server_web_socket(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    upgrade: WebSocketUpgrade,
) -> Response {
    let settings = medium(&shared, &id, "serverWebSocket");
    let mut flags = Flags::new(settings["dataMessages"].clone(), Peer::Socket);
    let version = asked(query, &mut flags);
    let rate = |name: &str| {
        settings[name]
            .as_u64()
            .and_then(|rate| u32::try_from(rate).ok())
    };
    let input_rate = rate("inputSampleRate").unwrap_or(8000);
    let lead = settings["clientBufferSizeMs"].as_u64();
    let protocol = Pcm {
        input_rate,
        output_rate: rate("outputSampleRate").unwrap_or(input_rate),
        lead: Duration::from_millis(lead.unwrap_or(60).min(MOST_LEAD)),
        flags,
    };
    let fits: fn(&Medium) -> bool = |medium| matches!(medium, Medium::ServerWebSocket { .. });
    let name = id.clone();
    open(
        shared,
        &id,
        upgrade,
        fits,
        move |shared, socket| async move {
            session::run(&shared, &name, version, socket, protocol).await;
        },
    )
}

pub(super) async fn control_socket(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    upgrade: WebSocketUpgrade,
) -> Response {
    let settings = medium(&shared, &id, "webRtc");
    let mut flags = Flags::new(settings["dataMessages"].clone(), Peer::Room);
    let version = asked(query, &mut flags);
    let fits: fn(&Medium) -> bool = |medium| *medium == Medium::WebRtc;
    let name = id.clone();
    open(
        shared,
        &id,
        upgrade,
        fits,
        move |shared, mut socket| async move {
            // The media room is not simulated; the socket alone is the call.
            let host = shared.url.replacen("http", "ws", 1);
            let room =
                json!({"type": "room_info", "roomUrl": format!("{host}/room"), "token": name});
            if socket.send(Message::text(room.to_string())).await.is_err() {
                return;
            }
            let protocol = ControlOnly(Pcm {
                input_rate: 48_000,
                output_rate: 48_000,
                lead: Duration::ZERO,
                flags,
            });
            session::run(&shared, &name, version, socket, protocol).await;
        },
    )
}
