//! What a stored voice is.

use serde::{Deserialize, Serialize};

use super::ExternalVoice;
use crate::{Ownership, VoiceId};

/// A voice that Ultravox knows.
///
/// See [Ultravox Docs/Get voice](https://docs.ultravox.ai/api-reference/voices/voices-get).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Voice {
    /// The voice.
    pub voice_id: VoiceId,
    /// Its name, up to 40 characters. Calls may name the voice by it if no other has it.
    pub name: String,
    /// What it is like, up to 240 characters.
    pub description: Option<String>,
    /// The language it speaks best, BCP 47.
    pub primary_language: Option<String>,
    /// That language for people to read, in English.
    pub language_label: Option<String>,
    /// Where a sample is.
    pub preview_url: Option<String>,
    /// Whether it is the account's own.
    pub ownership: Option<Ownership>,
    /// Who is paid for it.
    pub billing_style: Option<VoiceBillingStyle>,
    /// The company it comes from, if any.
    pub provider: Option<VoiceProvider>,
    /// What it is at that company.
    pub definition: Option<ExternalVoice>,
}

/// Who is paid for a voice.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum VoiceBillingStyle {
    /// It is included in the price of a call.
    #[serde(rename = "VOICE_BILLING_STYLE_INCLUDED")]
    Included,
    /// Its company charges for it; the account needs a key of that company.
    #[serde(rename = "VOICE_BILLING_STYLE_EXTERNAL")]
    External,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// The company of a voice.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum VoiceProvider {
    /// LMNT.
    Lmnt,
    /// Cartesia.
    Cartesia,
    /// Google.
    Google,
    /// Respeecher.
    Respeecher,
    /// ElevenLabs.
    ElevenLabs,
    /// Inworld.
    Inworld,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}
