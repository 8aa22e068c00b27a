//! One call on its media socket, whatever protocol the socket speaks.

mod acts;
mod join;
mod link;
mod messages;
mod threads;
mod tools;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use self::link::Link;
use self::threads::Threads;
use self::tools::Running;
use super::agent::{Agent, Line, Urgency};
use super::call::{Call, Medium, ToSession};
use crate::audio;
use crate::config::MalformedMessage;
use crate::control::MediaCount;
use crate::shared::Shared;
use crate::time::Time;

/// One message carries so much.
const FRAME: Duration = Duration::from_millis(20);

/// How audio and messages look on a socket.
pub(super) trait Protocol: Send {
    /// Samples per second the agent speaks with.
    fn rate(&self) -> u32;
    /// Samples per second the user speaks with.
    fn input_rate(&self) -> u32 {
        self.rate()
    }
    /// How much of the agent's voice is sent before it is due.
    fn lead(&self) -> Duration {
        Duration::ZERO
    }
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
    /// A text that is not a JSON object.
    Malformed,
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
    /// The data connection of the call.
    link: Option<Link>,
    /// What is to be sent on the socket.
    out: Vec<Message>,
    /// Why the socket is to be closed.
    over: Option<End>,
    /// Reaches this session from other tasks.
    sender: mpsc::WeakSender<ToSession>,
    running: Vec<Running>,
    threads: Threads,
    phase: u64,
    /// Sentence that was spoken last, and how many frames of it were sent.
    sent: (u64, u32),
    counted: MediaCount,
    last_audio: Time,
    idle: Option<Duration>,
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
    /// The other side does not keep to the protocol.
    Malformed,
}

/// Joins the call with this socket and carries it until one side ends it.
pub(super) async fn run<P: Protocol>(
    shared: &Arc<Shared>,
    id: &str,
    client_version: Option<String>,
    mut socket: WebSocket,
    protocol: P,
) {
    let joined = join::join(shared, id, client_version);
    let Some(joined) = joined else {
        return refuse(socket, 409).await;
    };
    let mut told = joined.told;
    let mut session = Session {
        shared,
        number: joined.number,
        protocol,
        agent: joined.agent,
        link: joined.link,
        out: Vec::new(),
        over: None,
        sender: joined.sender,
        running: Vec::new(),
        threads: Threads::default(),
        phase: 0,
        sent: (u64::MAX, 0),
        counted: MediaCount::default(),
        last_audio: shared.clock.now(),
        idle: joined.idle,
    };
    session.send(&json!({"type": "call_started", "callId": id}));
    let end = session.carry(&mut socket, &mut told).await;
    session.count();
    if !matches!(end, End::Told) {
        // What was heard of the present sentence is part of the conversation.
        let now = shared.clock.now();
        for act in session.agent.stop(now) {
            session.perform(act, now);
        }
    }
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
        End::Idle | End::Malformed => {
            session.end("connection_error");
            1008
        }
    };
    // The data connection does not outlive the call.
    drop(session);
    close(&mut socket, code).await;
}

