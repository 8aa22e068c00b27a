//! Calls of the Ultravox Realtime API.

use std::time::Duration;

use async_trait::async_trait;
use jiff::SignedDuration;
use ultravox_client::{
    AgentId, CallId, Client, ClientBuilder, Error as UltravoxError, RetryPolicy,
    calls::{BillingStatus, Call, CallState, CreateAgentCall, CreateCall, EndReason},
};

use crate::{
    Billed, Dial, DialFailure, EndAnswer, Error, Found, Intent, Label, Over, OverReason, Pace,
    Provider, ProviderError, Status, Terms,
};

/// The key of a call's metadata that carries its label.
pub const INTENT_KEY: &str = "call-guard.intent";
/// The key of a call's metadata that carries its owner: list the calls of one program by it.
pub const OWNER_KEY: &str = "call-guard.owner";

/// Ultravox's own default, made explicit so that the search knows it.
const JOIN_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a call may take to show up in lists, beyond its join timeout.
const SEARCH_MARGIN: Duration = Duration::from_secs(10);

/// Places, ends and finds calls of one Ultravox account.
///
/// Every call gets a `maxDuration`, and its label in the metadata, by which a call whose creation was never answered is found with
/// certainty. A call ends by the message `hang_up`; calls are never deleted. A call that nobody has joined cannot be ended: it is
/// watched until it expires or is joined.
#[derive(Debug)]
pub struct UltravoxProvider {
    name: String,
    dialling: Client,
    /// The reaper repeats by itself.
    asking: Client,
    max_duration: Duration,
    pace: Pace,
}

impl UltravoxProvider {
    /// Makes the provider with an HTTP client of its own.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if the client cannot be built, or has an HTTP client that the application made: a connection that is
    /// shared with another runtime dies with that runtime.
    pub fn new(client: ClientBuilder) -> Result<Self, Error> {
        if client.has_http_client() {
            return Err(Error::InvalidRequest(
                "the guard needs an HTTP client of its own: give it a builder without `http_client`".into(),
            ));
        }
        let dialling = client.build().map_err(|error| match error {
            UltravoxError::InvalidRequest(what) => Error::InvalidRequest(what),
            other => Error::InvalidRequest(other.to_string()),
        })?;
        Ok(Self {
            name: "ultravox".into(),
            asking: dialling.with_retry(RetryPolicy::none()),
            dialling,
            max_duration: Duration::from_secs(30 * 60),
            // 200 requests per second and key are documented.
            pace: Pace {
                per_second: Some(195.0),
                at_once: 32,
            },
        })
    }

    /// The name in journals and receipts, `ultravox` by default. A second account needs another.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The `maxDuration` of calls that set none. 30 min by default.
    #[must_use]
    pub fn max_duration(mut self, limit: Duration) -> Self {
        self.max_duration = limit;
        self
    }

    /// How fast Ultravox is asked to end calls, look at them and find them. 195 requests per second by default, as 200 per key are
    /// documented; less if the application needs its share.
    #[must_use]
    pub fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    fn call_id(call: &str) -> Result<CallId, ProviderError> {
        call.parse().map_err(ProviderError::new)
    }
}

/// A call to be placed: from a prompt or for an agent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum UltravoxCall {
    /// Everything is in the request.
    Prompt(Box<CreateCall>),
    /// An agent's template is the base.
    Agent(AgentId, Box<CreateAgentCall>),
}

impl UltravoxCall {
    /// A call for an agent.
    #[must_use]
    pub fn agent(agent: AgentId, call: CreateAgentCall) -> Self {
        Self::Agent(agent, Box::new(call))
    }
}

impl From<CreateCall> for UltravoxCall {
    fn from(call: CreateCall) -> Self {
        Self::Prompt(Box::new(call))
    }
}

#[async_trait]
impl Provider for UltravoxProvider {
    fn name(&self) -> &str {
        &self.name
    }

    async fn end(&self, call: &str) -> Result<EndAnswer, ProviderError> {
        match self.asking.calls().hang_up(&Self::call_id(call)?).await {
            Ok(()) => Ok(EndAnswer::Accepted),
            Err(error) if error.status() == Some(422) || error.is_not_found() => {
                Ok(EndAnswer::NotLive)
            }
            Err(error) => Err(failed(error)),
        }
    }

