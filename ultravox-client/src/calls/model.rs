//! What Ultravox says about a call.

use std::{collections::BTreeMap, time::Duration};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    Callbacks, DataConnection, FirstSpeaker, FirstSpeakerSettings, JoinUrl, Medium, MessageMedium,
    RetentionPolicy, TimedMessage, VadSettings,
};
use crate::{AgentId, CallId, duration, voices::ExternalVoice};

/// A call. Settings are those of its last stage.
///
/// See [Ultravox Docs/Get call](https://docs.ultravox.ai/api-reference/calls/calls-get).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Call {
    /// The call.
    pub call_id: CallId,
    /// Version of the client that joined.
    pub client_version: Option<String>,
    /// When it was created.
    pub created: Timestamp,
    /// When somebody joined. `None` until then.
    pub joined: Option<Timestamp>,
    /// When it ended. `None` until then.
    pub ended: Option<Timestamp>,
    /// Why it ended. `None` until then.
    pub end_reason: Option<EndReason>,
    /// How much time is billed, in steps of 6 s. `None` until it is billed.
    #[serde(default, with = "duration::option")]
    pub billed_duration: Option<Duration>,
    /// Input tokens billed for side threads.
    pub billed_side_input_tokens: Option<u64>,
    /// Output tokens billed for side threads.
    pub billed_side_output_tokens: Option<u64>,
    /// Whether it is billed.
    pub billing_status: Option<BillingStatus>,
    /// Who was to speak first. Deprecated by Ultravox: see `first_speaker_settings`.
    pub first_speaker: Option<FirstSpeaker>,
    /// Who was to speak first, and how.
    pub first_speaker_settings: Option<FirstSpeakerSettings>,
    /// What the agent says when the user is silent.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub inactivity_messages: Vec<TimedMessage>,
    /// Whether the agent began by voice or by text.
    pub initial_output_medium: Option<MessageMedium>,
    /// How long Ultravox waits for somebody to join.
    #[serde(default, with = "duration::option")]
    pub join_timeout: Option<Duration>,
    /// Where to join. `None` if Ultravox dials itself, and after the end.
    pub join_url: Option<JoinUrl>,
    /// The language that is likely spoken, BCP 47.
    pub language_hint: Option<String>,
    /// How long the call may last.
    #[serde(default, with = "duration::option")]
    pub max_duration: Option<Duration>,
    /// How the voice reaches the call.
    pub medium: Option<Medium>,
    /// The model.
    pub model: Option<String>,
    /// Whether it is recorded.
    pub recording_enabled: Option<bool>,
    /// What happens to its data.
    pub retention_policy: Option<RetentionPolicy>,
    /// The system prompt.
    pub system_prompt: Option<String>,
    /// The temperature of the model, 0 to 1.
    pub temperature: Option<f64>,
    /// What the agent says when time is up.
    pub time_exceeded_message: Option<String>,
    /// Name or id of the voice.
    pub voice: Option<String>,
    /// A voice that Ultravox does not know.
    pub external_voice: Option<ExternalVoice>,
    /// Changes to the voice.
    pub voice_overrides: Option<ExternalVoice>,
    /// Whether a transcript may be missing. Deprecated by Ultravox.
    pub transcript_optional: Option<bool>,
    /// When the user counts as speaking.
    pub vad_settings: Option<VadSettings>,
    /// A short summary, some seconds after the end.
    pub short_summary: Option<String>,
    /// A summary, some seconds after the end.
    pub summary: Option<String>,
    /// The agent it was created from.
    pub agent: Option<CallAgent>,
    /// The agent it was created from.
    pub agent_id: Option<AgentId>,
    /// Experimental settings.
    pub experimental_settings: Option<Value>,
    /// What was attached to it. Ultravox adds keys that begin with `ultravox.`.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub metadata: BTreeMap<String, String>,
    /// State that tools began with.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub initial_state: Map<String, Value>,
    /// What the telephone company said about an inbound call.
    pub request_context: Option<Value>,
    /// The data connection.
    pub data_connection_config: Option<DataConnection>,
    /// Who is told when it moves on.
    pub callbacks: Option<Callbacks>,
    /// How it went by SIP. `None` for other media.
    pub sip_details: Option<SipDetails>,
}

impl Call {
    /// Where the call is in its life. Ultravox has no such field: it follows from `joined` and `ended`.
    #[must_use]
    pub fn state(&self) -> CallState {
        match (self.joined, self.ended) {
            (_, Some(_)) => CallState::Ended,
            (Some(_), None) => CallState::Joined,
            (None, None) => CallState::Unjoined,
        }
    }
}

/// Where a call is in its life.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum CallState {
    /// Created; nobody joined yet. Ends by itself when the join timeout has passed.
    Unjoined,
    /// Somebody joined; time is billed.
    Joined,
    /// Over.
    Ended,
}

