//! What is sent into a call.

use serde::Serialize;
use serde_json::Value;

use super::{OutputMedium, SpawnThread, ToolResult};
use crate::calls::{DataMessage, ForcedAgentMessage, HangUp, UserTextMessage};

/// A message to Ultravox.
///
/// See [Ultravox Docs/Data messages](https://docs.ultravox.ai/apps/datamessages).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum ClientMessage {
    /// Answered by a pong.
    Ping(Ping),
    /// Says something to the agent on behalf of the user.
    UserTextMessage(UserTextMessage),
    /// The older form of it.
    InputTextMessage(InputTextMessage),
    /// Makes the agent speak or write.
    SetOutputMedium(SetOutputMedium),
    /// Answers a tool on the socket of the call.
    ClientToolResult(ToolResult),
    /// Answers a tool on a data connection.
    DataConnectionToolResult(ToolResult),
    /// Makes the agent say or do something.
    ForcedAgentMessage(ForcedAgentMessage),
    /// Ends the call.
    HangUp(HangUp),
    /// Starts a thread.
    SpawnThread(SpawnThread),
    /// A message this version does not know: an object with a `type`.
    #[serde(untagged)]
    Other(Value),
}

impl ClientMessage {
    /// The text of the frame.
    #[must_use]
    pub fn to_json(&self) -> String {
        write(self)
    }
}

/// Nothing we write has keys other than text, or a `Serialize` that fails.
pub(super) fn write(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Asks for a pong with the same timestamp.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Ping {
    /// Seconds since the beginning of 1970, with three decimals.
    pub timestamp: f64,
}

impl Ping {
    /// Asks for a pong with this timestamp.
    #[must_use]
    pub fn new(timestamp: f64) -> Self {
        Self { timestamp }
    }
}

/// Says something to the agent on behalf of the user: the form from before [`UserTextMessage`].
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InputTextMessage {
    /// What is said.
    pub text: String,
    /// Whether the agent only takes note. `None` means that it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub defer_response: Option<bool>,
}

impl InputTextMessage {
    /// Says `text`.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            defer_response: None,
        }
    }

    setters! {
        value defer_response: bool;
    }
}

/// Makes the agent speak or write, after what it says now.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SetOutputMedium {
    /// How it answers from now on.
    pub medium: OutputMedium,
}

impl SetOutputMedium {
    /// Makes the agent use `medium`.
    #[must_use]
    pub fn new(medium: OutputMedium) -> Self {
        Self { medium }
    }
}

macro_rules! from_message {
    ($($name:ident),+) => {$(
        impl From<$name> for ClientMessage {
            fn from(message: $name) -> Self {
                Self::$name(message)
            }
        }
    )+};
}

from_message!(
    Ping,
    UserTextMessage,
    InputTextMessage,
    SetOutputMedium,
    ForcedAgentMessage,
    HangUp,
    SpawnThread
);

impl From<DataMessage> for ClientMessage {
    fn from(message: DataMessage) -> Self {
        match message {
            DataMessage::HangUp(message) => Self::HangUp(message),
            DataMessage::UserTextMessage(message) => Self::UserTextMessage(message),
            DataMessage::ForcedAgentMessage(message) => Self::ForcedAgentMessage(message),
            DataMessage::Other(message) => Self::Other(message),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;
    use crate::session::message::{
        AgentReaction, IfExists, ResponseType, SendToThread, ThreadLimits, ToolFilter,
    };

    #[test]
    fn messages_are_written_as_documented() {
        let state = Map::from_iter([("step".to_owned(), json!(2))]);
        let spawn = SpawnThread::new("t1")
            .if_exists(IfExists::Replace)
            .additional_messages([UserTextMessage::new("Look it up")])
            .tool_filter(ToolFilter::new().allowed_tools(["look_up"]))
            .limits(ThreadLimits::new().generation_limit(5));
        for (message, wire) in [
            (
                Ping::new(1_234_567_890.123).into(),
                json!({"type": "ping", "timestamp": 1_234_567_890.123}),
            ),
            (
                InputTextMessage::new("Hi").defer_response(true).into(),
                json!({"type": "input_text_message", "text": "Hi", "deferResponse": true}),
            ),
            (
                SetOutputMedium::new(OutputMedium::Text).into(),
                json!({"type": "set_output_medium", "medium": "text"}),
            ),
            (
                ClientMessage::ClientToolResult(
                    ToolResult::new("i1", "done")
                        .response_type(ResponseType::NewStage)
                        .agent_reaction(AgentReaction::SpeaksOnce)
                        .update_call_state(state),
                ),
                json!({
                    "type": "client_tool_result", "invocationId": "i1", "result": "done",
                    "responseType": "new-stage", "agentReaction": "speaks-once",
                    "updateCallState": {"step": 2},
                }),
            ),
            (
                ClientMessage::DataConnectionToolResult(ToolResult::failed("i2", "no")),
                json!({
                    "type": "data_connection_tool_result", "invocationId": "i2",
                    "errorType": "implementation-error", "errorMessage": "no",
                }),
            ),
            (
                DataMessage::from(HangUp::new().message("Bye!")).into(),
                json!({"type": "hang_up", "message": "Bye!"}),
            ),
            (
                spawn.into(),
                json!({
                    "type": "spawn_thread", "newThreadId": "t1", "ifExists": "replace",
                    "additionalMessages": [{"type": "user_text_message", "text": "Look it up"}],
                    "toolFilter": {"allowedTools": ["look_up"]}, "limits": {"generationLimit": 5},
                }),
            ),
            (
                ClientMessage::Other(json!({"type": "dance"})),
                json!({"type": "dance"}),
            ),
        ] {
            let message: ClientMessage = message;
            let read: Value = serde_json::from_str(&message.to_json()).unwrap();
            assert_eq!(read, wire);
        }
    }

    #[test]
    fn a_result_for_a_thread_is_json_in_a_text() {
        let message = UserTextMessage::new("Found it").thread_id("_PARENT");
        let result = ToolResult::send_to_thread("i1", &SendToThread::new("Sent.", message));
        let text: Value = serde_json::from_str(&result.result.unwrap()).unwrap();
        assert_eq!(
            text,
            json!({
                "callingThreadResultText": "Sent.",
                "dataMessage": {"type": "user_text_message", "text": "Found it", "threadId": "_PARENT"},
            })
        );
        assert_eq!(result.response_type, Some(ResponseType::SendToThread));
    }
}
