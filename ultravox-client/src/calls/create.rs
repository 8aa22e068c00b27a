//! Placing a call.

use std::{collections::BTreeMap, time::Duration};

use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    Callbacks, DataConnection, FirstSpeaker, FirstSpeakerSettings, Medium, Message, MessageMedium,
    RetentionPolicy, TimedMessage, VadSettings,
};
use crate::{CallId, Error, Secret, check, duration, tools::SelectedTool, voices::ExternalVoice};

/// A call to be created with [`Calls::create`](super::Calls::create).
///
/// What is not set is left to Ultravox, or to the call named by `prior_call_id`.
///
/// See [Ultravox Docs/Create call](https://docs.ultravox.ai/api-reference/calls/calls-post).
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateCall {
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
    /// The language that is likely spoken, BCP 47, up to 16 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language_hint: Option<String>,
    /// What was said before the call. Not together with `prior_call_id`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub initial_messages: Vec<Message>,
    /// How long Ultravox waits for somebody to join, longer than zero. `None` means 30 s.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub join_timeout: Option<Duration>,
    /// How long the call may last, longer than zero. `None` means 1 h. What a forgotten call costs depends on it.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub max_duration: Option<Duration>,
    /// What the agent says when time is up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_exceeded_message: Option<String>,
    /// What the agent says when the user is silent. The last one may end the call.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inactivity_messages: Vec<TimedMessage>,
    /// Tools the agent may use.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub selected_tools: Vec<SelectedTool>,
    /// How the voice reaches the call. `None` means WebRTC, which a client SDK in a browser joins; a
    /// [`Session`](crate::session) joins [`Medium::server_web_socket`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<Medium>,
    /// Whether it is recorded. `None` means no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recording_enabled: Option<bool>,
    /// Who speaks first. Deprecated by Ultravox: use `first_speaker_settings`, with which it must agree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_speaker: Option<FirstSpeaker>,
    /// Whether a transcript may be missing. Deprecated by Ultravox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transcript_optional: Option<bool>,
    /// Whether the agent begins by voice or by text. `None` means voice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_output_medium: Option<MessageMedium>,
    /// When the user counts as speaking.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vad_settings: Option<VadSettings>,
    /// Who speaks first, and how. `None` means the agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_speaker_settings: Option<FirstSpeakerSettings>,
    /// Experimental settings.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub experimental_settings: Map<String, Value>,
    /// What is attached to the call; calls can be listed by it. Keys must not begin with `ultravox.`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
    /// State that tools read and write.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub initial_state: Map<String, Value>,
    /// A websocket of yours that is connected to the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_connection: Option<DataConnection>,
    /// Who is told when the call moves on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callbacks: Option<Callbacks>,
    /// What happens to the data of the call. `None` means the setting of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention_policy: Option<RetentionPolicy>,
    /// Secrets of 16 to 127 characters that sign what Ultravox sends out, such as the data connection.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shared_secrets: Vec<Secret>,
    /// Whether the agent is told to greet if nothing else makes it speak. `None` means yes.
    #[serde(skip)]
    pub enable_greeting_prompt: Option<bool>,
    /// A call whose settings and conversation are taken over.
    #[serde(skip)]
    pub prior_call_id: Option<CallId>,
    /// Name or id of a throttle; if it is exceeded, the call is refused with 429.
    #[serde(skip)]
    pub throttle: Option<String>,
}

impl CreateCall {
    /// A call whose agent follows `system_prompt`. [`Default`] has none.
    #[must_use]
    pub fn new(system_prompt: impl Into<String>) -> Self {
        Self::default().system_prompt(system_prompt)
    }

