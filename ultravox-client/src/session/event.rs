//! What happens in a session.

use std::time::Duration;

use super::{
    Pcm, Transcript,
    message::{AgentState, CallStarted, ServerMessage, ToolErrorType, ToolInvocation},
};
use crate::Error;

/// What happens in a session, in the order in which it came.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event {
    /// The agent speaks. It may be sent ahead of the time it is to be played at: see [`Playback`](super::Playback).
    Audio(Pcm),
    /// The call has started.
    CallStarted(CallStarted),
    /// The agent listens, thinks or speaks.
    State(AgentState),
    /// Something is being said: the utterance as far as it is known.
    Transcript(Transcript),
    /// The agent was interrupted: what was not played is to be dropped.
    PlaybackCleared(PlaybackCleared),
    /// A tool is to be run, and answered with a [`ToolResult`](super::message::ToolResult). Sessions with
    /// [`Tools`](super::Tools) answer themselves, and tell when they have.
    ToolInvocation(ToolInvocation),
    /// One of the session's [`Tools`](super::Tools) has answered.
    ToolAnswered(ToolAnswered),
    /// A ping came back.
    Latency(Latency),
    /// Any other message, known or not.
    Message(ServerMessage),
    /// A message that cannot be read. The session goes on, unless it is [`strict`](super::SessionOptions::strict).
    Malformed(Error),
}

/// The agent was interrupted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct PlaybackCleared {
    /// Samples that were still waiting in the session and are not delivered any more.
    pub discarded: usize,
}

/// A tool has answered.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ToolAnswered {
    /// The name the model used.
    pub tool_name: String,
    /// Identifies this use of the tool.
    pub invocation_id: String,
    /// Why there was no result. `None` if there was one.
    pub error_type: Option<ToolErrorType>,
    /// How long it took.
    pub elapsed: Duration,
}

/// How long a message takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Latency {
    /// There and back.
    pub round_trip: Duration,
}
