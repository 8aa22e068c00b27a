//! Opening a data connection.

use std::{fmt, future::Future, time::Duration};

use axum::{
    extract::{FromRef, FromRequestParts, WebSocketUpgrade},
    http::{HeaderMap, request::Parts},
    response::{IntoResponse as _, Response},
};

use super::DataSocket;
use crate::{CallId, axum::Rejection, data_connection::Handshake, webhook::Verifier};

/// The largest message that is taken, in bytes: about ten seconds of audio, far more than any text.
const MAX_MESSAGE: usize = 1024 * 1024;

/// A connection keeps so many bytes all the time; one frame of audio fits in.
const READ_BUFFER: usize = 16 * 1024;

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
    ping_interval: Option<Duration>,
    ping_timeout: Duration,
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
        Ok(Self::of(handshake, upgrade))
    }

    fn of(handshake: Handshake, upgrade: WebSocketUpgrade) -> Self {
        Self {
            handshake,
            upgrade,
            ping_interval: Some(Duration::from_secs(10)),
            ping_timeout: Duration::from_secs(10),
        }
    }

    /// After how much silence of Ultravox it is asked for a sign of life; 10 s by default. `None` never asks, and a
    /// connection that is dead without saying so is not noticed while nothing is sent.
    pub fn ping_interval(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.ping_interval = interval.into();
        self
    }

    /// How long it may take to give one, and to take what is sent; 10 s by default. Then the connection ends as
    /// [`Silent`](super::DataSocketError::Silent).
    pub fn ping_timeout(mut self, timeout: Duration) -> Self {
        self.ping_timeout = timeout;
        self
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
        let (interval, timeout) = (self.ping_interval, self.ping_timeout);
        let upgrade = self.upgrade;
        let upgrade = upgrade
            .max_message_size(MAX_MESSAGE)
            .max_frame_size(MAX_MESSAGE)
            .read_buffer_size(READ_BUFFER);
        upgrade.on_upgrade(move |socket| callback(DataSocket::new(call, socket, interval, timeout)))
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
        Ok(Self::of(handshake, upgrade))
    }
}
