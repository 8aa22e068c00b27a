//! A session without a socket.

mod incoming;
mod input;
mod outgoing;
mod output;
pub(crate) mod pulse;
#[cfg(test)]
mod tests;

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use bytes::Bytes;

use self::{
    incoming::{Incoming, Item},
    outgoing::Outgoing,
    pulse::{Due, Pings, Pulse},
};
use super::{
    Event, Pacer, Rates, SessionError, SessionOptions, SessionStats, Transcripts,
    audio::Halves,
    message::{AgentState, ToolInvocation},
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
    /// Audio that waits for its time.
    pacer: Option<Pacer>,
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
                rates.output.samples(Duration::from_millis(1)),
                options.incoming_events,
                options.max_message_size,
            ),
            outgoing: Outgoing::new(
                options.outgoing_messages,
                rates.input.samples(options.outgoing_audio),
            ),
            pacer: options
                .pacing
                .map(|pacing| Pacer::new(rates.input, pacing, now)),
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

    /// When [`handle_timeout`](Self::handle_timeout) has something to do. `None` means never.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        match self.phase {
            Phase::Over => None,
            Phase::Closing { until } => until,
            Phase::Open => {
                let frame = self.pacer.as_ref().map(Pacer::deadline);
                frame.into_iter().chain(self.pulse.deadline()).min()
            }
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
        let mut stats = self.stats;
        if let Some(pacer) = &self.pacer {
            let paced = pacer.stats();
            stats.outgoing_dropped += paced.dropped;
            stats.outgoing_cleared += paced.cleared;
            stats.outgoing_silence = paced.silence;
            stats.outgoing_underruns = paced.underruns;
            stats.outgoing_skipped = paced.skipped;
        }
        stats
    }

    fn push(&mut self, event: Event, bytes: usize) {
        self.incoming.push(Item::Event(event), bytes);
    }

    fn end(&mut self, outcome: Result<(), SessionError>) {
        if self.phase != Phase::Over {
            self.leave(Phase::Over);
            self.outcome = Some(outcome);
            self.outgoing.clear();
        }
    }

    /// Nobody takes events out any more: what waits is forgotten, and so is what comes.
    #[cfg(feature = "session")]
    pub(super) fn abandon(&mut self) {
        self.incoming.close();
        self.transcripts = Transcripts::new();
    }

    /// How many samples there can ever be room for.
    #[cfg(feature = "session")]
    pub(super) fn most_at_once(&self) -> usize {
        self.pacer.as_ref().map_or(usize::MAX, Pacer::capacity)
    }

    /// Whether all that was to be sent was taken out.
    #[cfg(feature = "session")]
    pub(super) fn is_flushed(&self) -> bool {
        self.outgoing.is_empty()
            && self
                .pacer
                .as_ref()
                .is_none_or(|pacer| pacer.buffered() == 0)
    }

    /// From now on nothing new is sent. What was to be heard later would not be heard any more, nor would the answers
    /// of tools.
    fn leave(&mut self, phase: Phase) {
        if self.phase == Phase::Open {
            self.stats.tools_unanswered += self.running as u64;
            self.invocations.clear();
            if let Some(pacer) = &mut self.pacer {
                pacer.clear();
            }
        }
        self.phase = phase;
    }
}
