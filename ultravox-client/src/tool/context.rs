//! What Ultravox says of the call that uses a tool.

use std::collections::BTreeMap;

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::ToolRequestError;
use crate::{CallId, CallStageId, tools::KnownValue};

/// What Ultravox says of the call that uses a tool: the automatic parameters that the tool asked for.
///
/// Whatever was not asked for, or did not come, is `None`.
///
/// See [Ultravox Docs/Automatic parameters](https://docs.ultravox.ai/tools/custom/parameters).
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ToolContext {
    /// The call.
    pub call_id: Option<CallId>,
    /// Its stage.
    pub call_stage_id: Option<CallStageId>,
    /// State that tools keep in the call.
    pub call_state: Option<Map<String, Value>>,
    /// What is attached to the call.
    pub call_metadata: Option<Map<String, Value>>,
    /// What was said so far. Its form is not documented.
    pub conversation_history: Option<Value>,
    /// Sample rate of the agent's audio, in Hz.
    pub output_sample_rate: Option<u32>,
    /// The thread that uses the tool.
    pub thread_id: Option<String>,
    /// The side threads, by id.
    pub thread_states: Option<BTreeMap<String, ThreadState>>,
    /// Values that this version does not know, by the name of the parameter.
    pub other: BTreeMap<String, Value>,
}

impl std::fmt::Debug for ToolContext {
    /// Shows which call it is, and nothing of what was said in it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ToolContext")
            .field("call_id", &self.call_id)
            .field("call_stage_id", &self.call_stage_id)
            .field("thread_id", &self.thread_id)
            .finish_non_exhaustive()
    }
}

/// A side thread.
///
/// See [Ultravox Docs/Threads](https://docs.ultravox.ai/agents/threads).
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ThreadState {
    /// What it does.
    pub state: ThreadPhase,
    /// What it wrote last. `None` if it wrote nothing yet.
    #[serde(default)]
    pub last_response: Option<Value>,
}

/// What a side thread does.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ThreadPhase {
    /// Nothing.
    Idle,
    /// It writes.
    Generating,
    /// It waits for a tool.
    CallingTool,
    /// It has failed.
    Failed,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

impl ToolContext {
    /// Takes note of what an automatic parameter is filled with.
    pub(super) fn set(
        &mut self,
        name: &str,
        known: &KnownValue,
        value: Value,
    ) -> Result<(), ToolRequestError> {
        if value.is_null() {
            return Ok(());
        }
        match known {
            KnownValue::CallId => self.call_id = Some(read(name, value)?),
            KnownValue::CallStageId => self.call_stage_id = Some(read(name, value)?),
            KnownValue::CallState => self.call_state = Some(read(name, value)?),
            KnownValue::CallMetadata => self.call_metadata = Some(read(name, value)?),
            KnownValue::ConversationHistory => self.conversation_history = Some(value),
            KnownValue::OutputSampleRate => self.output_sample_rate = Some(read(name, value)?),
            KnownValue::ThreadId => self.thread_id = Some(read(name, value)?),
            KnownValue::ThreadStates => self.thread_states = Some(read(name, value)?),
            KnownValue::Other(_) => drop(self.other.insert(name.to_owned(), value)),
        }
        Ok(())
    }
}

fn read<T: DeserializeOwned>(name: &str, value: Value) -> Result<T, ToolRequestError> {
    serde_json::from_value(value).map_err(|error| ToolRequestError::parameter(name, error))
}
