//! Voices of Inworld.

use serde::{Deserialize, Serialize};

use crate::{Error, check};

/// A voice of Inworld, streamed in both directions.
///
/// See [Ultravox Docs/Bring your own voice](https://docs.ultravox.ai/voices/bring-your-own)
/// and [the provider's documentation](https://docs.inworld.ai/docs/tts/tts-models).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct InworldVoice {
    /// Id of the voice at the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice_id: Option<String>,
    /// Model of Inworld, e.g. `inworld-tts-1-max`. `None` leaves the choice to Ultravox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_id: Option<String>,
    /// Speaking rate, 0.5 to 1.5. `None` means 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaking_rate: Option<f64>,
    /// Randomness of the sound, 0 to 2. `None` leaves it to Inworld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    /// Whether numbers and abbreviations are spelt out before they are spoken. `None` leaves it to Inworld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apply_text_normalization: Option<bool>,
}

impl InworldVoice {
    /// The voice with this id at the provider.
    #[must_use]
    pub fn new(voice_id: impl Into<String>) -> Self {
        Self::default().voice_id(voice_id)
    }

    setters! {
        text voice_id;
        text model_id;
        value speaking_rate: f64;
        value temperature: f64;
        value apply_text_normalization: bool;
    }

    pub(super) fn validate(&self, path: &str) -> Result<(), Error> {
        check::range(
            &format!("{path}.speaking_rate"),
            self.speaking_rate,
            0.5..=1.5,
        )?;
        check::range(&format!("{path}.temperature"), self.temperature, 0.0..=2.0)?;
        Ok(())
    }
}
