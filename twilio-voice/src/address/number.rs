use std::{fmt, str::FromStr};

use super::AddressError;

/// A telephone number in E.164, such as `+15005550006`: a plus sign and 7 to 15 digits, the first not zero.
///
/// [`FromStr`] checks the form alone: it takes no spaces, and knows neither countries nor which numbers are given out.
/// The feature `e164` adds `E164::parse`, which does.
///
/// ```
/// use twilio_voice::address::E164;
///
/// let number: E164 = "+15005550006".parse()?;
/// assert_eq!(number.as_str(), "+15005550006");
/// assert!("(500) 555-0006".parse::<E164>().is_err());
/// # Ok::<(), twilio_voice::address::AddressError>(())
/// ```
///
/// See [Twilio Docs/E.164](https://www.twilio.com/docs/glossary/what-e164).
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct E164(String);

impl E164 {
    /// The number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for E164 {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        check(text).map_err(AddressError)?;
        Ok(Self(text.to_owned()))
    }
}

impl AsRef<str> for E164 {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("E164").field(&self.0).finish()
    }
}

impl From<E164> for String {
    fn from(number: E164) -> Self {
        number.0
    }
}

#[cfg(feature = "models")]
impl From<E164> for crate::calls::Endpoint {
    fn from(number: E164) -> Self {
        Self::Number(number.0)
    }
}

/// What is wrong with a number. Seven digits are the shortest there are, in countries with few numbers.
pub(crate) fn check(number: &str) -> Result<(), &'static str> {
    let digits = number.strip_prefix('+').unwrap_or_default().as_bytes();
    let good = (7..=15).contains(&digits.len())
        && digits[0] != b'0'
        && digits.iter().all(u8::is_ascii_digit);
    if good {
        Ok(())
    } else {
        Err("must be a number like +15005550006: `+` and 7 to 15 digits")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_a_plus_and_digits() {
        for text in ["+15005550006", "+6834000", "+123456789012345"] {
            assert_eq!(text.parse::<E164>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "+",
            "15005550006",
            "+123456",
            "+1234567890123456",
            "+05005550006",
            "+1 500 555 0006",
            "+1500555000x",
            "+１５００５５５０００６",
        ] {
            let error = text.parse::<E164>().unwrap_err();
            assert!(error.to_string().starts_with("must be a number"), "{text}");
        }
    }
}
