//! Messages sent into a running call.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A message sent into a running call with [`Calls::send_data_message`](super::Calls::send_data_message).
///
/// See [Ultravox Docs/Data messages](https://docs.ultravox.ai/apps/datamessages).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum DataMessage {
    /// Ends the call.
    HangUp(HangUp),
    /// Says something to the agent on behalf of the user.
    UserTextMessage(UserTextMessage),
    /// Makes the agent say or do something.
    ForcedAgentMessage(ForcedAgentMessage),
    /// A message this version does not know: an object with a `type`.
    #[serde(untagged)]
    Other(Value),
}

impl DataMessage {
    /// Ends the call without a farewell.
    #[must_use]
    pub fn hang_up() -> Self {
        Self::HangUp(HangUp { message: None })
    }

    /// Whether sending it twice is the same as sending it once. A farewell would be spoken twice.
    #[cfg(feature = "rest")]
    pub(super) fn is_idempotent(&self) -> bool {
        matches!(self, Self::HangUp(HangUp { message: None }))
    }
}

/// Ends the call.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct HangUp {
    /// What the agent says before. `None` means nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl HangUp {
    /// Ends the call without a farewell.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        text message;
    }
}

/// Says something to the agent on behalf of the user.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserTextMessage {
    /// What is said.
    pub text: String,
    /// How urgent it is. `None` means soon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    /// The thread it is said in. `None` means the one the user hears.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread_id: Option<String>,
    /// Where it goes in the conversation. `None` means before what is said now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placement: Option<Placement>,
}

impl UserTextMessage {
    /// Says `text`.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    setters! {
        value urgency: Urgency;
        text thread_id;
        value placement: Placement;
    }
}

/// How urgent a message is.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Urgency {
    /// It interrupts, and the agent answers.
    Immediate,
    /// The agent answers at the next opportunity.
    Soon,
    /// The agent only takes note.
    Later,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// Where a message goes in the conversation.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Placement {
    /// Before what is said now.
    Before,
    /// At the last pause.
    PreviousPause,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// Makes the agent say or do something.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ForcedAgentMessage {
    /// What the agent says. `None` means nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// Tools the agent uses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tool_calls: Vec<ForcedToolCall>,
    /// Results that are known already, so that their tools need not run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub known_tool_results: Vec<KnownToolResult>,
    /// Whether the user cannot interrupt. `None` means they can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uninterruptible: Option<bool>,
    /// How urgent it is: immediate or soon. `None` means soon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    /// The thread it happens in. `None` means the one the user hears.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread_id: Option<String>,
}

impl ForcedAgentMessage {
    /// Makes the agent say `content`.
    #[must_use]
    pub fn new(content: impl Into<String>) -> Self {
        Self::default().content(content)
    }

    setters! {
        text content;
        list tool_calls: ForcedToolCall;
        list known_tool_results: KnownToolResult;
        value uninterruptible: bool;
        value urgency: Urgency;
        text thread_id;
    }
}

/// A tool the agent is made to use.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ForcedToolCall {
    /// Id that a [`KnownToolResult`] can refer to. `None` lets Ultravox choose one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Name the model knows the tool by.
    pub name: String,
    /// Arguments, an object.
    pub arguments: Value,
}

impl ForcedToolCall {
    /// Uses the tool `name`.
    #[must_use]
    pub fn new(name: impl Into<String>, arguments: impl Into<Value>) -> Self {
        Self {
            id: None,
            name: name.into(),
            arguments: arguments.into(),
        }
    }

    setters! {
        text id;
    }
}

/// A tool result that is known already.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct KnownToolResult {
    /// Id of the tool call.
    pub invocation_id: String,
    /// The result, a text or an object.
    pub result: Value,
    /// Kind of the result, e.g. `hang-up`. `None` means an ordinary result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_type: Option<String>,
    /// What the agent does next: `speaks`, `listens` or `speaks-once`. `None` means it speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_reaction: Option<String>,
}

impl KnownToolResult {
    /// The result of the tool call `invocation_id`.
    #[must_use]
    pub fn new(invocation_id: impl Into<String>, result: impl Into<Value>) -> Self {
        Self {
            invocation_id: invocation_id.into(),
            result: result.into(),
            ..Self::default()
        }
    }

    setters! {
        text response_type;
        text agent_reaction;
    }
}

macro_rules! from_message {
    ($($name:ident),+) => {$(
        impl From<$name> for DataMessage {
            fn from(message: $name) -> Self {
                Self::$name(message)
            }
        }
    )+};
}

from_message!(HangUp, UserTextMessage, ForcedAgentMessage);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn messages_are_written_as_documented() {
        for (message, wire) in [
            (DataMessage::hang_up(), json!({"type": "hang_up"})),
            (
                HangUp::new().message("Bye!").into(),
                json!({"type": "hang_up", "message": "Bye!"}),
            ),
            (
                UserTextMessage::new("Hi")
                    .urgency(Urgency::Later)
                    .thread_id("t1")
                    .into(),
                json!({"type": "user_text_message", "text": "Hi", "urgency": "later", "threadId": "t1"}),
            ),
            (
                ForcedAgentMessage::new("One moment")
                    .tool_calls([ForcedToolCall::new("look_up", json!({"id": 1})).id("a")])
                    .known_tool_results([
                        KnownToolResult::new("a", "found").agent_reaction("listens")
                    ])
                    .uninterruptible(true)
                    .into(),
                json!({
                    "type": "forced_agent_message",
                    "content": "One moment",
                    "toolCalls": [{"id": "a", "name": "look_up", "arguments": {"id": 1}}],
                    "knownToolResults": [{"invocationId": "a", "result": "found", "agentReaction": "listens"}],
                    "uninterruptible": true,
                }),
            ),
            (
                DataMessage::Other(json!({"type": "dance"})),
                json!({"type": "dance"}),
            ),
        ] {
            assert_eq!(serde_json::to_value(message).unwrap(), wire);
        }
    }

    #[cfg(feature = "rest")]
    #[test]
    fn only_a_silent_hang_up_may_be_sent_twice() {
        assert!(DataMessage::hang_up().is_idempotent());
        assert!(!DataMessage::from(HangUp::new().message("Bye!")).is_idempotent());
        assert!(!DataMessage::from(UserTextMessage::new("Hi")).is_idempotent());
    }
}
