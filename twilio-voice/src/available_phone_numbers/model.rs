use std::{collections::BTreeMap, fmt};

use serde::Deserialize;

use crate::{
    CountryCode,
    incoming_phone_numbers::{AddressRequirement, Capabilities},
    page::Listed,
    wire,
};

/// A number that can be bought. What is `None` was not told, or could not be read.
///
/// See [Twilio Docs/AvailablePhoneNumber properties](https://www.twilio.com/docs/phone-numbers/api/availablephonenumberlocal-resource#availablephonenumberlocal-properties).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct AvailablePhoneNumber {
    /// The number, in E.164.
    #[serde(default, deserialize_with = "wire::text")]
    pub phone_number: Option<String>,
    /// The same, for display.
    #[serde(default, deserialize_with = "wire::text")]
    pub friendly_name: Option<String>,
    /// The country of the number.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub iso_country: Option<CountryCode>,
    /// The state or province, in two letters.
    #[serde(default, deserialize_with = "wire::text")]
    pub region: Option<String>,
    /// The town.
    #[serde(default, deserialize_with = "wire::text")]
    pub locality: Option<String>,
    /// The postal code, in the United States and Canada.
    #[serde(default, deserialize_with = "wire::text")]
    pub postal_code: Option<String>,
    /// The rate center, in the United States and Canada.
    #[serde(default, deserialize_with = "wire::text")]
    pub rate_center: Option<String>,
    /// The local access and transport area, in the United States and Canada.
    #[serde(default, deserialize_with = "wire::text")]
    pub lata: Option<String>,
    /// Degrees north, in the United States and Canada.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub latitude: Option<f64>,
    /// Degrees east, in the United States and Canada.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub longitude: Option<f64>,
    /// Which address regulations ask for.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub address_requirements: Option<AddressRequirement>,
    /// Whether the number is new to Twilio.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub beta: Option<bool>,
    /// What the number can be used for.
    #[serde(default, deserialize_with = "wire::object")]
    pub capabilities: Option<Capabilities>,
}

impl Listed for AvailablePhoneNumber {
    const KEY: &'static str = "available_phone_numbers";
}

/// A country in which numbers can be bought. What is `None` was not told, or could not be read.
///
/// See [Twilio Docs/AvailablePhoneNumber country properties](https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource#availablephonenumber-properties).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct AvailablePhoneNumberCountry {
    /// The country.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub country_code: Option<CountryCode>,
    /// What it is called.
    #[serde(default, deserialize_with = "wire::text")]
    pub country: Option<String>,
    /// Whether all its numbers are new to Twilio.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub beta: Option<bool>,
    /// The path of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub uri: Option<String>,
    /// The paths of the kinds of numbers that can be bought, by name.
    #[serde(default, deserialize_with = "wire::text_map")]
    pub subresource_uris: BTreeMap<String, String>,
}

impl Listed for AvailablePhoneNumberCountry {
    const KEY: &'static str = "countries";
}

/// A place on earth.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Coordinates {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

impl Coordinates {
    /// The place at these degrees north and east.
    #[must_use]
    pub const fn new(latitude: f64, longitude: f64) -> Self {
        Self {
            latitude,
            longitude,
        }
    }
}

impl From<(f64, f64)> for Coordinates {
    fn from((latitude, longitude): (f64, f64)) -> Self {
        Self::new(latitude, longitude)
    }
}

impl fmt::Display for Coordinates {
    /// As Twilio reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.latitude, self.longitude)
    }
}
