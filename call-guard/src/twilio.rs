//! Calls of Twilio Programmable Voice.

use std::{collections::BTreeMap, time::Duration};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use twilio_voice::{
    CallSid, Client, ClientBuilder, Error as TwilioError, RetryPolicy,
    calls::{Call, CallDirection, CallStatus, CreateCall},
};

use crate::{
    Billed, Dial, DialFailure, EndAnswer, Error, Found, Intent, Label, Over, OverReason, Pace,
    Provider, ProviderError, Status, Terms,
};

/// The query parameter of the status callback that carries the label of a call.
pub const INTENT_PARAMETER: &str = "call-guard.intent";
/// The query parameter of the status callback that carries the owner of a call.
pub const OWNER_PARAMETER: &str = "call-guard.owner";

const TO: &str = "to";
const FROM: &str = "from";

/// The clocks of Twilio and of this machine may differ by this much in a search.
const SKEW: SignedDuration = SignedDuration::from_secs(30);
/// Twilio cancels a call that waited in its queue for a day.
const QUEUE: Duration = Duration::from_secs(24 * 60 * 60);
/// How many of the newest calls between the two numbers a search looks at.
const NEWEST: u16 = 50;

/// Places, ends and finds calls of one Twilio account.
///
/// Every call gets a `TimeLimit`, and the status callback, if there is one, carries the label in its query: an application that
/// receives it while the answer to the creation is missing tells [`Supervisor::bind`](crate::Supervisor::bind). Twilio has nothing else
/// that could carry a label, so a search goes by `To`, `From` and the time of creation: it takes a single call that fits, and
/// touches none of several.
#[derive(Debug)]
pub struct TwilioProvider {
    name: String,
    dialling: Client,
    /// The reaper repeats by itself.
    asking: Client,
    time_limit: Duration,
    search_for: Duration,
    pace: Pace,
}

impl TwilioProvider {
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
        let dialling = client.build().map_err(invalid)?;
        Ok(Self {
            name: "twilio".into(),
            asking: dialling.with_retry(RetryPolicy::none()),
            dialling,
            time_limit: Duration::from_secs(30 * 60),
            search_for: Duration::from_secs(30),
            // Twilio limits the requests under way at once per account and does not publish how many.
            pace: Pace {
                per_second: None,
                at_once: 25,
            },
        })
    }

    /// The name in journals and receipts, `twilio` by default. A second account needs another.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The `TimeLimit` of calls that set none. 30 min by default.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    /// How long a call whose answer was lost is searched. 30 s by default.
    #[must_use]
    pub fn search_for(mut self, time: Duration) -> Self {
        self.search_for = time;
        self
    }

    /// How fast Twilio is asked to end calls, look at them and find them. 25 requests at once by default: Twilio limits these per
    /// account and does not publish how many.
    #[must_use]
    pub fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    fn sid(call: &str) -> Result<CallSid, ProviderError> {
        call.parse().map_err(ProviderError::new)
    }
}

#[async_trait]
impl Provider for TwilioProvider {
    fn name(&self) -> &str {
        &self.name
    }

    async fn end(&self, call: &str) -> Result<EndAnswer, ProviderError> {
        match self.asking.calls().end(&Self::sid(call)?).await {
            Ok(_) => Ok(EndAnswer::Accepted),
            Err(error) if error.is_invalid_call_state() || error.is_not_found() => {
                Ok(EndAnswer::NotLive)
            }
            Err(error) => Err(failed(error)),
        }
    }

    async fn status(&self, call: &str) -> Result<Status, ProviderError> {
        match self.asking.calls().get(&Self::sid(call)?).await {
            Ok(call) => Ok(status(&call)),
            Err(error) if error.is_not_found() => Ok(Status::Missing),
            Err(error) => Err(failed(error)),
        }
    }

    async fn find(&self, intent: &Intent) -> Result<Found, ProviderError> {
        let clue = |name: &str| intent.terms.clues.get(name).cloned().unwrap_or_default();
        let list = self
            .asking
            .calls()
            .list()
            .to(clue(TO))
            .from(clue(FROM))
            .page_size(NEWEST);
        let page = list.send().await.map_err(failed)?;
        let since = intent.at - SKEW;
        let until =
            intent.at + SignedDuration::try_from(intent.terms.search_for).unwrap_or(SKEW) + SKEW;
        let fits =
            |created: Option<Timestamp>| created.is_none_or(|at| (since..=until).contains(&at));
        let calls: Vec<String> = page
            .items
            .iter()
            .filter(|call| fits(call.date_created) && is_outbound(call))
            .map(|call| call.sid.to_string())
            .collect();
        Ok(if calls.is_empty() {
            Found::Nothing
        } else {
            Found::Possible(calls)
        })
    }

