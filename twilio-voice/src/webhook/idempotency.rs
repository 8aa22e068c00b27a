//! The token by which a repeated request is known.

use std::{fmt, str::FromStr};

/// What Twilio sends alike with every attempt of one webhook.
///
/// Twilio repeats a request if the first attempt failed, or seemed to. Who must not act twice asks
/// [`Recent`](super::Recent) whether the token is new. Webhooks without the header exist: there, the SID of the call
/// with the sequence number may serve.
///
/// See [Twilio Docs/Webhooks connection overrides](https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct IdempotencyToken(Box<str>);

/// A text is no token: it is empty, longer than 256 bytes, or not printable ASCII.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not an idempotency token")]
#[non_exhaustive]
pub struct IdempotencyTokenError;

impl IdempotencyToken {
    /// The header that carries it.
    pub const HEADER: &'static str = "I-Twilio-Idempotency-Token";

    /// The greatest length in bytes that is taken. Twilio promises none; its tokens are UUIDs.
    pub const MAX_BYTES: usize = 256;

    /// The token as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for IdempotencyToken {
    type Err = IdempotencyTokenError;

    fn from_str(text: &str) -> Result<Self, IdempotencyTokenError> {
        let text = text.trim();
        let printable = text.bytes().all(|byte| byte.is_ascii_graphic());
        if text.is_empty() || text.len() > Self::MAX_BYTES || !printable {
            return Err(IdempotencyTokenError);
        }
        Ok(Self(text.into()))
    }
}

impl AsRef<str> for IdempotencyToken {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for IdempotencyToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for IdempotencyToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IdempotencyToken")
            .field(&self.as_str())
            .finish()
    }
}
