//! A session on a websocket of axum.

use std::{
    fmt,
    future::poll_fn,
    task::{Context, Poll},
};

use axum::{
    extract::ws::{Message, WebSocket, WebSocketUpgrade, close_code},
    response::Response,
};
use tokio::time::Instant;

use super::{Inbound, Outbound, RelayError, RelaySession, RelayState, Setup};
use crate::message::{Closed, Link, SocketSettings};

/// What happened in a session.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A message came.
    Message(Inbound),
    /// A message that is refused. The session goes on.
    Refused(RelayError),
}

/// Why a message was not sent.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SendError {
    /// It cannot be sent.
    #[error(transparent)]
    Refused(#[from] RelayError),
    /// The websocket is over.
    #[error(transparent)]
    Closed(#[from] Closed),
}

/// One session of ConversationRelay.
///
/// All happens in the task that waits for [`next`](Self::next) or [`send`](Self::send).
///
/// ```no_run
/// use axum::{extract::WebSocketUpgrade, response::Response};
/// use twilio_voice::relay::{Event, Inbound, RelaySocket, SocketSettings, Text};
///
/// async fn relay(upgrade: WebSocketUpgrade) -> Response {
///     RelaySocket::upgrade(upgrade, &SocketSettings::new(), echo)
/// }
///
/// async fn echo(mut socket: RelaySocket) {
///     if socket.start().await.is_err() {
///         return;
///     }
///     while let Ok(event) = socket.next().await {
///         if let Event::Message(Inbound::Prompt(prompt)) = event
///             && prompt.last
///         {
///             let answer = Text::new(format!("You said: {}", prompt.voice_prompt)).last(true);
///             if socket.send(answer).await.is_err() {
///                 break;
///             }
///         }
///     }
/// }
/// ```
pub struct RelaySocket {
    link: Link,
    session: RelaySession,
    start_by: Instant,
}

impl RelaySocket {
    /// Takes the handshake and gives the websocket to `handler`, which asks first for its [`start`](Self::start).
    pub fn upgrade<F>(
        upgrade: WebSocketUpgrade,
        settings: &SocketSettings,
        handler: impl FnOnce(Self) -> F + Send + 'static,
    ) -> Response
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let own = settings.clone();
        settings.upgrade(upgrade, move |socket| handler(Self::new(socket, &own)))
    }

    /// A websocket whose handshake was taken elsewhere.
    #[must_use]
    pub fn new(socket: WebSocket, settings: &SocketSettings) -> Self {
        Self {
            link: Link::new(socket, settings),
            session: RelaySession::new().max_message_len(settings.max_message_len),
            start_by: Instant::now() + settings.start_timeout,
        }
    }

    /// Waits until the session begins.
    ///
    /// What it says is not proved: check the signature of the handshake, or a token among the parameters.
    ///
    /// # Errors
    ///
    /// [`Closed::Unresponsive`] if it does not begin in [time](SocketSettings::start_timeout), [`Closed::Protocol`] if it begins
    /// with something else, and what may happen to every websocket.
    pub async fn start(&mut self) -> Result<Setup, Closed> {
        loop {
            if let Some(setup) = self.session.setup() {
                return Ok(setup.clone());
            }
            let start_by = self.start_by;
            let event = poll_fn(|cx| self.poll_next(cx, Some(start_by))).await?;
            if matches!(event, Event::Refused(_)) {
                return Err(self.link.end(Closed::Protocol));
            }
        }
    }

    /// What happens next. Can be given up, as in `tokio::select!`: nothing is lost.
    ///
    /// # Errors
    ///
    /// [`Closed`] tells why there is nothing more, and does so again each time. After a session
    /// [ended](super::End) by us, [`Closed::ByPeer`] is the usual end, as it is when the call is over.
    pub async fn next(&mut self) -> Result<Event, Closed> {
        if self.session.state() == RelayState::New {
            self.start().await?;
        }
        poll_fn(|cx| self.poll_next(cx, None)).await
    }

    fn poll_next(
        &mut self,
        cx: &mut Context<'_>,
        deadline: Option<Instant>,
    ) -> Poll<Result<Event, Closed>> {
        if let Some(closed) = self.link.closed() {
            return Poll::Ready(Err(closed));
        }
        loop {
            let _ = self.link.poll_flush(cx)?;
            if let Poll::Ready(text) = self.link.poll_text(cx)? {
                let event = match self.session.read(text.as_str()) {
                    Ok(message) => Event::Message(message),
                    Err(error) => Event::Refused(error),
                };
                return Poll::Ready(Ok(event));
            }
            if self.link.poll_timer(cx, deadline)?.is_pending() {
                return Poll::Pending;
            }
            if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
                return Poll::Ready(Err(self.link.end(Closed::Unresponsive)));
            }
        }
    }

    /// Sends a message. Waits while the other side takes nothing, at most as long as [`SocketSettings::idle`] says.
    ///
    /// Given up half-way, the message is sent later as a whole, or not at all.
    ///
    /// # Errors
    ///
    /// [`SendError::Refused`] if it cannot be sent now or Twilio would refuse it, [`SendError::Closed`] if the websocket is
    /// over.
    pub async fn send(&mut self, message: impl Into<Outbound>) -> Result<(), SendError> {
        if let Some(closed) = self.link.closed() {
            return Err(closed.into());
        }
        poll_fn(|cx| self.link.poll_writable(cx)).await?;
        let mut text = String::new();
        self.session.write(&message.into(), &mut text)?;
        self.link.start_send(Message::Text(text.into()))?;
        poll_fn(|cx| self.link.poll_written(cx)).await?;
        Ok(())
    }

    /// Closes the websocket in the usual way, and waits for the answer at most two seconds. The session is over, and Twilio
    /// requests the `action` of `<Connect>`.
    pub async fn close(self) {
        self.link.close(close_code::NORMAL).await;
    }

    /// Closes the websocket because it should not be here, with code 1008.
    pub async fn reject(self) {
        self.link.close(close_code::POLICY).await;
    }
}

impl fmt::Debug for RelaySocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RelaySocket")
            .field("state", &self.session.state())
            .field("closed", &self.link.closed())
            .finish_non_exhaustive()
    }
}
