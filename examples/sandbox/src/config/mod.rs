//! What a sandbox is told before it starts.

mod agent;
mod twilio;
mod ultravox;

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use self::agent::{AgentScript, AgentStep};
pub use self::twilio::{
    AfterRingingEnd, AnsweredBy, Callee, CalleeInput, CancelInProgress, Outcome, TimeLimitFrom,
    TwilioAccount, TwilioConfig,
};
pub use self::ultravox::{
    DelayedGreeting, InactivityFrom, LastPage, MalformedMessage, NextLink, StateUpdate,
    UltravoxConfig, ValidationBody,
};

/// Everything that can be set before a [`Sandbox`](crate::Sandbox) starts.
///
/// The default behaves as the providers document it, with the delays of real telephone calls.
/// [`Config::instant`] takes the delays and the queue out, for tests of other things.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Config {
    /// Port on 127.0.0.1; 0, the default, takes a free one.
    pub port: u16,
    /// How the simulated time passes. Default: as real time does.
    pub clock: ClockMode,
    /// Connections open at the same time; more wait to be accepted. Default 60,000.
    pub max_connections: usize,
    /// Ended calls remembered per provider, some 10 kB each; older ones are forgotten (404).
    /// Default 100,000.
    pub keep_ended: usize,
    /// Where requests to public addresses really go, as prefixes: `https://bot.example.com` to
    /// `http://127.0.0.1:8000`. Signatures are made over the public address. Also used for
    /// sockets, with `wss`. Without an entry an address is used as it is; it must be one of this machine, and
    /// TLS is not spoken.
    pub routes: Vec<Route>,
    /// The Ultravox side.
    pub ultravox: UltravoxConfig,
    /// The Twilio side.
    pub twilio: TwilioConfig,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            port: 0,
            clock: ClockMode::Real,
            max_connections: 60_000,
            keep_ended: 100_000,
            routes: Vec::new(),
            ultravox: UltravoxConfig::default(),
            twilio: TwilioConfig::default(),
        }
    }
}

impl Config {
    /// No dialling delay, no queue for calls per second, no request limits, immediate hang-ups
    /// and bills; a callee answers after 20 ms.
    #[must_use]
    pub fn instant() -> Self {
        let mut config = Self::default();
        config.ultravox.hang_up_delay = Duration::from_millis(5);
        config.ultravox.farewell_delay = Duration::from_millis(5);
        config.ultravox.speak_farewell = false;
        config.ultravox.billing_delay = Duration::from_millis(5);
        config.ultravox.requests_per_second = None;
        config.twilio.calls_per_second = None;
        config.twilio.dial_delay = Duration::ZERO;
        config.twilio.ring_delay = Duration::from_millis(5);
        config.twilio.detection_delay = Duration::from_millis(5);
        config.twilio.price_delay = Duration::from_millis(5);
        config.twilio.concurrent_requests = None;
        config.twilio.callee = Callee::answers(Duration::from_millis(15));
        config
    }
}

/// How simulated time passes.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", tag = "mode")]
pub enum ClockMode {
    /// As real time.
    #[default]
    Real,
    /// `speed` times as fast as real time; call timers, billing and audio scale alike.
    Fast {
        /// Simulated seconds in one real second; above 0.
        speed: f64,
    },
    /// Only when [`Control::advance`](crate::Control::advance) is called.
    Manual,
}

/// One entry of [`Config::routes`].
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Route {
    /// Beginning of the public address.
    pub from: String,
    /// What replaces it when the request is made.
    pub to: String,
}

/// A text that is never printed.
#[derive(Clone, Deserialize, Eq, PartialEq)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_is_readable_from_json() {
        let config: Config = serde_json::from_str(
            r#"{"clock":{"mode":"fast","speed":60.0},"ultravox":{"webJoin":"2s"},
                "twilio":{"numbers":{"+15551110000":{"outcome":"busy","after":"1s"}}}}"#,
        )
        .unwrap();
        assert_eq!(config.clock, ClockMode::Fast { speed: 60.0 });
        assert_eq!(config.ultravox.web_join, Some(Duration::from_secs(2)));
        assert_eq!(config.twilio.numbers["+15551110000"].outcome, Outcome::Busy);
    }

    #[test]
    fn a_misspelt_switch_is_refused() {
        assert!(serde_json::from_str::<Config>(r#"{"ultravox":{"webjoin":"2s"}}"#).is_err());
    }

    #[test]
    fn secrets_are_not_printed() {
        let mut config = Config::default();
        config.ultravox.api_keys = Some(vec![Secret::new("hidden-key")]);
        assert!(!format!("{config:?}").contains("hidden-key"));
    }
}
