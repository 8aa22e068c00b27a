//! What went wrong between us and Twilio.

use std::error::Error as StdError;

/// The source of [`Error::Transport`](crate::Error::Transport).
#[derive(Debug, thiserror::Error)]
#[error("{}", self.kind.text())]
pub(crate) struct TransportError {
    kind: Kind,
    /// Whether the request, or an earlier attempt of it, may have reached Twilio.
    sent: bool,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(not(feature = "rest"), allow(dead_code))]
enum Kind {
    Setup,
    Connect,
    ConnectTimeout,
    Timeout,
    Broken,
    TooLarge,
    Redirect,
    Write,
}

impl Kind {
    fn text(self) -> &'static str {
        match self {
            Self::Setup => "the HTTP client could not be built",
            Self::Connect => "no connection",
            Self::ConnectTimeout => "no connection within the time limit",
            Self::Timeout => "no complete answer within the time limit",
            Self::Broken => "the connection broke before the answer was complete",
            Self::TooLarge => "the answer is larger than this client reads",
            Self::Redirect => "the answer points to nowhere usable",
            Self::Write => "what was downloaded could not be written",
        }
    }
}

impl TransportError {
    pub(crate) fn is_connect(&self) -> bool {
        matches!(self.kind, Kind::Connect | Kind::ConnectTimeout)
    }

    pub(crate) fn is_timeout(&self) -> bool {
        matches!(self.kind, Kind::ConnectTimeout | Kind::Timeout)
    }

    pub(crate) fn is_transient(&self) -> bool {
        self.is_connect() || matches!(self.kind, Kind::Timeout | Kind::Broken)
    }

    pub(crate) fn was_sent(&self) -> bool {
        self.sent
    }
}

#[cfg(feature = "rest")]
impl TransportError {
    #[cfg(any(feature = "ring", not(any(feature = "aws-lc", feature = "native-tls"))))]
    pub(crate) fn setup(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            kind: Kind::Setup,
            sent: false,
            source: Some(source.into()),
        }
    }

    #[cfg(test)]
    pub(crate) fn connect(source: Option<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            kind: Kind::Connect,
            sent: false,
            source,
        }
    }

    pub(crate) fn timeout() -> Self {
        Self {
            kind: Kind::Timeout,
            sent: true,
            source: None,
        }
    }

    pub(crate) fn too_large() -> Self {
        Self {
            kind: Kind::TooLarge,
            sent: true,
            source: None,
        }
    }

    pub(crate) fn redirect() -> Self {
        Self {
            kind: Kind::Redirect,
            sent: true,
            source: None,
        }
    }

    pub(crate) fn write(source: std::io::Error) -> Self {
        Self {
            kind: Kind::Write,
            sent: true,
            source: Some(source.into()),
        }
    }

    pub(crate) fn mark_sent(&mut self) {
        self.sent = true;
    }
}

#[cfg(feature = "rest")]
impl From<TransportError> for crate::Error {
    fn from(error: TransportError) -> Self {
        Self::Transport(Box::new(error))
    }
}

#[cfg(feature = "rest")]
impl From<reqwest::Error> for TransportError {
    fn from(error: reqwest::Error) -> Self {
        let (kind, sent) = if error.is_builder() {
            (Kind::Setup, false)
        } else if error.is_connect() {
            (
                if error.is_timeout() {
                    Kind::ConnectTimeout
                } else {
                    Kind::Connect
                },
                false,
            )
        } else if error.is_timeout() {
            (Kind::Timeout, true)
        } else {
            (Kind::Broken, true)
        };
        // The URL may hold ids and numbers.
        Self {
            kind,
            sent,
            source: Some(error.without_url().into()),
        }
    }
}
