//! One call and what the provider shows of it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::sync::{mpsc, oneshot};

use super::stage::Stage;
use super::tools::{Outcome, Tool};
use super::{bill, duration};
use crate::config::AgentStep;
use crate::control::MediaCount;
use crate::time::Time;
use crate::timers::TimerId;

/// A call, from its creation until it is forgotten.
pub(crate) struct Call {
    pub(super) id: String,
    pub(super) account: String,
    pub(super) created: Time,
    pub(super) joined: Option<Time>,
    pub(super) ended: Option<Time>,
    pub(super) end_reason: Option<String>,
    pub(super) billing: Billing,
    pub(super) new: NewCall,
    /// Its stages, at least one.
    pub(super) stages: Vec<Stage>,
    /// What tools have noted.
    pub(super) state: Map<String, Value>,
    /// Bytes of what was said.
    pub(super) said: usize,
    pub(super) client_version: Option<String>,
    pub(super) events: Vec<Value>,
    /// Join timeout, then maximum duration, then the bill.
    pub(super) timer: Option<TimerId>,
    pub(super) hang_up: Option<TimerId>,
    /// The last words before the time is up, or a simulated person who joins.
    pub(super) later: Option<TimerId>,
    /// A client has opened the join URL.
    pub(super) attached: bool,
    pub(super) session: Option<mpsc::Sender<ToSession>>,
    /// Resolves when the previous webhook was tried.
    pub(super) last_webhook: Option<oneshot::Receiver<()>>,
    pub(super) media: MediaCount,
    /// SID of the Twilio call that carries it.
    pub(super) carrier: Option<String>,
}

/// What a request to create a call asks for, once it was found to be valid.
#[derive(Clone)]
pub(crate) struct NewCall {
    /// The request, without what is write-only.
    pub(super) settings: Map<String, Value>,
    pub(super) medium: Medium,
    pub(super) metadata: BTreeMap<String, String>,
    pub(super) join_timeout: Duration,
    pub(super) max_duration: Duration,
    pub(super) recording: bool,
    pub(super) agent: Option<(String, String)>,
    pub(super) callbacks: Vec<Callback>,
    /// Sign the data connection.
    pub(super) secrets: Vec<String>,
    /// The agent greets, if nothing else makes it speak.
    pub(super) greeting_prompt: bool,
    pub(super) tools: BTreeMap<String, Arc<Tool>>,
}

/// A webhook of this call alone.
#[derive(Clone)]
pub(crate) struct Callback {
    /// `call.joined`, `call.ended`, `call.billed`
    pub(super) event: String,
    pub(super) url: String,
    pub(super) secrets: Vec<String>,
}

/// How a person takes part.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Medium {
    WebRtc,
    ServerWebSocket {
        input_rate: u32,
        output_rate: u32,
        idle: Option<Duration>,
    },
    /// A telephone company streams to us.
    Telephony,
    /// We dial: through Twilio, or in a way that is not simulated beyond the control interface.
    Outgoing {
        to: String,
        from: String,
        twilio: bool,
    },
    Sip,
}

/// Where the bill stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Billing {
    Pending,
    Billed(Duration),
    /// Nobody joined.
    FreeZero,
    /// The provider's fault.
    FreeSystemError,
}

/// What the task that holds the media socket is told.
pub(crate) enum ToSession {
    /// The call is over.
    Ended,
    /// Say this, then the timer ends the call. It is noted already.
    Farewell(String),
    /// A data message that came by REST. What it says is noted already.
    Message(Value),
    /// A data message of the data connection, and its end.
    Linked(Value),
    Unlinked,
    /// An HTTP tool has answered.
    Answered {
        invocation: String,
        outcome: Outcome,
    },
    /// The control interface moves the agent.
    Perform(Vec<AgentStep>),
}

impl Call {
    pub(super) fn is_live(&self) -> bool {
        self.ended.is_none()
    }

    pub(super) fn talk(&self, now: Time) -> Duration {
        self.joined
            .map(|joined| self.ended.unwrap_or(now).since(joined))
            .unwrap_or_default()
    }

    /// Millionths of a dollar so far.
    pub(super) fn cost(&self, now: Time, per_minute: u64) -> u64 {
        match self.billing {
            Billing::FreeZero | Billing::FreeSystemError => 0,
            Billing::Pending | Billing::Billed(_) => bill::cost(self.talk(now), per_minute),
        }
    }

    fn join_url(&self, base: &str) -> Option<String> {
        let tail = match self.new.medium {
            _ if self.ended.is_some() => return None,
            Medium::WebRtc => "",
            Medium::ServerWebSocket { .. } => "/server_web_socket",
            Medium::Telephony => "/telephony",
            Medium::Outgoing { .. } | Medium::Sip => return None,
        };
        let host = base.strip_prefix("http").unwrap_or(base);
        Some(format!("ws{host}/calls/{}{tail}", self.id))
    }

