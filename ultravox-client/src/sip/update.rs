//! Changes to who may call in.

use serde::Serialize;

use super::{AgentAllowance, FallbackHandler};
use crate::{Error, Patch, check};

/// Changes to who may call in by SIP. What is not set stays as it is.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateSipConfig {
    /// IPv4 addresses that calls may come from, e.g. `192.0.2.0/24`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_cidr_ranges: Option<Vec<String>>,
    /// Whether every agent can be called as `agent_<agent id>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_all_agents: Option<bool>,
    /// Up to 20 agents that can be called, and as whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_agents: Option<Vec<AgentAllowance>>,
    /// Who decides about calls to nobody of these.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub fallback_handler: Patch<FallbackHandler>,
}

impl UpdateSipConfig {
    /// No changes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        replace allowed_cidr_ranges: String;
        value allow_all_agents: bool;
        replace allowed_agents: AgentAllowance;
        patch fallback_handler / clear_fallback_handler: FallbackHandler;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        let ranges = self.allowed_cidr_ranges.as_deref().unwrap_or_default();
        for (index, range) in ranges.iter().enumerate() {
            check::cidr(&format!("allowed_cidr_ranges[{index}]"), range)?;
        }
        let agents = self.allowed_agents.as_deref().unwrap_or_default();
        check::count("allowed_agents", agents.len(), 0..=20)?;
        for (index, agent) in agents.iter().enumerate() {
            agent.validate(&format!("allowed_agents[{index}]"))?;
        }
        self.fallback_handler
            .as_set()
            .map_or(Ok(()), |handler| handler.validate("fallback_handler"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_name_the_field() {
        let update = UpdateSipConfig::new;
        let agent = || AgentAllowance::new(uuid::Uuid::nil().into());
        let handler = || FallbackHandler::new("https://example.com");
        for (update, field) in [
            (
                update().allowed_cidr_ranges(["192.0.2.0"]),
                "allowed_cidr_ranges[0]",
            ),
            (
                update().allowed_cidr_ranges(["192.0.2.0/24", "a/8"]),
                "allowed_cidr_ranges[1]",
            ),
            (
                update().allowed_cidr_ranges(["192.0.2.0/33"]),
                "allowed_cidr_ranges[0]",
            ),
            (update().allowed_agents(vec![agent(); 21]), "allowed_agents"),
            (
                update().allowed_agents([agent().to_user_pattern("x".repeat(201))]),
                "allowed_agents[0].to_user_pattern",
            ),
            (
                update().fallback_handler(FallbackHandler::new("nowhere")),
                "fallback_handler.url",
            ),
            (
                update().fallback_handler(handler().secrets(vec!["s"; 11])),
                "fallback_handler.secrets",
            ),
            (
                update().fallback_handler(handler().secrets(["s".repeat(121)])),
                "fallback_handler.secrets[0]",
            ),
        ] {
            let problem = update.validate().unwrap_err().to_string();
            assert!(
                problem.starts_with(&format!("invalid request: {field}: ")),
                "{problem}"
            );
        }
    }
}
