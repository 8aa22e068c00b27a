//! What comes out of a call.

use std::fmt;

use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Map, Value};

use super::{
    SideGenerationCompleted, SideGenerationDelta, ThreadSpawned, ThreadStopped, ToolInvocation,
    TranscriptUpdate, read,
};
use crate::{CallId, Error, Secret};

/// A message from Ultravox.
///
/// Which are sent is chosen with [`EnabledDataMessages`](crate::calls::EnabledDataMessages). Those whose content is not
/// documented are kept as they are.
///
/// See [Ultravox Docs/Data messages](https://docs.ultravox.ai/apps/datamessages).
#[derive(Clone)]
#[non_exhaustive]
pub enum ServerMessage {
    /// The call has started.
    CallStarted(CallStarted),
    /// The agent listens, thinks or speaks.
    State(AgentState),
    /// Something is being said.
    Transcript(TranscriptUpdate),
    /// A tool is to be run on the socket of the call.
    ClientToolInvocation(ToolInvocation),
    /// A tool is to be run on a data connection.
    DataConnectionToolInvocation(ToolInvocation),
    /// Audio that was not played is to be dropped.
    PlaybackClearBuffer,
    /// Answers a ping.
    Pong(Pong),
    /// A text for debugging.
    Debug(DebugMessage),
    /// A thread has started.
    ThreadSpawned(ThreadSpawned),
    /// A thread could not start.
    ThreadRejected(ThreadStopped),
    /// A thread was terminated.
    ThreadTerminated(ThreadStopped),
    /// More of what a thread is writing.
    SideGenerationDelta(SideGenerationDelta),
    /// All that a thread wrote.
    SideGenerationCompleted(SideGenerationCompleted),
    /// Where the media of a WebRTC call are.
    RoomInfo(RoomInfo),
    /// An event of the call was recorded. Its content is not documented.
    CallEvent(Map<String, Value>),
    /// A tool was used. Its content is not documented.
    ToolUsed(Map<String, Value>),
    /// The user began to speak. Its content is not documented.
    UserStartedSpeaking(Map<String, Value>),
    /// The user stopped speaking. Its content is not documented.
    UserStoppedSpeaking(Map<String, Value>),
    /// A tool is about to be used. Its content is not documented.
    InvokingTool(Map<String, Value>),
    /// A message this version does not know.
    Other(Value),
}

impl ServerMessage {
    /// Reads the text of a frame.
    ///
    /// # Errors
    ///
    /// [`Error::Received`] if it is not a JSON object with a `type`, or if the content of a known type does not fit. The
    /// error says where, and nothing of what was found there.
    pub fn from_slice(json: &[u8]) -> Result<Self, Error> {
        let tag = read::tag(json)?;
        let tag = tag.as_ref();
        Ok(match tag {
            "state" => Self::State(read::body::<State>(tag, json)?.state),
            "transcript" => Self::Transcript(read::body(tag, json)?),
            "client_tool_invocation" => Self::ClientToolInvocation(read::body(tag, json)?),
            "data_connection_tool_invocation" => {
                Self::DataConnectionToolInvocation(read::body(tag, json)?)
            }
            "playback_clear_buffer" => {
                read::body::<IgnoredAny>(tag, json)?;
                Self::PlaybackClearBuffer
            }
            "pong" => Self::Pong(read::body(tag, json)?),
            "call_started" => Self::CallStarted(read::body(tag, json)?),
            "debug" => Self::Debug(read::body(tag, json)?),
            "thread_spawned" => Self::ThreadSpawned(read::body(tag, json)?),
            "thread_rejected" => Self::ThreadRejected(read::body(tag, json)?),
            "thread_terminated" => Self::ThreadTerminated(read::body(tag, json)?),
            "side_generation_delta" => Self::SideGenerationDelta(read::body(tag, json)?),
            "side_generation_completed" => Self::SideGenerationCompleted(read::body(tag, json)?),
            "room_info" => Self::RoomInfo(read::body(tag, json)?),
            "call_event" => Self::CallEvent(read::body(tag, json)?),
            "tool_used" => Self::ToolUsed(read::body(tag, json)?),
            "user_started_speaking" => Self::UserStartedSpeaking(read::body(tag, json)?),
            "user_stopped_speaking" => Self::UserStoppedSpeaking(read::body(tag, json)?),
            "invoking_tool" => Self::InvokingTool(read::body(tag, json)?),
            _ => Self::Other(read::body("", json)?),
        })
    }

