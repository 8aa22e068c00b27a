use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;

use crate::{
    AccountSid, RecordingSid, TranscriptionSid,
    calls::Price,
    page::Listed,
    wire::{self, open_enum},
};

/// A transcription of a recording. What is `None` was not told, or could not be read.
///
/// See [Twilio Docs/Transcription properties](https://www.twilio.com/docs/voice/api/recording-transcription#transcription-properties).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Transcription {
    /// Identifies the transcription.
    pub sid: TranscriptionSid,
    /// The account the transcription belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// The recording that was put into writing.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub recording_sid: Option<RecordingSid>,
    /// Where the transcription is in its life.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub status: Option<TranscriptionStatus>,
    /// What was said. `None` until it is ready.
    #[serde(default, deserialize_with = "wire::text")]
    pub transcription_text: Option<String>,
    /// How it was made; so far only `fast`.
    #[serde(default, rename = "type", deserialize_with = "wire::text")]
    pub kind: Option<String>,
    /// How much sound was put into writing.
    #[serde(default, deserialize_with = "wire::seconds")]
    pub duration: Option<Duration>,
    /// What the transcription cost. Known some time after the end.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub price: Option<Price>,
    /// The currency of the price, such as `USD`.
    #[serde(default, deserialize_with = "wire::text")]
    pub price_unit: Option<String>,
    /// The version of the API that made the transcription.
    #[serde(default, deserialize_with = "wire::text")]
    pub api_version: Option<String>,
    /// When the record was made.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When the record was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
    /// The path of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub uri: Option<String>,
}

impl Listed for Transcription {
    const KEY: &'static str = "transcriptions";
}

open_enum! {
    /// Where a transcription of a recording is in its life.
    TranscriptionStatus {
        /// Being made.
        InProgress = "in-progress",
        /// Ready.
        Completed = "completed",
        /// There is none.
        Failed = "failed",
    }
}
