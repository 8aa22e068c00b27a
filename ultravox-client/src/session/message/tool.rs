//! Tools that run on this side.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::SendToThread;

words! {
    /// What the result of a tool is for.
    ///
    /// See [Ultravox Docs/Changing call state](https://docs.ultravox.ai/tools/custom/changing-call-state).
    ResponseType {
        /// The model reads it. The default.
        ToolResponse = "tool-response",
        /// The call ends.
        HangUp = "hang-up",
        /// A new stage of the call begins.
        NewStage = "new-stage",
        /// It goes to another thread.
        SendToThread = "send-to-thread",
    }
}

words! {
    /// What the agent does when a tool has answered.
    ///
    /// See [Ultravox Docs/Agent responses](https://docs.ultravox.ai/tools/custom/agent-responses).
    AgentReaction {
        /// It speaks. The default.
        Speaks = "speaks",
        /// It waits for the user.
        Listens = "listens",
        /// It speaks, unless it did so when it used the tool.
        SpeaksOnce = "speaks-once",
    }
}

words! {
    /// Why a tool has no result.
    ToolErrorType {
        /// There is no tool of this name.
        Undefined = "undefined",
        /// There is one, and it failed.
        ImplementationError = "implementation-error",
    }
}

/// The agent uses a tool of this side, which answers with a [`ToolResult`] of the same `invocation_id`.
///
/// The call waits for the answer: 2.5 s if the tool does not say, 40 s at most.
///
/// See [Ultravox Docs/Data messages](https://docs.ultravox.ai/apps/datamessages).
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ToolInvocation {
    /// Name the model knows the tool by.
    pub tool_name: String,
    /// Identifies this use of the tool.
    pub invocation_id: String,
    /// The arguments.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub parameters: Map<String, Value>,
}

/// What a tool answers.
///
/// See [Ultravox Docs/Data messages](https://docs.ultravox.ai/apps/datamessages).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ToolResult {
    /// Which use of the tool is answered.
    pub invocation_id: String,
    /// The result, often JSON. `None` if the tool failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// What the result is for. `None` means that the model reads it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_type: Option<ResponseType>,
    /// What the agent does next. `None` means what the tool's definition says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_reaction: Option<AgentReaction>,
    /// Why there is no result. `None` if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_type: Option<ToolErrorType>,
    /// What went wrong, told to the model. `None` if nothing did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// Changes the state of the call. `None` leaves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_call_state: Option<Map<String, Value>>,
}

impl ToolResult {
    /// The tool answered with `result`.
    #[must_use]
    pub fn new(invocation_id: impl Into<String>, result: impl Into<String>) -> Self {
        Self {
            invocation_id: invocation_id.into(),
            result: Some(result.into()),
            ..Self::default()
        }
    }

    /// The tool failed. The model is told `message`.
    #[must_use]
    pub fn failed(invocation_id: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            invocation_id: invocation_id.into(),
            error_type: Some(ToolErrorType::ImplementationError),
            error_message: Some(message.into()),
            ..Self::default()
        }
    }

    /// There is no tool of this name.
    #[must_use]
    pub fn undefined(invocation_id: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            error_type: Some(ToolErrorType::Undefined),
            ..Self::failed(invocation_id, message)
        }
    }

    /// Another thread gets a message.
    #[must_use]
    pub fn send_to_thread(invocation_id: impl Into<String>, message: &SendToThread) -> Self {
        Self::new(invocation_id, message.to_json()).response_type(ResponseType::SendToThread)
    }

    setters! {
        value response_type: ResponseType;
        value agent_reaction: AgentReaction;
        value update_call_state: Map<String, Value>;
    }
}
