//! Threads: conversations of the agent with itself beside the one the user hears.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::calls::DataMessage;

words! {
    /// What happens if there is a thread of this name already.
    IfExists {
        /// The new one is rejected. The default.
        Reject = "reject",
        /// The old one is terminated.
        Replace = "replace",
    }
}

/// Starts a thread with a copy of the conversation so far. Answered by [`ThreadSpawned`], or by [`ThreadStopped`] as a
/// rejection. Threads end with the call and with its stage.
///
/// See [Ultravox Docs/Threads](https://docs.ultravox.ai/agents/threads).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SpawnThread {
    /// Its name. `None` lets Ultravox choose one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_thread_id: Option<String>,
    /// The thread it is copied from. `None` means the one the user hears.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_thread_id: Option<String>,
    /// What happens if there is one of this name. `None` means that the new one is rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_exists: Option<IfExists>,
    /// What the conversation is continued with: texts of the user and forced messages of the agent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_messages: Vec<DataMessage>,
    /// Which tools it may use. `None` means all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_filter: Option<ToolFilter>,
    /// When it is terminated. `None` means the limits of Ultravox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<ThreadLimits>,
}

impl SpawnThread {
    /// Starts a thread of this name.
    #[must_use]
    pub fn new(new_thread_id: impl Into<String>) -> Self {
        Self::default().new_thread_id(new_thread_id)
    }

    setters! {
        text new_thread_id;
        text parent_thread_id;
        value if_exists: IfExists;
        list additional_messages: DataMessage;
        value tool_filter: ToolFilter;
        value limits: ThreadLimits;
    }
}

/// Which tools a thread may use.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ToolFilter {
    /// Only these. `None` means all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_tools: Option<Vec<String>>,
    /// Not these. `None` means no exceptions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disallowed_tools: Option<Vec<String>>,
}

impl ToolFilter {
    /// All tools.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        replace allowed_tools: String;
        replace disallowed_tools: String;
    }
}

/// When a thread is terminated. `None` means the limit of Ultravox.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ThreadLimits {
    /// Tokens written in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread_output_token_limit: Option<u32>,
    /// Tokens read in all, about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread_fuzzy_input_token_limit: Option<u32>,
    /// Generations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation_limit: Option<u32>,
    /// Tokens written in one generation. Ultravox may have a lower limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation_output_token_limit: Option<u32>,
    /// Tokens read in one generation, about. Ultravox may have a lower limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation_fuzzy_input_token_limit: Option<u32>,
}

impl ThreadLimits {
    /// The limits of Ultravox.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        value thread_output_token_limit: u32;
        value thread_fuzzy_input_token_limit: u32;
        value generation_limit: u32;
        value generation_output_token_limit: u32;
        value generation_fuzzy_input_token_limit: u32;
    }
}

/// The result of a tool that is meant for another thread.
///
/// `data_message` is a text of the user, a forced message of the agent, or [`SpawnThread`]; its `thread_id` says which
/// thread, `_PARENT` being the one that this thread was copied from.
///
/// See [Ultravox Docs/Threads](https://docs.ultravox.ai/agents/threads).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SendToThread {
    /// What the thread that used the tool is told.
    pub calling_thread_result_text: String,
    /// What the other thread gets.
    pub data_message: super::ClientMessage,
}

impl SendToThread {
    /// Tells the thread that used the tool `text`, and gives another one `message`.
    #[must_use]
    pub fn new(text: impl Into<String>, message: impl Into<super::ClientMessage>) -> Self {
        Self {
            calling_thread_result_text: text.into(),
            data_message: message.into(),
        }
    }

    /// The text that is the result of the tool.
    #[must_use]
    pub fn to_json(&self) -> String {
        super::client::write(self)
    }
}

/// A thread has started.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ThreadSpawned {
    /// Its name.
    pub thread_id: String,
}

/// A thread was rejected or terminated.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ThreadStopped {
    /// Its name.
    pub thread_id: String,
    /// Why. `None` if Ultravox does not say.
    #[serde(default)]
    pub reason: Option<String>,
}

/// More of what a thread is writing.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SideGenerationDelta {
    /// The thread.
    pub thread_id: String,
    /// What it wrote since the last time.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub delta: String,
}

/// All that a thread wrote.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SideGenerationCompleted {
    /// The thread.
    pub thread_id: String,
    /// What it wrote.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub text: String,
    /// The tools it uses. What they look like is not documented.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub tool_calls: Vec<Value>,
}