    async fn status(&self, call: &str) -> Result<Status, ProviderError> {
        match self.asking.calls().get(&Self::call_id(call)?).await {
            Ok(call) => Ok(status(&call)),
            Err(error) if error.is_not_found() => Ok(Status::Missing),
            Err(error) => Err(failed(error)),
        }
    }

    async fn find(&self, intent: &Intent) -> Result<Found, ProviderError> {
        let label = intent.id.to_string();
        let page = self
            .asking
            .calls()
            .list()
            .metadata(INTENT_KEY, &label)
            .send()
            .await
            .map_err(failed)?;
        // Should the filter ever be ignored, strangers' calls must not be taken for ours.
        let ours = page
            .results
            .iter()
            .filter(|call| call.metadata.get(INTENT_KEY) == Some(&label));
        let ours: Vec<String> = ours.map(|call| call.call_id.to_string()).collect();
        Ok(if ours.is_empty() {
            Found::Nothing
        } else {
            Found::Proven(ours)
        })
    }

    fn pace(&self) -> Pace {
        self.pace
    }
}

#[async_trait]
impl Dial for UltravoxProvider {
    type Request = UltravoxCall;
    type Call = Call;

    fn stamp(&self, request: &mut UltravoxCall, label: &Label<'_>) -> Result<Terms, Error> {
        let (metadata, join_timeout, max_duration) = match request {
            UltravoxCall::Prompt(call) => (
                &mut call.metadata,
                &mut call.join_timeout,
                &mut call.max_duration,
            ),
            UltravoxCall::Agent(_, call) => (
                &mut call.metadata,
                &mut call.join_timeout,
                &mut call.max_duration,
            ),
        };
        metadata.insert(INTENT_KEY.into(), label.intent.to_string());
        metadata.insert(OWNER_KEY.into(), label.owner.into());
        let join = *join_timeout.get_or_insert(JOIN_TIMEOUT);
        let max = *max_duration.get_or_insert(self.max_duration);
        let search_for = join.saturating_add(SEARCH_MARGIN);
        Ok(Terms {
            limit: search_for.saturating_add(max),
            search_for,
            ..Terms::default()
        })
    }

    async fn dial(&self, request: &UltravoxCall) -> Result<Call, DialFailure> {
        let calls = self.dialling.calls();
        let result = match request {
            UltravoxCall::Prompt(call) => calls.create(call).await,
            UltravoxCall::Agent(agent, call) => calls.create_for_agent(agent, call).await,
        };
        result.map_err(|error| match error {
            UltravoxError::InvalidRequest(what) => DialFailure::invalid(what),
            error if error.may_have_been_applied() => DialFailure::unknown(error),
            error => DialFailure::refused(error),
        })
    }

    fn id(&self, call: &Call) -> String {
        call.call_id.to_string()
    }

    async fn get(&self, call: &str) -> Result<Call, ProviderError> {
        self.asking
            .calls()
            .get(&Self::call_id(call)?)
            .await
            .map_err(failed)
    }
}

fn status(call: &Call) -> Status {
    match call.state() {
        CallState::Unjoined => {
            let expires = call
                .join_timeout
                .and_then(|timeout| SignedDuration::try_from(timeout).ok())
                .and_then(|timeout| call.created.checked_add(timeout).ok());
            Status::Waiting { until: expires }
        }
        CallState::Joined => Status::Live,
        CallState::Ended => {
            let reason = match (&call.end_reason, call.joined) {
                (Some(EndReason::Unjoined), _) | (None, None) => OverReason::Unjoined,
                (Some(EndReason::Timeout), _) => OverReason::Limit,
                _ => OverReason::Ended,
            };
            Status::Over(Over {
                at: call.ended,
                reason,
                billed: billed(call),
            })
        }
    }
}

/// `None` while the bill is pending.
fn billed(call: &Call) -> Option<Billed> {
    match call.billing_status {
        None | Some(BillingStatus::Pending) => None,
        Some(BillingStatus::Billed | BillingStatus::Refunded) => Some(Billed {
            duration: call.billed_duration,
            ..Billed::default()
        }),
        // Free of call minutes for one reason or another.
        Some(_) => Some(Billed::duration(Duration::ZERO)),
    }
}

fn failed(error: UltravoxError) -> ProviderError {
    let wait = error.retry_after();
    ProviderError::new(error).retry_after(wait)
}
