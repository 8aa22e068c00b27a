use std::fmt;

use crate::{ApplicationSid, address};

/// One end of a call.
///
/// Made from text, `sip:`, `client:` and `app:` are recognised; anything else is taken for a number. What is not usable is
/// refused when the request is sent, and nothing is sent then.
///
/// ```
/// use twilio_voice::calls::Endpoint;
///
/// assert_eq!(Endpoint::from("+15005550006"), Endpoint::Number("+15005550006".into()));
/// assert_eq!(Endpoint::from("client:ann"), Endpoint::Client("ann".into()));
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Endpoint {
    /// A telephone number in the form E.164: `+`, the country and 7 to 15 digits in all.
    Number(String),
    /// A SIP address such as `sip:user@example.com;transport=tls`, with `sip:` or `sips:`. Headers may follow a `?`.
    Sip(String),
    /// The identity of a Twilio client, without `client:`.
    Client(String),
    /// A TwiML application, which can be a participant of a conference. It cannot be called otherwise.
    Application(ApplicationSid),
    /// Anything else, sent as it is: for example the caller's name where a SIP address is called.
    Other(String),
}

impl Endpoint {
    /// Whether this is a telephone number.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }

    /// What is wrong with it. Never contains the value.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        let text = match self {
            Self::Application(_) => return Ok(()),
            Self::Number(text) | Self::Sip(text) | Self::Client(text) | Self::Other(text) => text,
        };
        if text.is_empty() {
            return Err("must not be empty");
        }
        if text.chars().any(char::is_control) {
            return Err("must not have control characters");
        }
        match self {
            Self::Number(number) => address::check_number(number)
                .map_err(|_| "must be a number like +15005550006 (`+` and 7 to 15 digits), or begin with `sip:` or `client:`"),
            Self::Sip(address) => check_sip(address),
            Self::Client(_) | Self::Application(_) | Self::Other(_) => Ok(()),
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client(identity) => write!(f, "client:{identity}"),
            Self::Application(sid) => write!(f, "app:{sid}"),
            Self::Number(text) | Self::Sip(text) | Self::Other(text) => f.write_str(text),
        }
    }
}

impl From<&str> for Endpoint {
    fn from(text: &str) -> Self {
        match text.split_once(':') {
            Some(("app", sid)) => sid
                .parse()
                .map_or_else(|_| Self::Number(text.to_owned()), Self::Application),
            Some(("client", identity)) => Self::Client(identity.to_owned()),
            Some((scheme, _))
                if scheme.eq_ignore_ascii_case("sip") || scheme.eq_ignore_ascii_case("sips") =>
            {
                Self::Sip(text.to_owned())
            }
            _ => Self::Number(text.to_owned()),
        }
    }
}

impl From<ApplicationSid> for Endpoint {
    fn from(sid: ApplicationSid) -> Self {
        Self::Application(sid)
    }
}

impl From<String> for Endpoint {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<&Self> for Endpoint {
    fn from(endpoint: &Self) -> Self {
        endpoint.clone()
    }
}

fn check_sip(address: &str) -> Result<(), &'static str> {
    let (uri, headers) = address.split_once('?').unwrap_or((address, ""));
    let host = uri.split_once('@').map(|(_, host)| host);
    if host.is_none_or(str::is_empty) || uri.contains(' ') {
        Err("must be a SIP address like sip:user@example.com")
    } else if uri.len() > 255 {
        Err("must have at most 255 characters before the headers of a SIP address")
    } else if headers.len() >= 1024 {
        Err("must have fewer than 1024 characters of SIP headers")
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_twilio_takes_is_good() {
        for text in [
            "+15005550006",
            "+12345678",
            "+123456789012345",
            "sip:ann@example.com",
            "sips:ann@example.com:5061;transport=tls?X-Id=1",
            "client:ann",
            "client:Ann B.",
            "+6834000",
            "app:APcccccccccccccccccccccccccccccccc",
        ] {
            let endpoint = Endpoint::from(text);
            assert_eq!(endpoint.check(), Ok(()), "{text}");
            assert_eq!(endpoint.to_string(), text);
        }
        assert_eq!(Endpoint::Other("ann".to_owned()).check(), Ok(()));
    }

    #[test]
    fn what_twilio_cannot_call_is_refused() {
        let long = format!("sip:{}@example.com", "a".repeat(255));
        for text in [
            "",
            "+",
            "nope",
            "15005550006",
            "+123456",
            "+1234567890123456",
            "+05005550006",
            "+1500555000x",
            "+1 500 555 0006",
            "+１５００５５５０００６",
            "tel:+15005550006",
            "sip:",
            "sip:ann",
            "sip:ann@",
            "sip:ann@exam ple.com",
            "app:",
            "app:CAcccccccccccccccccccccccccccccccc",
            "client:",
            "client:a\nb",
            &long,
        ] {
            assert!(Endpoint::from(text).check().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_and_none_is_changed(text in ".*") {
            let endpoint = Endpoint::from(text.as_str());
            let _ = endpoint.check();
            prop_assert_eq!(endpoint.to_string(), text);
        }
    }
}
