//! Websockets that Ultravox opens.

use std::{fmt, future::Future, time::Duration};

use axum::{
    body::Bytes,
    extract::{
        FromRef, FromRequestParts, WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket, close_code},
    },
    http::{HeaderMap, request::Parts},
    response::{IntoResponse as _, Response},
};

use super::Rejection;
use crate::{
    CallId, Error,
    data_connection::Handshake,
    session::message::{ClientMessage, ServerMessage},
    webhook::Verifier,
};

/// The largest message that is taken, in bytes: about ten seconds of audio, far more than any text.
const MAX_MESSAGE: usize = 1024 * 1024;

/// How long the other side may take to close.
const CLOSING: Duration = Duration::from_secs(1);

/// A data connection that Ultravox is about to open. Its signature was checked.
///
/// The [`Verifier`] in the state knows the shared secrets of the calls. If every call has its own, extract the headers
/// and a [`WebSocketUpgrade`] instead, find the secret by [`Handshake::claimed_call`], and use [`new`](Self::new).
///
/// ```no_run
/// use axum::{Router, response::Response, routing::any};
/// use ultravox_client::{
///     axum::{DataConnectionUpgrade, DataEvent},
///     session::message::ServerMessage,
///     webhook::Verifier,
/// };
///
/// async fn connected(upgrade: DataConnectionUpgrade) -> Response {
///     upgrade.on_upgrade(|mut socket| async move {
///         while let Some(event) = socket.recv().await {
///             match event {
///                 Ok(DataEvent::Message(message)) => {
///                     if let ServerMessage::Transcript(update) = *message {
///                         println!("{}: {:?}", update.role, update.text);
///                     }
///                 }
///                 Ok(DataEvent::Audio(bytes)) => println!("{} bytes of audio", bytes.len()),
///                 Err(error) => eprintln!("{}: {error}", socket.call()),
///                 Ok(_) => {}
///             }
///         }
///     })
/// }
///
/// let app: Router = Router::new()
///     .route("/calls", any(connected))
///     .with_state(Verifier::new(["one of the calls' shared secrets"]));
/// ```
#[must_use]
pub struct DataConnectionUpgrade {
    handshake: Handshake,
    upgrade: WebSocketUpgrade,
}

impl DataConnectionUpgrade {
    /// Checks the headers of a request that opens a websocket.
    ///
    /// # Errors
    ///
    /// [`Rejection::Signature`] if it is not known to be from Ultravox and new.
    pub fn new(
        headers: &HeaderMap,
        verifier: &Verifier,
        upgrade: WebSocketUpgrade,
    ) -> Result<Self, Rejection> {
        let handshake = Handshake::verify(headers, verifier)?;
        Ok(Self { handshake, upgrade })
    }

    /// The call that connects.
    #[must_use]
    pub fn call(&self) -> CallId {
        self.handshake.call()
    }

    /// Opens the connection, and runs `callback` with it in a task of its own.
    pub fn on_upgrade<C, F>(self, callback: C) -> Response
    where
        C: FnOnce(DataSocket) -> F + Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        let call = self.call();
        let upgrade = self.upgrade;
        let upgrade = upgrade
            .max_message_size(MAX_MESSAGE)
            .max_frame_size(MAX_MESSAGE);
        upgrade.on_upgrade(move |socket| {
            callback(DataSocket {
                call,
                socket,
                is_over: false,
            })
        })
    }
}

impl fmt::Debug for DataConnectionUpgrade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DataConnectionUpgrade")
            .field("call", &self.call())
            .finish_non_exhaustive()
    }
}

impl<S> FromRequestParts<S> for DataConnectionUpgrade
where
    S: Send + Sync,
    Verifier: FromRef<S>,
{
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        let handshake = Handshake::verify(&parts.headers, &Verifier::from_ref(state))?;
        let upgrade = WebSocketUpgrade::from_request_parts(parts, state).await;
        let upgrade =
            upgrade.map_err(|error| Rejection::Upgrade(error.into_response().status()))?;
        Ok(Self { handshake, upgrade })
    }
}

/// An open data connection. Dropping it closes it, which is not known to end the call.
#[must_use]
pub struct DataSocket {
    call: CallId,
    socket: WebSocket,
    is_over: bool,
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
    /// The connection is broken: no close frame, a message that is too large, a network that is gone.
    #[error("the data connection is broken")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl DataSocket {
    /// The call.
    #[must_use]
    pub fn call(&self) -> CallId {
        self.call
    }

    /// The next message or audio; `None` when the connection is closed or broken. Pings are answered meanwhile.
    ///
    /// If the future is dropped, nothing is lost. A peer that is gone without a word is not noticed here: bound the
    /// waiting with a timeout.
    ///
    /// # Errors
    ///
    /// [`DataSocketError::Message`], after which it goes on, or [`DataSocketError::Broken`], after which it does not.
    pub async fn recv(&mut self) -> Option<Result<DataEvent, DataSocketError>> {
        loop {
            if self.is_over {
                return None;
            }
            return Some(match self.socket.recv().await {
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

    /// Sends a message into the call.
    ///
    /// # Errors
    ///
    /// [`DataSocketError::Broken`] if it could not be sent.
    pub async fn send(&mut self, message: impl Into<ClientMessage>) -> Result<(), DataSocketError> {
        let text = message.into().to_json();
        let sent = self.socket.send(Message::Text(text.into())).await;
        sent.map_err(broken)
    }

    /// Closes the connection. Send a [`HangUp`](crate::calls::HangUp) before if the call is to end.
    ///
    /// # Errors
    ///
    /// [`DataSocketError::Broken`] if the other side could not be told.
    pub async fn close(mut self) -> Result<(), DataSocketError> {
        let frame = CloseFrame {
            code: close_code::NORMAL,
            reason: "".into(),
        };
        let sent = self.socket.send(Message::Close(Some(frame))).await;
        sent.map_err(broken)?;
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
