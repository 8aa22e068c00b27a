//! What the messages of both kinds of websocket have in common.

#[cfg(feature = "axum")]
mod closed;
mod error;
#[cfg(feature = "axum")]
mod link;
pub(crate) mod read;

use serde::Deserialize;

pub use self::error::MessageError;
#[cfg(feature = "axum")]
pub(crate) use self::link::Link;
#[cfg(feature = "axum")]
pub use self::{closed::Closed, link::SocketSettings};

/// Reads a message of which it is known what it is.
pub(crate) fn body<'a, T: Deserialize<'a>>(
    kind: &'static str,
    text: &'a str,
) -> Result<T, MessageError> {
    serde_json::from_str(text).map_err(|error| MessageError::body(kind, &error))
}

/// Reads what a message is, or all of a message that is not known.
pub(crate) fn any<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, MessageError> {
    serde_json::from_str(text).map_err(|error| MessageError::not_a_message(&error))
}

/// Refuses what is too long before it is looked at.
#[inline]
pub(crate) fn check_len(text: &str, limit: usize) -> Result<(), MessageError> {
    match text.len() {
        len if len > limit => Err(MessageError::TooLong { len, limit }),
        _ => Ok(()),
    }
}
