//! Voices of Google.

use serde::{Deserialize, Serialize};

use crate::{Error, check};

/// A voice of Google, streamed in both directions. Voices older than Chirp3 are not supported.
///
/// See [Ultravox Docs/Bring your own voice](https://docs.ultravox.ai/voices/bring-your-own)
/// and [the provider's documentation](https://cloud.google.com/text-to-speech/docs).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct GoogleVoice {
    /// Name of the voice at Google, e.g. `en-US-Chirp3-HD-Charon`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice_id: Option<String>,
    /// Speaking rate, 0.25 to 2. `None` means 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaking_rate: Option<f64>,
}

impl GoogleVoice {
    /// The voice with this id at the provider.
    #[must_use]
    pub fn new(voice_id: impl Into<String>) -> Self {
        Self::default().voice_id(voice_id)
    }

    setters! {
        text voice_id;
        value speaking_rate: f64;
    }

    pub(super) fn validate(&self, path: &str) -> Result<(), Error> {
        check::range(
            &format!("{path}.speaking_rate"),
            self.speaking_rate,
            0.25..=2.0,
        )?;
        Ok(())
    }
}
