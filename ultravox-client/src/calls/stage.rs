//! Stages: parts of a call with settings of their own.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::TimedMessage;
use crate::{CallId, CallStageId, voices::ExternalVoice};

/// A part of a call with settings of its own. A call that never changed its settings has one.
///
/// See [Ultravox Docs/Call stages](https://docs.ultravox.ai/agents/call-stages).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallStage {
    /// The call.
    pub call_id: CallId,
    /// The stage.
    pub call_stage_id: CallStageId,
    /// When the stage began.
    pub created: Timestamp,
    /// What the agent says when the user is silent.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub inactivity_messages: Vec<TimedMessage>,
    /// Length of the prompt at the beginning, in tokens.
    pub initial_token_count: Option<u64>,
    /// The language that is likely spoken, BCP 47.
    pub language_hint: Option<String>,
    /// Length of the prompt so far, in tokens.
    pub latest_token_count: Option<u64>,
    /// The model.
    pub model: Option<String>,
    /// The system prompt.
    pub system_prompt: Option<String>,
    /// The temperature of the model, 0 to 1.
    pub temperature: Option<f64>,
    /// What the agent says when time is up.
    pub time_exceeded_message: Option<String>,
    /// Name or id of the voice.
    pub voice: Option<String>,
    /// A voice that Ultravox does not know.
    pub external_voice: Option<ExternalVoice>,
    /// Changes to the voice.
    pub voice_overrides: Option<ExternalVoice>,
    /// How many errors happened.
    pub error_count: Option<u64>,
    /// Experimental settings.
    pub experimental_settings: Option<Value>,
    /// State that tools began with.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub initial_state: Map<String, Value>,
}

#[cfg(feature = "rest")]
mod list {
    use super::CallStage;
    use crate::{
        CallId, Client, Error,
        page::{Paging, list},
        request::Request,
    };

    /// Lists the stages of a call.
    #[derive(Clone, Debug)]
    #[must_use]
    pub struct ListStages<'a> {
        client: &'a Client,
        call: CallId,
        paging: Paging,
    }

    impl<'a> ListStages<'a> {
        pub(in crate::calls) fn new(client: &'a Client, call: CallId) -> Self {
            Self {
                client,
                call,
                paging: Paging::default(),
            }
        }

        fn request(&self) -> Result<Request, Error> {
            self.paging
                .apply(Request::get("/api/calls/{call_id}/stages", &[&self.call]))
        }
    }

    list!(ListStages of CallStage);
}

#[cfg(feature = "rest")]
pub use self::list::ListStages;
