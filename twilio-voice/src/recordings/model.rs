use std::{collections::BTreeMap, time::Duration};

use jiff::Timestamp;
use serde::Deserialize;

use crate::{
    AccountSid, CallSid, ConferenceSid, ErrorCode, RecordingSid,
    calls::{Price, RecordingTrack},
    page::Listed,
    wire::{self, open_enum},
};

/// A recording. What is `None` was not told, or could not be read.
///
/// See [Twilio Docs/Recording properties](https://www.twilio.com/docs/voice/api/recording#recording-properties).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Recording {
    /// Identifies the recording.
    pub sid: RecordingSid,
    /// The account the recording belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// The call that was recorded.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub call_sid: Option<CallSid>,
    /// The conference that was recorded.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub conference_sid: Option<ConferenceSid>,
    /// Where the recording is in its life.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub status: Option<RecordingStatus>,
    /// What began the recording.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub source: Option<RecordingSource>,
    /// Which side was recorded. Told only of the recordings of a call.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub track: Option<RecordingTrack>,
    /// How many channels the sound has, 1 or 2.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub channels: Option<u32>,
    /// When the recording began.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub start_time: Option<Timestamp>,
    /// How long it is. `None` until it is ready.
    #[serde(default, deserialize_with = "wire::seconds")]
    pub duration: Option<Duration>,
    /// What the recording cost, as a negative amount. Known some time after the end.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub price: Option<Price>,
    /// The currency of the price, such as `USD`.
    #[serde(default, deserialize_with = "wire::text")]
    pub price_unit: Option<String>,
    /// Why there is no sound, if the status is `absent`.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub error_code: Option<ErrorCode>,
    /// How to decrypt the sound, if it is encrypted.
    #[serde(default, deserialize_with = "wire::object")]
    pub encryption_details: Option<EncryptionDetails>,
    /// Where the sound is. [`media`](super::Recordings::media) is the way to it unless it lies outside of Twilio.
    #[serde(default, deserialize_with = "wire::text")]
    pub media_url: Option<String>,
    /// The version of the API that made the recording.
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
    /// The paths of what belongs to the recording, by name.
    #[serde(default, deserialize_with = "wire::text_map")]
    pub subresource_uris: BTreeMap<String, String>,
}

impl Listed for Recording {
    const KEY: &'static str = "recordings";
}

/// How to decrypt the sound of a recording.
///
/// See [Twilio Docs/Encrypted recordings](https://www.twilio.com/docs/voice/tutorials/voice-recording-encryption).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct EncryptionDetails {
    /// Which of our public keys was used.
    #[serde(default, deserialize_with = "wire::text")]
    pub encryption_public_key_sid: Option<String>,
    /// The key of the sound, encrypted with our public key, in base64.
    #[serde(default, deserialize_with = "wire::text")]
    pub encryption_cek: Option<String>,
    /// The initialization vector, in base64.
    #[serde(default, deserialize_with = "wire::text")]
    pub encryption_iv: Option<String>,
}

open_enum! {
    /// Where a recording is in its life.
    RecordingStatus {
        /// It goes on.
        InProgress = "in-progress",
        /// It is interrupted.
        Paused = "paused",
        /// It is over, the call may go on.
        Stopped = "stopped",
        /// It is over and being made ready.
        Processing = "processing",
        /// It is ready.
        Completed = "completed",
        /// There is no sound.
        Absent = "absent",
        /// The sound is deleted. The record stays for 40 days.
        Deleted = "deleted",
    }
}

open_enum! {
    /// What began a recording.
    RecordingSource {
        /// `<Dial>`.
        DialVerb = "DialVerb",
        /// `<Conference>`.
        Conference = "Conference",
        /// The API, when it placed the call.
        OutboundApi = "OutboundAPI",
        /// A SIP trunk.
        Trunking = "Trunking",
        /// `<Record>`.
        RecordVerb = "RecordVerb",
        /// The API, in a call.
        StartCallRecordingApi = "StartCallRecordingAPI",
        /// The API, in a conference.
        StartConferenceRecordingApi = "StartConferenceRecordingAPI",
    }
}
