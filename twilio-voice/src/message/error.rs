//! What may be wrong with a message.

/// Why a message of a websocket cannot be understood.
///
/// Nothing of the message is shown: it comes from outside, and may hold keys that were pressed, speech and tokens.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MessageError {
    /// It is longer than is allowed here.
    #[error("the message has {len} bytes, and {limit} are allowed")]
    TooLong {
        /// How many bytes it has.
        len: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// It is not a JSON object, or one without the text that tells what it is.
    #[error("the message is no JSON object that tells what it is (line {line}, column {column})")]
    NotAMessage {
        /// In which line reading stopped, the first being 1.
        line: usize,
        /// At which byte of the line, the first being 1.
        column: usize,
    },
    /// It is a known message without what belongs to it.
    #[error("the message `{kind}` is not as it is documented (line {line}, column {column})")]
    Body {
        /// Which message.
        kind: &'static str,
        /// In which line reading stopped, the first being 1.
        line: usize,
        /// At which byte of the line, the first being 1.
        column: usize,
    },
}

impl MessageError {
    pub(crate) fn not_a_message(error: &serde_json::Error) -> Self {
        Self::NotAMessage {
            line: error.line(),
            column: error.column(),
        }
    }

    pub(crate) fn body(kind: &'static str, error: &serde_json::Error) -> Self {
        Self::Body {
            kind,
            line: error.line(),
            column: error.column(),
        }
    }
}