    setters! {
        text system_prompt;
        value temperature: f64;
        text model;
        text voice;
        into external_voice: ExternalVoice;
        into voice_overrides: ExternalVoice;
        text language_hint;
        list initial_messages: Message;
        value join_timeout: Duration;
        value max_duration: Duration;
        text time_exceeded_message;
        list inactivity_messages: TimedMessage;
        list selected_tools: SelectedTool;
        into medium: Medium;
        value recording_enabled: bool;
        value first_speaker: FirstSpeaker;
        value transcript_optional: bool;
        value initial_output_medium: MessageMedium;
        value vad_settings: VadSettings;
        into first_speaker_settings: FirstSpeakerSettings;
        entry experimental_settings: Value;
        entry metadata: String;
        entry initial_state: Value;
        value data_connection: DataConnection;
        value callbacks: Callbacks;
        value retention_policy: RetentionPolicy;
        list shared_secrets: Secret;
        value enable_greeting_prompt: bool;
        value prior_call_id: CallId;
        text throttle;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done by [`Calls::create`](super::Calls::create)
    /// before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        check::range("temperature", self.temperature, 0.0..=1.0)?;
        self.validate_voice()?;
        if let Some(hint) = &self.language_hint {
            check::length("language_hint", hint, 1..=16)?;
        }
        if self.prior_call_id.is_some() && !self.initial_messages.is_empty() {
            return Err(Error::invalid(
                "initial_messages",
                "must not be set together with prior_call_id",
            ));
        }
        check::limit("join_timeout", self.join_timeout)?;
        check::limit("max_duration", self.max_duration)?;
        for (index, message) in self.inactivity_messages.iter().enumerate() {
            message.validate(&format!("inactivity_messages[{index}]"))?;
        }
        validate_tools("selected_tools", &self.selected_tools)?;
        self.validate_first_speaker()?;
        if let Some(vad) = &self.vad_settings {
            vad.validate("vad_settings")?;
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

    fn validate_voice(&self) -> Result<(), Error> {
        check::not_empty("voice", self.voice.as_deref())?;
        if let Some(voice) = &self.external_voice {
            if self.voice.is_some() {
                return Err(Error::invalid(
                    "external_voice",
                    "must not be set together with voice",
                ));
            }
            voice.validate("external_voice")?;
        }
        if let Some(overrides) = &self.voice_overrides {
            if self.voice.is_none() {
                return Err(Error::invalid("voice_overrides", "needs voice to be set"));
            }
            overrides.validate("voice_overrides")?;
        }
        Ok(())
    }

    fn validate_first_speaker(&self) -> Result<(), Error> {
        let Some(settings) = &self.first_speaker_settings else {
            return Ok(());
        };
        settings.validate("first_speaker_settings")?;
        match (&self.first_speaker, settings) {
            (Some(FirstSpeaker::Agent), FirstSpeakerSettings::User(_))
            | (Some(FirstSpeaker::User), FirstSpeakerSettings::Agent(_)) => Err(Error::invalid(
                "first_speaker",
                "contradicts first_speaker_settings",
            )),
            _ => Ok(()),
        }
    }
}

/// What every way to create a call has.
pub(super) struct Common<'a> {
    pub(super) medium: Option<&'a Medium>,
    pub(super) metadata: &'a BTreeMap<String, String>,
    pub(super) data_connection: Option<&'a DataConnection>,
    pub(super) callbacks: Option<&'a Callbacks>,
    pub(super) shared_secrets: &'a [Secret],
    pub(super) throttle: Option<&'a str>,
}

impl Common<'_> {
    pub(super) fn validate(&self) -> Result<(), Error> {
        if let Some(medium) = self.medium {
            medium.validate("medium")?;
        }
        check::metadata("metadata", self.metadata)?;
        if let Some(connection) = self.data_connection {
            connection.validate("data_connection")?;
        }
        if let Some(callbacks) = self.callbacks {
            callbacks.validate("callbacks")?;
        }
        for (index, secret) in self.shared_secrets.iter().enumerate() {
            check::length(
                &format!("shared_secrets[{index}]"),
                secret.expose(),
                16..=127,
            )?;
        }
        check::not_empty("throttle", self.throttle)
    }
}

pub(super) fn validate_tools(path: &str, tools: &[SelectedTool]) -> Result<(), Error> {
    for (index, tool) in tools.iter().enumerate() {
        tool.validate(&format!("{path}[{index}]"))?;
    }
    Ok(())
}

#[cfg(feature = "rest")]
mod send {
    use super::CreateCall;
    use crate::{
        Error,
        calls::{Call, Calls},
        request::Request,
    };

