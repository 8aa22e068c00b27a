//! What comes between the audio, and the end.

use serde::Deserialize;

use crate::{AccountSid, CallSid, StreamSid, message::read, twiml::StreamTrack};

/// A key was pressed.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Dtmf {
    /// Counts all messages after [`Connected`](crate::media::Connected), from 1.
    pub sequence_number: u64,
    /// The stream.
    pub stream_sid: StreamSid,
    /// Whose key it is: [`StreamTrack::Inbound`].
    pub track: StreamTrack,
    /// The key: `0` to `9`, `*` or `#`.
    pub digit: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DtmfMessage {
    #[serde(deserialize_with = "read::number")]
    sequence_number: u64,
    stream_sid: StreamSid,
    dtmf: DtmfBody,
}

#[derive(Deserialize)]
pub(super) struct DtmfBody {
    track: StreamTrack,
    digit: String,
}

impl Dtmf {
    pub(super) fn new(message: DtmfMessage) -> Self {
        Self {
            sequence_number: message.sequence_number,
            stream_sid: message.stream_sid,
            track: message.dtmf.track,
            digit: message.dtmf.digit,
        }
    }
}

/// A mark that was sent comes back.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Mark {
    /// Counts all messages after [`Connected`](crate::media::Connected), from 1.
    pub sequence_number: u64,
    /// The stream.
    pub stream_sid: StreamSid,
    /// Its name, as it was sent.
    pub name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MarkMessage {
    #[serde(deserialize_with = "read::number")]
    sequence_number: u64,
    stream_sid: StreamSid,
    mark: MarkBody,
}

#[derive(Deserialize)]
pub(super) struct MarkBody {
    name: String,
}

impl Mark {
    pub(super) fn new(message: MarkMessage) -> Self {
        Self {
            sequence_number: message.sequence_number,
            stream_sid: message.stream_sid,
            name: message.mark.name,
        }
    }
}

/// The stream is over.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Stop {
    /// Counts all messages after [`Connected`](crate::media::Connected), from 1.
    pub sequence_number: u64,
    /// The stream.
    pub stream_sid: StreamSid,
    /// The account of the call.
    pub account_sid: AccountSid,
    /// The call.
    pub call_sid: CallSid,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StopMessage {
    #[serde(deserialize_with = "read::number")]
    sequence_number: u64,
    stream_sid: StreamSid,
    stop: StopBody,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StopBody {
    account_sid: AccountSid,
    call_sid: CallSid,
}

impl Stop {
    pub(super) fn new(message: StopMessage) -> Self {
        Self {
            sequence_number: message.sequence_number,
            stream_sid: message.stream_sid,
            account_sid: message.stop.account_sid,
            call_sid: message.stop.call_sid,
        }
    }
}
