use serde::Serialize;

use super::DialingPermissionsCountry;
use crate::{CountryCode, Error, form::Form};

/// What shall be allowed in a country. All three kinds of numbers are sent: what is not allowed is forbidden.
///
/// See [Twilio Docs/Bulk country update](https://www.twilio.com/docs/voice/api/dialingpermissions-bulkcountryupdate-resource).
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct UpdateCountry {
    /// The country.
    pub iso_code: CountryCode,
    /// Whether numbers without special risk may be called.
    #[serde(serialize_with = "word")]
    pub low_risk_numbers_enabled: bool,
    /// Whether special services with a high risk may be called.
    #[serde(serialize_with = "word")]
    pub high_risk_special_numbers_enabled: bool,
    /// Whether numbers often used for fraud may be called.
    #[serde(serialize_with = "word")]
    pub high_risk_tollfraud_numbers_enabled: bool,
}

impl UpdateCountry {
    /// Forbids all numbers of a country.
    #[must_use]
    pub fn new(iso_code: CountryCode) -> Self {
        Self {
            iso_code,
            low_risk_numbers_enabled: false,
            high_risk_special_numbers_enabled: false,
            high_risk_tollfraud_numbers_enabled: false,
        }
    }

    /// Whether numbers without special risk may be called.
    #[must_use]
    pub fn low_risk_numbers_enabled(mut self, enabled: bool) -> Self {
        self.low_risk_numbers_enabled = enabled;
        self
    }

    /// Whether special services with a high risk may be called.
    #[must_use]
    pub fn high_risk_special_numbers_enabled(mut self, enabled: bool) -> Self {
        self.high_risk_special_numbers_enabled = enabled;
        self
    }

    /// Whether numbers often used for fraud may be called.
    #[must_use]
    pub fn high_risk_tollfraud_numbers_enabled(mut self, enabled: bool) -> Self {
        self.high_risk_tollfraud_numbers_enabled = enabled;
        self
    }
}

impl DialingPermissionsCountry {
    /// What is allowed now, to be changed in part. `None` if Twilio did not tell all of it.
    #[must_use]
    pub fn to_update(&self) -> Option<UpdateCountry> {
        Some(UpdateCountry {
            iso_code: self.iso_code?,
            low_risk_numbers_enabled: self.low_risk_numbers_enabled?,
            high_risk_special_numbers_enabled: self.high_risk_special_numbers_enabled?,
            high_risk_tollfraud_numbers_enabled: self.high_risk_tollfraud_numbers_enabled?,
        })
    }
}

/// Changes of many countries at once, sent as JSON in one parameter.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct UpdateCountries {
    /// The countries. Those that are not named stay as they are.
    pub countries: Vec<UpdateCountry>,
}

impl UpdateCountries {
    /// Changes these countries.
    #[must_use]
    pub fn new(countries: impl IntoIterator<Item = UpdateCountry>) -> Self {
        Self {
            countries: countries.into_iter().collect(),
        }
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        if self.countries.is_empty() {
            form.refuse("UpdateRequest", "must name a country");
        }
        let json = serde_json::to_string(&self.countries)
            .map_err(|_| Error::invalid("UpdateRequest", "cannot be written"))?;
        form.push("UpdateRequest", &json);
        form.finish()
    }
}

/// Whether subaccounts have permissions of their own.
///
/// See [Twilio Docs/Dialing permissions settings](https://www.twilio.com/docs/voice/api/dialingpermissions-settings-resource).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct UpdateDialingPermissionsSettings {
    /// Whether a subaccount has the permissions of the account above. `None` leaves it as it is.
    pub dialing_permissions_inheritance: Option<bool>,
}

impl UpdateDialingPermissionsSettings {
    /// No change.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether a subaccount has the permissions of the account above.
    #[must_use]
    pub fn dialing_permissions_inheritance(mut self, inherits: bool) -> Self {
        self.dialing_permissions_inheritance = Some(inherits);
        self
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        form.flag(
            "DialingPermissionsInheritance",
            self.dialing_permissions_inheritance,
        );
        form.finish()
    }
}

/// Twilio documents the values as words in quotes.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn word<S: serde::Serializer>(enabled: &bool, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(if *enabled { "true" } else { "false" })
}
