use std::{fmt, str::FromStr};

use super::AddressError;

/// A Twilio client, such as `client:ann`: a browser or an app that signed in under this identity.
///
/// Made from text with [`FromStr`], with or without `client:`.
///
/// See [Twilio Docs/TwiML: Client](https://www.twilio.com/docs/voice/twiml/client).
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ClientAddress {
    identity: String,
}

impl ClientAddress {
    /// Under what the client signed in.
    #[must_use]
    pub fn identity(&self) -> &str {
        &self.identity
    }
}

impl FromStr for ClientAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let identity = text.strip_prefix("client:").unwrap_or(text);
        if identity.is_empty() || identity.chars().any(char::is_control) {
            return Err(AddressError(
                "must be an identity like client:ann, without control characters",
            ));
        }
        Ok(Self {
            identity: identity.to_owned(),
        })
    }
}

impl fmt::Display for ClientAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "client:{}", self.identity)
    }
}

#[cfg(feature = "models")]
impl From<ClientAddress> for crate::calls::Endpoint {
    fn from(client: ClientAddress) -> Self {
        Self::Client(client.identity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_has_an_identity() {
        for text in ["client:ann", "ann"] {
            let client: ClientAddress = text.parse().unwrap();
            assert_eq!(
                (client.identity(), client.to_string().as_str()),
                ("ann", "client:ann")
            );
        }
        for text in ["", "client:", "a\nb"] {
            assert!(text.parse::<ClientAddress>().is_err(), "{text}");
        }
    }
}
