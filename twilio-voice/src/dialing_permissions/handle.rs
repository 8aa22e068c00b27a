use super::{
    CountryUpdates, DialingPermissionsCountry, DialingPermissionsSettings, HighRiskSpecialPrefix,
    UpdateCountries, UpdateDialingPermissionsSettings,
};
use crate::{Client, CountryCode, Error, list::list, request::Request};

const COUNTRIES: &str = "/v1/DialingPermissions/Countries";
const COUNTRY: &str = "/v1/DialingPermissions/Countries/{IsoCode}";
const PREFIXES: &str = "/v1/DialingPermissions/Countries/{IsoCode}/HighRiskSpecialPrefixes";
const BULK_UPDATES: &str = "/v1/DialingPermissions/BulkCountryUpdates";
const SETTINGS: &str = "/v1/Settings";

list! {
    /// A search for countries. Made by [`DialingPermissions::countries`].
    ///
    /// See [Twilio Docs/Read multiple countries](https://www.twilio.com/docs/voice/api/dialingpermissions-country-resource#read-multiple-dialingpermissions-country-resources).
    ListDialingPermissionsCountries of DialingPermissionsCountry {
        /// Only this country.
        iso_code: CountryCode = "IsoCode",
        /// Only countries of this continent.
        continent: String = "Continent",
        /// Only countries whose numbers begin with this, such as `+1`.
        country_code: String = "CountryCode",
        /// Only countries where numbers without special risk may be called, or may not.
        low_risk_numbers_enabled: bool = "LowRiskNumbersEnabled",
        /// Only countries where special services with a high risk may be called, or may not.
        high_risk_special_numbers_enabled: bool = "HighRiskSpecialNumbersEnabled",
        /// Only countries where numbers often used for fraud may be called, or may not.
        high_risk_tollfraud_numbers_enabled: bool = "HighRiskTollfraudNumbersEnabled",
    }
}

list! {
    /// A search for prefixes. Made by [`DialingPermissions::high_risk_special_prefixes`].
    ///
    /// See [Twilio Docs/High-risk special prefixes](https://www.twilio.com/docs/voice/api/dialingpermissions-highriskspecialprefix-resource).
    ListHighRiskSpecialPrefixes of HighRiskSpecialPrefix {}
}

/// Which countries an account may call. A call that is not permitted fails with
/// [21215](crate::ErrorCode::GEO_PERMISSION).
#[derive(Clone, Copy, Debug)]
pub struct DialingPermissions<'a> {
    client: &'a Client,
}

impl Client {
    /// Which countries the account that signs in may call.
    #[must_use]
    pub fn dialing_permissions(&self) -> DialingPermissions<'_> {
        DialingPermissions { client: self }
    }
}

impl<'a> DialingPermissions<'a> {
    /// Looks for countries. Nothing is sent before the list is [sent](ListDialingPermissionsCountries::send) or
    /// [streamed](ListDialingPermissionsCountries::stream).
    pub fn countries(&self) -> ListDialingPermissionsCountries<'a> {
        ListDialingPermissionsCountries::new(self.client, Request::get(COUNTRIES, &[]))
    }

    /// Looks at a country.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if it has no such country.
    pub async fn country(&self, country: &CountryCode) -> Result<DialingPermissionsCountry, Error> {
        let request = Request::get(COUNTRY, &[country]);
        self.client.execute(&request).await
    }

    /// Looks for what numbers of special services with a high risk begin with. Nothing is sent before the list is
    /// [sent](ListHighRiskSpecialPrefixes::send) or [streamed](ListHighRiskSpecialPrefixes::stream).
    pub fn high_risk_special_prefixes(
        &self,
        country: &CountryCode,
    ) -> ListHighRiskSpecialPrefixes<'a> {
        ListHighRiskSpecialPrefixes::new(self.client, Request::get(PREFIXES, &[country]))
    }

    /// Changes what may be called in many countries. May be repeated, and is, if it fails for the moment.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if no country is named: nothing was sent. [`Error::Api`] if Twilio refuses.
    pub async fn update_countries(
        &self,
        update: &UpdateCountries,
    ) -> Result<CountryUpdates, Error> {
        let request = Request::post(BULK_UPDATES, &[], update.to_form()?);
        self.client.execute(&request.idempotent()).await
    }

    /// Looks at whether the account has permissions of its own.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses.
    pub async fn settings(&self) -> Result<DialingPermissionsSettings, Error> {
        let request = Request::get(SETTINGS, &[]);
        self.client.execute(&request).await
    }

    /// Changes whether the account has permissions of its own. May be repeated, and is, if it fails for the moment.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses.
    pub async fn update_settings(
        &self,
        update: &UpdateDialingPermissionsSettings,
    ) -> Result<DialingPermissionsSettings, Error> {
        let request = Request::post(SETTINGS, &[], update.to_form()?);
        self.client.execute(&request.idempotent()).await
    }
}
