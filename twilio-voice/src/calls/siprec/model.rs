use jiff::Timestamp;
use serde::Deserialize;

use crate::{
    AccountSid, CallSid, SiprecSid,
    reference::sid_or_name,
    wire::{self, open_enum},
};

/// A SIPREC session of a call. What is `None` was not told, or could not be read.
///
/// See [Twilio Docs/Siprec resource](https://www.twilio.com/docs/voice/api/siprec-resource).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Siprec {
    /// Identifies the session.
    pub sid: SiprecSid,
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
    pub status: Option<SiprecStatus>,
    /// When the record was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
    /// The path of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub uri: Option<String>,
}

open_enum! {
    /// Whether a SIPREC session goes on.
    SiprecStatus {
        /// It goes on.
        InProgress = "in-progress",
        /// It is over.
        Stopped = "stopped",
    }
}

sid_or_name! {
    /// Which session of a call is meant.
    SiprecRef {
        /// This one.
        Sid(SiprecSid),
        /// The one that was begun with this name.
        Name("session"),
    }
}