    /// The `type` on the wire. Empty only if an unknown message was put together by hand and has none.
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::CallStarted(_) => "call_started",
            Self::State(_) => "state",
            Self::Transcript(_) => "transcript",
            Self::ClientToolInvocation(_) => "client_tool_invocation",
            Self::DataConnectionToolInvocation(_) => "data_connection_tool_invocation",
            Self::PlaybackClearBuffer => "playback_clear_buffer",
            Self::Pong(_) => "pong",
            Self::Debug(_) => "debug",
            Self::ThreadSpawned(_) => "thread_spawned",
            Self::ThreadRejected(_) => "thread_rejected",
            Self::ThreadTerminated(_) => "thread_terminated",
            Self::SideGenerationDelta(_) => "side_generation_delta",
            Self::SideGenerationCompleted(_) => "side_generation_completed",
            Self::RoomInfo(_) => "room_info",
            Self::CallEvent(_) => "call_event",
            Self::ToolUsed(_) => "tool_used",
            Self::UserStartedSpeaking(_) => "user_started_speaking",
            Self::UserStoppedSpeaking(_) => "user_stopped_speaking",
            Self::InvokingTool(_) => "invoking_tool",
            Self::Other(value) => value["type"].as_str().unwrap_or_default(),
        }
    }
}

impl fmt::Debug for ServerMessage {
    /// Which values a message without a documented content wants to be kept to itself nobody knows, so of that only the
    /// type is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let content: &dyn fmt::Debug = match self {
            Self::CallStarted(content) => content,
            Self::State(content) => content,
            Self::Transcript(content) => content,
            Self::ClientToolInvocation(content) | Self::DataConnectionToolInvocation(content) => {
                content
            }
            Self::Pong(content) => content,
            Self::Debug(content) => content,
            Self::ThreadSpawned(content) => content,
            Self::ThreadRejected(content) | Self::ThreadTerminated(content) => content,
            Self::SideGenerationDelta(content) => content,
            Self::SideGenerationCompleted(content) => content,
            Self::RoomInfo(content) => content,
            Self::PlaybackClearBuffer
            | Self::CallEvent(_)
            | Self::ToolUsed(_)
            | Self::UserStartedSpeaking(_)
            | Self::UserStoppedSpeaking(_)
            | Self::InvokingTool(_)
            | Self::Other(_) => {
                let mut shown = f.debug_struct("ServerMessage");
                return shown.field("type", &self.kind()).finish_non_exhaustive();
            }
        };
        let mut shown = f.debug_struct("ServerMessage");
        shown.field("type", &self.kind());
        shown.field("content", content).finish()
    }
}

#[derive(Deserialize)]
struct State {
    state: AgentState,
}

words! {
    /// What the agent does.
    AgentState {
        /// Nothing yet.
        Idle = "idle",
        /// It listens to the user.
        Listening = "listening",
        /// It thinks of an answer.
        Thinking = "thinking",
        /// It speaks.
        Speaking = "speaking",
    }
}

/// The call has started.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallStarted {
    /// Which call.
    pub call_id: CallId,
}

/// Answers a ping.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Pong {
    /// What the ping said, in seconds.
    pub timestamp: f64,
}

/// A text for debugging.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DebugMessage {
    /// The text. Its form may change any day.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub message: String,
}

