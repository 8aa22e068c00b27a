//! What Twilio sends.

use std::{borrow::Cow, collections::BTreeMap, fmt, time::Duration};

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{
    AccountSid, CallSid, RelaySessionSid,
    message::{self, MessageError, read},
};

/// A message from Twilio.
///
/// See [Twilio Docs/ConversationRelay: WebSocket messages](https://www.twilio.com/docs/voice/conversationrelay/websocket-messages).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Inbound {
    /// The session begins. The first message, with everything that is known of the call.
    Setup(Box<Setup>),
    /// The other side said something.
    Prompt(Prompt),
    /// A key was pressed. Only with [`dtmf_detection`](crate::twiml::ConversationRelay::dtmf_detection).
    Dtmf(Dtmf),
    /// The other side broke in on what was spoken.
    Interrupt(Interrupt),
    /// Something we sent cannot be carried out.
    Error(SessionError),
    /// What was asked for with [`debug`](crate::twiml::ConversationRelay::debug) or
    /// [`events`](crate::twiml::ConversationRelay::events), whole: Twilio has not documented the fields.
    Info(Map<String, Value>),
    /// A message this version does not know, whole.
    Other(Value),
}

impl Inbound {
    /// Reads a message.
    ///
    /// # Errors
    ///
    /// [`MessageError::NotAMessage`] if it is not an object with a text `type`, [`MessageError::Body`] if it is a known message
    /// and something documented is missing or wrong.
    pub fn parse(text: &str) -> Result<Self, MessageError> {
        let head: Head<'_> = message::any(text)?;
        Ok(match head.kind.as_ref() {
            "setup" => Self::Setup(message::body("setup", text)?),
            "prompt" => Self::Prompt(message::body("prompt", text)?),
            "dtmf" => Self::Dtmf(message::body("dtmf", text)?),
            "interrupt" => Self::Interrupt(message::body("interrupt", text)?),
            "error" => Self::Error(message::body("error", text)?),
            "info" => Self::Info(message::body("info", text)?),
            _ => Self::Other(message::any(text)?),
        })
    }
}

#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
}

/// The session begins.
#[derive(Clone, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Setup {
    /// The session.
    pub session_id: RelaySessionSid,
    /// The account of the call.
    pub account_sid: AccountSid,
    /// The call.
    pub call_sid: CallSid,
    /// The call that made this one. `None` if none did.
    #[serde(default, deserialize_with = "read::text")]
    pub parent_call_sid: Option<String>,
    /// Who calls.
    #[serde(default, deserialize_with = "read::text")]
    pub from: Option<String>,
    /// Who is called.
    #[serde(default, deserialize_with = "read::text")]
    pub to: Option<String>,
    /// Who forwarded the call. `None` if nobody did.
    #[serde(default, deserialize_with = "read::text")]
    pub forwarded_from: Option<String>,
    /// The name of who calls. `None` if it is not known.
    #[serde(default, deserialize_with = "read::text")]
    pub caller_name: Option<String>,
    /// What kind of call it is, for example `PSTN`.
    #[serde(default, deserialize_with = "read::text")]
    pub call_type: Option<String>,
    /// Who made the call, for example `inbound`.
    #[serde(default, deserialize_with = "read::text")]
    pub direction: Option<String>,
    /// The state of the call, in capitals, for example `RINGING`.
    #[serde(default, deserialize_with = "read::text")]
    pub call_status: Option<String>,
    /// The [`Parameter`](crate::twiml::Parameter)s of the TwiML. Not shown by `Debug`: there may be a token among them.
    #[serde(default, deserialize_with = "read::parameters")]
    pub custom_parameters: BTreeMap<String, String>,
}

/// Shows neither names and numbers of people nor what the parameters are.
impl fmt::Debug for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setup")
            .field("session_id", &self.session_id)
            .field("account_sid", &self.account_sid)
            .field("call_sid", &self.call_sid)
            .field("parent_call_sid", &self.parent_call_sid)
            .field("call_type", &self.call_type)
            .field("direction", &self.direction)
            .field("call_status", &self.call_status)
            .field("custom_parameters", &self.custom_parameters.keys())
            .finish_non_exhaustive()
    }
}

/// The other side said something.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Prompt {
    /// What was understood.
    pub voice_prompt: String,
    /// In which language, for example `en-US`. `None` if it is not said.
    #[serde(default, deserialize_with = "read::text")]
    pub lang: Option<String>,
    /// Whether the other side has finished. Always true, unless
    /// [`partial_prompts`](crate::twiml::ConversationRelay::partial_prompts) are asked for.
    pub last: bool,
    /// What else comes with it, for example after
    /// [`include_in_prompt`](crate::twiml::ConversationRelay::include_in_prompt): Twilio has not documented the names.
    #[serde(flatten, deserialize_with = "untagged")]
    pub more: Map<String, Value>,
}

/// A key was pressed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Dtmf {
    /// The key: `0` to `9`, `*` or `#`.
    pub digit: String,
}

/// The other side broke in on what was spoken. What follows in our text is not spoken.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Interrupt {
    /// What was spoken of our text before. A conversation goes on with this, and not with what was sent.
    pub utterance_until_interrupt: String,
    /// How long it was spoken.
    #[serde(
        rename = "durationUntilInterruptMs",
        deserialize_with = "read::milliseconds"
    )]
    pub duration_until_interrupt: Duration,
}

/// Something we sent cannot be carried out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct SessionError {
    /// What Twilio says about it.
    pub description: String,
}

/// All that is left of a message, but what tells which it is.
fn untagged<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Map<String, Value>, D::Error> {
    let mut fields = Map::deserialize(deserializer)?;
    fields.remove("type");
    Ok(fields)
}
