//! Why a session did not come about, or did not end well.

use std::{fmt, time::Duration};

/// Why a session did not come about, or did not end well.
///
/// Whatever it is, the code of the close does not say why the *call* ended: ask with
/// [`Calls::get`](crate::calls::Calls::get). There is no way back into a call; a new one can go on where it stopped, with
/// [`prior_call_id`](crate::calls::CreateCall::prior_call_id).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SessionError {
    /// An option was refused before anything was sent.
    #[error("invalid request: {0}")]
    InvalidRequest(String),
    /// No connection came about.
    #[error("could not connect")]
    Connect(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// No connection came about in this time.
    #[error("could not connect within {0:?}")]
    ConnectTimeout(Duration),
    /// The other side refused the handshake.
    #[error("the connection was refused with status {status}{}", meaning(Some(*status)))]
    Refused {
        /// The HTTP status.
        status: u16,
    },
    /// Ultravox closed the session, and not because the call was over.
    #[error("the session was closed with code {code}{}", meaning(code.status()))]
    Closed {
        /// What it closed with.
        code: CloseCode,
        /// What it said.
        reason: CloseReason,
    },
    /// The connection broke.
    #[error("the connection was lost")]
    Lost,
    /// The connection stands, but nothing comes through it: not even the answer to a ping.
    #[error("nothing came for {after:?}")]
    Silent {
        /// How long.
        after: Duration,
    },
    /// What came was larger than allowed.
    #[error("a message is larger than {limit} bytes")]
    TooLarge {
        /// What is allowed, in bytes.
        limit: usize,
    },
    /// What came does not follow the rules of websockets.
    #[error("the other side does not speak websocket")]
    Protocol,
    /// A message could not be read, and the session is strict.
    #[error("a message could not be read")]
    Malformed(#[source] crate::Error),
    /// Too much waits to be sent.
    #[error("too many messages wait to be sent")]
    Full,
    /// The session is over, or about to be: nothing can be sent.
    #[error("the session has ended")]
    Ended,
}

impl SessionError {
    /// The HTTP status that was refused with, in the handshake or as a close code of 4000 and more.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status } => Some(*status),
            Self::Closed { code, .. } => code.status(),
            _ => None,
        }
    }

    /// Whether there is no such call, or it is over.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(404)
    }

    /// Whether somebody has joined already. A call has one connection.
    #[must_use]
    pub fn is_already_joined(&self) -> bool {
        self.status() == Some(409)
    }

    /// Whether the connection failed, as opposed to being refused: the same may work for another call.
    #[must_use]
    pub fn is_transport(&self) -> bool {
        matches!(
            self,
            Self::Connect(_) | Self::ConnectTimeout(_) | Self::Lost | Self::Silent { .. }
        )
    }

    /// Refuses an option: `problem` never contains the value.
    pub(super) fn invalid(field: &str, problem: &str) -> Self {
        Self::InvalidRequest(format!("{field}: {problem}"))
    }
}

/// What a status means here, where that is known.
fn meaning(status: Option<u16>) -> &'static str {
    match status {
        Some(404) => ": there is no such call, or it is over",
        Some(409) => ": somebody has joined the call already",
        _ => "",
    }
}

/// What a websocket is closed with.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct CloseCode(u16);

impl CloseCode {
    /// The call is over.
    pub const NORMAL: Self = Self(1000);
    /// The close frame had no code.
    pub const NONE: Self = Self(1005);
    /// A parameter is wrong, the call could not be set up, or no audio came for too long.
    pub const POLICY: Self = Self(1008);

    /// The code as a number.
    #[must_use]
    pub const fn as_u16(self) -> u16 {
        self.0
    }

    /// Whether it is the ordinary end of a call, whoever ended it.
    #[must_use]
    pub const fn is_ordinary(self) -> bool {
        matches!(self, Self::NORMAL | Self::NONE)
    }

    /// The HTTP status in a code of 4000 and more, such as 404 in 4404. `None` for other codes, also for 4598, of
    /// which only is known that it is a failure.
    #[must_use]
    pub const fn status(self) -> Option<u16> {
        match self.0 {
            4598 => None,
            4100..=4599 => Some(self.0 - 4000),
            _ => None,
        }
    }
}

impl From<u16> for CloseCode {
    fn from(code: u16) -> Self {
        Self(code)
    }
}

impl fmt::Display for CloseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a websocket was closed with in words. Neither logs nor error texts repeat it.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct CloseReason(String);

impl CloseReason {
    /// The words; empty if there were none.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for CloseReason {
    fn from(reason: &str) -> Self {
        Self(reason.to_owned())
    }
}

impl fmt::Debug for CloseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CloseReason({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_code_means_is_said_where_it_is_known() {
        for (code, text) in [
            (4404, "4404: there is no such call, or it is over"),
            (4409, "4409: somebody has joined the call already"),
            (1011, "1011"),
        ] {
            let closed = SessionError::Closed {
                code: CloseCode::from(code),
                reason: CloseReason::from("hunter2"),
            };
            let expected = format!("the session was closed with code {text}");
            assert_eq!(closed.to_string(), expected);
        }
    }
}
