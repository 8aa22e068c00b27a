use jiff::Timestamp;
use serde::Deserialize;

use crate::{AccountSid, CallSid, UserDefinedMessageSubscriptionSid, wire};

/// A subscription to messages from the other end of a call. What is `None` was not told, or could not be
/// read.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct UserDefinedMessageSubscription {
    /// Identifies the subscription.
    pub sid: UserDefinedMessageSubscriptionSid,
    /// The account the call belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// The call.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub call_sid: Option<CallSid>,
    /// When it was made.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
    /// The path of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub uri: Option<String>,
}
