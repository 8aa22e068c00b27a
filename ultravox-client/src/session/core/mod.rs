//! A session without a socket.

mod incoming;
mod outgoing;
mod pulse;
#[cfg(test)]
mod tests;

use std::{
    collections::VecDeque,
    time::{Instant, SystemTime},
};

use bytes::Bytes;

use self::{
    incoming::{Incoming, Item},
    outgoing::Outgoing,
    pulse::{Due, Pings, Pulse},
};
use super::{
    CloseCode, CloseReason, Event, Pcm, Rates, SessionError, SessionOptions, SessionStats,
    Transcripts,
    audio::Halves,
    event::{Latency, PlaybackCleared, ToolAnswered},
    message::{AgentState, ClientMessage, Ping, ServerMessage, ToolInvocation, ToolResult},
};
use crate::CallId;

/// A session without a socket: frames go in, events and frames come out.
///
/// [`Session`](crate::session) is this with a websocket of ours. With another one, or in another runtime, connect to
/// [`SessionOptions::address`] and carry frames between the two:
///
/// ```
/// use std::time::Instant;
///
/// use ultravox_client::session::{Core, Event, SessionOptions, Transmit};
///
/// # enum Frame { Text(String), Binary(Vec<u8>), Ping(Vec<u8>), Pong, Close(Option<u16>), Broken }
/// # struct Socket(Vec<Frame>);
/// # impl Socket {
/// #     fn receive(&mut self) -> Frame { self.0.pop().unwrap_or(Frame::Broken) }
/// #     fn send(&mut self, _: Transmit) {}
/// # }
/// # fn main() -> Result<(), ultravox_client::session::SessionError> {
/// # let mut socket = Socket(vec![Frame::Close(Some(1000)), Frame::Text(r#"{"type":"state","state":"idle"}"#.into())]);
/// let mut core = Core::new(&SessionOptions::new(), Instant::now());
/// core.send_audio(&[0; 160][..])?; // queued until the socket takes it
/// let outcome = loop {
///     while let Some(frame) = core.poll_transmit() {
///         socket.send(frame);
///     }
///     while let Some(event) = core.poll_event() {
///         if let Event::State(state) = event {
///             println!("the agent is {state}");
///         }
///     }
///     if let Some(outcome) = core.take_outcome() {
///         break outcome;
///     }
///     // Wait for a frame or for `core.deadline()`, whichever is first. If the websocket answers pings by itself,
///     // say `handle_pong` for a ping.
///     let now = Instant::now();
///     match socket.receive() {
///         Frame::Text(text) => core.handle_text(text.as_bytes(), now),
///         Frame::Binary(bytes) => core.handle_binary(bytes.into(), now),
///         Frame::Ping(payload) => core.handle_ping(payload.into(), now),
///         Frame::Pong => core.handle_pong(now),
///         Frame::Close(code) => core.handle_close(code.map(Into::into), ""),
///         Frame::Broken => core.handle_lost(),
///     }
///     core.handle_timeout(now);
/// };
/// outcome
/// # }
/// ```
///
/// It has no clock: time is what it is told. While [`wants_input`](Self::wants_input) says no, leave frames in the
/// socket, or what they bring is queued beyond the bound.
#[derive(Debug)]
pub struct Core {
    phase: Phase,
    outcome: Option<Result<(), SessionError>>,
    incoming: Incoming,
    outgoing: Outgoing,
    halves_in: Halves,
    halves_out: Halves,
    transcripts: Transcripts,
    pulse: Pulse,
    pings: Pings,
    invocations: VecDeque<ToolInvocation>,
    /// Uses of tools that were given out and not answered yet.
    running: usize,
    state: AgentState,
    call_id: Option<CallId>,
    stats: SessionStats,
    options: SessionOptions,
}

#[derive(Debug, PartialEq)]
enum Phase {
    Open,
    /// We have closed; the other side has until then.
    Closing {
        until: Option<Instant>,
    },
    Over,
}

/// A frame to be sent.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Transmit {
    /// A message.
    Text(String),
    /// Audio.
    Binary(Bytes),
    /// Asks for a sign of life.
    Ping(Bytes),
    /// Gives one.
    Pong(Bytes),
    /// Closes the websocket with this code. Nothing comes after it.
    Close(u16),
}

