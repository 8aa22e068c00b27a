use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{CountryCode, page::Listed, wire};

/// Which numbers of a country may be called. What is `None` was not told, or could not be read.
///
/// See [Twilio Docs/Country properties](https://www.twilio.com/docs/voice/api/dialingpermissions-country-resource#dialingpermissions-country-properties).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct DialingPermissionsCountry {
    /// The country.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub iso_code: Option<CountryCode>,
    /// What it is called.
    #[serde(default, deserialize_with = "wire::text")]
    pub name: Option<String>,
    /// Where it is.
    #[serde(default, deserialize_with = "wire::text")]
    pub continent: Option<String>,
    /// What its numbers begin with, such as `+1`.
    #[serde(default, deserialize_with = "wire::texts")]
    pub country_codes: Vec<String>,
    /// Whether numbers without special risk may be called.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub low_risk_numbers_enabled: Option<bool>,
    /// Whether special services with a high risk may be called, whose prefixes are listed.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub high_risk_special_numbers_enabled: Option<bool>,
    /// Whether numbers often used for fraud may be called.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub high_risk_tollfraud_numbers_enabled: Option<bool>,
    /// The URL of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub url: Option<String>,
    /// The URLs of what belongs to the country, by name.
    #[serde(default, deserialize_with = "wire::text_map")]
    pub links: BTreeMap<String, String>,
}

impl Listed for DialingPermissionsCountry {
    const KEY: &'static str = "content";
}

/// What numbers of special services with a high risk begin with.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct HighRiskSpecialPrefix {
    /// The digits with `+`, such as `+37181`.
    #[serde(default, deserialize_with = "wire::text")]
    pub prefix: Option<String>,
}

impl Listed for HighRiskSpecialPrefix {
    const KEY: &'static str = "content";
}

/// Whether a subaccount has permissions of its own. What is `None` was not told, or could not be read.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct DialingPermissionsSettings {
    /// Whether a subaccount has the permissions of the account above.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub dialing_permissions_inheritance: Option<bool>,
    /// The URL of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub url: Option<String>,
}

/// What became of changes to many countries.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct CountryUpdates {
    /// How many countries were changed.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub update_count: Option<u32>,
    /// What Twilio says of the request, such as `accepted`.
    #[serde(default, deserialize_with = "wire::text")]
    pub update_request: Option<String>,
}
