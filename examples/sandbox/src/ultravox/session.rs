//! One call on its media socket, whatever protocol the socket speaks.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::agent::{Act, Agent};
use super::call::{Medium, ToSession};
use crate::audio;
use crate::control::MediaCount;
use crate::shared::Shared;
use crate::time::Time;

/// One message carries so much.
const FRAME: Duration = Duration::from_millis(20);

/// How audio and messages look on a socket.
pub(super) trait Protocol: Send {
    /// Samples per second the agent speaks with.
    fn rate(&self) -> u32;
    /// A frame of the agent's voice.
    fn audio(&mut self, samples: &[i16]) -> Option<Message>;
    /// A data message; `None` if the protocol has none or it was not asked for.
    fn data(&self, message: &Value) -> Option<Message>;
    /// Drops audio that was not played.
    fn clear(&self) -> Option<Message>;
    /// What a message of the other side means.
    fn read(&mut self, message: Message) -> Incoming;
}

/// What the other side sent.
#[derive(Debug)]
pub(super) enum Incoming {
    Audio(Vec<i16>),
    Data(Value),
    /// The SID of the telephone call this is.
    Carrier(String),
    /// The other side has hung up.
    HungUp,
    Nothing,
}

/// Why a connection was not accepted.
pub(super) fn refusal(
    shared: &Arc<Shared>,
    id: &str,
    fits: impl Fn(&Medium) -> bool,
) -> Option<u16> {
    let world = shared.lock();
    let state = &world.state.ultravox;
    let call = state.number(id).and_then(|number| state.calls.get(&number));
    match call {
        None => Some(404),
        Some(call) if !call.is_live() || !fits(&call.new.medium) => Some(404),
        Some(call) if call.attached => Some(409),
        Some(_) => None,
    }
}

/// Closes a connection that cannot become a call.
pub(super) async fn refuse(mut socket: WebSocket, status: u16) {
    close(&mut socket, 4000 + status).await;
}

async fn close(socket: &mut WebSocket, code: u16) {
    let frame = CloseFrame {
        code,
        reason: "".into(),
    };
    let goodbye = async {
        if socket.send(Message::Close(Some(frame))).await.is_ok() {
            // Until the other side has closed too, so that nothing sent is lost.
            while let Some(Ok(_)) = socket.recv().await {}
        }
    };
    let _ = tokio::time::timeout(Duration::from_secs(1), goodbye).await;
}

struct Session<'a, P> {
    shared: &'a Arc<Shared>,
    number: u64,
    protocol: P,
    agent: Agent,
    phase: u64,
    counted: MediaCount,
    last_audio: Time,
    idle: Option<Duration>,
    /// What the agent was told to say by REST: noted as a message already, where it came in.
    noted: Vec<String>,
}

/// Joins the call with this socket and carries it until one side ends it.
pub(super) async fn run<P: Protocol>(
    shared: &Arc<Shared>,
    id: &str,
    client_version: Option<String>,
    mut socket: WebSocket,
    protocol: P,
) {
    let joined = join(shared, id, client_version);
    let Some((number, mut told, agent, idle)) = joined else {
        return refuse(socket, 409).await;
    };
    let mut session = Session {
        shared,
        number,
        protocol,
        agent,
        phase: 0,
        counted: MediaCount::default(),
        last_audio: shared.clock.now(),
        idle,
        noted: Vec::new(),
    };
    session
        .send(&mut socket, &json!({"type": "call_started", "callId": id}))
        .await;
    let end = session.carry(&mut socket, &mut told).await;
    session.count();
    let code = match end {
        End::Told => 1000,
        End::HungUp => {
            session.end("hangup");
            1000
        }
        End::Lost => {
            session.end("connection_error");
            return;
        }
        End::Idle => {
            session.end("connection_error");
            1008
        }
    };
    close(&mut socket, code).await;
}

type Joined = (u64, mpsc::Receiver<ToSession>, Agent, Option<Duration>);

