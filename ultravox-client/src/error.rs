//! Why a request did not produce a value.

use std::time::Duration;

use crate::{api_error::ApiError, transport_error::TransportError};

/// Why a request did not produce a value.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Ultravox answered with an error.
    #[error("{0}")]
    Api(Box<ApiError>),
    /// The answer was not what the documentation describes.
    #[error("unexpected response body at `{path}`")]
    Decode {
        /// Where in the JSON, e.g. `results[3].created`.
        path: String,
        /// What was wrong there, without the value that was found.
        source: serde_json::Error,
    },
    /// Something Ultravox sent of its own accord, such as a webhook, was not what the documentation describes.
    #[error("unexpected content of {what} at `{path}`")]
    Received {
        /// What was received, e.g. `a webhook`.
        what: &'static str,
        /// Where in the JSON, e.g. `call.created`.
        path: String,
        /// What was wrong there, without the value that was found.
        source: serde_json::Error,
    },
    /// An argument was refused before anything was sent.
    #[error("invalid request: {0}")]
    InvalidRequest(String),
    /// Nothing usable came back: connect, TLS, timeout, a broken connection.
    #[error("request failed")]
    Transport(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// The HTTP status, if Ultravox answered with an error.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.api().map(|api| api.status)
    }

    /// The word Ultravox uses for the error, if it sent one. It is not documented; most errors have none.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.api()?.code.as_deref()
    }

    /// The id of the request in Ultravox's logs, if the answer carried one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.api()?.request_id.as_deref()
    }

    /// How long Ultravox asks to wait before the next attempt. Zero means at once.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.api()?.retry_after
    }

    /// Whether the same request may succeed later: 429, 5xx, no connection, a timeout, a broken connection.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Api(api) => api.status == 429 || api.status >= 500,
            Self::Transport(_) => self.transport().is_some_and(TransportError::is_transient),
            Self::Decode { .. } | Self::Received { .. } | Self::InvalidRequest(_) => false,
        }
    }

    /// Whether the thing asked for does not exist, or belongs to another account.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(404)
    }

    /// Whether a call could not be deleted, or its logs not be read, because it has not ended.
    ///
    /// Ultravox reports this as 425; a 4xx whose text speaks of an ongoing call counts as well.
    #[must_use]
    pub fn is_still_active(&self) -> bool {
        self.api().is_some_and(|api| {
            let speaks_of_it = || {
                api.detail
                    .as_deref()
                    .is_some_and(|text| text.to_lowercase().contains("ongoing call"))
            };
            api.status == 425 || ((400..500).contains(&api.status) && speaks_of_it())
        })
    }

    /// Whether a time limit ran out: to connect, of one attempt, or of the whole request.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.transport().is_some_and(TransportError::is_timeout)
    }

    /// Whether no connection came about, so that nothing was sent.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.transport().is_some_and(TransportError::is_connect)
    }

    /// Whether what was asked for may have happened although this error came back.
    ///
    /// `false` if it provably did not: refused before it was sent, no connection, any 4xx, and a 503 that says
    /// when to come back. `true` if nobody can tell: a timeout or a broken connection after sending began,
    /// another 5xx, or a success whose body was lost or unreadable. After such an error a call **may exist**.
    #[must_use]
    pub fn may_have_been_applied(&self) -> bool {
        match self {
            Self::Api(api) => api.may_have_been_applied(),
            Self::Decode { .. } => true,
            Self::Received { .. } | Self::InvalidRequest(_) => false,
            Self::Transport(_) => self.transport().is_none_or(TransportError::was_sent),
        }
    }

    fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(api) => Some(api),
            _ => None,
        }
    }

    fn transport(&self) -> Option<&TransportError> {
        match self {
            Self::Transport(source) => source.downcast_ref(),
            _ => None,
        }
    }

    /// Refuses an argument: `field` is the name the caller wrote, `problem` never contains the value.
    pub(crate) fn invalid(field: impl std::fmt::Display, problem: impl std::fmt::Display) -> Self {
        Self::InvalidRequest(format!("{field}: {problem}"))
    }
}

#[cfg(feature = "rest")]
impl Error {
    /// Remembers that an earlier attempt of the same request may have been applied.
    pub(crate) fn after_ambiguous_attempt(mut self) -> Self {
        match &mut self {
            Self::Api(api) => api.earlier_may_have_been_applied = true,
            Self::Transport(source) => {
                if let Some(transport) = source.downcast_mut::<TransportError>() {
                    transport.mark_sent();
                }
            }
            Self::Decode { .. } | Self::Received { .. } | Self::InvalidRequest(_) => {}
        }
        self
    }
}

#[cfg(feature = "rest")]
impl Error {
    /// Reports that JSON at `path` is not what was expected, keeping nothing of what was found there.
    pub(crate) fn decode(path: impl Into<String>, source: serde_json::Error) -> Self {
        Self::Decode {
            path: path.into(),
            source: without_values(source),
        }
    }
}

#[cfg(any(feature = "webhook", feature = "tool", feature = "realtime"))]
impl Error {
    /// Reports that what was received is not as expected at `path`, keeping nothing of what was found there.
    pub(crate) fn received(
        what: &'static str,
        path: impl Into<String>,
        source: serde_json::Error,
    ) -> Self {
        Self::Received {
            what,
            path: path.into(),
            source: without_values(source),
        }
    }
}

/// `serde` repeats the value it did not expect, which may be a phone number: only what it expected is kept.
#[cfg(any(
    feature = "rest",
    feature = "webhook",
    feature = "tool",
    feature = "realtime"
))]
pub(crate) fn without_values(error: serde_json::Error) -> serde_json::Error {
    use serde::de::Error as _;

    if !error.is_data() {
        return error;
    }
    let text = error.to_string();
    if text.starts_with("missing field") {
        return error;
    }
    let problem = match text.rfind(", expected ") {
        Some(expected) => format!("unexpected value{}", &text[expected..]),
        None => "invalid value".to_owned(),
    };
    serde_json::Error::custom(problem)
}

#[cfg(all(test, feature = "rest"))]
mod tests {
    use std::error::Error as _;

    use super::*;

    #[test]
    fn a_decode_error_keeps_nothing_of_the_body() {
        let source = serde_json::from_str::<Vec<u32>>(r#"["+15550001111"]"#).unwrap_err();
        let error = Error::decode("results", source);
        let shown = format!("{error} {error:?} {}", error.source().unwrap());
        assert!(!shown.contains("5550001111"), "{shown}");
        assert!(shown.contains("expected u32"), "{shown}");
    }

    #[test]
    fn an_ambiguous_earlier_attempt_is_not_forgotten() {
        let refused = Error::Transport(Box::new(TransportError::connect(None)));
        assert!(!refused.may_have_been_applied());
        assert!(refused.after_ambiguous_attempt().may_have_been_applied());
    }

    #[test]
    fn an_invalid_request_names_the_field() {
        let error = Error::invalid("temperature", "must be 0 to 1");
        assert_eq!(
            error.to_string(),
            "invalid request: temperature: must be 0 to 1"
        );
        assert!(!error.may_have_been_applied() && !error.is_transient());
    }
}
