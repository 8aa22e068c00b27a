use std::{fmt, str::FromStr};

use super::AddressError;

/// The longest address before the headers, in characters.
const MAX_ADDRESS: usize = 255;
/// The headers must be shorter than this, in characters.
const MAX_HEADERS: usize = 1_024;

/// A SIP address such as `sip:ann@example.com;transport=tls?X-Order=7`.
///
/// Made from parts with [`new`](Self::new), or from text with [`FromStr`]. Both refuse what Twilio would.
///
/// ```
/// use twilio_voice::address::{SipAddress, SipTransport};
///
/// let address = SipAddress::new("ann", "example.com")?
///     .transport(SipTransport::Tls)?
///     .header("X-Order", "7 & 8")?;
/// assert_eq!(address.to_string(), "sip:ann@example.com;transport=tls?X-Order=7%20%26%208");
/// # Ok::<(), twilio_voice::address::AddressError>(())
/// ```
///
/// See [Twilio Docs/TwiML: Sip](https://www.twilio.com/docs/voice/twiml/sip).
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct SipAddress {
    /// What stands before the `?`.
    address: String,
    /// What stands behind it, escaped. Empty if there are none.
    headers: String,
}

/// What carries SIP messages.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum SipTransport {
    /// UDP, as if nothing was said.
    Udp,
    /// TCP.
    Tcp,
    /// TLS.
    Tls,
}

impl SipAddress {
    /// The address of `user` at `host`, which may have a port. What a user name may not have is escaped.
    ///
    /// # Errors
    ///
    /// [`AddressError`] if a part is empty or too long, or the host has characters that no host has.
    pub fn new(user: &str, host: &str) -> Result<Self, AddressError> {
        if host.contains('?') {
            return Err(AddressError("the host of a SIP address has no headers"));
        }
        let mut address = String::from("sip:");
        escape(user, b"-_.!~*'()&=+$,;/", &mut address);
        address.push('@');
        address.push_str(host);
        address.parse()
    }

    /// Says what carries the messages.
    ///
    /// # Errors
    ///
    /// [`AddressError`] if the address gets too long.
    pub fn transport(mut self, transport: SipTransport) -> Result<Self, AddressError> {
        self.address.push_str(match transport {
            SipTransport::Udp => ";transport=udp",
            SipTransport::Tcp => ";transport=tcp",
            SipTransport::Tls => ";transport=tls",
        });
        self.checked()
    }

    /// Adds a header that the other side gets, such as `X-Order`. The value is escaped.
    ///
    /// # Errors
    ///
    /// [`AddressError`] if the name is not made of letters, digits, `-` and `_`, the value has control characters, or
    /// the headers get too long: they must be shorter than 1,024 characters.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, AddressError> {
        let good = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if name.is_empty() || !name.bytes().all(good) {
            return Err(AddressError(
                "the name of a SIP header must be letters, digits, `-` and `_`",
            ));
        }
        if value.chars().any(char::is_control) {
            return Err(AddressError(
                "the value of a SIP header must not have control characters",
            ));
        }
        if !self.headers.is_empty() {
            self.headers.push('&');
        }
        self.headers.push_str(name);
        self.headers.push('=');
        escape(value, b"-_.!~*'()", &mut self.headers);
        self.checked()
    }

    /// The address without its headers.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    fn checked(self) -> Result<Self, AddressError> {
        if self.address.chars().nth(MAX_ADDRESS).is_some() {
            return Err(AddressError(
                "a SIP address must have at most 255 characters before its headers",
            ));
        }
        if self.headers.chars().nth(MAX_HEADERS - 1).is_some() {
            return Err(AddressError(
                "SIP headers must have fewer than 1024 characters",
            ));
        }
        Ok(self)
    }
}

