use std::{collections::BTreeMap, fmt, str::FromStr, time::Duration};

use jiff::Timestamp;
use serde::Deserialize;

use crate::{
    AccountSid, CallSid, GroupSid, PhoneNumberSid, TrunkSid,
    page::Listed,
    status::{AnsweredBy, CallDirection, CallStatus},
    wire,
};

/// A call, as Twilio knows it.
///
/// Only `sid` is sure to be there. Everything else is `None` if Twilio sends nothing, an empty text, or something
/// that cannot be read: one odd date must not cost the id of a call that is running.
///
/// See [Twilio Docs/Call properties](https://www.twilio.com/docs/voice/api/call-resource#call-properties).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Call {
    /// Identifies the call.
    pub sid: CallSid,
    /// The call that made this one, for example by `<Dial>`.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub parent_call_sid: Option<CallSid>,
    /// The account the call belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// The incoming number that was called, or the caller id that was used.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub phone_number_sid: Option<PhoneNumberSid>,
    /// The SIP trunk of the call.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub trunk_sid: Option<TrunkSid>,
    /// The group of the call.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub group_sid: Option<GroupSid>,
    /// Who is called: a number, SIP address, `client:` or `sim:`.
    #[serde(default, deserialize_with = "wire::text")]
    pub to: Option<String>,
    /// The same, for display.
    #[serde(default, deserialize_with = "wire::text")]
    pub to_formatted: Option<String>,
    /// Who calls: a number, SIP address, `client:`, `sim:`, or a word such as `anonymous`.
    #[serde(default, deserialize_with = "wire::text")]
    pub from: Option<String>,
    /// The same, for display.
    #[serde(default, deserialize_with = "wire::text")]
    pub from_formatted: Option<String>,
    /// The number that forwarded an incoming call, if the carrier told.
    #[serde(default, deserialize_with = "wire::text")]
    pub forwarded_from: Option<String>,
    /// The name of the caller, if it is looked up.
    #[serde(default, deserialize_with = "wire::text")]
    pub caller_name: Option<String>,
    /// Where the call is in its life.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub status: Option<CallStatus>,
    /// Who placed the call.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub direction: Option<CallDirection>,
    /// Who answered, if that was to be found out.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub answered_by: Option<AnsweredBy>,
    /// When the call was dialled or came in. `None` if it was not dialled yet.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub start_time: Option<Timestamp>,
    /// When the call ended. `None` if it is not over or never was in progress.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub end_time: Option<Timestamp>,
    /// How long the call was in progress. `None` if it is not over or never was in progress.
    #[serde(default, deserialize_with = "wire::seconds")]
    pub duration: Option<Duration>,
    /// What the connection cost, as a negative amount. Known some time after the end.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub price: Option<Price>,
    /// The currency of the price, such as `USD`.
    #[serde(default, deserialize_with = "wire::text")]
    pub price_unit: Option<String>,
    /// How long the call waits before it is dialled.
    #[serde(default, deserialize_with = "wire::milliseconds")]
    pub queue_time: Option<Duration>,
    /// The version of the API that made the call.
    #[serde(default, deserialize_with = "wire::text")]
    pub api_version: Option<String>,
    /// When the record was made.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When the record was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
    /// The path of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub uri: Option<String>,
    /// The paths of what belongs to the call, by name.
    #[serde(default, deserialize_with = "wire::text_map")]
    pub subresource_uris: BTreeMap<String, String>,
}

impl Listed for Call {
    const KEY: &'static str = "calls";
}

/// An amount of money, exactly as Twilio writes it, such as `-0.03000`.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Price(String);

impl Price {
    /// The amount as decimal text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A text is not a decimal number such as `-0.03000`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a decimal number")]
#[non_exhaustive]
pub struct PriceError;

impl FromStr for Price {
    type Err = PriceError;

    fn from_str(text: &str) -> Result<Self, PriceError> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let good = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if good(whole) && good(fraction) {
            Ok(Self(text.to_owned()))
        } else {
            Err(PriceError)
        }
    }
}
