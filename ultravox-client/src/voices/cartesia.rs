//! Voices of Cartesia.

use serde::{Deserialize, Serialize};

use crate::{Error, check};

/// A voice of Cartesia.
///
/// See [Ultravox Docs/Bring your own voice](https://docs.ultravox.ai/voices/bring-your-own)
/// and [the provider's documentation](https://docs.cartesia.ai/api-reference/tts/websocket).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct CartesiaVoice {
    /// Id of the voice at the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice_id: Option<String>,
    /// Model of Cartesia. `None` leaves the choice to Ultravox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Speaking rate, -1 to 1. Deprecated by Ultravox: see `generation_config`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speed: Option<f64>,
    /// Emotion. Deprecated by Ultravox: see `generation_config`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emotion: Option<String>,
    /// Emotions. Deprecated by Ultravox: see `generation_config`.
    #[serde(
        deserialize_with = "crate::wire::or_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub emotions: Vec<String>,
    /// How the speech is generated, for Sonic 3 and later models.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation_config: Option<CartesiaGeneration>,
}

impl CartesiaVoice {
    /// The voice with this id at the provider.
    #[must_use]
    pub fn new(voice_id: impl Into<String>) -> Self {
        Self::default().voice_id(voice_id)
    }

    setters! {
        text voice_id;
        text model;
        value speed: f64;
        text emotion;
        list emotions: String;
        value generation_config: CartesiaGeneration;
    }

    pub(super) fn validate(&self, path: &str) -> Result<(), Error> {
        check::range(&format!("{path}.speed"), self.speed, -1.0..=1.0)?;
        if let Some(generation) = &self.generation_config {
            generation.validate(&format!("{path}.generation_config"))?;
        }
        Ok(())
    }
}

/// How Cartesia generates speech, for Sonic 3 and later models.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct CartesiaGeneration {
    /// Loudness as a multiple of the original, 0.5 to 2. `None` means 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<f64>,
    /// Speaking rate as a multiple of the original, 0.6 to 1.5. `None` means 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speed: Option<f64>,
    /// Emotion, such as `neutral`, `calm`, `angry`, `content`, `sad` or `scared`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emotion: Option<String>,
    /// Id of a dictionary of pronunciation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pronunciation_dict_id: Option<String>,
}

impl CartesiaGeneration {
    setters! {
        value volume: f64;
        value speed: f64;
        text emotion;
        text pronunciation_dict_id;
    }

    fn validate(&self, path: &str) -> Result<(), Error> {
        check::range(&format!("{path}.volume"), self.volume, 0.5..=2.0)?;
        check::range(&format!("{path}.speed"), self.speed, 0.6..=1.5)
    }
}