impl FromStr for SipAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        const WRONG: AddressError = AddressError("must be a SIP address like sip:ann@example.com");
        let (address, headers) = text.split_once('?').unwrap_or((text, ""));
        let (scheme, rest) = address.split_once(':').ok_or(WRONG)?;
        let (user, host) = rest.split_once('@').ok_or(WRONG)?;
        let known = scheme.eq_ignore_ascii_case("sip") || scheme.eq_ignore_ascii_case("sips");
        let host_name = host.split(';').next().unwrap_or_default();
        let in_host = |byte: u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']')
        };
        let visible = text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"'));
        if !known
            || user.is_empty()
            || host_name.is_empty()
            || !host_name.bytes().all(in_host)
            || !visible
        {
            return Err(WRONG);
        }
        let address = Self {
            address: address.to_owned(),
            headers: headers.to_owned(),
        };
        address.checked()
    }
}

impl fmt::Display for SipAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address)?;
        if !self.headers.is_empty() {
            write!(f, "?{}", self.headers)?;
        }
        Ok(())
    }
}

impl fmt::Debug for SipAddress {
    /// Not the headers: they may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SipAddress")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "models")]
impl From<SipAddress> for crate::calls::Endpoint {
    fn from(address: SipAddress) -> Self {
        Self::Sip(address.to_string())
    }
}

/// Adds `text` with every byte escaped that is neither a letter, a digit nor in `plain`.
fn escape(text: &str, plain: &[u8], to: &mut String) {
    use fmt::Write as _;

    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            to.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(to, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_is_made_from_parts() {
        let address = SipAddress::new("ann b@x", "[::1]:5061").unwrap();
        assert_eq!(address.to_string(), "sip:ann%20b%40x@[::1]:5061");
        let address = address
            .header("X-A", "é?&=")
            .unwrap()
            .header("X_B", "")
            .unwrap();
        assert_eq!(
            address.to_string(),
            "sip:ann%20b%40x@[::1]:5061?X-A=%C3%A9%3F%26%3D&X_B="
        );
        assert_eq!(address.address(), "sip:ann%20b%40x@[::1]:5061");
        assert!(!format!("{address:?}").contains("X-A"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "sip:",
            "sip:ann",
            "sip:ann@",
            "sip:@example.com",
            "tel:ann@example.com",
            "sip:ann@exam ple.com",
            "sip:ann@example.com/x",
            "sip:ann@é.example",
            "sip:ann@example.com?X=a\nb",
            "sip:\"ann\"@example.com",
        ] {
            assert!(text.parse::<SipAddress>().is_err(), "{text}");
        }
        assert!(SipAddress::new("", "example.com").is_err());
        assert!(SipAddress::new("ann", "example.com?X=1").is_err());
    }

    #[test]
    fn lengths_are_bounded() {
        let host = "example.com";
        let room = MAX_ADDRESS - "sip:@".len() - host.len();
        let longest = SipAddress::new(&"a".repeat(room), host).unwrap();
        assert!(longest.transport(SipTransport::Tcp).is_err());
        assert!(SipAddress::new(&"a".repeat(room + 1), host).is_err());
        let ann = SipAddress::new("ann", host).unwrap();
        assert!(ann.clone().header("X", &"a".repeat(1_021)).is_ok());
        assert!(ann.clone().header("X", &"a".repeat(1_022)).is_err());
        for (name, value) in [("", "a"), ("X Y", "a"), ("X&Y", "a"), ("X", "a\r\nb")] {
            assert!(ann.clone().header(name, value).is_err(), "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_and_none_is_changed(text in "sips?:.*|.*") {
            if let Ok(address) = text.parse::<SipAddress>() {
                let shown = address.to_string();
                prop_assert!(text == shown || text == format!("{shown}?"), "{}", shown);
            }
        }

        #[test]
        fn parts_never_leave_their_place(user in ".{1,20}", value in "[^\\p{Cc}]{0,20}") {
            let address = SipAddress::new(&user, "example.com").unwrap().header("X", &value).unwrap();
            let text = address.to_string();
            prop_assert_eq!(text.matches(['@', '?']).count(), 2);
            prop_assert!(text.parse::<SipAddress>().is_ok());
        }
    }
}
