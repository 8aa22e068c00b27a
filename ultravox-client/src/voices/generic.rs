//! Voices of any speech service that speaks HTTP.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Error, Secret, check};

/// A voice of any speech service that takes JSON by POST and answers WAV, raw PCM, or JSON that holds either.
///
/// See [Ultravox Docs/Bring your own voice](https://docs.ultravox.ai/voices/bring-your-own).
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct GenericVoice {
    /// Where the text is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Headers that are sent along, such as the key of the service.
    #[serde(
        deserialize_with = "crate::wire::or_default",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub headers: BTreeMap<String, Secret>,
    /// JSON that is sent. One of its texts contains `{text}`, which is replaced by what is to be spoken.
    #[serde(
        deserialize_with = "crate::wire::or_default",
        skip_serializing_if = "Map::is_empty"
    )]
    pub body: Map<String, Value>,
    /// Sample rate of the audio that comes back, in Hz.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_sample_rate: Option<u32>,
    /// Estimated speaking rate in words per minute, to time transcripts while audio streams in. `None` means 150.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_words_per_minute: Option<u32>,
    /// Content type of the answer, if its header is missing or wrong, e.g. `audio/l16` or `application/jsonl`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_mime_type: Option<String>,
    /// Path to the audio within a JSON answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json_audio_field_path: Option<String>,
    /// How audio within a JSON answer is written. `None` means base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json_byte_encoding: Option<ByteEncoding>,
}

impl GenericVoice {
    /// A service at `url`.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self::default().url(url)
    }

    setters! {
        text url;
        entry headers: Secret;
        entry body: Value;
        value response_sample_rate: u32;
        value response_words_per_minute: u32;
        text response_mime_type;
        text json_audio_field_path;
        value json_byte_encoding: ByteEncoding;
    }

    pub(super) fn validate(&self, path: &str) -> Result<(), Error> {
        if let Some(url) = &self.url {
            check::url(&format!("{path}.url"), url, &["http", "https"])?;
        }
        check::positive(
            &format!("{path}.response_sample_rate"),
            self.response_sample_rate,
        )?;
        check::positive(
            &format!("{path}.response_words_per_minute"),
            self.response_words_per_minute,
        )
    }
}

/// How bytes are written in JSON.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum ByteEncoding {
    /// Base64.
    #[serde(rename = "JSON_BYTE_ENCODING_BASE64")]
    Base64,
    /// Hexadecimal digits.
    #[serde(rename = "JSON_BYTE_ENCODING_HEX")]
    Hex,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}
