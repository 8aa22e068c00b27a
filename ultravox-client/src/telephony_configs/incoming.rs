//! Which agents a provider may place incoming calls with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{AgentId, Error, check};

/// Which agents a telephony provider may place incoming calls with, and what they are told.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct IncomingCalls {
    /// Up to 100 agents. Not together with `call_creation_allow_all_agents`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_creation_allowed_agent_ids: Option<Vec<AgentId>>,
    /// Whether all agents. `None` means no, or no change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_creation_allow_all_agents: Option<bool>,
    /// Which fields of the request of the provider fill which placeholders of the agent. Dots lead into objects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_context_mapping: Option<BTreeMap<String, String>>,
}

impl IncomingCalls {
    /// Nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        replace call_creation_allowed_agent_ids: AgentId;
        value call_creation_allow_all_agents: bool;
        value request_context_mapping: BTreeMap<String, String>;
    }

    pub(super) fn validate(&self) -> Result<(), Error> {
        const FIELD: &str = "incoming.call_creation_allowed_agent_ids";
        let agents = self.call_creation_allowed_agent_ids.as_deref();
        let agents = agents.unwrap_or_default();
        check::count(FIELD, agents.len(), 0..=100)?;
        if self.call_creation_allow_all_agents == Some(true) && !agents.is_empty() {
            return Err(Error::invalid(
                FIELD,
                "must not be set together with call_creation_allow_all_agents",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::telephony_configs::{
        CreateTelnyxConfig, CreateTwilioConfig, TwilioConfig, UpdateTwilioConfig,
    };

    #[test]
    fn who_may_call_in_stands_beside_the_account() {
        let update = UpdateTwilioConfig::new()
            .auth_token("t")
            .incoming(IncomingCalls::new().call_creation_allow_all_agents(true));
        assert_eq!(
            serde_json::to_value(update).unwrap(),
            json!({"callCreationAllowAllAgents": true, "authToken": "t"})
        );
        let config: TwilioConfig = serde_json::from_value(json!({
            "accountSid": "AC1",
            "authTokenPrefix": {"prefix": "ab"},
            "callCreationAllowAllAgents": true,
            "requestContextMapping": null,
        }))
        .unwrap();
        assert_eq!(config.incoming.call_creation_allow_all_agents, Some(true));
        assert_eq!(config.auth_token_prefix.prefix, "ab");
    }

    #[test]
    fn problems_name_the_field_and_hide_the_token() {
        let agents = |count| vec![AgentId::from(uuid::Uuid::nil()); count];
        let twilio = CreateTwilioConfig::new("AC1", "hunter2");
        let many = IncomingCalls::new().call_creation_allowed_agent_ids(agents(101));
        let both = (IncomingCalls::new().call_creation_allowed_agent_ids(agents(1)))
            .call_creation_allow_all_agents(true);
        for (problem, field) in [
            (
                twilio.clone().incoming(many).validate(),
                "incoming.call_creation_allowed_agent_ids",
            ),
            (
                twilio.clone().incoming(both).validate(),
                "incoming.call_creation_allowed_agent_ids",
            ),
            (CreateTwilioConfig::new("", "t").validate(), "account_sid"),
            (CreateTwilioConfig::new("AC1", "").validate(), "auth_token"),
            (
                CreateTelnyxConfig::new("a", "k", "p", "x".repeat(41)).validate(),
                "application_sid",
            ),
        ] {
            let problem = problem.unwrap_err().to_string();
            assert!(
                problem.starts_with(&format!("invalid request: {field}: ")),
                "{problem}"
            );
        }
        assert!(!format!("{twilio:?}").contains("hunter2"));
    }
}
