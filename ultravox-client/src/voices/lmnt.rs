//! Voices of LMNT.

use serde::{Deserialize, Serialize};

use crate::{Error, check};

/// A voice of LMNT.
///
/// See [Ultravox Docs/Bring your own voice](https://docs.ultravox.ai/voices/bring-your-own)
/// and [the provider's documentation](https://docs.lmnt.com/api-reference/speech/synthesize-speech-bytes).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct LmntVoice {
    /// Id of the voice at the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice_id: Option<String>,
    /// Model of LMNT. `None` leaves the choice to Ultravox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Speaking rate, 0.25 to 2. `None` means 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speed: Option<f64>,
    /// Whether the voice speaks as in a conversation. `None` leaves it to LMNT.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversational: Option<bool>,
}

impl LmntVoice {
    /// The voice with this id at the provider.
    #[must_use]
    pub fn new(voice_id: impl Into<String>) -> Self {
        Self::default().voice_id(voice_id)
    }

    setters! {
        text voice_id;
        text model;
        value speed: f64;
        value conversational: bool;
    }

    pub(super) fn validate(&self, path: &str) -> Result<(), Error> {
        check::range(&format!("{path}.speed"), self.speed, 0.25..=2.0)?;
        Ok(())
    }
}