impl Core {
    /// More tools than this never run at the same time; further uses are answered with an error.
    const MOST_TOOLS: usize = 32;

    /// A session whose websocket was connected `now`. With [`SessionOptions::tools`] uses of tools come out of
    /// [`poll_invocation`](Self::poll_invocation).
    #[must_use]
    pub fn new(options: &SessionOptions, now: Instant) -> Self {
        let rates = options.rates.unwrap_or(Rates::both(48_000));
        Self {
            phase: Phase::Open,
            outcome: None,
            incoming: Incoming::new(
                rates.output.samples(options.incoming_audio),
                options.incoming_events,
                options.max_message_size,
            ),
            outgoing: Outgoing::new(
                options.outgoing_messages,
                rates.input.samples(options.outgoing_audio),
            ),
            halves_in: Halves::default(),
            halves_out: Halves::default(),
            transcripts: Transcripts::new(),
            pulse: Pulse::new(options.ping_interval, options.ping_timeout, now),
            pings: Pings::default(),
            invocations: VecDeque::new(),
            running: 0,
            state: AgentState::Idle,
            call_id: None,
            stats: SessionStats::default(),
            options: options.clone(),
        }
    }

    /// Takes the content of a text frame.
    pub fn handle_text(&mut self, text: &[u8], now: Instant) {
        if !self.accepts(text.len(), now) {
            return;
        }
        self.stats.messages_received += 1;
        match ServerMessage::from_slice(text) {
            Ok(message) => self.handle_message(message, text.len(), now),
            Err(error) => {
                self.stats.messages_malformed += 1;
                if self.options.strict {
                    self.fail(SessionError::Malformed(error), 1007);
                } else {
                    self.push(Event::Malformed(error), 64);
                }
            }
        }
    }

    /// Takes the content of a binary frame.
    pub fn handle_binary(&mut self, bytes: Bytes, now: Instant) {
        if !self.accepts(bytes.len(), now) {
            return;
        }
        let pcm = self.halves_in.join(bytes);
        if pcm.is_empty() {
            return;
        }
        self.stats.audio_received += pcm.len() as u64;
        self.stats.audio_dropped += self.incoming.push_audio(pcm) as u64;
    }

    /// Takes a ping, and answers it.
    pub fn handle_ping(&mut self, payload: Bytes, now: Instant) {
        self.pulse.heard(now);
        if self.phase != Phase::Over {
            self.outgoing.pong(payload);
        }
    }

    /// Takes a pong, or any other sign of life.
    pub fn handle_pong(&mut self, now: Instant) {
        self.pulse.heard(now);
    }

    /// Takes a close frame. `code` is `None` if it has none.
    pub fn handle_close(&mut self, code: Option<CloseCode>, reason: &str) {
        let code = code.unwrap_or(CloseCode::NONE);
        let ours = matches!(self.phase, Phase::Closing { .. });
        self.end(if ours || code.is_ordinary() {
            Ok(())
        } else {
            let reason = CloseReason::from(reason);
            Err(SessionError::Closed { code, reason })
        });
    }

    /// The websocket is gone without a close frame.
    pub fn handle_lost(&mut self) {
        // Some servers only drop the connection when we have closed.
        let closed = matches!(self.phase, Phase::Closing { .. }) && self.outgoing.is_closed();
        self.end(if closed {
            Ok(())
        } else {
            Err(SessionError::Lost)
        });
    }

    /// The websocket found something that ends the session.
    pub fn handle_error(&mut self, error: SessionError) {
        self.end(Err(error));
    }

    /// Does what is due `now`.
    pub fn handle_timeout(&mut self, now: Instant) {
        match self.phase {
            Phase::Over => {}
            Phase::Closing { until } => {
                if until.is_some_and(|until| now >= until) {
                    let after = self.options.close_timeout;
                    self.end(Err(SessionError::Silent { after }));
                }
            }
            // What is not read cannot be a sign of life.
            Phase::Open if self.incoming.is_full() => self.pulse.heard(now),
            Phase::Open => match self.pulse.look(now) {
                Due::Nothing => {}
                Due::Ask => self.outgoing.ping(),
                Due::Dead { after } => self.end(Err(SessionError::Silent { after })),
            },
        }
    }