fn join(shared: &Arc<Shared>, id: &str, client_version: Option<String>) -> Option<Joined> {
    let mut world = shared.lock();
    let now = world.now;
    let number = world.state.ultravox.number(id)?;
    let free = world
        .state
        .ultravox
        .calls
        .get(&number)
        .is_some_and(|call| !call.attached);
    if !free || !world.ultravox_join(number, now) {
        return None;
    }
    let (sender, told) = mpsc::channel(256);
    let call = world.state.ultravox.calls.get_mut(&number)?;
    call.session = Some(sender);
    call.client_version = client_version;
    let setting = |name: &str| call.new.settings.get(name);
    let user_first = setting("firstSpeakerSettings").is_some_and(|it| it.get("user").is_some())
        || setting("firstSpeaker").is_some_and(|it| it == "FIRST_SPEAKER_USER");
    let text_only = setting("initialOutputMedium").is_some_and(|it| it == "MESSAGE_MEDIUM_TEXT");
    let mut script = shared.config.ultravox.agent.clone();
    let first =
        setting("firstSpeakerSettings").and_then(|it| it.get("agent")?.get("text")?.as_str());
    if let Some(text) = first {
        script.greeting = text.to_owned();
    }
    let idle = match call.new.medium {
        Medium::ServerWebSocket { idle, .. } => idle,
        _ => None,
    };
    Some((
        number,
        told,
        Agent::new(script, !user_first, text_only),
        idle,
    ))
}

enum End {
    /// The call is over already.
    Told,
    /// The other side closed in order.
    HungUp,
    /// The connection broke.
    Lost,
    /// No audio came for too long.
    Idle,
}

