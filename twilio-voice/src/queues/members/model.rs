use std::{fmt, time::Duration};

use jiff::Timestamp;
use serde::Deserialize;

use crate::{CallSid, QueueSid, page::Listed, wire};

/// A call that waits in a queue. What is `None` was not told, or could not be read.
///
/// See [Twilio Docs/Member properties](https://www.twilio.com/docs/voice/api/member-resource#member-properties).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Member {
    /// Identifies the call.
    pub call_sid: CallSid,
    /// The queue it waits in.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub queue_sid: Option<QueueSid>,
    /// When it came into the queue.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_enqueued: Option<Timestamp>,
    /// Its place in the queue, the first being 1.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub position: Option<u32>,
    /// How long it has waited.
    #[serde(default, deserialize_with = "wire::seconds")]
    pub wait_time: Option<Duration>,
    /// The path of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub uri: Option<String>,
}

impl Listed for Member {
    const KEY: &'static str = "queue_members";
}

/// Which call of a queue is meant.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum MemberRef {
    /// This one.
    Call(CallSid),
    /// The one that has waited longest, whichever it is when the request arrives.
    Front,
}

impl fmt::Display for MemberRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(sid) => sid.fmt(f),
            Self::Front => f.write_str("Front"),
        }
    }
}

impl From<CallSid> for MemberRef {
    fn from(sid: CallSid) -> Self {
        Self::Call(sid)
    }
}

impl From<&CallSid> for MemberRef {
    fn from(sid: &CallSid) -> Self {
        Self::Call(*sid)
    }
}
