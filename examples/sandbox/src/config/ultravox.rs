//! Switches of the Ultravox side.

use std::time::Duration;

use serde::Deserialize;

use super::{AgentScript, Secret};
use crate::duration;

/// The Ultravox side. Fields marked *uncertain* set what the provider does not document.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct UltravoxConfig {
    /// Keys that are accepted; `None`, the default: every key of the documented shape.
    pub api_keys: Option<Vec<Secret>>,
    /// Each key is an account of its own and does not see the calls of another. Default true.
    pub separate_accounts: bool,
    /// Status for a request without a key. *Uncertain*, default 401.
    pub missing_key_status: u16,
    /// Status for a wrong key. *Uncertain*, default 403.
    pub wrong_key_status: u16,
    /// After this time a simulated person joins each `webRtc` call. Default `None`: nobody does.
    #[serde(with = "duration::option")]
    pub web_join: Option<Duration>,
    /// How long a new call is missing from lists. *Uncertain*, default 0.
    #[serde(with = "duration")]
    pub list_lag: Duration,
    /// From the accepted `hang_up` message to the end. *Uncertain*, default 300 ms.
    #[serde(with = "duration")]
    pub hang_up_delay: Duration,
    /// What a farewell adds to `hang_up_delay`. *Uncertain*, default 1.5 s.
    #[serde(with = "duration")]
    pub farewell_delay: Duration,
    /// `endReason` after a `hang_up` message. *Uncertain*, default `agent_hangup`.
    pub hang_up_reason: String,
    /// From the end of a call to its bill. Default 200 ms.
    #[serde(with = "duration")]
    pub billing_delay: Duration,
    /// Millionths of a dollar per minute, billed in steps of six seconds. Default 50,000.
    pub price_per_minute_micros: u64,
    /// Calls live at the same time per account; more are refused with 429. Default `None`: no cap.
    pub concurrent_calls: Option<u32>,
    /// Calls nobody has joined count towards the cap. *Uncertain*, default true.
    pub unjoined_occupy: bool,
    /// Requests per key and real second; more get 429. Default 200.
    pub requests_per_second: Option<u32>,
    /// Calls created per account and real second (5, 10 or 30 by plan). Default `None`.
    pub creates_per_second: Option<u32>,
    /// Calls created per account and real minute (30, 120 or 360 by plan). Default `None`.
    pub creates_per_minute: Option<u32>,
    /// Answer to DELETE of a call that has not ended. *Uncertain*, default 425.
    pub delete_live_status: u16,
    /// Unknown fields of a request are refused. *Uncertain*, default false.
    pub reject_unknown_fields: bool,
    /// Shape of the body of a 400. *Uncertain*, default [`ValidationBody::Fields`].
    pub validation_body: ValidationBody,
    /// Shape of `next` in lists. *Uncertain*, default [`NextLink::Absolute`].
    pub next_link: NextLink,
    /// `next` of the last page. *Uncertain*, default [`LastPage::Null`].
    pub last_page: LastPage,
    /// Items on a page without `pageSize`. *Uncertain*, default 20.
    pub page_size: usize,
    /// Largest `pageSize` that is honoured. *Uncertain*, default 200.
    pub max_page_size: usize,
    /// Retries of a webhook that was not answered with 2xx. Default 10.
    pub webhook_retries: u32,
    /// Wait before the first retry; it doubles each time. Default 30 s.
    #[serde(with = "duration")]
    pub webhook_first_retry: Duration,
    /// A join that is not possible is refused in the handshake instead of by a close code.
    /// *Uncertain*, default false.
    pub refuse_join_at_handshake: bool,
    /// What the simulated agent says and does.
    pub agent: AgentScript,
    /// A farewell is spoken to its end, if that takes longer than `farewell_delay`. Default true.
    pub speak_farewell: bool,
    /// What `X-Ultravox-Update-Call-State` and `updateCallState` do with the state of a call.
    /// *Uncertain*, default [`StateUpdate::Merge`].
    pub state_update: StateUpdate,
    /// What a data message that is not JSON does. *Uncertain*, default
    /// [`MalformedMessage::Ignore`].
    pub malformed_message: MalformedMessage,
    /// From when inactivity counts. *Uncertain*, default [`InactivityFrom::Silence`].
    pub inactivity_from: InactivityFrom,
    /// What becomes of `firstSpeakerSettings.agent` with a `delay` if the user is quicker.
    /// *Uncertain*, default [`DelayedGreeting::Keep`].
    pub delayed_greeting: DelayedGreeting,
}

impl Default for UltravoxConfig {
    fn default() -> Self {
        Self {
            api_keys: None,
            separate_accounts: true,
            missing_key_status: 401,
            wrong_key_status: 403,
            web_join: None,
            list_lag: Duration::ZERO,
            hang_up_delay: Duration::from_millis(300),
            farewell_delay: Duration::from_millis(1500),
            hang_up_reason: "agent_hangup".to_owned(),
            billing_delay: Duration::from_millis(200),
            price_per_minute_micros: 50_000,
            concurrent_calls: None,
            unjoined_occupy: true,
            requests_per_second: Some(200),
            creates_per_second: None,
            creates_per_minute: None,
            delete_live_status: 425,
            reject_unknown_fields: false,
            validation_body: ValidationBody::Fields,
            next_link: NextLink::Absolute,
            last_page: LastPage::Null,
            page_size: 20,
            max_page_size: 200,
            webhook_retries: 10,
            webhook_first_retry: Duration::from_secs(30),
            refuse_join_at_handshake: false,
            agent: AgentScript::default(),
            speak_farewell: true,
            state_update: StateUpdate::Merge,
            malformed_message: MalformedMessage::Ignore,
            inactivity_from: InactivityFrom::Silence,
            delayed_greeting: DelayedGreeting::Keep,
        }
    }
}

/// Shape of the body of a 400 answer.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub enum ValidationBody {
    /// `{"maxDuration": ["…"]}`
    Fields,
    /// `{"detail": "maxDuration: …"}`
    Detail,
    /// `["maxDuration: …"]`
    List,
}

/// Shape of the link to the next page.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub enum NextLink {
    /// With scheme and host.
    Absolute,
    /// Path and query only.
    Relative,
}

/// What `next` is on the last page.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub enum LastPage {
    /// `null`
    Null,
    /// `""`
    Empty,
}

/// What a tool's update does with the state of a call.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub enum StateUpdate {
    /// Its keys replace those of the same name; a `null` removes one.
    Merge,
    /// It takes the place of the whole state.
    Replace,
}

/// What a data message that cannot be read does.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub enum MalformedMessage {
    /// Nothing but a warning among the events of the call.
    Ignore,
    /// The socket is closed with 1008 and the call ends with `connection_error`.
    Close,
}

/// What becomes of a greeting that waits, if the user speaks or writes before it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub enum DelayedGreeting {
    /// The agent is the first to speak: it greets when the time has come, then it answers.
    Keep,
    /// The user is answered, and not greeted.
    Drop,
}

/// From when the durations of `inactivityMessages` count.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub enum InactivityFrom {
    /// From when the user, and after that the agent, fell silent.
    Silence,
    /// From the last sign of the user, or the beginning of the message before, even if the agent
    /// speaks.
    User,
}
