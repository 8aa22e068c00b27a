//! Voices of ElevenLabs.

use serde::{Deserialize, Serialize};

use crate::{Error, check};

/// A voice of ElevenLabs.
///
/// See [Ultravox Docs/Bring your own voice](https://docs.ultravox.ai/voices/bring-your-own)
/// and [the provider's documentation](https://elevenlabs.io/docs/api-reference/text-to-speech/convert).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct ElevenLabsVoice {
    /// Id of the voice at the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice_id: Option<String>,
    /// Model of ElevenLabs. `None` leaves the choice to Ultravox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Speaking rate, 0.7 to 1.2. `None` means 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speed: Option<f64>,
    /// Whether likeness to the original speaker is increased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_speaker_boost: Option<bool>,
    /// How much the style of the speaker is exaggerated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<f64>,
    /// How close the sound stays to the original.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub similarity_boost: Option<f64>,
    /// How even the voice is from one generation to the next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stability: Option<f64>,
    /// Dictionaries of pronunciation, applied in order.
    #[serde(
        deserialize_with = "crate::wire::or_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub pronunciation_dictionaries: Vec<PronunciationDictionary>,
    /// How far quality is traded for latency; the levels are those of ElevenLabs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub optimize_streaming_latency: Option<u32>,
    /// Highest sample rate Ultravox tries, in Hz. ElevenLabs limits it by tier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_sample_rate: Option<u32>,
    /// Whether SSML in the text is obeyed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_ssml_parsing: Option<bool>,
}

impl ElevenLabsVoice {
    /// The voice with this id at the provider.
    #[must_use]
    pub fn new(voice_id: impl Into<String>) -> Self {
        Self::default().voice_id(voice_id)
    }

    setters! {
        text voice_id;
        text model;
        value speed: f64;
        value use_speaker_boost: bool;
        value style: f64;
        value similarity_boost: f64;
        value stability: f64;
        list pronunciation_dictionaries: PronunciationDictionary;
        value optimize_streaming_latency: u32;
        value max_sample_rate: u32;
        value enable_ssml_parsing: bool;
    }

    pub(super) fn validate(&self, path: &str) -> Result<(), Error> {
        check::range(&format!("{path}.speed"), self.speed, 0.7..=1.2)?;
        check::positive(&format!("{path}.max_sample_rate"), self.max_sample_rate)?;
        Ok(())
    }
}

/// A dictionary of pronunciation stored at ElevenLabs.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct PronunciationDictionary {
    /// Id of the dictionary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dictionary_id: Option<String>,
    /// Version of the dictionary. `None` leaves the choice to ElevenLabs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
}

impl PronunciationDictionary {
    /// The dictionary with this id.
    #[must_use]
    pub fn new(dictionary_id: impl Into<String>) -> Self {
        Self {
            dictionary_id: Some(dictionary_id.into()),
            version_id: None,
        }
    }

    setters! {
        text version_id;
    }
}
