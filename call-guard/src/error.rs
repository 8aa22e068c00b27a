//! What can go wrong, by stage.

use std::{fmt, io};

use crate::{
    provider::ProviderError,
    receipt::{Receipt, Unended},
};

/// Why a call was not placed, not ended, or not confirmed to be over.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The supervisor could not start.
    #[error("the supervisor cannot start: {what}")]
    Start {
        /// What was tried.
        what: String,
        /// Why it failed.
        source: io::Error,
    },
    /// The request was refused before anything was written or sent.
    #[error("invalid request: {0}")]
    InvalidRequest(String),
    /// The intent could not be made durable. Nothing was sent.
    #[error("the journal cannot be written, so no call was placed")]
    Journal(#[source] io::Error),
    /// The provider refused: no call exists.
    #[error("the provider refused the call")]
    Refused(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The provider's answer was lost, and the search by label came to this.
    #[error("the answer to the call's creation was lost: {0}")]
    Lost(Box<Receipt>),
    /// The provider did not answer.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The end was asked for, but is not confirmed yet. The call stays on watch.
    #[error("not confirmed to be over, still on watch: {0}")]
    Unconfirmed(Box<Unended>),
    /// The supervisor stopped, and these calls may still be running. The journal, if there is one, names them.
    #[error("{} may still be running: {}", Count(.0.len()), Names(.0))]
    Unfinished(Vec<Unended>),
    /// The supervisor is shutting down, or gone.
    #[error("the supervisor is shut down")]
    Closed,
}

impl Error {
    /// Whether a call may exist, or still be running, in spite of this error. If not, dialling again cannot make a second call.
    #[must_use]
    pub fn may_be_live(&self) -> bool {
        match self {
            Self::Start { .. } | Self::InvalidRequest(_) | Self::Journal(_) | Self::Refused(_) => {
                false
            }
            Self::Lost(receipt) => !receipt.is_confirmed(),
            Self::Provider(_) | Self::Unconfirmed(_) | Self::Unfinished(_) | Self::Closed => true,
        }
    }
}

struct Count(usize);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("1 call"),
            n => write!(f, "{n} calls"),
        }
    }
}

struct Names<'a>(&'a [Unended]);

impl fmt::Display for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, call) in self.0.iter().take(10).enumerate() {
            let comma = if at == 0 { "" } else { "; " };
            write!(f, "{comma}{call}")?;
        }
        match self.0.len().saturating_sub(10) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

/// An error and its sources in one line, for events and logs.
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line.push_str(": ");
        line.push_str(&error.to_string());
        cause = error.source();
    }
    line
}
