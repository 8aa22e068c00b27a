//! What the agent asks of the session, and is told.

use serde_json::{Map, Value};

use super::line::Line;
use crate::time::Time;

/// What the agent wants to happen.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ultravox) enum Act {
    /// It listens, thinks, speaks.
    State(&'static str),
    /// Something was said.
    Said(Said),
    /// Unplayed audio is to be dropped.
    Clear,
    /// The user has begun, or stopped, to speak.
    Voice(bool),
    /// Tools are to be called; the answer is `Agent::tools_done`.
    Call(Vec<Wanted>),
    /// The agent ends the call.
    HangUp,
    /// Something it was told is dropped: too much waits.
    Overloaded,
}

/// One transcript.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ultravox) struct Said {
    pub(in crate::ultravox) agent: bool,
    /// All of it so far, or only what is new.
    pub(in crate::ultravox) text: String,
    pub(in crate::ultravox) is_delta: bool,
    pub(in crate::ultravox) ordinal: u64,
    pub(in crate::ultravox) done: bool,
    pub(in crate::ultravox) voice: bool,
    /// When it was begun, if that is not now.
    pub(in crate::ultravox) since: Option<Time>,
    /// It is a message of the call already.
    pub(in crate::ultravox) noted: bool,
}

/// A tool to be called.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ultravox) struct Wanted {
    pub(in crate::ultravox) name: String,
    pub(in crate::ultravox) arguments: Map<String, Value>,
    /// Chosen by who forced the call.
    pub(in crate::ultravox) id: Option<String>,
    /// The result, if it is known already: the body of a tool result message.
    pub(in crate::ultravox) known: Option<Value>,
}

/// How the agent goes on after its tools have answered.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ultravox) enum Reaction {
    /// Speaks about the result.
    Speaks(String),
    /// The same, unless it has spoken in this turn.
    SpeaksOnce(String),
    Listens,
    /// Says this, if anything, and hangs up.
    HangUp(Line),
}
