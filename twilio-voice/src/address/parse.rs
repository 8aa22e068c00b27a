//! Numbers as people write them, read with the data of Google's libphonenumber.

use phonenumber::{Mode, country::Id};

use super::{AddressError, E164};
use crate::CountryCode;

/// The longest text that is read, in bytes: no number is longer, however it is written.
const MAX_TEXT: usize = 64;

impl E164 {
    /// Reads a number as people write it, such as `(650) 253-0000` in the United States. Needs the feature `e164`.
    ///
    /// `country` is where a number without a country is, and how the digits before it are dialled. Without it the
    /// number must begin with `+`. Only numbers that can be given out are taken; whether somebody has the number is
    /// not known. An extension is refused, since E.164 has none.
    ///
    /// ```
    /// use twilio_voice::address::E164;
    ///
    /// let number = E164::parse("(650) 253-0000", Some("US".parse()?))?;
    /// assert_eq!(number.as_str(), "+16502530000");
    /// assert!(E164::parse("+1 650 253 0000", None).is_ok());
    /// assert!(E164::parse("+1 650 253 00", None).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`AddressError`] if the text is no such number. It does not contain the text.
    pub fn parse(text: &str, country: Option<CountryCode>) -> Result<Self, AddressError> {
        const NO_NUMBER: AddressError = AddressError("is not a telephone number");
        if text.len() > MAX_TEXT {
            return Err(NO_NUMBER);
        }
        let country = match country {
            Some(country) => Some(
                country
                    .as_str()
                    .parse::<Id>()
                    .map_err(|_| AddressError("is in a country without numbers"))?,
            ),
            None => None,
        };
        let number = phonenumber::parse(country, text).map_err(|_| NO_NUMBER)?;
        if number.extension().is_some() {
            return Err(AddressError("has an extension"));
        }
        if !number.is_valid() {
            return Err(AddressError("is not a number that can be given out"));
        }
        number.format().mode(Mode::E164).to_string().parse()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str, country: &str) -> Result<String, String> {
        let country = (!country.is_empty()).then(|| country.parse().unwrap());
        E164::parse(text, country)
            .map(String::from)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, country, number) in [
            ("(650) 253-0000", "US", "+16502530000"),
            ("+1 650.253.0000", "", "+16502530000"),
            ("+1 650 253 0000", "DE", "+16502530000"),
            ("020 7031 3000", "GB", "+442070313000"),
            ("0049 30 123456", "GB", "+4930123456"),
            ("+683 4000", "", "+6834000"),
        ] {
            assert_eq!(parse(text, country).as_deref(), Ok(number), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for (text, country) in [
            ("", "US"),
            ("hello", "US"),
            ("(650) 253-0000", ""),
            ("650 253", "US"),
            ("+1 650 253 0000 ext. 12", ""),
            ("+999 123 456 789", ""),
            (&"1".repeat(1_000), "US"),
        ] {
            assert!(parse(text, country).is_err(), "{text}");
        }
        assert!(parse("650 253 0000", "ZZ").unwrap_err().contains("country"));
    }

    proptest! {
        #[test]
        fn no_text_panics_and_every_number_is_good(text in "[-+0-9a-z ().,;:=#*/\u{660}-\u{669}]{0,30}|.{0,80}") {
            for country in [None, Some("US".parse().unwrap()), Some("DE".parse().unwrap())] {
                if let Ok(number) = E164::parse(&text, country) {
                    prop_assert!(number.as_str().parse::<E164>().is_ok());
                }
            }
        }
    }
}
