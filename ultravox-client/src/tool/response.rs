//! What a tool answers.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{NewStage, ToolRequestError};
use crate::{
    Error,
    session::message::{AgentReaction, ResponseType, SendToThread, ToolResult},
    tools,
};

/// The header that says what an answer is for.
pub const RESPONSE_TYPE_HEADER: &str = "x-ultravox-response-type";

/// The header that says what the agent does next.
pub const AGENT_REACTION_HEADER: &str = "x-ultravox-agent-reaction";

/// The header that changes the state of the call.
pub const UPDATE_CALL_STATE_HEADER: &str = "x-ultravox-update-call-state";

/// What a tool answers: over HTTP, or as the [result](Self::to_result) of a tool of the client or a data connection.
///
/// See [Ultravox Docs/HTTP vs. client tools](https://docs.ultravox.ai/tools/custom/http-vs-client-tools).
#[derive(Clone, Eq, PartialEq)]
#[must_use]
pub struct ToolResponse {
    status: u16,
    kind: ResponseType,
    reaction: Option<AgentReaction>,
    state: Option<Map<String, Value>>,
    is_json: bool,
    body: String,
}

impl ToolResponse {
    /// A text for the model.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            status: 200,
            kind: ResponseType::ToolResponse,
            reaction: None,
            state: None,
            is_json: false,
            body: text.into(),
        }
    }

    /// JSON for the model.
    pub fn json(value: impl Into<Value>) -> Self {
        Self {
            is_json: true,
            ..Self::text(value.into().to_string())
        }
    }

    /// A value for the model, as JSON.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if it cannot be written as JSON.
    pub fn of(value: &impl Serialize) -> Result<Self, Error> {
        let text = serde_json::to_string(value)
            .map_err(|_| Error::invalid("response", "cannot be written as JSON"))?;
        Ok(Self {
            is_json: true,
            ..Self::text(text)
        })
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

    fn ending(strict: bool, farewell: String) -> Self {
        let mut body = Map::from_iter([("strict".to_owned(), Value::Bool(strict))]);
        if !farewell.is_empty() {
            body.insert("message".to_owned(), farewell.into());
        }
        Self {
            kind: ResponseType::HangUp,
            ..Self::json(body)
        }
    }

    /// Begins a new stage of the call.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names what is not usable in `stage`.
    pub fn new_stage(stage: &NewStage) -> Result<Self, Error> {
        Ok(Self {
            kind: ResponseType::NewStage,
            ..Self::json(stage.to_value()?)
        })
    }

    /// Gives another thread a message.
    pub fn send_to_thread(message: &SendToThread) -> Self {
        Self {
            kind: ResponseType::SendToThread,
            is_json: true,
            ..Self::text(message.to_json())
        }
    }

    /// The tool failed: an answer with this HTTP status, 400 to 599; others become 500. The model is told that the tool
    /// failed; it is not documented whether it gets to read `text`.
    pub fn error(status: u16, text: impl Into<String>) -> Self {
        Self {
            status: match status {
                400..=599 => status,
                _ => 500,
            },
            ..Self::text(text)
        }
    }

    /// What the agent does next. By default what the tool's definition says, or else it speaks.
    pub fn agent_reaction(mut self, reaction: impl Into<AgentReaction>) -> Self {
        self.reaction = Some(reaction.into());
        self
    }

    /// Changes the state that tools keep in the call. Whether entries that are not named stay is not documented: to be
    /// sure, name all.
    ///
    /// Over HTTP it travels in a header, so keep it small: many servers refuse more than 8 KB.
    pub fn update_call_state(mut self, state: Map<String, Value>) -> Self {
        self.state = Some(state);
        self
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// What the answer is for.
    #[must_use]
    pub fn response_type(&self) -> &ResponseType {
        &self.kind
    }

    /// The headers, with names in lower case and values of visible ASCII characters.
    #[must_use]
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        let content_type = match self.is_json {
            true => "application/json",
            false => "text/plain; charset=utf-8",
        };
        let mut headers = vec![("content-type", content_type.to_owned())];
        if self.kind != ResponseType::ToolResponse {
            headers.push((RESPONSE_TYPE_HEADER, ascii(self.kind.as_str())));
        }
        if let Some(reaction) = &self.reaction {
            headers.push((AGENT_REACTION_HEADER, ascii(reaction.as_str())));
        }
        if let Some(state) = &self.state {
            let state = Value::Object(state.clone()).to_string();
            headers.push((UPDATE_CALL_STATE_HEADER, ascii(&state)));
        }
        headers
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The answer as a response of the crate `http`.
    #[must_use]
    pub fn into_http(self) -> http::Response<String> {
        let headers = self.headers();
        let mut response = http::Response::new(self.body);
        if let Ok(status) = http::StatusCode::from_u16(self.status) {
            *response.status_mut() = status;
        }
        for (name, value) in headers {
            if let Ok(value) = http::HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }

    /// The answer to the use of a tool named `invocation_id`, for
    /// [`ClientToolResult`](crate::session::message::ClientMessage::ClientToolResult) or
    /// [`DataConnectionToolResult`](crate::session::message::ClientMessage::DataConnectionToolResult).
    #[must_use]
    pub fn to_result(&self, invocation_id: impl Into<String>) -> ToolResult {
        let mut result = match self.status {
            200 => ToolResult::new(invocation_id, &*self.body),
            _ => ToolResult::failed(invocation_id, &*self.body),
        };
        if self.kind != ResponseType::ToolResponse {
            result = result.response_type(self.kind.clone());
        }
        result.agent_reaction.clone_from(&self.reaction);
        result.update_call_state.clone_from(&self.state);
        result
    }
}

impl fmt::Debug for ToolResponse {
    /// Shows what the answer is for, and nothing of what it says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ToolResponse")
            .field("status", &self.status)
            .field("kind", &self.kind)
            .field("reaction", &self.reaction)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl From<tools::AgentReaction> for AgentReaction {
    /// The same reaction, as answers name it.
    fn from(reaction: tools::AgentReaction) -> Self {
        match reaction {
            tools::AgentReaction::Speaks => Self::Speaks,
            tools::AgentReaction::Listens => Self::Listens,
            tools::AgentReaction::SpeaksOnce => Self::SpeaksOnce,
            tools::AgentReaction::Other(word) => Self::Other(word),
        }
    }
}

impl From<String> for ToolResponse {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<&str> for ToolResponse {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<Value> for ToolResponse {
    fn from(value: Value) -> Self {
        Self::json(value)
    }
}

impl From<&ToolRequestError> for ToolResponse {
    /// JSON with what was wrong, and nothing of what was received.
    fn from(error: &ToolRequestError) -> Self {
        let body = Map::from_iter([("error".to_owned(), error.advice().into())]);
        Self {
            status: error.status(),
            ..Self::json(body)
        }
    }
}

/// Headers have no other characters. In JSON what is escaped means the same.
fn ascii(text: &str) -> String {
    let mut ascii = String::with_capacity(text.len());
    let mut units = [0; 2];
    for character in text.chars() {
        match character {
            ' '..='~' => ascii.push(character),
            _ => {
                for unit in character.encode_utf16(&mut units) {
                    ascii.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    ascii
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::calls::UserTextMessage;

    fn header(response: &ToolResponse, name: &str) -> Option<String> {
        let mut headers = response.headers().into_iter();
        headers.find(|(given, _)| *given == name).map(|pair| pair.1)
    }

    fn state(key: &str, value: impl Into<Value>) -> Map<String, Value> {
        Map::from_iter([(key.to_owned(), value.into())])
    }

    fn body(response: &ToolResponse) -> Value {
        serde_json::from_str(response.body()).unwrap()
    }

    #[test]
    fn an_ordinary_answer_is_a_body_and_nothing_else() {
        let response = ToolResponse::text("Größe 7").into_http();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers().len(), 1);
        assert_eq!(
            response.headers()["content-type"],
            "text/plain; charset=utf-8"
        );
        assert_eq!(response.body(), "Größe 7");
        let response = ToolResponse::from(json!({"size": 7})).into_http();
        assert_eq!(response.headers()["content-type"], "application/json");
        assert_eq!(response.body(), r#"{"size":7}"#);
    }

    #[test]
    fn a_hang_up_says_so_in_its_header() {
        let response = ToolResponse::hang_up("Bye!").agent_reaction(AgentReaction::Listens);
        let kind = header(&response, RESPONSE_TYPE_HEADER);
        assert_eq!(kind.as_deref(), Some("hang-up"));
        let reaction = header(&response, AGENT_REACTION_HEADER);
        assert_eq!(reaction.as_deref(), Some("listens"));
        assert_eq!(body(&response), json!({"strict": true, "message": "Bye!"}));
        let silent = ToolResponse::hang_up_unless_interrupted("");
        assert_eq!(body(&silent), json!({"strict": false}));
    }

    #[test]
    fn a_message_for_a_thread_is_written_as_documented() {
        let message = UserTextMessage::new("Found it.").thread_id("_PARENT");
        let response = ToolResponse::send_to_thread(&SendToThread::new("Sent.", message));
        let kind = header(&response, RESPONSE_TYPE_HEADER);
        assert_eq!(kind.as_deref(), Some("send-to-thread"));
        assert_eq!(body(&response)["callingThreadResultText"], "Sent.");
        assert_eq!(body(&response)["dataMessage"]["threadId"], "_PARENT");
    }

    #[test]
    fn an_error_is_never_a_success() {
        for (status, sent) in [(404, 404), (200, 500), (302, 500), (999, 500), (0, 500)] {
            assert_eq!(ToolResponse::error(status, "").into_http().status(), sent);
        }
        let error = ToolRequestError::problem("size", "it is missing");
        let response = ToolResponse::from(&error);
        assert_eq!(response.status(), 400);
        let text = "unusable parameter at `size`: it is missing";
        assert_eq!(body(&response), json!({"error": text}));
    }

    #[test]
    fn a_result_says_the_same_as_a_response() {
        let result = ToolResponse::hang_up("")
            .agent_reaction(tools::AgentReaction::SpeaksOnce)
            .update_call_state(state("step", 2))
            .to_result("i1");
        assert_eq!(
            serde_json::to_value(result).unwrap(),
            json!({
                "invocationId": "i1", "result": "{\"strict\":true}",
                "responseType": "hang-up", "agentReaction": "speaks-once",
                "updateCallState": {"step": 2},
            })
        );
        let failed = ToolResponse::error(500, "no").to_result("i1");
        assert_eq!(
            serde_json::to_value(failed).unwrap(),
            json!({"invocationId": "i1", "errorType": "implementation-error", "errorMessage": "no"})
        );
    }

    #[test]
    fn debug_shows_nothing_that_is_said() {
        let response = ToolResponse::text("hunter2").update_call_state(state("a", "hunter2"));
        assert!(!format!("{response:?}").contains("hunter2"));
    }

    proptest! {
        #[test]
        fn any_state_fits_into_a_header_and_means_the_same(key in ".*", value in ".*") {
            let response = ToolResponse::text("").update_call_state(state(&key, value.clone()));
            let response = response.into_http();
            let state = response.headers()[UPDATE_CALL_STATE_HEADER].to_str().unwrap();
            prop_assert_eq!(serde_json::from_str::<Value>(state).unwrap(), json!({key: value}));
        }
    }
}
