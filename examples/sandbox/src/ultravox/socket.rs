//! The sockets that carry PCM and data messages.

use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::call::Medium;
use super::http::pairs;
use super::session::{self, Incoming, Protocol};
use crate::shared::Shared;

/// Audio as binary frames, messages as text frames.
struct Pcm {
    output_rate: u32,
    /// Data messages that are switched on or off, by their flag.
    flags: Value,
}

/// Messages only: the control socket of a WebRTC call.
struct ControlOnly(Pcm);

/// Whether a message is sent without having been asked for.
fn on_by_default(flag: &str) -> bool {
    [
        "pong",
        "state",
        "transcript",
        "clientToolInvocation",
        "callStarted",
        "playbackClearBuffer",
    ]
    .contains(&flag)
}

impl Pcm {
    fn wants(&self, message: &Value) -> bool {
        let flag = match message["type"].as_str().unwrap_or_default() {
            "call_started" => "callStarted",
            "playback_clear_buffer" => "playbackClearBuffer",
            "client_tool_invocation" => "clientToolInvocation",
            other => other,
        };
        match self.flags.get(flag).and_then(Value::as_bool) {
            Some(wanted) => wanted,
            None => on_by_default(flag),
        }
    }
}

impl Protocol for Pcm {
    fn rate(&self) -> u32 {
        self.output_rate
    }

    fn audio(&mut self, samples: &[i16]) -> Option<Message> {
        let bytes: Vec<u8> = samples
            .iter()
            .flat_map(|sample| sample.to_le_bytes())
            .collect();
        Some(Message::Binary(bytes.into()))
    }

    fn data(&self, message: &Value) -> Option<Message> {
        self.wants(message)
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
            Message::Text(text) => {
                serde_json::from_str(&text).map_or(Incoming::Nothing, Incoming::Data)
            }
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
        None
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

fn client_version(query: Option<String>) -> Option<String> {
    let found = pairs(query)
        .into_iter()
        .find(|(name, _)| name == "clientVersion");
    found.map(|(_, version)| version)
}

fn flags(shared: &Arc<Shared>, id: &str, medium: &str) -> Value {
    let world = shared.lock();
    let state = &world.state.ultravox;
    let call = state.number(id).and_then(|number| state.calls.get(&number));
    let settings = call.and_then(|call| call.new.settings.get("medium"));
    settings
        .and_then(|it| it.get(medium)?.get("dataMessages").cloned())
        .unwrap_or_default()
}

pub(super) async fn server_web_socket(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    upgrade: WebSocketUpgrade,
) -> Response {
    let output_rate = {
        let world = shared.lock();
        let number = world.state.ultravox.number(&id);
        match number.and_then(|number| world.ultravox_medium(number)) {
            Some(Medium::ServerWebSocket { output_rate, .. }) => *output_rate,
            _ => 8000,
        }
    };
    let flags = flags(&shared, &id, "serverWebSocket");
    let fits: fn(&Medium) -> bool = |medium| matches!(medium, Medium::ServerWebSocket { .. });
    let (name, version) = (id.clone(), client_version(query));
    open(
        shared,
        &id,
        upgrade,
        fits,
        move |shared, socket| async move {
            let protocol = Pcm { output_rate, flags };
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
    let flags = flags(&shared, &id, "webRtc");
    let fits: fn(&Medium) -> bool = |medium| *medium == Medium::WebRtc;
    let (name, version) = (id.clone(), client_version(query));
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
                output_rate: 48_000,
                flags,
            });
            session::run(&shared, &name, version, socket, protocol).await;
        },
    )
}
