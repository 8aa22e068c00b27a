//! Answers a test asks for.

use std::time::Duration;

use jiff::{Timestamp, fmt::rfc2822};
use serde_json::Value;

use super::reply::Reply;

/// What the double answers instead of its usual answer.
///
/// ```
/// use std::time::Duration;
///
/// use twilio_voice::test_util::Answer;
///
/// let busy = Answer::status(429).retry_after(Duration::from_secs(2));
/// let ambiguous = Answer::lost();
/// let slow = Answer::usual().delay(Duration::from_millis(300));
/// # let _ = (busy, ambiguous, slow);
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Answer {
    pub(super) kind: Kind,
    pub(super) delay: Option<Duration>,
    headers: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// What the double would have answered.
    Usual,
    /// This, and nothing happens.
    Instead(Reply),
    /// This, but what was asked for happens.
    After(Reply),
    /// A success that is no JSON; what was asked for happens.
    Malformed,
    /// No answer; what was asked for happens.
    Lost,
    /// No answer, and nothing happens.
    Closed,
}

impl Answer {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            delay: None,
            headers: Vec::new(),
        }
    }

    /// The usual answer, of use with [`delay`](Self::delay) and [`header`](Self::header).
    pub fn usual() -> Self {
        Self::new(Kind::Usual)
    }

    /// An error with the code and text Twilio usually has for this status. What was asked for does not happen.
    pub fn status(status: u16) -> Self {
        let (code, message) = match status {
            400 => (20_001, "Invalid parameter"),
            401 => (20_003, "Authenticate"),
            403 => (20_006, "Access denied"),
            404 => (20_404, "The requested resource was not found"),
            405 => (20_004, "Method not allowed"),
            409 => (20_409, "Conflict"),
            429 => (20_429, "Too many requests"),
            503 => (20_503, "Service unavailable"),
            _ => (20_500, "Internal server error"),
        };
        Self::error(status, code, message)
    }

    /// An error of the documented shape: `{"code": …, "message": …, "more_info": …, "status": …}`. What was asked for
    /// does not happen.
    pub fn error(status: u16, code: u32, message: &str) -> Self {
        Self::new(Kind::Instead(Reply::error(status, code, message)))
    }

    /// This JSON. What was asked for does not happen.
    pub fn json(status: u16, body: impl Into<Value>) -> Self {
        Self::new(Kind::Instead(Reply::json(status, body)))
    }

    /// These bytes. What was asked for does not happen.
    pub fn raw(status: u16, content_type: impl Into<String>, body: impl Into<Vec<u8>>) -> Self {
        Self::new(Kind::Instead(Reply::raw(status, content_type, body)))
    }

    /// A success whose body is cut off in the middle, so that nobody can read it. What was asked for happens.
    pub fn malformed() -> Self {
        Self::new(Kind::Malformed)
    }

    /// No answer: the connection closes. What was asked for happens, so a call may exist that nobody knows of.
    pub fn lost() -> Self {
        Self::new(Kind::Lost)
    }

    /// No answer: the connection closes. What was asked for does not happen.
    pub fn closed() -> Self {
        Self::new(Kind::Closed)
    }

    /// Lets what was asked for happen although the answer is another one, such as a 504 from a gateway.
    pub fn after_effect(mut self) -> Self {
        self.kind = match self.kind {
            Kind::Instead(reply) => Kind::After(reply),
            Kind::Closed => Kind::Lost,
            other => other,
        };
        self
    }

    /// Answers this much later. What was asked for happens at once.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = Some(delay);
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Asks to wait, in whole seconds rounded up.
    pub fn retry_after(self, pause: Duration) -> Self {
        let seconds = pause.as_secs() + u64::from(pause.subsec_nanos() > 0);
        self.header("retry-after", seconds.to_string())
    }

    /// Asks to wait until then: the other documented form of `Retry-After`.
    ///
    /// # Panics
    ///
    /// If the year has more than four digits.
    pub fn retry_at(self, time: Timestamp) -> Self {
        let date = rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&time)
            .expect("a date of our time can be written");
        self.header("retry-after", date)
    }

    /// What is sent, if anything is. `usual` runs what was asked for.
    pub(super) fn reply(&self, usual: impl FnOnce() -> Reply) -> Option<Reply> {
        let mut reply = match &self.kind {
            Kind::Usual => usual(),
            Kind::Instead(reply) => reply.clone(),
            Kind::After(reply) => {
                usual();
                reply.clone()
            }
            Kind::Malformed => usual().cut(),
            Kind::Lost => {
                usual();
                return None;
            }
            Kind::Closed => return None,
        };
        reply.headers.extend(self.headers.iter().cloned());
        reply.delay = self.delay;
        Some(reply)
    }
}

/// An answer that was asked for, and for what.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) route: super::route::Pattern,
    /// How often it is still given. `None` means always.
    pub(super) left: Option<u32>,
    pub(super) answer: Answer,
}
