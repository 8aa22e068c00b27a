use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;

use crate::{
    AccountSid, CallSid, ConferenceSid,
    page::Listed,
    reference::sid_or_name,
    wire::{self, open_enum},
};

/// A call in a conference. What is `None` was not told, or could not be read.
///
/// See [Twilio Docs/Participant properties](https://www.twilio.com/docs/voice/api/conference-participant-resource#participant-properties).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Participant {
    /// Identifies the call.
    pub call_sid: CallSid,
    /// The account the call belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// The conference it is in.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub conference_sid: Option<ConferenceSid>,
    /// The name it was given when it was added.
    #[serde(default, deserialize_with = "wire::text")]
    pub label: Option<String>,
    /// Where the call is on its way into the conference.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub status: Option<ParticipantStatus>,
    /// Whether the others do not hear it.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub muted: Option<bool>,
    /// Whether it hears music and not the others.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub hold: Option<bool>,
    /// Whether only one of the others hears it.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub coaching: Option<bool>,
    /// The one that hears it, if it is coaching.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub call_sid_to_coach: Option<CallSid>,
    /// Whether the conference begins when it comes.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub start_conference_on_enter: Option<bool>,
    /// Whether the conference ends when it leaves.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub end_conference_on_exit: Option<bool>,
    /// How long the call waits before it is dialled. Told only when it is added.
    #[serde(default, deserialize_with = "wire::milliseconds")]
    pub queue_time: Option<Duration>,
    /// When it was added.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When the record was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
    /// The path of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub uri: Option<String>,
}

impl Listed for Participant {
    const KEY: &'static str = "participants";
}

open_enum! {
    /// Where a call is on its way into a conference.
    ParticipantStatus {
        /// Not dialled yet.
        Queued = "queued",
        /// Being dialled.
        Connecting = "connecting",
        /// The other side rings.
        Ringing = "ringing",
        /// In the conference.
        Connected = "connected",
        /// It has left.
        Complete = "complete",
        /// It could not be placed.
        Failed = "failed",
    }
}

sid_or_name! {
    /// Which call of a conference is meant.
    ParticipantRef {
        /// The call of this SID.
        Sid(CallSid),
        /// The call that was added with this label.
        Name("participant"),
    }
}
