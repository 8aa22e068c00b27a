//! What a tool answers.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::session::message::{AgentReaction, ResponseType, SendToThread, ToolResult};

/// What a tool answers. Text and JSON become one by `into`.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct ToolAnswer(ToolResult);

impl ToolAnswer {
    /// A text that the model reads.
    pub fn text(text: impl Into<String>) -> Self {
        Self(ToolResult::new(String::new(), text))
    }

    /// JSON that the model reads.
    pub fn json(value: impl Into<Value>) -> Self {
        Self::text(value.into().to_string())
    }

    /// Ends the call after a farewell, whatever the user says to it. An empty one means none.
    ///
    /// A tool that is to end the call must answer like this: after any other answer the model speaks, and uses the tool
    /// again.
    pub fn hang_up(farewell: impl Into<String>) -> Self {
        Self::ending(true, farewell.into())
    }

    /// Ends the call after a farewell, unless the user speaks.
    pub fn hang_up_unless_interrupted(farewell: impl Into<String>) -> Self {
        Self::ending(false, farewell.into())
    }

    /// Begins a new stage of the call. `stage` is written as an object with what changes, such as `systemPrompt`.
    ///
    /// See [Ultravox Docs/Call stages](https://docs.ultravox.ai/agents/call-stages).
    ///
    /// # Errors
    ///
    /// An error of `serde_json` if `stage` cannot be written.
    pub fn new_stage(stage: &impl Serialize) -> Result<Self, serde_json::Error> {
        let answer = Self::text(serde_json::to_string(stage)?);
        Ok(answer.response_type(ResponseType::NewStage))
    }

    /// Gives another thread a message.
    pub fn send_to_thread(message: &SendToThread) -> Self {
        Self::text(message.to_json()).response_type(ResponseType::SendToThread)
    }

    /// What the result is for. By default the model reads it.
    pub fn response_type(mut self, kind: ResponseType) -> Self {
        self.0.response_type = Some(kind);
        self
    }

    /// What the agent does next. By default what the tool's definition says.
    pub fn agent_reaction(mut self, reaction: AgentReaction) -> Self {
        self.0.agent_reaction = Some(reaction);
        self
    }

    /// Changes the state that tools keep in the call. Whether entries that are not named stay is not documented: to be
    /// sure, name all.
    pub fn update_call_state(mut self, state: Map<String, Value>) -> Self {
        self.0.update_call_state = Some(state);
        self
    }

    pub(super) fn into_result(mut self, invocation_id: String) -> ToolResult {
        self.0.invocation_id = invocation_id;
        self.0
    }

    fn ending(strict: bool, farewell: String) -> Self {
        let mut body = json!({"strict": strict});
        if !farewell.is_empty() {
            body["message"] = farewell.into();
        }
        Self::json(body).response_type(ResponseType::HangUp)
    }
}

impl From<String> for ToolAnswer {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<&str> for ToolAnswer {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<Value> for ToolAnswer {
    fn from(value: Value) -> Self {
        Self::json(value)
    }
}

#[cfg(feature = "tool")]
impl From<crate::tool::ToolResponse> for ToolAnswer {
    fn from(response: crate::tool::ToolResponse) -> Self {
        Self(response.to_result(String::new()))
    }
}
