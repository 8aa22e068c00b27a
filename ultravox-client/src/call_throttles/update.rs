//! Changes to a throttle.

use serde::Serialize;

use super::{CallThrottleRule, model::validate_rules};
use crate::{Error, check};

/// Changes to a throttle. What is not set stays as it is.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateCallThrottle {
    /// Its name, 1 to 64 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What must hold, all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<Vec<CallThrottleRule>>,
}

impl UpdateCallThrottle {
    /// No changes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        text name;
        replace rules: CallThrottleRule;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        check::length_if("name", self.name.as_deref(), 1..=64)?;
        validate_rules(self.rules.as_deref().unwrap_or_default())
    }
}
