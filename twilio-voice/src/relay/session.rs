//! The order of the messages of one session.

use super::{Inbound, InvalidMessage, Outbound, Setup};
use crate::message::{self, MessageError};

/// How long a message from Twilio may be by default, in bytes.
pub const MAX_MESSAGE_LEN: usize = 64 * 1_024;

/// Why a message is refused.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RelayError {
    /// The message cannot be understood. What follows can be.
    #[error(transparent)]
    Message(#[from] MessageError),
    /// The message cannot come now: `setup` comes once, and first.
    #[error("the message cannot come in this state of the session: {0:?}")]
    OutOfOrder(RelayState),
    /// Nothing can be sent before `setup` and after `end`.
    #[error("nothing can be sent in this state of the session: {0:?}")]
    NotOpen(RelayState),
    /// Twilio would refuse the message that was to be sent.
    #[error(transparent)]
    Invalid(#[from] InvalidMessage),
}

/// Where a session is in its life.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum RelayState {
    /// Nothing came yet.
    #[default]
    New,
    /// The session runs.
    Open,
    /// We have ended it.
    Ended,
}

/// One session, as its messages tell of it. It has no websocket: give it the text messages of any.
#[derive(Clone, Debug)]
pub struct RelaySession {
    state: RelayState,
    setup: Option<Box<Setup>>,
    max_message_len: usize,
}

impl RelaySession {
    /// A session of which nothing came yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            state: RelayState::New,
            setup: None,
            max_message_len: MAX_MESSAGE_LEN,
        }
    }

    /// Refuses messages that are longer, in bytes. Default: [`MAX_MESSAGE_LEN`].
    #[must_use]
    pub fn max_message_len(mut self, len: usize) -> Self {
        self.max_message_len = len;
        self
    }

    /// Reads a message and checks that it may come now. Messages that are [not known](Inbound::Other) always may, and any but
    /// `setup` after our `end`: it may have been under way.
    ///
    /// # Errors
    ///
    /// [`RelayError::Message`] or [`RelayError::OutOfOrder`]. The message has no effect: the session can go on.
    pub fn read(&mut self, text: &str) -> Result<Inbound, RelayError> {
        message::check_len(text, self.max_message_len)?;
        let message = Inbound::parse(text)?;
        match (&message, self.state) {
            (Inbound::Setup(setup), RelayState::New) => {
                self.setup = Some(setup.clone());
                self.state = RelayState::Open;
            }
            (Inbound::Other(_), _) => {}
            (Inbound::Setup(_), state) | (_, state @ RelayState::New) => {
                return Err(RelayError::OutOfOrder(state));
            }
            _ => {}
        }
        Ok(message)
    }

    /// Appends a message as Twilio takes it.
    ///
    /// # Errors
    ///
    /// [`RelayError::NotOpen`] before `setup` and after `end`, [`RelayError::Invalid`] if Twilio would refuse it. Nothing is
    /// appended.
    pub fn write(&mut self, message: &Outbound, out: &mut String) -> Result<(), RelayError> {
        if self.state != RelayState::Open {
            return Err(RelayError::NotOpen(self.state));
        }
        message.write(out)?;
        if matches!(message, Outbound::End(_)) {
            self.state = RelayState::Ended;
        }
        Ok(())
    }

    /// Where the session is in its life.
    #[must_use]
    pub fn state(&self) -> RelayState {
        self.state
    }

    /// What the session began with. `None` before it.
    #[must_use]
    pub fn setup(&self) -> Option<&Setup> {
        self.setup.as_deref()
    }
}

impl Default for RelaySession {
    fn default() -> Self {
        Self::new()
    }
}
