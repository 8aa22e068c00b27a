//! An API key to be.

use jiff::Timestamp;
use serde::Serialize;

use crate::{Error, check};

/// An API key to be created.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateApiKey {
    /// Its name, 1 to 50 characters. Several keys may have the same.
    pub name: String,
    /// When it ceases to work. `None` means never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry_date: Option<Timestamp>,
}

impl CreateApiKey {
    /// A key with this name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            expiry_date: None,
        }
    }

    setters! {
        value expiry_date: Timestamp;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        check::length("name", &self.name, 1..=50)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_1_to_50_characters() {
        assert!(CreateApiKey::new("é".repeat(50)).validate().is_ok());
        for name in [String::new(), "x".repeat(51)] {
            let problem = CreateApiKey::new(name).validate().unwrap_err();
            assert_eq!(
                problem.to_string(),
                "invalid request: name: must be 1 to 50 characters"
            );
        }
    }
}
