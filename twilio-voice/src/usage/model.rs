use std::{collections::BTreeMap, fmt, str::FromStr};

use jiff::{Timestamp, civil::Date};
use serde::Deserialize;

use crate::{
    AccountSid,
    calls::{Price, PriceError},
    page::Listed,
    wire,
};

/// What one kind of usage cost in one stretch of time. What is `None` was not told, or could not be read.
///
/// See [Twilio Docs/Usage record properties](https://www.twilio.com/docs/usage/api/usage-record#usagerecord-properties).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct UsageRecord {
    /// The account that used it.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// The version of the API that made the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub api_version: Option<String>,
    /// Which kind of usage it is, such as `calls`.
    #[serde(default, deserialize_with = "wire::text")]
    pub category: Option<String>,
    /// The same in words.
    #[serde(default, deserialize_with = "wire::text")]
    pub description: Option<String>,
    /// The first day, in UTC.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub start_date: Option<Date>,
    /// The last day, in UTC.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub end_date: Option<Date>,
    /// Until when usage is counted.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub as_of: Option<Timestamp>,
    /// How often it happened.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub count: Option<Quantity>,
    /// What is counted, such as `calls`.
    #[serde(default, deserialize_with = "wire::text")]
    pub count_unit: Option<String>,
    /// How much is charged for.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub usage: Option<Quantity>,
    /// What that is measured in, such as `minutes`.
    #[serde(default, deserialize_with = "wire::text")]
    pub usage_unit: Option<String>,
    /// What it cost.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub price: Option<Price>,
    /// The currency of the price, such as `usd`.
    #[serde(default, deserialize_with = "wire::text")]
    pub price_unit: Option<String>,
    /// The path of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub uri: Option<String>,
    /// The paths of the same usage in other stretches of time, by name.
    #[serde(default, deserialize_with = "wire::text_map")]
    pub subresource_uris: BTreeMap<String, String>,
}

impl Listed for UsageRecord {
    const KEY: &'static str = "usage_records";
}

/// How much was used: a decimal number, exactly as Twilio writes it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Quantity(Price);

impl Quantity {
    /// The number as decimal text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Quantity {
    type Err = PriceError;

    fn from_str(text: &str) -> Result<Self, PriceError> {
        text.parse().map(Self)
    }
}