    impl Calls<'_> {
        /// Creates a call.
        ///
        /// Repeated only if it provably was not created. To find a call whose answer was lost, give it a `metadata`
        /// entry of its own and list by that.
        ///
        /// # Errors
        ///
        /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses. If
        /// [`Error::may_have_been_applied`], the call **may exist**.
        pub async fn create(&self, call: &CreateCall) -> Result<Call, Error> {
            self.client.execute(&create_request(call)?).await
        }
    }

    fn create_request(call: &CreateCall) -> Result<Request, Error> {
        call.validate()?;
        Ok(Request::post("/api/calls", &[], call)?
            .query_if("enableGreetingPrompt", call.enable_greeting_prompt)
            .query_if("priorCallId", call.prior_call_id)
            .query_if("throttle", call.throttle.as_ref()))
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::request::Class;

        #[test]
        fn what_is_not_in_the_body_is_in_the_query() {
            let id = "3f1c6a0e-5d2b-4c8e-9a41-7b0d2e6f1a23";
            let call = CreateCall::default()
                .enable_greeting_prompt(false)
                .prior_call_id(id.parse().unwrap())
                .throttle("slow");
            let request = create_request(&call).unwrap();
            assert_eq!(request.body.as_deref(), Some(&b"{}"[..]));
            let query: Vec<_> = request
                .query
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            assert_eq!(
                query,
                [
                    ("enableGreetingPrompt", "false"),
                    ("priorCallId", id),
                    ("throttle", "slow")
                ]
            );
            assert_eq!(request.class, Class::Create);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        calls::{AgentGreeting, Callback, EndBehavior},
        voices::LmntVoice,
    };

    fn problem(call: CreateCall) -> String {
        call.validate().unwrap_err().to_string()
    }

    #[test]
    fn only_what_is_set_is_written() {
        let call = CreateCall::new("Be kind.")
            .max_duration(Duration::from_secs(240))
            .metadata("order", "7");
        assert_eq!(
            serde_json::to_value(call).unwrap(),
            json!({"systemPrompt": "Be kind.", "maxDuration": "240s", "metadata": {"order": "7"}})
        );
    }

    #[test]
    fn debug_shows_no_secrets() {
        let call = CreateCall::new("x")
            .shared_secrets(["hunter2hunter2hunter2"])
            .callbacks(
                Callbacks::new().ended(Callback::new("https://example.com").secrets(["hunter2"])),
            )
            .data_connection(
                DataConnection::new("wss://example.com").headers("Authorization", "hunter2"),
            );
        assert!(!format!("{call:?}").contains("hunter2"));
    }

    #[test]
    fn a_sound_call_passes() {
        let silence = TimedMessage::new(Duration::from_secs(30), "Hello?")
            .end_behavior(EndBehavior::HangUpSoft);
        let call = CreateCall::new("x")
            .voice("Mark")
            .voice_overrides(LmntVoice::new("v").speed(1.5))
            .temperature(1.0)
            .inactivity_messages([silence])
            .first_speaker(FirstSpeaker::Agent)
            .first_speaker_settings(AgentGreeting::new().text("Hi"));
        call.validate().unwrap();
    }

    #[test]
    fn problems_name_the_field() {
        let call = CreateCall::default;
        for (call, field) in [
            (call().temperature(1.1), "temperature"),
            (call().temperature(f64::NAN), "temperature"),
            (call().voice(""), "voice"),
            (
                call().voice("a").external_voice(LmntVoice::new("b")),
                "external_voice",
            ),
            (
                call().voice_overrides(LmntVoice::new("b")),
                "voice_overrides",
            ),
            (
                call().external_voice(LmntVoice::new("b").speed(9.0)),
                "external_voice.speed",
            ),
            (
                call().language_hint("a-language-of-many-words"),
                "language_hint",
            ),
            (call().join_timeout(Duration::ZERO), "join_timeout"),
            (call().max_duration(Duration::MAX), "max_duration"),
            (
                call().inactivity_messages([TimedMessage::new(Duration::ZERO, "")]),
                "inactivity_messages[0].duration",
            ),
            (
                call().selected_tools([SelectedTool::by_name("")]),
                "selected_tools[0].tool_name",
            ),
            (
                call().vad_settings(VadSettings::new().frame_activation_threshold(0.0)),
                "vad_settings.frame_activation_threshold",
            ),
            (
                call()
                    .first_speaker(FirstSpeaker::User)
                    .first_speaker_settings(AgentGreeting::new()),
                "first_speaker",
            ),
            (call().metadata("ultravox.x", ""), "metadata"),
            (
                call().data_connection(DataConnection::new("https://example.com")),
                "data_connection.websocket_url",
            ),
            (
                call().callbacks(Callbacks::new().joined("nowhere")),
                "callbacks.joined.url",
            ),
            (call().shared_secrets(["short"]), "shared_secrets[0]"),
            (call().throttle(""), "throttle"),
        ] {
            let problem = problem(call);
            assert!(
                problem.starts_with(&format!("invalid request: {field}: ")),
                "{field}: {problem}"
            );
        }
    }

    #[test]
    fn a_conversation_is_taken_over_or_given() {
        let id = "3f1c6a0e-5d2b-4c8e-9a41-7b0d2e6f1a23".parse().unwrap();
        let call = CreateCall::default()
            .prior_call_id(id)
            .initial_messages([Message::user("Hi")]);
        assert!(problem(call).contains("initial_messages"));
    }
}