impl<P: Protocol> Session<'_, P> {
    async fn carry(&mut self, socket: &mut WebSocket, told: &mut mpsc::Receiver<ToSession>) -> End {
        let shared = Arc::clone(self.shared);
        let mut next = shared.clock.now().plus(FRAME);
        loop {
            for message in std::mem::take(&mut self.out) {
                if !put(socket, message).await {
                    return End::Lost;
                }
            }
            if let Some(end) = self.over.take() {
                return end;
            }
            tokio::select! {
                message = told.recv() => match message {
                    None | Some(ToSession::Ended) => return End::Told,
                    Some(message) => self.told(message, shared.clock.now()),
                },
                () = shared.clock.sleep_until(next) => {
                    self.tick(next);
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
                        if !self.receive(message) {
                            return End::HungUp;
                        }
                    }
                    None => return End::HungUp,
                    Some(Err(_)) => return End::Lost,
                },
            }
        }
    }

    /// Sends a data message to everyone who wants it.
    fn send(&mut self, message: &Value) {
        self.out.extend(self.protocol.data(message));
        if let Some(link) = &self.link {
            link.data(message);
        }
    }

    /// What came from elsewhere than the socket.
    fn told(&mut self, message: ToSession, now: Time) {
        match message {
            ToSession::Ended => {}
            ToSession::Farewell(text) => {
                let mut line = Line::new(&text);
                line.uninterruptible = true;
                line.noted = true;
                self.agent.say(line, Urgency::Immediate, now);
            }
            ToSession::Message(message) => self.message(&message, messages::From::Rest, now),
            ToSession::Linked(message) => self.message(&message, messages::From::Link, now),
            ToSession::Unlinked => {
                self.link = None;
                let text = "the data connection is closed";
                self.event("warning", "data_connection.closed", text, now);
            }
            ToSession::Answered {
                invocation,
                outcome,
            } => self.answered(&invocation, outcome, now),
            ToSession::Perform(steps) => self.agent.perform(steps, now),
        }
    }

    /// What the agent does in these twenty milliseconds.
    fn tick(&mut self, now: Time) {
        for act in self.agent.tick(now) {
            self.perform(act, now);
        }
        self.check_tools(now);
        let rate = self.protocol.rate();
        let mut heard = Vec::new();
        if let Some((ordinal, gone, total)) = self.agent.speaking(now) {
            let mut sent = if self.sent.0 == ordinal {
                self.sent.1
            } else {
                0
            };
            let until = total.min(gone + FRAME + self.protocol.lead());
            while FRAME * sent < until {
                let samples = audio::tone(rate, rate as usize / 50, &mut self.phase);
                if let Some(message) = self.protocol.audio(&samples) {
                    self.counted.frames_sent += 1;
                    self.out.push(message);
                }
                sent += 1;
                heard = samples;
            }
            if heard.is_empty() && self.link.is_some() {
                // All was sent, but it is still being spoken.
                heard = audio::tone(rate, rate as usize / 50, &mut 0);
            }
            self.sent = (ordinal, sent);
            if self.counted.frames_sent.is_multiple_of(50) {
                self.count();
            }
        }
        if let Some(link) = &mut self.link {
            link.audio(&heard, rate);
        }
    }

    /// False if the other side has hung up.
    fn receive(&mut self, message: Message) -> bool {
        let now = self.shared.clock.now();
        match self.protocol.read(message) {
            Incoming::Audio(samples) => {
                self.last_audio = now;
                self.counted.frames_received += 1;
                self.counted.bytes_received += samples.len() as u64 * 2;
                self.agent.hear(audio::is_loud(&samples), now);
                if let Some(link) = &mut self.link {
                    link.hear(&samples, self.protocol.input_rate());
                }
            }
            Incoming::Data(message) => self.message(&message, messages::From::Client, now),
            Incoming::Malformed => match self.shared.config.ultravox.malformed_message {
                MalformedMessage::Ignore => {
                    let text = "a message of the client is not a JSON object";
                    self.event("warning", "message.malformed", text, now);
                }
                MalformedMessage::Close => self.over = Some(End::Malformed),
            },
            Incoming::Carrier(sid) => {
                self.call(|call| call.carrier = Some(sid));
            }
            Incoming::HungUp => return false,
            Incoming::Nothing => {}
        }
        true
    }

    /// Looks at the call or changes it; `None` if it is forgotten.
    fn call<R>(&self, with: impl FnOnce(&mut Call) -> R) -> Option<R> {
        let mut world = self.shared.lock();
        let call = world.state.ultravox.calls.get_mut(&self.number)?;
        Some(with(call))
    }

    /// Notes an event of the call and tells who wants to know.
    fn event(&mut self, severity: &str, kind: &str, text: &str, now: Time) {
        if let Some(event) = self.call(|call| call.event(severity, kind, text, now)) {
            self.send(&json!({"type": "call_event", "event": event}));
        }
    }

    fn end(&self, reason: &str) {
        let mut world = self.shared.lock();
        let now = world.now;
        world.ultravox_end(self.number, reason, now);
    }

    /// Shows the counters in the control interface.
    fn count(&self) {
        self.call(|call| call.media = self.counted);
    }
}

/// False if the connection is gone or does not take anything any more.
async fn put(socket: &mut WebSocket, message: Message) -> bool {
    let sent = tokio::time::timeout(Duration::from_secs(10), socket.send(message));
    matches!(sent.await, Ok(Ok(())))
}