    /// The call as the API shows it.
    pub(super) fn json(&self, base: &str) -> Value {
        // Those of the last stage.
        let settings = &self.stage().settings;
        let setting = |name: &str| settings.get(name).cloned().unwrap_or_default();
        let or = |name: &str, default: Value| match setting(name) {
            Value::Null => default,
            value => value,
        };
        let agent = self.new.agent.as_ref();
        let settings_of_first = setting("firstSpeakerSettings");
        let speaker = match settings_of_first.get("user").filter(|it| !it.is_null()) {
            Some(_) => "FIRST_SPEAKER_USER",
            None => "FIRST_SPEAKER_AGENT",
        };
        let (status, billed) = match self.billing {
            Billing::Pending => ("BILLING_STATUS_PENDING", None),
            Billing::Billed(time) => ("BILLING_STATUS_BILLED", Some(time)),
            Billing::FreeZero => (
                "BILLING_STATUS_FREE_ZERO_EFFECTIVE_DURATION",
                Some(Duration::ZERO),
            ),
            Billing::FreeSystemError => ("BILLING_STATUS_FREE_SYSTEM_ERROR", Some(Duration::ZERO)),
        };
        json!({
            "callId": self.id,
            "clientVersion": self.client_version,
            "created": self.created.rfc3339(),
            "joined": self.joined.map(Time::rfc3339),
            "ended": self.ended.map(Time::rfc3339),
            "endReason": self.end_reason,
            "billedDuration": billed.map(duration::print),
            "billedSideInputTokens": null,
            "billedSideOutputTokens": null,
            "billingStatus": status,
            "firstSpeaker": or("firstSpeaker", json!(speaker)),
            "firstSpeakerSettings": or("firstSpeakerSettings", json!({"agent": {}})),
            "inactivityMessages": or("inactivityMessages", json!([])),
            "initialOutputMedium": or("initialOutputMedium", json!("MESSAGE_MEDIUM_VOICE")),
            "joinTimeout": duration::print(self.new.join_timeout),
            "joinUrl": self.join_url(base),
            "languageHint": setting("languageHint"),
            "maxDuration": duration::print(self.new.max_duration),
            "medium": or("medium", json!({"webRtc": {}})),
            "model": or("model", json!("ultravox-v0.7")),
            "recordingEnabled": self.new.recording,
            "retentionPolicy": match setting("retentionPolicy").as_str() {
                Some("CALL_RETENTION_POLICY_RETAIN") => Some("retain"),
                Some("CALL_RETENTION_POLICY_AUTO_DELETE") => Some("auto_delete"),
                _ => None,
            },
            "systemPrompt": setting("systemPrompt"),
            "temperature": or("temperature", json!(0.0)),
            "timeExceededMessage": setting("timeExceededMessage"),
            "voice": setting("voice"),
            "externalVoice": setting("externalVoice"),
            "voiceOverrides": setting("voiceOverrides"),
            "transcriptOptional": or("transcriptOptional", json!(true)),
            "vadSettings": setting("vadSettings"),
            "shortSummary": self.summary().map(|(short, _)| short),
            "summary": self.summary().map(|(_, long)| long),
            "agent": agent.map(|(id, name)| json!({"agentId": id, "name": name})),
            "agentId": agent.map(|(id, _)| id),
            "experimentalSettings": setting("experimentalSettings"),
            "metadata": self.new.metadata,
            "initialState": or("initialState", json!({})),
            "requestContext": null,
            "dataConnectionConfig": setting("dataConnection"),
            "callbacks": self.callbacks(),
            "sipDetails": null,
        })
    }

    /// A sentence about the call and what was said, once it is billed.
    fn summary(&self) -> Option<(String, String)> {
        let known = self.ended.is_some() && self.billing != Billing::Pending;
        let said: Vec<_> = self
            .messages()
            .filter_map(|it| it["text"].as_str())
            .collect();
        if !known || said.is_empty() {
            return None;
        }
        let short = format!("Messages in this conversation: {}.", said.len());
        let all: String = said.join(" ").chars().take(500).collect();
        Some((short.clone(), format!("{short} {all}")))
    }

    fn callbacks(&self) -> Value {
        let urls = self.new.callbacks.iter().map(|callback| {
            let name = callback.event.trim_start_matches("call.").to_owned();
            (name, json!({"url": callback.url, "secrets": []}))
        });
        Value::Object(urls.collect())
    }

    /// What was said, for a call that goes on where this one ended.
    pub(super) fn history(&self) -> Value {
        let names = ["role", "text", "medium", "invocationId", "toolName"];
        let message = |message: &Value| -> Value {
            let fields = message.as_object().into_iter().flatten();
            let fields = fields.filter(|(name, _)| names.contains(&name.as_str()));
            Value::Object(
                fields
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect(),
            )
        };
        self.stage().all().map(message).collect()
    }
}
