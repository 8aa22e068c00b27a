//! What the calls of an agent are like.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    Error, Secret,
    calls::{
        DataConnection, FirstSpeakerSettings, Medium, MessageMedium, RetentionPolicy, TimedMessage,
        VadSettings,
    },
    check, duration,
    tools::SelectedTool,
    voices::ExternalVoice,
};

/// What the calls of an agent are like.
///
/// These may have placeholders `{{name}}`: the system prompt, the language hint, the messages, and descriptions,
/// static parameters and tokens of tools. Fields that this version does not know are not kept.
///
/// In an update `None` leaves a field as it is, and an empty list or text empties it.
///
/// See [Ultravox Docs/Building agents](https://docs.ultravox.ai/agents/building-and-editing-agents).
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallTemplate {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When it was created. Filled in by Ultravox, never sent.
    #[serde(skip_serializing)]
    pub created: Option<Timestamp>,
    /// When it changed. Filled in by Ultravox, never sent.
    #[serde(skip_serializing)]
    pub updated: Option<Timestamp>,
    /// How the voice reaches calls. `None` means WebRTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<Medium>,
    /// Whether the agent begins by voice or by text. `None` means voice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_output_medium: Option<MessageMedium>,
    /// How long Ultravox waits for somebody to join, longer than zero. `None` means 30 s.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub join_timeout: Option<Duration>,
    /// How long a call may last, longer than zero. `None` means 1 h. What a forgotten call costs depends on it.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub max_duration: Option<Duration>,
    /// When the user counts as speaking.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vad_settings: Option<VadSettings>,
    /// Whether calls are recorded. `None` means no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recording_enabled: Option<bool>,
    /// Who speaks first, and how. `None` means the agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_speaker_settings: Option<FirstSpeakerSettings>,
    /// What the agent is told to be and do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system_prompt: Option<String>,
    /// The temperature of the model, 0 to 1. `None` means 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    /// The model. `None` means `ultravox-v0.7` today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Id of the voice, or its name if no other voice has it. Not together with `external_voice`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice: Option<String>,
    /// A voice that Ultravox does not know. Not together with `voice`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_voice: Option<ExternalVoice>,
    /// Changes to `voice`, of the same company, that do not change its price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice_overrides: Option<ExternalVoice>,
    /// The language that is likely spoken, BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language_hint: Option<String>,
    /// What the agent says when time is up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_exceeded_message: Option<String>,
    /// What the agent says when the user is silent. The last one may end the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inactivity_messages: Option<Vec<TimedMessage>>,
    /// Tools the agent may use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selected_tools: Option<Vec<SelectedTool>>,
    /// A websocket of yours that is connected to calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_connection: Option<DataConnection>,
    /// JSON Schema of what fills the placeholders. `None` allows any text for each of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_schema: Option<Map<String, Value>>,
    /// Secrets of 16 to 127 characters that sign what Ultravox sends out, such as the data connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_secrets: Option<Vec<Secret>>,
    /// What happens to the data of calls. `None` means the setting of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention_policy: Option<RetentionPolicy>,
}

impl CallTemplate {
    /// A template that leaves everything to Ultravox.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        text name;
        into medium: Medium;
        value initial_output_medium: MessageMedium;
        value join_timeout: Duration;
        value max_duration: Duration;
        value vad_settings: VadSettings;
        value recording_enabled: bool;
        into first_speaker_settings: FirstSpeakerSettings;
        text system_prompt;
        value temperature: f64;
        text model;
        text voice;
        into external_voice: ExternalVoice;
        into voice_overrides: ExternalVoice;
        text language_hint;
        text time_exceeded_message;
        replace inactivity_messages: TimedMessage;
        replace selected_tools: SelectedTool;
        value data_connection: DataConnection;
        value context_schema: Map<String, Value>;
        replace shared_secrets: Secret;
        value retention_policy: RetentionPolicy;
    }

    pub(super) fn validate(&self, path: &str) -> Result<(), Error> {
        let field = |name: &str| format!("{path}.{name}");
        if let Some(medium) = &self.medium {
            medium.validate(&field("medium"))?;
        }
        check::limit(&field("join_timeout"), self.join_timeout)?;
        check::limit(&field("max_duration"), self.max_duration)?;
        if let Some(vad) = &self.vad_settings {
            vad.validate(&field("vad_settings"))?;
        }
        if let Some(settings) = &self.first_speaker_settings {
            settings.validate(&field("first_speaker_settings"))?;
        }
        check::range(&field("temperature"), self.temperature, 0.0..=1.0)?;
        self.validate_voice(path)?;
        for (index, message) in self.inactivity_messages.iter().flatten().enumerate() {
            message.validate(&field(&format!("inactivity_messages[{index}]")))?;
        }
        for (index, tool) in self.selected_tools.iter().flatten().enumerate() {
            tool.validate(&field(&format!("selected_tools[{index}]")))?;
        }
        if let Some(connection) = &self.data_connection {
            connection.validate(&field("data_connection"))?;
        }
        for (index, secret) in self.shared_secrets.iter().flatten().enumerate() {
            let field = field(&format!("shared_secrets[{index}]"));
            check::length(&field, secret.expose(), 16..=127)?;
        }
        Ok(())
    }

    fn validate_voice(&self, path: &str) -> Result<(), Error> {
        check::not_empty(&format!("{path}.voice"), self.voice.as_deref())?;
        if let Some(voice) = &self.external_voice {
            let field = format!("{path}.external_voice");
            if self.voice.is_some() {
                return Err(Error::invalid(field, "must not be set together with voice"));
            }
            voice.validate(&field)?;
        }
        // In an update the voice may be the one that is there already.
        if let Some(overrides) = &self.voice_overrides {
            let field = format!("{path}.voice_overrides");
            if self.external_voice.is_some() {
                return Err(Error::invalid(
                    field,
                    "must not be set together with external_voice",
                ));
            }
            overrides.validate(&field)?;
        }
        Ok(())
    }
}