/// Where the media of a WebRTC call are: a room of LiveKit. Only the join URL of such a call says it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RoomInfo {
    /// Address of the room.
    pub room_url: Secret,
    /// What opens it.
    pub token: Secret,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::session::message::{OutputMedium, Role};

    fn parse(value: &Value) -> Result<ServerMessage, Error> {
        ServerMessage::from_slice(value.to_string().as_bytes())
    }

    /// One of each type, with the content the documentation gives it.
    fn samples() -> Vec<Value> {
        vec![
            json!({"type": "call_started", "callId": "3c90c3cc-0d44-4b50-8888-8dd25736052a"}),
            json!({"type": "state", "state": "listening"}),
            json!({"type": "transcript", "role": "agent", "medium": "voice", "text": "Hi", "delta": null, "final": false, "ordinal": 1}),
            json!({"type": "client_tool_invocation", "toolName": "look_up", "invocationId": "i1", "parameters": {"id": 1}}),
            json!({"type": "data_connection_tool_invocation", "toolName": "look_up", "invocationId": "i1", "parameters": null}),
            json!({"type": "playback_clear_buffer"}),
            json!({"type": "pong", "timestamp": 1_234_567_890.123}),
            json!({"type": "debug", "message": "LLM"}),
            json!({"type": "thread_spawned", "threadId": "t1"}),
            json!({"type": "thread_rejected", "threadId": "t1", "reason": "exists"}),
            json!({"type": "thread_terminated", "threadId": "t1", "reason": "limit"}),
            json!({"type": "side_generation_delta", "threadId": "t1", "delta": "a"}),
            json!({"type": "side_generation_completed", "threadId": "t1", "text": "ab", "toolCalls": [{"name": "x"}]}),
            json!({"type": "room_info", "roomUrl": "wss://rooms.example.com", "token": "hidden"}),
            json!({"type": "call_event", "anything": 1}),
            json!({"type": "tool_used", "toolName": "x"}),
            json!({"type": "user_started_speaking"}),
            json!({"type": "user_stopped_speaking"}),
            json!({"type": "invoking_tool", "toolName": "x"}),
            json!({"type": "sung", "loud": true}),
        ]
    }

    #[test]
    fn every_documented_type_is_read_wherever_its_tag_stands() {
        for sample in samples() {
            let kind = sample["type"].as_str().unwrap();
            assert_eq!(parse(&sample).unwrap().kind(), kind);
            let mut rest = sample.clone();
            rest.as_object_mut().unwrap().remove("type");
            rest["unknown"] = json!({"deep": [null]});
            let body = rest.to_string();
            for text in [
                format!(r#"{{"type":"{kind}",{}"#, &body[1..]),
                format!("{{ \"type\" :\n\"{kind}\" , {}", &body[1..]),
                format!(r#"{{"first":1,"type":"{kind}",{}"#, &body[1..]),
                format!(r#"{},"type":"{kind}"}}"#, &body[..body.len() - 1]),
                format!("{} , \"type\" : \"{kind}\"\n}}\n", &body[..body.len() - 1]),
            ] {
                let message = ServerMessage::from_slice(text.as_bytes()).unwrap();
                assert_eq!(message.kind(), kind, "{text}");
            }
        }
    }

    #[test]
    fn fields_are_read() {
        let ServerMessage::Transcript(update) = parse(&samples()[2]).unwrap() else {
            panic!("not a transcript")
        };
        assert_eq!(
            (update.role, update.medium, update.text.as_deref()),
            (Role::Agent, OutputMedium::Voice, Some("Hi"))
        );
        assert_eq!(
            (update.delta, update.is_final, update.ordinal),
            (None, false, 1)
        );
        let ServerMessage::ClientToolInvocation(tool) = parse(&samples()[3]).unwrap() else {
            panic!("not a tool")
        };
        assert_eq!(
            (tool.tool_name.as_str(), &tool.parameters["id"]),
            ("look_up", &json!(1))
        );
        let shown = format!("{:?}", parse(&samples()[13]).unwrap());
        assert!(
            !shown.contains("hidden") && !shown.contains("rooms.example.com"),
            "{shown}"
        );
    }

    #[test]
    fn of_a_message_whose_content_nobody_documents_only_the_type_is_shown() {
        for kind in ["sung", "call_event", "tool_used", "invoking_tool"] {
            let message = parse(&json!({"type": kind, "token": "hidden"})).unwrap();
            let shown = format!("{message:?}");
            assert!(shown.contains(kind) && !shown.contains("hidden"), "{shown}");
        }
    }

    #[test]
    fn unknown_words_and_messages_are_kept() {
        let message = parse(&json!({"type": "state", "state": "singing"})).unwrap();
        assert!(
            matches!(message, ServerMessage::State(AgentState::Other(word)) if word == "singing")
        );
        let ServerMessage::Other(value) = parse(&json!({"type": "sung", "loud": true})).unwrap()
        else {
            panic!("not kept")
        };
        assert_eq!(value, json!({"type": "sung", "loud": true}));
    }

    #[test]
    fn a_tag_in_a_text_or_in_an_object_inside_is_none() {
        for text in [
            r#"{"a":",\"type\":\"state\"}"}"#,
            r#"{"a\"type":"state"}"#,
            r#"{"a":{"type":"state"}}"#,
            r#"{"a":{"b":1,"type":"state"}"#,
            r#"{"a":1 "type":"state"}"#,
        ] {
            assert!(
                ServerMessage::from_slice(text.as_bytes()).is_err(),
                "{text}"
            );
        }
        let nested = r#"{"state":"idle","x":{"type":"pong"},"type":"state"}"#;
        let message = ServerMessage::from_slice(nested.as_bytes()).unwrap();
        assert!(matches!(message, ServerMessage::State(AgentState::Idle)));
    }

    #[test]
    fn a_known_type_with_a_bad_body_says_where_and_not_what() {
        for (text, place) in [
            (r#"{"type": "state"}"#, "state"),
            (
                r#"{"type": "transcript", "role": "user", "final": "+15550001111", "ordinal": 1}"#,
                "transcript.final",
            ),
            (
                r#"{"type": "pong", "timestamp": "+15550001111"}"#,
                "pong.timestamp",
            ),
            (
                r#"{"type": "playback_clear_buffer", "+15550001111": }"#,
                "playback_clear_buffer",
            ),
            (r#"{"type": 15550001111}"#, "type"),
            (r#"{"state": "+15550001111"}"#, "."),
            ("[]", "."),
            ("", "."),
        ] {
            let error = ServerMessage::from_slice(text.as_bytes()).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("unexpected content of a realtime message at `{place}`"),
                "{text}"
            );
            assert!(!format!("{error:?}").contains("5550001111"), "{error:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            drop(ServerMessage::from_slice(&bytes));
        }

        #[test]
        fn nothing_after_a_tag_panics(at in 0..20_usize, cut in 0..200_usize, byte: u8) {
            let mut text = samples()[at].to_string().into_bytes();
            let cut = cut % text.len();
            text[cut] = byte;
            drop(ServerMessage::from_slice(&text));
            drop(ServerMessage::from_slice(&text[..cut]));
        }
    }
}
