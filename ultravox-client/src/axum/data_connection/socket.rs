//! An open data connection.

use std::{fmt, time::Duration};

use axum::{
    body::Bytes,
    extract::ws::{CloseFrame, Message, WebSocket, close_code},
};
use tokio::time::{Instant, timeout, timeout_at};

use crate::{
    CallId, Error,
    session::{
        core::pulse::{Due, Pulse},
        message::{ClientMessage, ServerMessage},
    },
};

/// How long the other side may take to close.
const CLOSING: Duration = Duration::from_secs(1);

/// An open data connection. Dropping it closes it, which is not known to end the call.
#[must_use]
pub struct DataSocket {
    call: CallId,
    socket: WebSocket,
    pulse: Pulse,
    /// How long the other side may take to take what is sent.
    timeout: Duration,
    is_over: bool,
    /// How long nothing had gone through when it was given up.
    silent: Option<Duration>,
}

/// What came over a data connection.
#[derive(Debug)]
#[non_exhaustive]
pub enum DataEvent {
    /// A message.
    Message(Box<ServerMessage>),
    /// Audio, to be read with [`AudioFormat::read`](crate::data_connection::AudioFormat::read).
    Audio(Bytes),
}

/// What went wrong with a data connection.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DataSocketError {
    /// A message is not what the documentation describes. The connection goes on.
    #[error(transparent)]
    Message(#[from] Error),
    /// The connection stands, but nothing goes through it: no answer to a ping came, or nothing of what was sent was
    /// taken.
    #[error("nothing went through for {after:?}")]
    Silent {
        /// How long.
        after: Duration,
    },
    /// The connection is broken: no close frame, a message that is too large, a network that is gone.
    #[error("the data connection is broken")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl DataSocket {
    pub(super) fn new(
        call: CallId,
        socket: WebSocket,
        interval: Option<Duration>,
        timeout: Duration,
    ) -> Self {
        Self {
            call,
            socket,
            pulse: Pulse::new(interval, timeout, now()),
            timeout,
            is_over: false,
            silent: None,
        }
    }

    /// The call.
    #[must_use]
    pub fn call(&self) -> CallId {
        self.call
    }

    /// The next message or audio; `None` when the connection is closed or broken. Pings are answered meanwhile, and
    /// sent if nothing comes: see [`ping_interval`](super::DataConnectionUpgrade::ping_interval).
    ///
    /// If the future is dropped, nothing is lost, and the time of silence goes on.
    ///
    /// # Errors
    ///
    /// [`DataSocketError::Message`], after which it goes on; [`DataSocketError::Silent`] or
    /// [`DataSocketError::Broken`], after which it does not.
    pub async fn recv(&mut self) -> Option<Result<DataEvent, DataSocketError>> {
        loop {
            if self.is_over {
                return None;
            }
            let received = match self.next().await {
                Ok(received) => received,
                Err(error) => return Some(Err(error)),
            };
            self.pulse.heard(now());
            return Some(match received {
                Some(Ok(Message::Text(text))) => ServerMessage::from_slice(text.as_bytes())
                    .map(|message| DataEvent::Message(Box::new(message)))
                    .map_err(DataSocketError::Message),
                Some(Ok(Message::Binary(bytes))) => Ok(DataEvent::Audio(bytes)),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                Some(Ok(Message::Close(_))) => {
                    self.is_over = true;
                    self.finish().await;
                    return None;
                }
                None => {
                    self.is_over = true;
                    return None;
                }
                Some(Err(error)) => {
                    self.is_over = true;
                    Err(broken(error))
                }
            });
        }
    }

    /// What comes next, or that nothing does.
    async fn next(&mut self) -> Result<Option<Result<Message, axum::Error>>, DataSocketError> {
        loop {
            let Some(deadline) = self.pulse.deadline() else {
                return Ok(self.socket.recv().await);
            };
            if let Ok(received) = timeout_at(deadline.into(), self.socket.recv()).await {
                return Ok(received);
            }
            match self.pulse.look(now()) {
                Due::Nothing => {}
                Due::Ask => {
                    let asked = self.put(Message::Ping(Bytes::new())).await;
                    asked.inspect_err(|_| self.is_over = true)?;
                }
                Due::Dead { after } => {
                    // Who was busy elsewhere may have been answered without knowing it.
                    tokio::task::yield_now().await;
                    return match timeout(Duration::ZERO, self.socket.recv()).await {
                        Ok(received) => Ok(received),
                        Err(_) => Err(self.give_up(after)),
                    };
                }
            }
        }
    }

    /// Sends a message into the call. If the future is dropped, it may have been sent all the same.
    ///
    /// # Errors
    ///
    /// [`DataSocketError::Silent`] if the other side did not take it in time, [`DataSocketError::Broken`] if it could not
    /// be sent. The connection does not go on after either.
    pub async fn send(&mut self, message: impl Into<ClientMessage>) -> Result<(), DataSocketError> {
        let text = message.into().to_json();
        self.put(Message::Text(text.into())).await
    }

    async fn put(&mut self, message: Message) -> Result<(), DataSocketError> {
        if let Some(after) = self.silent {
            return Err(DataSocketError::Silent { after });
        }
        match timeout(self.timeout, self.socket.send(message)).await {
            Ok(sent) => sent.map_err(broken),
            Err(_) => Err(self.give_up(self.timeout)),
        }
    }

    fn give_up(&mut self, after: Duration) -> DataSocketError {
        self.is_over = true;
        self.silent = Some(after);
        DataSocketError::Silent { after }
    }

    /// Closes the connection. Send a [`HangUp`](crate::calls::HangUp) before if the call is to end.
    ///
    /// # Errors
    ///
    /// [`DataSocketError::Silent`] or [`DataSocketError::Broken`] if the other side could not be told.
    pub async fn close(mut self) -> Result<(), DataSocketError> {
        let frame = CloseFrame {
            code: close_code::NORMAL,
            reason: "".into(),
        };
        self.put(Message::Close(Some(frame))).await?;
        self.finish().await;
        Ok(())
    }

    /// Sends what is still to be sent and waits for the other side to close, or it would see a broken connection.
    async fn finish(&mut self) {
        let rest = async { while let Some(Ok(_)) = self.socket.recv().await {} };
        // Whoever does not answer is gone: there is nothing more to do.
        drop(tokio::time::timeout(CLOSING, rest).await);
    }
}

/// The clock of the runtime, which a test may have stopped.
fn now() -> std::time::Instant {
    Instant::now().into_std()
}

fn broken(error: axum::Error) -> DataSocketError {
    DataSocketError::Broken(error.into_inner())
}

impl fmt::Debug for DataSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DataSocket")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}
