use jiff::Timestamp;
use serde::Deserialize;

use crate::{AccountSid, CallSid, PaymentSid, wire};

/// A payment in a call. How it goes is told to the status callback only. What is `None` was not told, or could not be read.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Payment {
    /// Identifies the payment.
    pub sid: PaymentSid,
    /// The account the call belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// The call.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub call_sid: Option<CallSid>,
    /// When the payment was begun.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When the payment was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
    /// The path of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub uri: Option<String>,
}
