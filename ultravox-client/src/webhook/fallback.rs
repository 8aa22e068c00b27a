//! A caller by SIP whom no agent is for.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    Error,
    calls::{CreateAgentCall, CreateCall},
    check,
    wire::decode_received,
};

/// What a SIP fallback handler is told. Which properties it has is not documented, so all are kept as they came.
///
/// It is presumably signed like a webhook, with the secrets of the
/// [`FallbackHandler`](crate::sip::FallbackHandler): check it with a [`Verifier`](super::Verifier), and see that
/// requests pass before you rely on it.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct SipFallbackRequest {
    /// All that was sent.
    pub properties: Map<String, Value>,
}

impl SipFallbackRequest {
    /// Reads the body of a request. Check its signature first.
    ///
    /// # Errors
    ///
    /// [`Error::Received`] if it is not a JSON object.
    pub fn from_slice(body: &[u8]) -> Result<Self, Error> {
        decode_received("a SIP fallback request", body).map(|properties| Self { properties })
    }
}

impl std::fmt::Debug for SipFallbackRequest {
    /// Shows the names of the properties only: the values are somebody's number.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.properties.keys()).finish()
    }
}

/// What a SIP fallback handler answers, promptly and with status 200.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum SipFallbackAnswer {
    /// Creates a call with an agent, which must be named by `agent_id`.
    StartAgentCall(Box<CreateAgentCall>),
    /// Creates a call.
    StartCall(Box<CreateCall>),
    /// Refuses the caller.
    Reject(SipRejection),
}

/// How a caller by SIP is refused.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SipRejection {
    /// The SIP response, 400 to 699. `None` means 603, decline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sip_reject_code: Option<u16>,
    /// Why, for logs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl SipRejection {
    /// Declines.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        value sip_reject_code: u16;
        text message;
    }
}

impl SipFallbackAnswer {
    /// The body of the answer, `application/json`. It may hold secrets.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names what is not usable in the call, such as a throttle, which only goes into the
    /// query of a request to Ultravox, or the missing `agent_id`.
    pub fn to_json(&self) -> Result<String, Error> {
        match self {
            Self::StartAgentCall(call) => {
                call.validate()?;
                if call.agent_id.is_none() {
                    return Err(Error::invalid("agent_id", "must be set"));
                }
                not_set("throttle", call.throttle.is_some())?;
            }
            Self::StartCall(call) => {
                call.validate()?;
                not_set("throttle", call.throttle.is_some())?;
                not_set("prior_call_id", call.prior_call_id.is_some())?;
                not_set(
                    "enable_greeting_prompt",
                    call.enable_greeting_prompt.is_some(),
                )?;
            }
            Self::Reject(rejection) => {
                let code = rejection.sip_reject_code.map(f64::from);
                check::range("sip_reject_code", code, 400.0..=699.0)?;
            }
        }
        serde_json::to_string(self)
            .map_err(|_| Error::invalid("answer", "cannot be written as JSON"))
    }
}

fn not_set(field: &str, is_set: bool) -> Result<(), Error> {
    if is_set {
        return Err(Error::invalid(field, "cannot be set here"));
    }
    Ok(())
}

impl From<CreateAgentCall> for SipFallbackAnswer {
    fn from(call: CreateAgentCall) -> Self {
        Self::StartAgentCall(Box::new(call))
    }
}

impl From<CreateCall> for SipFallbackAnswer {
    fn from(call: CreateCall) -> Self {
        Self::StartCall(Box::new(call))
    }
}

impl From<SipRejection> for SipFallbackAnswer {
    fn from(rejection: SipRejection) -> Self {
        Self::Reject(rejection)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const AGENT: &str = "a2b9e4c0-1f6d-4e57-8c3a-5d7e9f0b1c22";

    fn written(answer: impl Into<SipFallbackAnswer>) -> Value {
        serde_json::from_str(&answer.into().to_json().unwrap()).unwrap()
    }

    #[test]
    fn an_answer_has_exactly_one_key() {
        let agent = CreateAgentCall::new().agent_id(AGENT.parse().unwrap());
        assert_eq!(
            written(agent),
            json!({"startAgentCall": {"agentId": AGENT}})
        );
        let call = written(CreateCall::new("Be kind."));
        assert_eq!(call, json!({"startCall": {"systemPrompt": "Be kind."}}));
        let busy = SipRejection::new().sip_reject_code(486).message("full");
        let busy = written(busy);
        assert_eq!(
            busy,
            json!({"reject": {"sipRejectCode": 486, "message": "full"}})
        );
        assert_eq!(written(SipRejection::new()), json!({"reject": {}}));
    }

    #[test]
    fn problems_name_the_field() {
        let agent = || CreateAgentCall::new().agent_id(AGENT.parse().unwrap());
        let call = || CreateCall::new("x");
        let answers: [(SipFallbackAnswer, &str); 8] = [
            (CreateAgentCall::new().into(), "agent_id"),
            (agent().throttle("slow").into(), "throttle"),
            (call().throttle("slow").into(), "throttle"),
            (
                call().prior_call_id(AGENT.parse().unwrap()).into(),
                "prior_call_id",
            ),
            (
                call().enable_greeting_prompt(true).into(),
                "enable_greeting_prompt",
            ),
            (call().temperature(2.0).into(), "temperature"),
            (
                SipRejection::new().sip_reject_code(399).into(),
                "sip_reject_code",
            ),
            (
                SipRejection::new().sip_reject_code(700).into(),
                "sip_reject_code",
            ),
        ];
        for (answer, field) in answers {
            let problem = answer.to_json().unwrap_err().to_string();
            let expected = format!("invalid request: {field}: ");
            assert!(problem.starts_with(&expected), "{field}: {problem}");
        }
    }

    #[test]
    fn a_request_is_kept_as_it_came_and_not_shown() {
        let request = SipFallbackRequest::from_slice(br#"{"from": "+15550001111"}"#).unwrap();
        assert_eq!(request.properties["from"], "+15550001111");
        assert_eq!(format!("{request:?}"), r#"{"from"}"#);
        let error = SipFallbackRequest::from_slice(b"[]").unwrap_err();
        let expected = "unexpected content of a SIP fallback request at `.`";
        assert_eq!(error.to_string(), expected);
    }

    proptest! {
        #[test]
        fn no_body_panics(body: Vec<u8>) {
            drop(SipFallbackRequest::from_slice(&body));
        }
    }
}
