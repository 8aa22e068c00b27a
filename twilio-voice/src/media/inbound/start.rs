//! How a stream begins.

use std::{collections::BTreeMap, fmt};

use serde::Deserialize;

use super::Track;
use crate::{AccountSid, CallSid, StreamSid, message::read, wire::open_enum};

/// The websocket is connected.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Connected {
    /// What is spoken: `Call`.
    pub protocol: String,
    /// Its version: `1.0.0`.
    pub version: String,
}

/// The stream begins.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct Start {
    /// Counts all messages after [`Connected`], from 1.
    pub sequence_number: u64,
    /// The stream.
    pub stream_sid: StreamSid,
    /// The account of the call.
    pub account_sid: AccountSid,
    /// The call.
    pub call_sid: CallSid,
    /// Whose audio will come.
    pub tracks: Vec<Track>,
    /// The [`Parameter`](crate::twiml::Parameter)s of the TwiML. Not shown by `Debug`: there may be a
    /// [token](crate::media::StreamTokens) among them.
    pub custom_parameters: BTreeMap<String, String>,
    /// How the audio is encoded.
    pub media_format: MediaFormat,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StartMessage {
    #[serde(deserialize_with = "read::number")]
    sequence_number: u64,
    stream_sid: StreamSid,
    start: StartBody,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StartBody {
    account_sid: AccountSid,
    call_sid: CallSid,
    #[serde(default, deserialize_with = "read::or_default")]
    tracks: Vec<Track>,
    #[serde(default, deserialize_with = "read::parameters")]
    custom_parameters: BTreeMap<String, String>,
    media_format: MediaFormat,
}

impl Start {
    pub(super) fn new(message: StartMessage) -> Self {
        let StartBody {
            account_sid,
            call_sid,
            tracks,
            custom_parameters,
            media_format,
        } = message.start;
        Self {
            sequence_number: message.sequence_number,
            stream_sid: message.stream_sid,
            account_sid,
            call_sid,
            tracks,
            custom_parameters,
            media_format,
        }
    }
}

/// Shows the names of the parameters alone.
impl fmt::Debug for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Start")
            .field("sequence_number", &self.sequence_number)
            .field("stream_sid", &self.stream_sid)
            .field("account_sid", &self.account_sid)
            .field("call_sid", &self.call_sid)
            .field("tracks", &self.tracks)
            .field("custom_parameters", &self.custom_parameters.keys())
            .field("media_format", &self.media_format)
            .finish()
    }
}

open_enum! {
    /// How samples are encoded.
    Encoding {
        /// G.711 µ-law, see [`mulaw`](crate::media::mulaw).
        Mulaw = "audio/x-mulaw",
    }
}

/// How audio is encoded.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MediaFormat {
    /// What stands for a sample.
    pub encoding: Encoding,
    /// Samples a second: 8000.
    #[serde(deserialize_with = "read::number")]
    pub sample_rate: u32,
    /// 1, for mono.
    #[serde(deserialize_with = "read::number")]
    pub channels: u16,
}

impl MediaFormat {
    /// Whether it is µ-law, 8000 samples a second, mono: the format that is documented, and the one that is decoded and
    /// encoded here.
    #[must_use]
    pub fn is_mulaw_8000(&self) -> bool {
        self.encoding == Encoding::Mulaw && self.sample_rate == 8_000 && self.channels == 1
    }
}
