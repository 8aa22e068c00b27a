//! A throttle to be.

use serde::Serialize;

use super::{CallThrottleRule, model::validate_rules};
use crate::{Error, check};

/// A throttle to be created, or to be put in the place of another.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateCallThrottle {
    /// Its name, 1 to 64 characters.
    pub name: String,
    /// What must hold, all of it.
    pub rules: Vec<CallThrottleRule>,
}

impl CreateCallThrottle {
    /// A throttle with these rules.
    #[must_use]
    pub fn new(name: impl Into<String>, rules: impl IntoIterator<Item = CallThrottleRule>) -> Self {
        Self {
            name: name.into(),
            rules: rules.into_iter().collect(),
        }
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        check::length("name", &self.name, 1..=64)?;
        validate_rules(&self.rules)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;

    #[test]
    fn a_window_is_written_in_seconds() {
        let throttle =
            CreateCallThrottle::new("slow", [CallThrottleRule::new(5, Duration::from_secs(60))]);
        throttle.validate().unwrap();
        assert_eq!(
            serde_json::to_value(throttle).unwrap(),
            json!({"name": "slow", "rules": [{"maxCalls": 5, "windowSeconds": 60}]})
        );
    }

    #[test]
    fn problems_name_the_field() {
        let second = Duration::from_secs(1);
        for (max_calls, window, field) in [
            (0, second, "rules[0].max_calls"),
            (101, second, "rules[0].max_calls"),
            (1, Duration::ZERO, "rules[0].window"),
            (1, Duration::from_millis(1500), "rules[0].window"),
            (1, 86_401 * second, "rules[0].window"),
        ] {
            let rule = CallThrottleRule::new(max_calls, window);
            let problem = CreateCallThrottle::new("x", [rule]).validate().unwrap_err();
            assert!(problem.to_string().contains(field), "{problem}");
        }
        for name in ["", &"x".repeat(65)] {
            let problem = CreateCallThrottle::new(name, []).validate().unwrap_err();
            assert!(problem.to_string().contains(": name: "), "{problem}");
        }
    }
}
