use jiff::Timestamp;
use serde::Deserialize;

use crate::{
    AccountSid, CallSid, StreamSid,
    reference::sid_or_name,
    wire::{self, open_enum},
};

/// A stream of a call. What is `None` was not told, or could not be read.
///
/// See [Twilio Docs/Stream resource](https://www.twilio.com/docs/voice/api/stream-resource).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Stream {
    /// Identifies the stream.
    pub sid: StreamSid,
    /// The account the call belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// The call.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub call_sid: Option<CallSid>,
    /// The name it was given when it was begun.
    #[serde(default, deserialize_with = "wire::text")]
    pub name: Option<String>,
    /// Whether it goes on.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub status: Option<StreamStatus>,
    /// When the record was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
    /// The path of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub uri: Option<String>,
}

open_enum! {
    /// Whether a stream goes on.
    StreamStatus {
        /// It goes on.
        InProgress = "in-progress",
        /// It is over.
        Stopped = "stopped",
    }
}

sid_or_name! {
    /// Which stream of a call is meant.
    StreamRef {
        /// This one.
        Sid(StreamSid),
        /// The one that was begun with this name.
        Name("stream"),
    }
}
