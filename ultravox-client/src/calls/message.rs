//! What was said and done in a call.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::MessageMedium;
use crate::{CallStageId, duration};

/// Something said or done in a call.
///
/// See [Ultravox Docs/List call messages](https://docs.ultravox.ai/api-reference/calls/calls-messages-list).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Message {
    /// Who said or did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<MessageRole>,
    /// What was said; the arguments of a tool call, or the result of a tool.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Connects the call of a tool with its result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invocation_id: Option<String>,
    /// The tool that was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_name: Option<String>,
    /// Why a tool failed, in more detail than the model was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_details: Option<String>,
    /// Whether it was spoken or written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<MessageMedium>,
    /// Position within the stage, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_stage_message_index: Option<u32>,
    /// The stage it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_stage_id: Option<CallStageId>,
    /// State of the call after this, if it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_state: Option<Map<String, Value>>,
    /// When it happened by the audio of the user. `None` for messages from before the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timespan: Option<Timespan>,
    /// When it happened by the clock, counted from the moment somebody joined. `None` for messages from before the
    /// call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wall_clock_timespan: Option<Timespan>,
    /// Data attached to the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Map<String, Value>>,
}

impl Message {
    /// Something the user said.
    #[must_use]
    pub fn user(text: impl Into<String>) -> Self {
        Self::new(MessageRole::User, text)
    }

    /// Something the agent said.
    #[must_use]
    pub fn agent(text: impl Into<String>) -> Self {
        Self::new(MessageRole::Agent, text)
    }

    /// The agent used the tool `name`. `arguments` is JSON.
    #[must_use]
    pub fn tool_call(
        invocation_id: impl Into<String>,
        name: impl Into<String>,
        arguments: impl Into<String>,
    ) -> Self {
        Self::new(MessageRole::ToolCall, arguments)
            .invocation_id(invocation_id)
            .tool_name(name)
    }

    /// The tool `name` answered.
    #[must_use]
    pub fn tool_result(
        invocation_id: impl Into<String>,
        name: impl Into<String>,
        result: impl Into<String>,
    ) -> Self {
        Self::new(MessageRole::ToolResult, result)
            .invocation_id(invocation_id)
            .tool_name(name)
    }

    fn new(role: MessageRole, text: impl Into<String>) -> Self {
        Self {
            role: Some(role),
            text: Some(text.into()),
            ..Self::default()
        }
    }

    setters! {
        text invocation_id;
        text tool_name;
        text error_details;
        value medium: MessageMedium;
        value metadata: Map<String, Value>;
    }
}

/// Who said or did something.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum MessageRole {
    /// The user.
    #[serde(rename = "MESSAGE_ROLE_USER")]
    User,
    /// The agent.
    #[serde(rename = "MESSAGE_ROLE_AGENT")]
    Agent,
    /// The agent used a tool.
    #[serde(rename = "MESSAGE_ROLE_TOOL_CALL")]
    ToolCall,
    /// A tool answered.
    #[serde(rename = "MESSAGE_ROLE_TOOL_RESULT")]
    ToolResult,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// A span of time within a call.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Timespan {
    /// When it began, counted from the start of the call.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub start: Option<Duration>,
    /// When it ended, counted from the start of the call.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub end: Option<Duration>,
}

/// Which messages of a call are listed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MessagesMode {
    /// Those of the last stage, with the ones it began with.
    LastStage,
    /// Those of all stages, without the ones they began with.
    InCall,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

#[cfg(feature = "rest")]
mod list {
    use super::{Message, MessagesMode};
    use crate::{
        CallId, CallStageId, Client, Error,
        page::{Paging, list},
        request::Request,
        wire,
    };

    /// Lists the messages of a call.
    #[derive(Clone, Debug)]
    #[must_use]
    pub struct ListMessages<'a> {
        client: &'a Client,
        call: CallId,
        mode: Option<MessagesMode>,
        paging: Paging,
    }

    impl<'a> ListMessages<'a> {
        pub(in crate::calls) fn new(client: &'a Client, call: CallId) -> Self {
            Self {
                client,
                call,
                mode: None,
                paging: Paging::default(),
            }
        }

        /// Which messages; those of the last stage by default.
        pub fn mode(mut self, mode: MessagesMode) -> Self {
            self.mode = Some(mode);
            self
        }

        fn request(&self) -> Result<Request, Error> {
            let request = Request::get("/api/calls/{call_id}/messages", &[&self.call]);
            self.paging
                .apply(request.query_if("mode", self.mode.as_ref().map(wire::word)))
        }
    }

    list!(ListMessages of Message);

    /// Lists the messages of one stage of a call.
    #[derive(Clone, Debug)]
    #[must_use]
    pub struct ListStageMessages<'a> {
        client: &'a Client,
        call: CallId,
        stage: CallStageId,
        paging: Paging,
    }

    impl<'a> ListStageMessages<'a> {
        pub(in crate::calls) fn new(client: &'a Client, call: CallId, stage: CallStageId) -> Self {
            Self {
                client,
                call,
                stage,
                paging: Paging::default(),
            }
        }

        fn request(&self) -> Result<Request, Error> {
            let template = "/api/calls/{call_id}/stages/{call_stage_id}/messages";
            self.paging
                .apply(Request::get(template, &[&self.call, &self.stage]))
        }
    }

    list!(ListStageMessages of Message);
}

#[cfg(feature = "rest")]
pub use self::list::{ListMessages, ListStageMessages};

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn roles_are_written_in_full() {
        assert_eq!(
            serde_json::to_value(Message::tool_result("i1", "look_up", "found")).unwrap(),
            json!({"role": "MESSAGE_ROLE_TOOL_RESULT", "text": "found", "invocationId": "i1", "toolName": "look_up"})
        );
    }

    #[test]
    fn nulls_and_unknown_roles_are_read() {
        let message: Message = serde_json::from_value(
            json!({"role": "MESSAGE_ROLE_CHOIR", "text": null, "timespan": {"start": "0.5s"}}),
        )
        .unwrap();
        assert_eq!(
            message.role,
            Some(MessageRole::Other("MESSAGE_ROLE_CHOIR".into()))
        );
        let start = message.timespan.and_then(|timespan| timespan.start);
        assert_eq!(start, Some(Duration::from_millis(500)));
    }
}
