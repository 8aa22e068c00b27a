//! The address a client joins a call at.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer};

/// The address a client joins a call at. Whoever has it may join, so `Debug` prints `<redacted>`.
#[derive(Clone)]
pub struct JoinUrl(SecretString);

impl JoinUrl {
    /// The address itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for JoinUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

impl From<String> for JoinUrl {
    fn from(url: String) -> Self {
        Self(url.into())
    }
}

impl From<&str> for JoinUrl {
    fn from(url: &str) -> Self {
        Self(url.into())
    }
}

impl<'de> Deserialize<'de> for JoinUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}