/// Why a call ended.
///
/// See [Ultravox Docs/Get call](https://docs.ultravox.ai/api-reference/calls/calls-get).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EndReason {
    /// Nobody joined in time.
    Unjoined,
    /// The client or the caller hung up.
    Hangup,
    /// The agent hung up.
    AgentHangup,
    /// Time was up.
    Timeout,
    /// The connection was lost.
    ConnectionError,
    /// Ultravox failed. The call is free.
    SystemError,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// Whether a call is billed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum BillingStatus {
    /// Not yet.
    #[serde(rename = "BILLING_STATUS_PENDING")]
    Pending,
    /// It is; see `billed_duration`.
    #[serde(rename = "BILLING_STATUS_BILLED")]
    Billed,
    /// It was, and the money was given back.
    #[serde(rename = "BILLING_STATUS_REFUNDED")]
    Refunded,
    /// Free: it was started in the web console.
    #[serde(rename = "BILLING_STATUS_FREE_CONSOLE")]
    FreeConsole,
    /// Free: it took no time. SIP may be billed all the same.
    #[serde(rename = "BILLING_STATUS_FREE_ZERO_EFFECTIVE_DURATION")]
    FreeZeroEffectiveDuration,
    /// Free: it used up free minutes. SIP may be billed all the same.
    #[serde(rename = "BILLING_STATUS_FREE_MINUTES")]
    FreeMinutes,
    /// Free: Ultravox failed.
    #[serde(rename = "BILLING_STATUS_FREE_SYSTEM_ERROR")]
    FreeSystemError,
    /// Free for a reason that is not documented.
    #[serde(rename = "BILLING_STATUS_FREE_OTHER")]
    FreeOther,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// The agent a call was created from.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallAgent {
    /// The agent.
    pub agent_id: Option<AgentId>,
    /// Its name.
    pub name: Option<String>,
}

/// How a call went by SIP.
///
/// See [Ultravox Docs/SIP](https://docs.ultravox.ai/telephony/sip).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SipDetails {
    /// How much SIP time is billed, in steps of 6 s. `None` until it is billed.
    #[serde(default, with = "duration::option")]
    pub billed_duration: Option<Duration>,
    /// How the SIP call ended. `None` until then.
    pub termination_reason: Option<SipTermination>,
}

/// How a SIP call ended.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum SipTermination {
    /// As it should.
    #[serde(rename = "SIP_TERMINATION_NORMAL")]
    Normal,
    /// The number does not exist.
    #[serde(rename = "SIP_TERMINATION_INVALID_NUMBER")]
    InvalidNumber,
    /// Nobody answered in time.
    #[serde(rename = "SIP_TERMINATION_TIMEOUT")]
    Timeout,
    /// The other side cannot be reached.
    #[serde(rename = "SIP_TERMINATION_DESTINATION_UNAVAILABLE")]
    DestinationUnavailable,
    /// The line was busy.
    #[serde(rename = "SIP_TERMINATION_BUSY")]
    Busy,
    /// It was cancelled before it was answered.
    #[serde(rename = "SIP_TERMINATION_CANCELED")]
    Canceled,
    /// The other side refused it.
    #[serde(rename = "SIP_TERMINATION_REJECTED")]
    Rejected,
    /// Nobody knows.
    #[serde(rename = "SIP_TERMINATION_UNKNOWN")]
    Unknown,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn call(fields: Value) -> Call {
        let mut call = json!({"callId": "3f1c6a0e-5d2b-4c8e-9a41-7b0d2e6f1a23", "created": "2026-11-20T12:00:00Z"});
        call.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        serde_json::from_value(call).unwrap()
    }

    #[test]
    fn id_and_creation_are_enough() {
        let call = call(json!({}));
        assert_eq!(call.state(), CallState::Unjoined);
        assert!(call.metadata.is_empty() && call.join_url.is_none() && call.max_duration.is_none());
    }

    #[test]
    fn null_is_the_same_as_missing() {
        let call = call(json!({
            "joined": null, "ended": null, "endReason": null, "billedDuration": null, "joinUrl": null, "medium": null,
            "metadata": null, "initialState": null, "inactivityMessages": null, "vadSettings": null, "agent": null,
            "externalVoice": null, "callbacks": null, "sipDetails": null, "retentionPolicy": null,
        }));
        assert_eq!(call.state(), CallState::Unjoined);
    }

    #[test]
    fn the_state_follows_from_the_times() {
        let time = "2026-11-20T12:00:01.997086Z";
        assert_eq!(call(json!({"joined": time})).state(), CallState::Joined);
        assert_eq!(
            call(json!({"joined": time, "ended": time})).state(),
            CallState::Ended
        );
        assert_eq!(
            call(json!({"ended": time, "endReason": "unjoined"})).state(),
            CallState::Ended
        );
    }

    #[test]
    fn debug_does_not_show_the_join_url() {
        let call = call(json!({"joinUrl": "wss://voice.example/calls/hunter2"}));
        assert!(!format!("{call:?}").contains("hunter2"));
        assert_eq!(
            call.join_url.unwrap().expose(),
            "wss://voice.example/calls/hunter2"
        );
    }

    #[test]
    fn unknown_words_and_fields_do_not_cost_the_call() {
        let call = call(json!({
            "endReason": "boredom", "billingStatus": "BILLING_STATUS_BARTER", "retentionPolicy": "shred",
            "firstSpeaker": "FIRST_SPEAKER_DOG", "initialOutputMedium": "MESSAGE_MEDIUM_SMELL",
            "sipDetails": {"terminationReason": "SIP_TERMINATION_ABDUCTED"}, "fieldOfTheFuture": {"x": []},
        }));
        assert_eq!(call.end_reason, Some(EndReason::Other("boredom".into())));
        assert_eq!(
            serde_json::to_value(&call.billing_status).unwrap(),
            json!("BILLING_STATUS_BARTER")
        );
        assert_eq!(
            call.retention_policy,
            Some(RetentionPolicy::Other("shred".into()))
        );
    }

    #[test]
    fn both_spellings_of_the_retention_policy_are_read() {
        for word in ["auto_delete", "CALL_RETENTION_POLICY_AUTO_DELETE"] {
            assert_eq!(
                call(json!({"retentionPolicy": word})).retention_policy,
                Some(RetentionPolicy::AutoDelete)
            );
        }
    }
}
