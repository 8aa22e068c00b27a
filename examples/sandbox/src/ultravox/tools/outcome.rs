//! What a tool has answered.

use serde_json::{Map, Value, json};

/// How the agent goes on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::ultravox) enum After {
    Speaks,
    Listens,
    SpeaksOnce,
}

impl After {
    /// Reads both spellings, of definitions and of answers; anything else is the default.
    pub(super) fn read(text: Option<&str>) -> Self {
        match text {
            Some("listens" | "AGENT_REACTION_LISTENS") => Self::Listens,
            Some("speaks-once" | "AGENT_REACTION_SPEAKS_ONCE") => Self::SpeaksOnce,
            _ => Self::Speaks,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Speaks => "AGENT_REACTION_SPEAKS",
            Self::Listens => "AGENT_REACTION_LISTENS",
            Self::SpeaksOnce => "AGENT_REACTION_SPEAKS_ONCE",
        }
    }
}

/// What the answer is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::ultravox) enum Kind {
    Result,
    HangUp,
    NewStage,
    SendToThread,
}

/// One answer, from wherever it came.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ultravox) struct Outcome {
    /// What the model sees.
    pub(in crate::ultravox) text: String,
    /// The tool failed: what only the REST interface shows.
    pub(in crate::ultravox) failure: Option<String>,
    pub(in crate::ultravox) kind: Kind,
    /// Instead of the reaction of the definition.
    pub(in crate::ultravox) reaction: Option<After>,
    /// For the state of the call.
    pub(in crate::ultravox) state: Option<Map<String, Value>>,
    /// What the answer says to the provider, if that is not its text.
    pub(in crate::ultravox) body: Option<Map<String, Value>>,
    /// Something about the answer was not as documented.
    pub(in crate::ultravox) remark: Option<String>,
}

impl Outcome {
    pub(in crate::ultravox) fn result(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            failure: None,
            kind: Kind::Result,
            reaction: None,
            state: None,
            body: None,
            remark: None,
        }
    }

    /// The agent hangs up; `body` says how.
    pub(in crate::ultravox) fn hang_up(text: impl Into<String>, body: Map<String, Value>) -> Self {
        Self {
            kind: Kind::HangUp,
            body: Some(body),
            ..Self::result(text)
        }
    }

    pub(in crate::ultravox) fn failure(details: impl Into<String>) -> Self {
        Self {
            failure: Some(details.into()),
            ..Self::result("The tool failed.")
        }
    }

    /// Reads `client_tool_result`, `data_connection_tool_result` and known results.
    pub(in crate::ultravox) fn from_message(message: &Value) -> Self {
        let text = |name: &str| message.get(name).and_then(Value::as_str);
        if let Some(kind) = text("errorType") {
            let what = text("errorMessage").unwrap_or_default();
            return Self::failure(format!("{kind}: {what}"));
        }
        let result = match message.get("result") {
            None | Some(Value::Null) => String::new(),
            Some(value) => super::definition::plain(value),
        };
        let mut outcome = Self::result(result);
        outcome.take(text("responseType"), text("agentReaction"));
        match message.get("updateCallState") {
            None | Some(Value::Null) => {}
            Some(Value::Object(state)) => outcome.state = Some(state.clone()),
            Some(_) => outcome.remark("updateCallState is not an object"),
        }
        outcome
    }

    /// Reads the answer of an HTTP tool.
    pub(super) fn from_http(
        status: u16,
        header: impl Fn(&str) -> Option<String>,
        body: &[u8],
    ) -> Self {
        let text = String::from_utf8_lossy(body).into_owned();
        if !(200..300).contains(&status) {
            let start: String = text.chars().take(500).collect();
            return Self::failure(format!("status {status}: {start}"));
        }
        let mut outcome = Self::result(text);
        let kind = header("x-ultravox-response-type");
        let reaction = header("x-ultravox-agent-reaction");
        outcome.take(kind.as_deref(), reaction.as_deref());
        if let Some(state) = header("x-ultravox-update-call-state") {
            match serde_json::from_str(&state) {
                Ok(Value::Object(state)) => outcome.state = Some(state),
                _ => outcome.remark("X-Ultravox-Update-Call-State is not a JSON object"),
            }
        }
        outcome
    }

    fn take(&mut self, kind: Option<&str>, reaction: Option<&str>) {
        self.kind = match kind {
            Some("hang-up") => Kind::HangUp,
            Some("new-stage") => Kind::NewStage,
            Some("send-to-thread") => Kind::SendToThread,
            None | Some("tool-response") => Kind::Result,
            Some(_) => {
                self.remark("the response type is unknown");
                Kind::Result
            }
        };
        self.reaction = match reaction {
            None => None,
            Some("speaks" | "listens" | "speaks-once") => Some(After::read(reaction)),
            Some(_) => {
                self.remark("the agent reaction is unknown");
                None
            }
        };
    }

    fn remark(&mut self, text: &str) {
        self.remark = Some(text.to_owned());
    }

    /// The body as a JSON object, for the kinds that need one.
    pub(in crate::ultravox) fn object(&self) -> Option<Map<String, Value>> {
        if self.body.is_some() {
            return self.body.clone();
        }
        match serde_json::from_str(&self.text) {
            Ok(Value::Object(map)) => Some(map),
            _ => None,
        }
    }

    /// The message that shows it.
    pub(in crate::ultravox) fn json(&self, tool: &str, invocation: &str) -> Value {
        let mut message = json!({
            "role": "MESSAGE_ROLE_TOOL_RESULT",
            "text": self.text,
            "invocationId": invocation,
            "toolName": tool,
        });
        if let Some(details) = &self.failure {
            message["errorDetails"] = json!(details);
        }
        message
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_what_happens_next() {
        let message = json!({
            "result": "{}", "responseType": "hang-up", "agentReaction": "listens",
            "updateCallState": {"a": 1},
        });
        let outcome = Outcome::from_message(&message);
        assert_eq!(outcome.kind, Kind::HangUp);
        assert_eq!(outcome.reaction, Some(After::Listens));
        assert_eq!(outcome.state.unwrap()["a"], 1);
        let error = json!({"errorType": "undefined", "errorMessage": "no such tool"});
        let outcome = Outcome::from_message(&error);
        assert_eq!(outcome.failure.as_deref(), Some("undefined: no such tool"));
    }

    #[test]
    fn headers_and_status_of_an_http_tool_are_read() {
        let header = |name: &str| match name {
            "x-ultravox-response-type" => Some("new-stage".to_owned()),
            "x-ultravox-update-call-state" => Some("[]".to_owned()),
            _ => None,
        };
        let outcome = Outcome::from_http(200, header, br#"{"systemPrompt": "B"}"#);
        assert_eq!(outcome.kind, Kind::NewStage);
        assert!(outcome.object().is_some());
        assert!(outcome.remark.is_some() && outcome.state.is_none());
        let refused = Outcome::from_http(404, |_| None, b"no such day");
        assert_eq!(refused.failure.as_deref(), Some("status 404: no such day"));
    }
}
