//! Voices of Respeecher.

use serde::{Deserialize, Serialize};

use crate::{Error, check};

/// A voice of Respeecher, streamed in both directions.
///
/// See [Ultravox Docs/Bring your own voice](https://docs.ultravox.ai/voices/bring-your-own)
/// and [the provider's documentation](https://space.respeecher.com/docs/api/tts/sampling-params-guide).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct RespeecherVoice {
    /// Id of the voice at the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice_id: Option<String>,
    /// Model as a path, e.g. `/v1/public/tts/en-rt`. `None` chooses by the language hint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Seed that makes the sound reproducible.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<i32>,
    /// Randomness, 0 or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    /// Samples from this many likely tokens: -1 for all, else 1 or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_k: Option<i32>,
    /// Samples from tokens up to this cumulated probability: more than 0, up to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_p: Option<f64>,
    /// Least probability of a token that is sampled, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_p: Option<f64>,
    /// Penalty for tokens that occurred, 0 to 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presence_penalty: Option<f64>,
    /// Penalty for repeating tokens, 1 to 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repetition_penalty: Option<f64>,
    /// Penalty by how often a token occurred, 0 to 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frequency_penalty: Option<f64>,
}

impl RespeecherVoice {
    /// The voice with this id at the provider.
    #[must_use]
    pub fn new(voice_id: impl Into<String>) -> Self {
        Self::default().voice_id(voice_id)
    }

    setters! {
        text voice_id;
        text model;
        value seed: i32;
        value temperature: f64;
        value top_k: i32;
        value top_p: f64;
        value min_p: f64;
        value presence_penalty: f64;
        value repetition_penalty: f64;
        value frequency_penalty: f64;
    }

    pub(super) fn validate(&self, path: &str) -> Result<(), Error> {
        if self
            .temperature
            .is_some_and(|value| !value.is_finite() || value < 0.0)
        {
            return Err(Error::invalid(
                format!("{path}.temperature"),
                "must be 0 or more",
            ));
        }
        if self.top_k.is_some_and(|top_k| top_k < -1 || top_k == 0) {
            return Err(Error::invalid(
                format!("{path}.top_k"),
                "must be -1 or greater than 0",
            ));
        }
        if self
            .top_p
            .is_some_and(|value| !(value > 0.0 && value <= 1.0))
        {
            return Err(Error::invalid(
                format!("{path}.top_p"),
                "must be more than 0 and up to 1",
            ));
        }
        check::range(&format!("{path}.min_p"), self.min_p, 0.0..=1.0)?;
        check::range(
            &format!("{path}.presence_penalty"),
            self.presence_penalty,
            0.0..=2.0,
        )?;
        check::range(
            &format!("{path}.repetition_penalty"),
            self.repetition_penalty,
            1.0..=2.0,
        )?;
        check::range(
            &format!("{path}.frequency_penalty"),
            self.frequency_penalty,
            0.0..=2.0,
        )?;
        Ok(())
    }
}
