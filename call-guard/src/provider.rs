//! What the guard needs to know of a telephone company.

use std::{collections::BTreeMap, fmt, str::FromStr, time::Duration};

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Error, receipt::Billed};

/// Ends calls, looks at them, and finds them again.
///
/// Every method is called on the reaper's own thread and runtime. An implementation keeps an HTTP client of its own, so that a
/// blocked or vanished runtime of the application cannot stop a call from being ended. Methods make **one** attempt: repeating,
/// pacing and deadlines are the reaper's. A method that panics counts as failed.
#[async_trait]
pub trait Provider: Send + Sync + 'static {
    /// A stable name. It is written to the journal, and [`Supervisor::recover`](crate::Supervisor::recover) gives a call left
    /// behind to the provider of the same name, so two accounts need two names.
    fn name(&self) -> &str;

    /// Asks for the end of a call.
    ///
    /// # Errors
    ///
    /// Whatever kept the provider from answering. The reaper looks at the call and asks again.
    async fn end(&self, call: &str) -> Result<EndAnswer, ProviderError>;

    /// Looks at a call.
    ///
    /// # Errors
    ///
    /// Whatever kept the provider from answering. A call that does not exist is [`Status::Missing`], not an error.
    async fn status(&self, call: &str) -> Result<Status, ProviderError>;

    /// Looks for the call that an [`Intent`] created when the answer was lost.
    ///
    /// # Errors
    ///
    /// Whatever kept the provider from answering.
    async fn find(&self, intent: &Intent) -> Result<Found, ProviderError>;

    /// How fast the provider lets us ask.
    fn pace(&self) -> Pace {
        Pace::default()
    }
}

/// A [`Provider`] that places calls.
#[async_trait]
pub trait Dial: Provider {
    /// What is asked for.
    type Request: Send + 'static;
    /// What the provider answers, and what a [`CallGuard`](crate::CallGuard) derefs to.
    type Call: Send + 'static;

    /// Writes the label and a provider-side limit into the request, and says how the call could be found without its id.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if the request cannot carry them. Nothing was sent.
    fn stamp(&self, request: &mut Self::Request, label: &Label<'_>) -> Result<Terms, Error>;

    /// Places the call.
    ///
    /// # Errors
    ///
    /// [`DialFailure::refused`] only if no call can have come of it, [`DialFailure::unknown`] in every other case.
    async fn dial(&self, request: &Self::Request) -> Result<Self::Call, DialFailure>;

    /// The id of a call.
    fn id(&self, call: &Self::Call) -> String;

    /// Reads a call that was found by its label.
    ///
    /// # Errors
    ///
    /// Whatever kept the provider from answering.
    async fn get(&self, call: &str) -> Result<Self::Call, ProviderError>;
}

/// The name of one wish to place a call, made before anything is sent.
///
/// It is the label by which the call is found when the answer to its creation was lost.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(transparent)]
pub struct IntentId(Uuid);

impl IntentId {
    pub(crate) fn random() -> Self {
        Self(Uuid::new_v4())
    }
}

impl fmt::Display for IntentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for IntentId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let id = Uuid::parse_str(text)
            .map_err(|error| Error::InvalidRequest(format!("intent id: {error}")))?;
        Ok(Self(id))
    }
}

/// What a request is marked with.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Label<'a> {
    /// This call's name.
    pub intent: IntentId,
    /// The program the call belongs to, see [`Builder::owner`](crate::Builder::owner).
    pub owner: &'a str,
}

/// How a call can be found, and how long it can last.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Terms {
    /// What [`Provider::find`] needs besides the label. It is written to the journal: no secrets.
    pub clues: BTreeMap<String, String>,
    /// When the provider itself is sure to have ended the call, counted from the request.
    pub limit: Duration,
    /// How long after the request a call may still show up when its answer was lost.
    pub search_for: Duration,
}

/// A wish to place a call, as the journal keeps it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Intent {
    /// Its name.
    pub id: IntentId,
    /// The program that had it.
    pub owner: String,
    /// When it was written down, just before the request left.
    pub at: Timestamp,
    /// How the call can be found.
    #[serde(flatten)]
    pub terms: Terms,
}

/// What a provider said to "end this call".
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum EndAnswer {
    /// It took the request. That the call is over is confirmed by a look.
    Accepted,
    /// The call is in no state to be ended: over already, not begun, or unknown. A look tells which.
    NotLive,
}

/// Where a call is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Status {
    /// Created, not billed, and the provider has no way to end it before somebody joins it.
    Waiting {
        /// When the provider gives it up by itself, if known.
        until: Option<Timestamp>,
    },
    /// It can be ended, and may cost money.
    Live,
    /// It is over.
    Over(Over),
    /// The provider knows no such call: erased, or another account's.
    Missing,
}

/// How a call ended, as its provider tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Over {
    /// When, if the provider says so.
    pub at: Option<Timestamp>,
    /// What ended it.
    pub reason: OverReason,
    /// What is charged, once the provider knows.
    pub billed: Option<Billed>,
}

/// What ended a call, as far as its provider can tell.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum OverReason {
    /// Somebody hung up, or it failed; the provider does not say that it was a limit.
    Ended,
    /// The limit that was set on the provider's side.
    Limit,
    /// Nobody joined it in time.
    Unjoined,
}

/// What a search by label brought.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Found {
    /// No such call, so far.
    #[default]
    Nothing,
    /// These calls carry the label: they are ours.
    Proven(Vec<String>),
    /// These calls fit what is known, but nothing proves that they are ours. The reaper takes a single one, and touches none of several.
    Possible(Vec<String>),
}

/// How fast a provider lets us ask.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Requests per second, `None` for no limit.
    pub per_second: Option<f64>,
    /// Requests under way at once, at least 1.
    pub at_once: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            per_second: None,
            at_once: 32,
        }
    }
}

/// Why a provider did not answer.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct ProviderError {
    message: String,
    retry_after: Option<Duration>,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl ProviderError {
    /// Wraps what went wrong. Its `Display` becomes an event and a log line: no secrets, no bodies.
    pub fn new(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self {
            message: "asking the provider failed".into(),
            retry_after: None,
            source: Some(source.into()),
        }
    }

    /// How long the provider wants to be left alone. It holds back every request to it.
    #[must_use]
    pub fn retry_after(mut self, wait: Option<Duration>) -> Self {
        self.retry_after = wait;
        self
    }

    pub(crate) fn because(message: &str) -> Self {
        Self {
            message: message.into(),
            retry_after: None,
            source: None,
        }
    }

    pub(crate) fn wait(&self) -> Option<Duration> {
        self.retry_after
    }
}

/// Why a call was not placed, or why nobody knows.
#[derive(Debug)]
pub struct DialFailure(pub(crate) Failure);

#[derive(Debug)]
pub(crate) enum Failure {
    Certain(Error),
    Unknown(Box<dyn std::error::Error + Send + Sync>),
}

impl DialFailure {
    /// The request was refused before anything was sent.
    pub fn invalid(what: impl Into<String>) -> Self {
        Self(Failure::Certain(Error::InvalidRequest(what.into())))
    }

    /// The provider refused: no call came of it, and none will.
    pub fn refused(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(Failure::Certain(Error::Refused(source.into())))
    }

    /// There may be a call. The reaper looks for it.
    pub fn unknown(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(Failure::Unknown(source.into()))
    }
}
