//! Placing a call with an agent that is stored at Ultravox.

use std::{collections::BTreeMap, time::Duration};

use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    Callbacks, DataConnection, FirstSpeakerSettings, Medium, Message, MessageMedium,
    RetentionPolicy,
    create::{Common, validate_tools},
};
use crate::{AgentId, Error, Secret, check, duration, tools::SelectedTool, voices::ExternalVoice};

/// A call to be created with [`Calls::create_for_agent`](super::Calls::create_for_agent).
///
/// What is not set is as the agent says.
///
/// See [Ultravox Docs/Create agent call](https://docs.ultravox.ai/api-reference/agents/agents-calls-post).
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateAgentCall {
    /// Values for the placeholders in the agent's texts.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub template_context: Map<String, Value>,
    /// What was said before the call.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub initial_messages: Vec<Message>,
    /// What is attached to the call; calls can be listed by it. Keys must not begin with `ultravox.`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
    /// How the voice reaches the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<Medium>,
    /// How long Ultravox waits for somebody to join, longer than zero.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub join_timeout: Option<Duration>,
    /// How long the call may last, longer than zero. What a forgotten call costs depends on it.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub max_duration: Option<Duration>,
    /// Whether it is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recording_enabled: Option<bool>,
    /// Whether the agent begins by voice or by text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_output_medium: Option<MessageMedium>,
    /// Who speaks first, and how.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_speaker_settings: Option<FirstSpeakerSettings>,
    /// A websocket of yours that is connected to the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_connection: Option<DataConnection>,
    /// Experimental settings.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub experimental_settings: Map<String, Value>,
    /// Who is told when the call moves on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callbacks: Option<Callbacks>,
    /// Id of the voice, or its name if no other voice has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice: Option<String>,
    /// Changes to `voice`, of the same company, that do not change its price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice_overrides: Option<ExternalVoice>,
    /// Changes to the tools of the agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_overrides: Option<ToolOverrides>,
    /// What happens to the data of the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention_policy: Option<RetentionPolicy>,
    /// Secrets of 16 to 127 characters that sign what Ultravox sends out. They replace the agent's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shared_secrets: Vec<Secret>,
    /// The agent. Ignored when a call is created, where the URL names it; needed in the answer of a SIP fallback
    /// handler.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<AgentId>,
    /// Name or id of a throttle; if it is exceeded, the call is refused with 429.
    #[serde(skip)]
    pub throttle: Option<String>,
}

impl CreateAgentCall {
    /// A call that is as the agent says.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        entry template_context: Value;
        list initial_messages: Message;
        entry metadata: String;
        into medium: Medium;
        value join_timeout: Duration;
        value max_duration: Duration;
        value recording_enabled: bool;
        value initial_output_medium: MessageMedium;
        into first_speaker_settings: FirstSpeakerSettings;
        value data_connection: DataConnection;
        entry experimental_settings: Value;
        value callbacks: Callbacks;
        text voice;
        into voice_overrides: ExternalVoice;
        value tool_overrides: ToolOverrides;
        value retention_policy: RetentionPolicy;
        list shared_secrets: Secret;
        value agent_id: AgentId;
        text throttle;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done by
    /// [`Calls::create_for_agent`](super::Calls::create_for_agent) before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        check::limit("join_timeout", self.join_timeout)?;
        check::limit("max_duration", self.max_duration)?;
        if let Some(settings) = &self.first_speaker_settings {
            settings.validate("first_speaker_settings")?;
        }
        check::not_empty("voice", self.voice.as_deref())?;
        if let Some(overrides) = &self.voice_overrides {
            if self.voice.is_none() {
                return Err(Error::invalid("voice_overrides", "needs voice to be set"));
            }
            overrides.validate("voice_overrides")?;
        }
        if let Some(overrides) = &self.tool_overrides {
            overrides.validate("tool_overrides")?;
        }
        let common = Common {
            medium: self.medium.as_ref(),
            metadata: &self.metadata,
            data_connection: self.data_connection.as_ref(),
            callbacks: self.callbacks.as_ref(),
            shared_secrets: &self.shared_secrets,
            throttle: self.throttle.as_deref(),
        };
        common.validate()
    }
}

/// Changes to the tools of an agent. Tools are removed before others are added.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ToolOverrides {
    /// Tools to remove, by the name the model knows them by. Not together with `remove_all`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remove: Vec<String>,
    /// Whether all tools are removed. Not together with `remove`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remove_all: Option<bool>,
    /// Tools to add.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub add: Vec<SelectedTool>,
}

#[allow(
    clippy::should_implement_trait,
    reason = "the parameter is called `add`"
)]
impl ToolOverrides {
    /// No changes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        list remove: String;
        value remove_all: bool;
        list add: SelectedTool;
    }

    fn validate(&self, path: &str) -> Result<(), Error> {
        if self.remove_all == Some(true) && !self.remove.is_empty() {
            return Err(Error::invalid(
                format!("{path}.remove"),
                "must not be set together with remove_all",
            ));
        }
        validate_tools(&format!("{path}.add"), &self.add)
    }
}

#[cfg(feature = "rest")]
mod send {
    use super::CreateAgentCall;
    use crate::{
        AgentId, Error,
        calls::{Call, Calls},
        request::Request,
    };

    impl Calls<'_> {
        /// Creates a call with an agent that is stored at Ultravox.
        ///
        /// Repeated only if it provably was not created.
        ///
        /// # Errors
        ///
        /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses. If
        /// [`Error::may_have_been_applied`], the call **may exist**.
        pub async fn create_for_agent(
            &self,
            agent: &AgentId,
            call: &CreateAgentCall,
        ) -> Result<Call, Error> {
            self.client
                .execute(&create_for_agent_request(agent, call)?)
                .await
        }
    }

    fn create_for_agent_request(agent: &AgentId, call: &CreateAgentCall) -> Result<Request, Error> {
        call.validate()?;
        Ok(
            Request::post("/api/agents/{agent_id}/calls", &[agent], call)?
                .query_if("throttle", call.throttle.as_ref()),
        )
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_set_is_written() {
        let overrides = ToolOverrides::new()
            .remove(["old"])
            .add([SelectedTool::by_name("hangUp")]);
        let call = CreateAgentCall::new()
            .template_context("name", "Ada")
            .tool_overrides(overrides)
            .throttle("slow");
        assert_eq!(
            serde_json::to_value(call).unwrap(),
            json!({
                "templateContext": {"name": "Ada"},
                "toolOverrides": {"remove": ["old"], "add": [{"toolName": "hangUp"}]},
            })
        );
    }

    #[test]
    fn problems_name_the_field() {
        let call = CreateAgentCall::new;
        let both = ToolOverrides::new().remove(["a"]).remove_all(true);
        for (call, field) in [
            (call().tool_overrides(both), "tool_overrides.remove"),
            (
                call().voice_overrides(crate::voices::LmntVoice::new("b")),
                "voice_overrides",
            ),
            (call().max_duration(Duration::ZERO), "max_duration"),
            (call().metadata("ultravox.x", ""), "metadata"),
        ] {
            let problem = call.validate().unwrap_err().to_string();
            assert!(
                problem.starts_with(&format!("invalid request: {field}: ")),
                "{problem}"
            );
        }
    }
}
