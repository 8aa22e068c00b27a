//! What a throttle is.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Error, ThrottleId, check, duration};

/// Bounds how many calls are created in a time.
///
/// See [Ultravox Docs/API Reference](https://docs.ultravox.ai/api-reference/introduction).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallThrottle {
    /// The throttle.
    pub throttle_id: ThrottleId,
    /// Its name, up to 64 characters. Calls may name the throttle by it.
    pub name: String,
    /// When it was created.
    pub created: Timestamp,
    /// What must hold, all of it.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub rules: Vec<CallThrottleRule>,
}

/// So many calls in any period of so long.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallThrottleRule {
    /// How many calls, 1 to 100.
    pub max_calls: u32,
    /// How long the sliding window is, whole seconds, 1 s to 86,400 s.
    #[serde(rename = "windowSeconds", with = "duration::seconds")]
    pub window: Duration,
}

impl CallThrottleRule {
    /// `max_calls` in any period of `window`.
    #[must_use]
    pub const fn new(max_calls: u32, window: Duration) -> Self {
        Self { max_calls, window }
    }

    fn validate(&self, path: &str) -> Result<(), Error> {
        let calls = f64::from(self.max_calls);
        check::range(&format!("{path}.max_calls"), Some(calls), 1.0..=100.0)?;
        check::whole_seconds(&format!("{path}.window"), self.window, 1..=86_400)
    }
}

pub(super) fn validate_rules(rules: &[CallThrottleRule]) -> Result<(), Error> {
    for (index, rule) in rules.iter().enumerate() {
        rule.validate(&format!("rules[{index}]"))?;
    }
    Ok(())
}