impl<P: Protocol> Session<'_, P> {
    async fn carry(&mut self, socket: &mut WebSocket, told: &mut mpsc::Receiver<ToSession>) -> End {
        let shared = Arc::clone(self.shared);
        let mut next = shared.clock.now().plus(FRAME);
        loop {
            tokio::select! {
                message = told.recv() => match message {
                    None | Some(ToSession::Ended) => return End::Told,
                    Some(ToSession::Farewell(text) | ToSession::AgentText(text)) => {
                        self.agent.say(&text);
                        self.noted.push(text);
                    }
                    Some(ToSession::UserText { text, answer }) => {
                        self.agent.read(&text, answer, shared.clock.now());
                    }
                },
                () = shared.clock.sleep_until(next) => {
                    if !self.tick(socket, next).await {
                        return End::Lost;
                    }
                    if self.idle.is_some_and(|idle| next.since(self.last_audio) >= idle) {
                        return End::Idle;
                    }
                    next = next.plus(FRAME);
                    // Behind by more than a second: the machine is too slow, sound is lost.
                    let now = shared.clock.now();
                    if now.since(next) > Duration::from_secs(1) {
                        next = now;
                    }
                }
                message = socket.recv() => match message {
                    Some(Ok(message)) => {
                        if !self.receive(socket, message).await {
                            return End::HungUp;
                        }
                    }
                    None => return End::HungUp,
                    Some(Err(_)) => return End::Lost,
                },
            }
        }
    }

    async fn send(&mut self, socket: &mut WebSocket, message: &Value) {
        if let Some(message) = self.protocol.data(message) {
            put(socket, message).await;
        }
    }

    /// What the agent does in these twenty milliseconds. False if the connection is gone.
    async fn tick(&mut self, socket: &mut WebSocket, now: Time) -> bool {
        for act in self.agent.tick(now) {
            self.perform(socket, act, now).await;
        }
        if !self.agent.is_speaking() {
            return true;
        }
        let rate = self.protocol.rate();
        let samples = audio::tone(rate, rate as usize / 50, &mut self.phase);
        let Some(message) = self.protocol.audio(&samples) else {
            return true;
        };
        self.counted.frames_sent += 1;
        if self.counted.frames_sent.is_multiple_of(50) {
            self.count();
        }
        put(socket, message).await
    }

    async fn perform(&mut self, socket: &mut WebSocket, act: Act, now: Time) {
        match act {
            Act::State(state) => {
                self.send(socket, &json!({"type": "state", "state": state}))
                    .await;
            }
            Act::Clear => {
                self.counted.clears += 1;
                if let Some(message) = self.protocol.clear() {
                    put(socket, message).await;
                }
            }
            Act::HangUp => self.end("agent_hangup"),
            Act::Said {
                agent,
                text,
                ordinal,
                done,
                voice,
            } => {
                let message = json!({
                    "type": "transcript",
                    "role": if agent { "agent" } else { "user" },
                    "medium": if voice { "voice" } else { "text" },
                    "text": text,
                    "final": done,
                    "ordinal": ordinal,
                });
                self.send(socket, &message).await;
                if done {
                    self.note(agent, &text, voice, now);
                }
            }
        }
    }

    /// Notes what was said, unless that was done where it came in.
    fn note(&mut self, agent: bool, text: &str, voice: bool, now: Time) {
        if let Some(place) = self.noted.iter().position(|noted| agent && noted == text) {
            self.noted.swap_remove(place);
            return;
        }
        let (role, medium) = match (agent, voice) {
            (true, true) => ("MESSAGE_ROLE_AGENT", "MESSAGE_MEDIUM_VOICE"),
            (true, false) => ("MESSAGE_ROLE_AGENT", "MESSAGE_MEDIUM_TEXT"),
            (false, true) => ("MESSAGE_ROLE_USER", "MESSAGE_MEDIUM_VOICE"),
            // What the user wrote.
            (false, false) => return,
        };
        let mut world = self.shared.lock();
        if let Some(call) = world.state.ultravox.calls.get_mut(&self.number) {
            call.say(role, text, medium, now);
        }
    }

    /// False if the other side has hung up.
    async fn receive(&mut self, socket: &mut WebSocket, message: Message) -> bool {
        let now = self.shared.clock.now();
        match self.protocol.read(message) {
            Incoming::Audio(samples) => {
                self.last_audio = now;
                self.counted.frames_received += 1;
                self.counted.bytes_received += samples.len() as u64 * 2;
                self.agent.hear(audio::is_loud(&samples), now);
            }
            Incoming::Data(message) => self.data(socket, &message, now).await,
            Incoming::Carrier(sid) => {
                if let Some(call) = self
                    .shared
                    .lock()
                    .state
                    .ultravox
                    .calls
                    .get_mut(&self.number)
                {
                    call.carrier = Some(sid);
                }
            }
            Incoming::HungUp => return false,
            Incoming::Nothing => {}
        }
        true
    }

    async fn data(&mut self, socket: &mut WebSocket, message: &Value, now: Time) {
        let text = |name: &str| message.get(name).and_then(Value::as_str);
        match text("type").unwrap_or_default() {
            "ping" => {
                let pong = json!({"type": "pong", "timestamp": message.get("timestamp")});
                self.send(socket, &pong).await;
            }
            "user_text_message" => {
                let answer = text("urgency") != Some("later");
                self.written(text("text").unwrap_or_default(), answer, now);
            }
            "input_text_message" => {
                let later = message.get("deferResponse") == Some(&json!(true));
                self.written(text("text").unwrap_or_default(), !later, now);
            }
            "forced_agent_message" => self.agent.say(text("content").unwrap_or_default()),
            "set_output_medium" => self.agent.set_text_only(text("medium") == Some("text")),
            "hang_up" => {
                self.shared
                    .lock()
                    .ultravox_hang_up(self.number, text("message"));
            }
            // Threads and tools have no effect on this agent; unknown messages are ignored.
            _ => {}
        }
    }

    fn written(&mut self, text: &str, answer: bool, now: Time) {
        if let Some(call) = self
            .shared
            .lock()
            .state
            .ultravox
            .calls
            .get_mut(&self.number)
        {
            call.say("MESSAGE_ROLE_USER", text, "MESSAGE_MEDIUM_TEXT", now);
        }
        self.agent.read(text, answer, now);
    }

    fn end(&self, reason: &str) {
        let mut world = self.shared.lock();
        let now = world.now;
        world.ultravox_end(self.number, reason, now);
    }

    /// Shows the counters in the control interface.
    fn count(&self) {
        if let Some(call) = self
            .shared
            .lock()
            .state
            .ultravox
            .calls
            .get_mut(&self.number)
        {
            call.media = self.counted;
        }
    }
}

/// False if the connection is gone or does not take anything any more.
async fn put(socket: &mut WebSocket, message: Message) -> bool {
    let sent = tokio::time::timeout(Duration::from_secs(10), socket.send(message));
    matches!(sent.await, Ok(Ok(())))
}
