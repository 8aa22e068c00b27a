//! Who speaks first.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Error, check, duration};

/// Who speaks first, and how.
///
/// See [Ultravox Docs/First speaker](https://docs.ultravox.ai/changelog/migration/firstspeaker).
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum FirstSpeakerSettings {
    /// The agent.
    Agent(AgentGreeting),
    /// The user.
    User(UserGreeting),
    /// A choice this version does not know.
    Other(Value),
}

one_key! {
    FirstSpeakerSettings {
        Agent(AgentGreeting) = "agent",
        User(UserGreeting) = "user",
    }
}

impl FirstSpeakerSettings {
    pub(crate) fn validate(&self, path: &str) -> Result<(), Error> {
        match self {
            Self::Agent(greeting) => {
                check::writable(&format!("{path}.agent.delay"), greeting.delay)
            }
            Self::User(UserGreeting {
                fallback: Some(fallback),
            }) => check::writable(&format!("{path}.user.fallback.delay"), fallback.delay),
            Self::User(UserGreeting { fallback: None }) | Self::Other(_) => Ok(()),
        }
    }
}

impl From<AgentGreeting> for FirstSpeakerSettings {
    fn from(greeting: AgentGreeting) -> Self {
        Self::Agent(greeting)
    }
}

impl From<UserGreeting> for FirstSpeakerSettings {
    fn from(greeting: UserGreeting) -> Self {
        Self::User(greeting)
    }
}

/// How the agent begins.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct AgentGreeting {
    /// Whether the user cannot interrupt the greeting. `None` means they can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uninterruptible: Option<bool>,
    /// The greeting, word for word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What the agent makes a greeting of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
    /// How long the agent waits before it begins. `None` means not at all.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub delay: Option<Duration>,
}

impl AgentGreeting {
    /// A greeting made from the system prompt.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        value uninterruptible: bool;
        text text;
        text prompt;
        value delay: Duration;
    }
}

/// How the conversation begins if the user is to speak first.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserGreeting {
    /// What the agent does if the user says nothing. `None` means it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback: Option<FallbackGreeting>,
}

impl UserGreeting {
    /// Waits for the user.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        value fallback: FallbackGreeting;
    }
}

/// How the agent begins after all.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct FallbackGreeting {
    /// How long the user may be silent.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub delay: Option<Duration>,
    /// The greeting, word for word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What the agent makes a greeting of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
}

impl FallbackGreeting {
    /// Begins after `delay` of silence.
    #[must_use]
    pub fn new(delay: Duration) -> Self {
        Self {
            delay: Some(delay),
            text: None,
            prompt: None,
        }
    }

    setters! {
        text text;
        text prompt;
    }
}

/// Who speaks first, in the form that Ultravox deprecates in favour of [`FirstSpeakerSettings`].
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum FirstSpeaker {
    /// The agent.
    #[serde(rename = "FIRST_SPEAKER_AGENT")]
    Agent,
    /// The user.
    #[serde(rename = "FIRST_SPEAKER_USER")]
    User,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}