    /// When [`handle_timeout`](Self::handle_timeout) has something to do. `None` means never.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        match self.phase {
            Phase::Over => None,
            Phase::Closing { until } => until,
            Phase::Open => self.pulse.deadline(),
        }
    }

    /// Whether frames are to be read. Not while too many events wait, too many answers are not taken by the other side,
    /// or the session is over.
    #[must_use]
    pub fn wants_input(&self) -> bool {
        self.phase != Phase::Over && !self.incoming.is_full() && !self.outgoing.is_flooded()
    }

    /// The next frame to send.
    pub fn poll_transmit(&mut self) -> Option<Transmit> {
        let frame = self.outgoing.pop()?;
        match &frame {
            Transmit::Text(_) => self.stats.messages_sent += 1,
            Transmit::Binary(bytes) => self.stats.audio_sent += bytes.len() as u64 / 2,
            _ => {}
        }
        Some(frame)
    }

    /// What happened next.
    pub fn poll_event(&mut self) -> Option<Event> {
        loop {
            match self.incoming.pop()? {
                Item::Event(event) => return Some(event),
                Item::Transcript(update) => {
                    if let Some(transcript) = self.transcripts.apply(&update) {
                        return Some(Event::Transcript(transcript.clone()));
                    }
                }
            }
        }
    }

    /// The next use of a tool, to be answered with [`answer_tool`](Self::answer_tool). Only with
    /// [`SessionOptions::tools`].
    pub fn poll_invocation(&mut self) -> Option<ToolInvocation> {
        self.invocations.pop_front()
    }

    /// How the session ended, once, after the last event was taken out. `None` until then.
    pub fn take_outcome(&mut self) -> Option<Result<(), SessionError>> {
        if !self.incoming.is_empty() {
            return None;
        }
        self.outcome.take()
    }

    /// Whether nothing can come in or go out any more. Events may still wait.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    /// Whether something can still be sent.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.phase == Phase::Open
    }

    /// Whether a message can be queued.
    #[must_use]
    pub fn has_room_for_message(&self) -> bool {
        self.outgoing.has_room_for_message()
    }

    /// Queues a message.
    ///
    /// # Errors
    ///
    /// [`SessionError::Full`] if too many wait, [`SessionError::Ended`] if the session is closed.
    pub fn send(&mut self, message: &ClientMessage) -> Result<(), SessionError> {
        self.check_open()?;
        if !self.outgoing.has_room_for_message() {
            return Err(SessionError::Full);
        }
        self.outgoing.push_message(message.to_json());
        Ok(())
    }

    /// Queues a ping, sent at `time` by the clock of the machine. When it comes back there is an [`Event::Latency`].
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn ping(&mut self, time: SystemTime, now: Instant) -> Result<(), SessionError> {
        self.check_open()?;
        if !self.outgoing.has_room_for_message() {
            return Err(SessionError::Full);
        }
        let timestamp = self.pings.start(time, now);
        self.send(&Ping::new(timestamp).into())
    }

    /// Queues audio. What is oldest is dropped if too much waits, and counted.
    ///
    /// # Errors
    ///
    /// [`SessionError::Ended`] if the session is closed.
    pub fn send_audio(&mut self, audio: impl Into<Pcm>) -> Result<(), SessionError> {
        self.check_open()?;
        self.stats.outgoing_dropped += self.outgoing.push_audio(audio.into()) as u64;
        Ok(())
    }

    /// Queues audio that is little-endian bytes. Half a sample at the end waits for its other half.
    ///
    /// # Errors
    ///
    /// As [`send_audio`](Self::send_audio).
    pub fn send_bytes(&mut self, bytes: Bytes) -> Result<(), SessionError> {
        self.check_open()?;
        let pcm = self.halves_out.join(bytes);
        self.send_audio(pcm)
    }

    /// Whether so many samples can be queued without dropping others.
    #[must_use]
    pub fn has_room(&self, samples: usize) -> bool {
        self.outgoing.has_room_for_audio(samples)
    }

    /// Answers a use of a tool that came out of [`poll_invocation`](Self::poll_invocation). Never refused, but without
    /// effect when the session is closed.
    pub fn answer_tool(&mut self, answered: ToolAnswered, result: ToolResult) {
        self.running = self.running.saturating_sub(1);
        if self.check_open().is_ok() {
            self.stats.tools_answered += 1;
            let message = ClientMessage::ClientToolResult(result);
            self.outgoing.push_message(message.to_json());
            self.push(Event::ToolAnswered(answered), 64);
        }
    }

    /// Closes the session when what is queued was sent. The call ends.
    pub fn close(&mut self, now: Instant) {
        if self.phase == Phase::Open {
            let until = now.checked_add(self.options.close_timeout);
            self.phase = Phase::Closing { until };
            self.outgoing.close(CloseCode::NORMAL.as_u16());
        }
    }

    /// What the agent does, as far as it was told.
    #[must_use]
    pub fn state(&self) -> &AgentState {
        &self.state
    }

    /// Which call this is. `None` until it was told.
    #[must_use]
    pub fn call_id(&self) -> Option<CallId> {
        self.call_id
    }

    /// The conversation, as far as its events were taken out.
    #[must_use]
    pub fn transcripts(&self) -> &Transcripts {
        &self.transcripts
    }

    /// What was counted so far.
    #[must_use]
    pub fn stats(&self) -> SessionStats {
        self.stats
    }

    fn accepts(&mut self, length: usize, now: Instant) -> bool {
        self.pulse.heard(now);
        if self.phase == Phase::Over {
            return false;
        }
        let limit = self.options.max_message_size;
        if length > limit {
            self.fail(SessionError::TooLarge { limit }, 1009);
            return false;
        }
        true
    }

    fn handle_message(&mut self, message: ServerMessage, bytes: usize, now: Instant) {
        let event = match message {
            ServerMessage::Transcript(update) => {
                return self.incoming.push(Item::Transcript(update), bytes);
            }
            ServerMessage::PlaybackClearBuffer => {
                let discarded = self.incoming.clear_audio();
                self.stats.audio_cleared += discarded as u64;
                Event::PlaybackCleared(PlaybackCleared { discarded })
            }
            ServerMessage::State(state) => {
                self.state = state.clone();
                Event::State(state)
            }
            ServerMessage::CallStarted(started) => {
                self.call_id = Some(started.call_id);
                Event::CallStarted(started)
            }
            ServerMessage::Pong(pong) => match self.pings.finish(pong.timestamp, now) {
                Some(round_trip) => {
                    self.stats.round_trip = Some(round_trip);
                    Event::Latency(Latency { round_trip })
                }
                None => Event::Message(ServerMessage::Pong(pong)),
            },
            ServerMessage::ClientToolInvocation(invocation) => {
                if self.options.tools.is_some() {
                    return self.run_tool(invocation);
                }
                Event::ToolInvocation(invocation)
            }
            other => Event::Message(other),
        };
        self.push(event, bytes);
    }

    fn run_tool(&mut self, invocation: ToolInvocation) {
        if self.phase != Phase::Open {
            return;
        }
        if self.running < Self::MOST_TOOLS {
            self.running += 1;
            self.invocations.push_back(invocation);
            return;
        }
        self.stats.tools_answered += 1;
        let result = ToolResult::failed(invocation.invocation_id, "too many tools are running");
        let message = ClientMessage::ClientToolResult(result);
        self.outgoing.push_message(message.to_json());
    }

    fn push(&mut self, event: Event, bytes: usize) {
        self.incoming.push(Item::Event(event), bytes);
    }

    fn check_open(&self) -> Result<(), SessionError> {
        match self.phase {
            Phase::Open => Ok(()),
            Phase::Closing { .. } | Phase::Over => Err(SessionError::Ended),
        }
    }

    /// Ends the session and tells the other side why.
    fn fail(&mut self, error: SessionError, code: u16) {
        self.end(Err(error));
        self.outgoing.close(code);
    }

    fn end(&mut self, outcome: Result<(), SessionError>) {
        if self.phase != Phase::Over {
            self.phase = Phase::Over;
            self.outcome = Some(outcome);
            self.outgoing.clear();
            self.invocations.clear();
        }
    }
}
