//! Who may call in.

use serde::{Deserialize, Serialize};

use crate::{AgentId, Error, Secret, check};

/// Who may call in by SIP.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SipConfig {
    /// IPv4 addresses that calls may come from, e.g. `192.0.2.0/24`.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub allowed_cidr_ranges: Vec<String>,
    /// Whether every agent can be called as `agent_<agent id>`.
    #[serde(default)]
    pub allow_all_agents: Option<bool>,
    /// Agents that can be called, and as whom.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub allowed_agents: Vec<AgentAllowance>,
    /// Who decides about calls to nobody of these. `None` means that they are refused.
    pub fallback_handler: Option<FallbackHandler>,
    /// The domain that calls go to.
    pub domain: String,
}

/// An agent that can be called.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AgentAllowance {
    /// The agent.
    pub agent_id: AgentId,
    /// A regular expression for the user part of the address that is called, up to 200 characters. `None` means
    /// `^agent_<agent id>$`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_user_pattern: Option<String>,
}

impl AgentAllowance {
    /// An agent that can be called as `agent_<agent id>`.
    #[must_use]
    pub const fn new(agent_id: AgentId) -> Self {
        Self {
            agent_id,
            to_user_pattern: None,
        }
    }

    setters! {
        text to_user_pattern;
    }

    pub(super) fn validate(&self, path: &str) -> Result<(), Error> {
        let field = format!("{path}.to_user_pattern");
        check::length_if(&field, self.to_user_pattern.as_deref(), 0..=200)
    }
}

/// A URL of yours that decides about calls to nobody.
///
/// It answers at once with status 200 and JSON that has one of `startAgentCall`, `startCall` and `reject`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FallbackHandler {
    /// The URL.
    pub url: String,
    /// 1 to 10 secrets that sign each request, each up to 120 characters. Without one, Ultravox makes one up.
    #[serde(
        default,
        deserialize_with = "crate::wire::or_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub secrets: Vec<Secret>,
}

impl FallbackHandler {
    /// Asks `url`.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            secrets: Vec::new(),
        }
    }

    setters! {
        list secrets: Secret;
    }

    pub(super) fn validate(&self, path: &str) -> Result<(), Error> {
        check::url(&format!("{path}.url"), &self.url, &["http", "https"])?;
        check::count(&format!("{path}.secrets"), self.secrets.len(), 0..=10)?;
        for (index, secret) in self.secrets.iter().enumerate() {
            check::length(
                &format!("{path}.secrets[{index}]"),
                secret.expose(),
                1..=120,
            )?;
        }
        Ok(())
    }
}
