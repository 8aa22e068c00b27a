//! Small settings of a call.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Error, check, duration};

/// When the user counts as speaking.
///
/// See [Ultravox Docs/Understanding VAD](https://docs.ultravox.ai/noise/understanding-vad).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct VadSettings {
    /// How long the user must be silent before the agent answers; effective in steps of 32 ms. `None` means 0.384 s.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub turn_endpoint_delay: Option<Duration>,
    /// How long the user must speak for it to count as a turn. `None` means zero: everything counts.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub minimum_turn_duration: Option<Duration>,
    /// How long the user must speak to interrupt the agent; ignored if it is less than `minimum_turn_duration`.
    /// `None` means 0.09 s.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub minimum_interruption_duration: Option<Duration>,
    /// How sure it must be that a sound is speech, 0.1 to 1. `None` means 0.1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frame_activation_threshold: Option<f64>,
}

impl VadSettings {
    /// Default settings.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        value turn_endpoint_delay: Duration;
        value minimum_turn_duration: Duration;
        value minimum_interruption_duration: Duration;
        value frame_activation_threshold: f64;
    }

    pub(crate) fn validate(&self, path: &str) -> Result<(), Error> {
        let field = |name| format!("{path}.{name}");
        check::writable(&field("turn_endpoint_delay"), self.turn_endpoint_delay)?;
        check::writable(&field("minimum_turn_duration"), self.minimum_turn_duration)?;
        check::writable(
            &field("minimum_interruption_duration"),
            self.minimum_interruption_duration,
        )?;
        check::range(
            &field("frame_activation_threshold"),
            self.frame_activation_threshold,
            0.1..=1.0,
        )
    }
}

/// What the agent says when the user has been silent for some time.
///
/// Times add up: each message waits its own time after the one before. Whatever the user does restarts the list. If
/// silence is to end the call, the last message must hang up.
///
/// See [Ultravox Docs/Calls](https://docs.ultravox.ai/api-reference/calls/overview).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct TimedMessage {
    /// How long the user is silent before the message is spoken.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub duration: Option<Duration>,
    /// What is spoken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What follows. `None` means the agent keeps listening.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_behavior: Option<EndBehavior>,
}

impl TimedMessage {
    /// Says `message` after `duration` of silence.
    #[must_use]
    pub fn new(duration: Duration, message: impl Into<String>) -> Self {
        Self {
            duration: Some(duration),
            message: Some(message.into()),
            end_behavior: None,
        }
    }

    setters! {
        value end_behavior: EndBehavior;
    }

    pub(crate) fn validate(&self, path: &str) -> Result<(), Error> {
        check::limit(&format!("{path}.duration"), self.duration)
    }
}

/// What follows a message spoken into silence.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum EndBehavior {
    /// The call ends, unless the user speaks during the message.
    #[serde(rename = "END_BEHAVIOR_HANG_UP_SOFT")]
    HangUpSoft,
    /// The call ends.
    #[serde(rename = "END_BEHAVIOR_HANG_UP_STRICT")]
    HangUpStrict,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// Voice or text.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum MessageMedium {
    /// Spoken.
    #[serde(rename = "MESSAGE_MEDIUM_VOICE")]
    Voice,
    /// Written.
    #[serde(rename = "MESSAGE_MEDIUM_TEXT")]
    Text,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// What happens to the data of a call after it is billed. The account must be enabled for it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum RetentionPolicy {
    /// It is kept until it is deleted.
    #[serde(rename = "CALL_RETENTION_POLICY_RETAIN", alias = "retain")]
    Retain,
    /// It is deleted.
    #[serde(rename = "CALL_RETENTION_POLICY_AUTO_DELETE", alias = "auto_delete")]
    AutoDelete,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}
