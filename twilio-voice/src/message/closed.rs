use std::{error::Error, io};

/// Why a websocket is over.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Closed {
    /// Twilio said that the stream is over, because the call ended or got new instructions.
    #[error("Twilio stopped the stream")]
    Stopped,
    /// The other side closed the websocket, and did not say before that it would.
    #[error("the other side closed the websocket, code {code:?}")]
    ByPeer {
        /// The code it gave, 1000 being a usual end. `None` if it gave none.
        code: Option<u16>,
    },
    /// We closed it.
    #[error("the websocket was closed here")]
    ByUs,
    /// The connection broke. Twilio does not connect a second time.
    #[error("the connection broke")]
    Lost,
    /// The other side did not begin in time, or took or sent nothing for too long, not even the answer to a ping.
    #[error("the other side does not answer")]
    Unresponsive,
    /// A message is longer than is allowed.
    #[error("a message of the other side is too long")]
    TooLong,
    /// The other side does not keep to the protocol of websockets, or begins with something else than it should.
    #[error("the other side does not keep to the protocol")]
    Protocol,
    /// The stream has audio that is not µ-law with 8000 samples a second.
    #[error("the audio has a format that is not known here")]
    UnknownFormat,
}

impl Closed {
    /// What an error of a websocket means.
    ///
    /// The library's own type of errors is not public, so its words decide. A test of each shows when they change; all that
    /// is lost then is the difference between these reasons.
    pub(crate) fn because(error: &axum::Error) -> Self {
        let mut source = error.source();
        while let Some(error) = source {
            if error.is::<io::Error>() {
                return Self::Lost;
            }
            source = error.source();
        }
        let text = error.to_string();
        if text.contains("Space limit exceeded") {
            Self::TooLong
        } else if text.contains("without closing handshake") || text.contains("Connection closed") {
            Self::Lost
        } else {
            Self::Protocol
        }
    }
}
