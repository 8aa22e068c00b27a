use super::{AvailablePhoneNumber, AvailablePhoneNumberCountry, Coordinates};
use crate::{
    Client, CountryCode, Error, address, incoming_phone_numbers::PhoneNumberKind, list::list,
    request::Request,
};

const COUNTRIES: &str = "/2010-04-01/Accounts/{AccountSid}/AvailablePhoneNumbers.json";
const COUNTRY: &str = "/2010-04-01/Accounts/{AccountSid}/AvailablePhoneNumbers/{CountryCode}.json";

list! {
    /// A search for countries in which numbers can be bought. Made by [`AvailablePhoneNumbers::countries`].
    ///
    /// See [Twilio Docs/Read a list of countries](https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource#read-a-list-of-countries).
    ListAvailablePhoneNumberCountries of AvailablePhoneNumberCountry {}
}

list! {
    /// A search for numbers that can be bought. Made by [`AvailablePhoneNumbers::list`].
    ///
    /// What is said of places holds in the United States and Canada only.
    ///
    /// See [Twilio Docs/Read multiple AvailablePhoneNumberLocal](https://www.twilio.com/docs/phone-numbers/api/availablephonenumberlocal-resource#read-multiple-availablephonenumberlocal-resources).
    ListAvailablePhoneNumbers of AvailablePhoneNumber {
        /// Only numbers of this area, in the United States and Canada. Three digits.
        area_code: u32 = "AreaCode" if area,
        /// Only numbers that match: 2 to 16 digits or letters; `*` stands for any digit, `%` for any digits, `+` for
        /// the beginning and `$` for the end.
        contains: String = "Contains" if pattern,
        /// Only numbers that can take calls, or cannot.
        voice_enabled: bool = "VoiceEnabled",
        /// Only numbers that can take text messages, or cannot.
        sms_enabled: bool = "SmsEnabled",
        /// Only numbers that can take messages with pictures, or cannot.
        mms_enabled: bool = "MmsEnabled",
        /// Only numbers that can take faxes, or cannot.
        fax_enabled: bool = "FaxEnabled",
        /// Whether numbers that are new to Twilio are among them. Default: true.
        beta: bool = "Beta",
        /// Whether to leave out numbers that need an address. Default: false.
        exclude_all_address_required: bool = "ExcludeAllAddressRequired",
        /// Whether to leave out numbers that need an address in their country. Default: false.
        exclude_local_address_required: bool = "ExcludeLocalAddressRequired",
        /// Whether to leave out numbers that need an address outside of their country. Default: false.
        exclude_foreign_address_required: bool = "ExcludeForeignAddressRequired",
        /// Only numbers near this one, in E.164.
        near_number: String = "NearNumber" if number,
        /// Only numbers near this place.
        near_lat_long: Coordinates = "NearLatLong",
        /// What is near, in miles, at most 500. Default: 25.
        distance: u16 = "Distance" if near,
        /// Only numbers of this postal code, or of that of this number.
        in_postal_code: String = "InPostalCode",
        /// Only numbers of this state or province, or of that of this number.
        in_region: String = "InRegion",
        /// Only numbers of this rate center, or of that of this number. Needs [`in_lata`](Self::in_lata) too.
        in_rate_center: String = "InRateCenter",
        /// Only numbers of this local access and transport area, or of that of this number.
        in_lata: String = "InLata",
        /// Only numbers of this town, or of that of this number.
        in_locality: String = "InLocality",
    }
}

fn area(code: &u32) -> Result<(), &'static str> {
    refuse_unless((100..=999).contains(code), "must be three digits")
}

fn pattern(text: &str) -> Result<(), &'static str> {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '*' | '%' | '+' | '$');
    refuse_unless(
        (2..=16).contains(&text.len()) && text.chars().all(good),
        "must be 2 to 16 digits, letters, `*`, `%`, `+` and `$`",
    )
}

fn number(number: &str) -> Result<(), &'static str> {
    address::check_number(number)
}

fn near(miles: &u16) -> Result<(), &'static str> {
    refuse_unless(*miles <= 500, "must be at most 500 miles")
}

fn refuse_unless(good: bool, problem: &'static str) -> Result<(), &'static str> {
    if good { Ok(()) } else { Err(problem) }
}

/// The numbers that can be bought.
#[derive(Clone, Copy, Debug)]
pub struct AvailablePhoneNumbers<'a> {
    client: &'a Client,
}

impl Client {
    /// The numbers that can be bought.
    #[must_use]
    pub fn available_phone_numbers(&self) -> AvailablePhoneNumbers<'_> {
        AvailablePhoneNumbers { client: self }
    }
}

impl<'a> AvailablePhoneNumbers<'a> {
    /// Looks for countries in which numbers can be bought. Nothing is sent before the list is
    /// [sent](ListAvailablePhoneNumberCountries::send) or [streamed](ListAvailablePhoneNumberCountries::stream).
    pub fn countries(&self) -> ListAvailablePhoneNumberCountries<'a> {
        let request = Request::get(COUNTRIES, &[&self.client.account]);
        ListAvailablePhoneNumberCountries::new(self.client, request)
    }

    /// Looks at a country.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if it has no numbers there.
    pub async fn country(
        &self,
        country: &CountryCode,
    ) -> Result<AvailablePhoneNumberCountry, Error> {
        let request = Request::get(COUNTRY, &[&self.client.account, country]);
        self.client.execute(&request).await
    }

    /// Looks for numbers of one kind in a country. Nothing is sent before the list is
    /// [sent](ListAvailablePhoneNumbers::send) or [streamed](ListAvailablePhoneNumbers::stream).
    pub fn list(
        &self,
        country: &CountryCode,
        kind: PhoneNumberKind,
    ) -> ListAvailablePhoneNumbers<'a> {
        let request = Request::get(of(kind), &[&self.client.account, country]);
        ListAvailablePhoneNumbers::new(self.client, request)
    }
}

fn of(kind: PhoneNumberKind) -> &'static str {
    match kind {
        PhoneNumberKind::Local => {
            "/2010-04-01/Accounts/{AccountSid}/AvailablePhoneNumbers/{CountryCode}/Local.json"
        }
        PhoneNumberKind::Mobile => {
            "/2010-04-01/Accounts/{AccountSid}/AvailablePhoneNumbers/{CountryCode}/Mobile.json"
        }
        PhoneNumberKind::TollFree => {
            "/2010-04-01/Accounts/{AccountSid}/AvailablePhoneNumbers/{CountryCode}/TollFree.json"
        }
    }
}
