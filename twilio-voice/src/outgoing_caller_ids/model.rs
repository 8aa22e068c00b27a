use jiff::Timestamp;
use serde::Deserialize;

use crate::{AccountSid, CallSid, PhoneNumberSid, page::Listed, wire};

/// A number that is not ours and may be shown as the caller. What is `None` was not told, or could not be read.
///
/// See [Twilio Docs/Outgoing caller id properties](https://www.twilio.com/docs/voice/api/outgoing-caller-ids#outgoingcallerid-properties).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct OutgoingCallerId {
    /// Identifies the caller id.
    pub sid: PhoneNumberSid,
    /// The account the caller id belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// What it is called.
    #[serde(default, deserialize_with = "wire::text")]
    pub friendly_name: Option<String>,
    /// The number, in E.164.
    #[serde(default, deserialize_with = "wire::text")]
    pub phone_number: Option<String>,
    /// When the record was made.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When the record was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
    /// The path of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub uri: Option<String>,
}

impl Listed for OutgoingCallerId {
    const KEY: &'static str = "outgoing_caller_ids";
}

/// A number that Twilio calls to find out whether it is ours. What is `None` was not told, or could not be read.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct ValidationRequest {
    /// The account the caller id will belong to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// The call to the number.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub call_sid: Option<CallSid>,
    /// What the caller id will be called.
    #[serde(default, deserialize_with = "wire::text")]
    pub friendly_name: Option<String>,
    /// The number, in E.164.
    #[serde(default, deserialize_with = "wire::text")]
    pub phone_number: Option<String>,
    /// The six digits that must be pressed in the call.
    #[serde(default, deserialize_with = "wire::text")]
    pub validation_code: Option<String>,
}