    fn pace(&self) -> Pace {
        self.pace
    }
}

#[async_trait]
impl Dial for TwilioProvider {
    type Request = CreateCall;
    type Call = Call;

    fn stamp(&self, request: &mut CreateCall, label: &Label<'_>) -> Result<Terms, Error> {
        let limit = *request.time_limit.get_or_insert(self.time_limit);
        if let Some(callback) = &mut request.status_callback {
            *callback = labelled(callback, label);
        }
        // What Twilio would refuse anyway costs no line in the journal.
        request.to_form().map_err(invalid)?;
        let clues = BTreeMap::from([
            (TO.to_owned(), request.to.to_string()),
            (FROM.to_owned(), request.from.to_string()),
        ]);
        let ringing = request.timeout.unwrap_or(Duration::from_secs(60));
        Ok(Terms {
            clues,
            limit: limit + ringing + QUEUE,
            search_for: self.search_for,
        })
    }

    async fn dial(&self, request: &CreateCall) -> Result<Call, DialFailure> {
        self.dialling
            .calls()
            .create(request)
            .await
            .map_err(|error| match error {
                TwilioError::InvalidRequest(what) => DialFailure::invalid(what),
                error if error.may_have_been_applied() => DialFailure::unknown(error),
                error => DialFailure::refused(error),
            })
    }

    fn id(&self, call: &Call) -> String {
        call.sid.to_string()
    }

    async fn get(&self, call: &str) -> Result<Call, ProviderError> {
        self.asking
            .calls()
            .get(&Self::sid(call)?)
            .await
            .map_err(failed)
    }
}

/// Puts the label into the query, before a fragment: Twilio reads settings from that and strips it.
fn labelled(url: &str, label: &Label<'_>) -> String {
    let (address, fragment) = match url.split_once('#') {
        Some((address, fragment)) => (address, Some(fragment)),
        None => (url, None),
    };
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(INTENT_PARAMETER, &label.intent.to_string());
    query.append_pair(OWNER_PARAMETER, label.owner);
    let joint = if address.contains('?') { '&' } else { '?' };
    let fragment = fragment
        .map(|fragment| format!("#{fragment}"))
        .unwrap_or_default();
    format!("{address}{joint}{}{fragment}", query.finish())
}

fn status(call: &Call) -> Status {
    // A word that is new to us does not prove that a call is over.
    if !call.status.as_ref().is_some_and(CallStatus::is_final) {
        return Status::Live;
    }
    Status::Over(Over {
        at: call.end_time,
        reason: OverReason::Ended,
        billed: billed(call),
    })
}

/// Calls that the API placed; whoever calls us is not ours to end.
fn is_outbound(call: &Call) -> bool {
    matches!(
        call.direction,
        None | Some(CallDirection::OutboundApi | CallDirection::Other(_))
    )
}

/// Started minutes of an answered call. `None` while Twilio does not say how long it was.
fn billed(call: &Call) -> Option<Billed> {
    let answered = call.status == Some(CallStatus::Completed);
    let duration = match call.duration {
        Some(duration) => duration,
        None if answered => return None,
        None => Duration::ZERO,
    };
    Some(Billed {
        duration: Some(Duration::from_secs(duration.as_secs().div_ceil(60) * 60)),
        price: call.price.as_ref().map(ToString::to_string),
        currency: call.price.as_ref().and(call.price_unit.clone()),
    })
}

fn failed(error: TwilioError) -> ProviderError {
    let wait = error.retry_after();
    ProviderError::new(error).retry_after(wait)
}

fn invalid(error: TwilioError) -> Error {
    match error {
        TwilioError::InvalidRequest(what) => Error::InvalidRequest(what),
        other => Error::InvalidRequest(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::IntentId;

    #[test]
    fn the_label_goes_into_the_query_and_before_the_fragment() {
        let label = Label {
            intent: IntentId::random(),
            owner: "me & you",
        };
        let intent = label.intent;
        for (url, expected) in [
            (
                "https://a.example/cb",
                format!(
                    "https://a.example/cb?{INTENT_PARAMETER}={intent}&call-guard.owner=me+%26+you"
                ),
            ),
            (
                "https://a.example/cb?x=1#rc=3",
                format!(
                    "https://a.example/cb?x=1&{INTENT_PARAMETER}={intent}&call-guard.owner=me+%26+you#rc=3"
                ),
            ),
        ] {
            assert_eq!(labelled(url, &label), expected);
        }
    }
}
