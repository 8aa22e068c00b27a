use jiff::Timestamp;
use serde::Deserialize;

use crate::{AccountSid, CallSid, UserDefinedMessageSid, wire};

/// A message to the other end of a call. What is `None` was not told, or could not be
/// read.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct UserDefinedMessage {
    /// Identifies the message.
    pub sid: UserDefinedMessageSid,
    /// The account the call belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// The call.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub call_sid: Option<CallSid>,
    /// When it was sent.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
}
