//! What a program holds of a session.

use std::{
    future::poll_fn,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Instant,
};

use futures_util::Stream;

use super::{
    Event, SessionError, SessionOptions, SessionSender, Transcripts, connect, driver::Shared,
};
use crate::calls::JoinUrl;

/// A call that was joined: a [`SessionSender`] and a [`SessionReceiver`].
///
/// **When it is dropped the websocket is closed, and with it the call ends**: Ultravox ends a call whose client leaves.
/// See [the module](super) for what that does not cover.
#[derive(Debug)]
#[must_use = "dropping the session ends the call"]
pub struct Session {
    sender: SessionSender,
    receiver: SessionReceiver,
}

impl Session {
    /// Joins a call whose medium is `serverWebSocket`, with the default options.
    ///
    /// The call is joined, and billed, from now on. A call has one connection: a second one is refused. If this is
    /// dropped before it is ready, the call may have been joined, and then it ends.
    ///
    /// # Errors
    ///
    /// [`SessionError::InvalidRequest`] if it is no URL of a websocket; [`Connect`](SessionError::Connect),
    /// [`ConnectTimeout`](SessionError::ConnectTimeout), [`Refused`](SessionError::Refused) or
    /// [`Protocol`](SessionError::Protocol) if no websocket came about. Ultravox may also accept the connection and
    /// close it at once, with a code that says why: that is the first thing the receiver gives.
    pub async fn connect(url: &JoinUrl) -> Result<Self, SessionError> {
        Self::connect_with(url, &SessionOptions::new()).await
    }

    /// Joins a call whose medium is `serverWebSocket`.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect); also [`SessionError::InvalidRequest`] if an option cannot be.
    pub async fn connect_with(
        url: &JoinUrl,
        options: &SessionOptions,
    ) -> Result<Self, SessionError> {
        connect::connect(url, options).await
    }

    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self {
            sender: SessionSender::new(Arc::clone(&shared)),
            receiver: SessionReceiver {
                shared,
                done: false,
            },
        }
    }

    /// What sends. Clone it to send from elsewhere.
    #[must_use]
    pub fn sender(&self) -> &SessionSender {
        &self.sender
    }

    /// What happened next. `None` when the session has ended as a call ends.
    ///
    /// May be dropped before it is ready; nothing is lost.
    ///
    /// # Errors
    ///
    /// [`SessionError`] once, when the session has ended otherwise. After it there is nothing more.
    pub async fn next(&mut self) -> Option<Result<Event, SessionError>> {
        self.receiver.next().await
    }

    /// The two halves, to send and to receive in different tasks.
    pub fn split(self) -> (SessionSender, SessionReceiver) {
        (self.sender, self.receiver)
    }

    /// Sends what is queued, closes the websocket, and waits until the other side has closed too. The call ends.
    ///
    /// # Errors
    ///
    /// [`SessionError`] if the session had ended otherwise, or the other side did not close in time.
    pub async fn close(mut self) -> Result<(), SessionError> {
        self.sender.close();
        while let Some(event) = self.receiver.next().await {
            drop(event?);
        }
        Ok(())
    }
}

/// Receives what happens in a call: a `Stream` of events.
///
/// It ends when the session has ended as a call ends; any other end is an error, once, before.
///
/// **When it is dropped the websocket is closed, and with it the call ends.**
#[derive(Debug)]
#[must_use = "dropping the receiver ends the call"]
pub struct SessionReceiver {
    shared: Arc<Shared>,
    done: bool,
}

impl SessionReceiver {
    /// What happened next. `None` when the session has ended as a call ends.
    ///
    /// May be dropped before it is ready; nothing is lost.
    ///
    /// # Errors
    ///
    /// [`SessionError`] once, when the session has ended otherwise. After it there is nothing more.
    pub async fn next(&mut self) -> Option<Result<Event, SessionError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The conversation, as far as its events were received.
    #[must_use]
    pub fn transcripts(&self) -> Transcripts {
        self.shared.core().transcripts().clone()
    }
}

impl Stream for SessionReceiver {
    type Item = Result<Event, SessionError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.done {
            return Poll::Ready(None);
        }
        // Before looking, so that nothing is missed in between.
        self.shared.register_receiver(context);
        let mut core = self.shared.core();
        let paused = !core.wants_input();
        let event = core.poll_event();
        // Events may be taken out without one to show.
        let goes_on = paused && core.wants_input();
        let end = match event {
            Some(_) => None,
            None => core.take_outcome().map(|outcome| (outcome, core.stats())),
        };
        drop(core);
        if goes_on {
            self.shared.wake_driver();
        }
        if let Some(event) = event {
            return Poll::Ready(Some(Ok(event)));
        }
        let Some((outcome, stats)) = end else {
            return Poll::Pending;
        };
        self.done = true;
        tracing::debug!(
            ordinary = outcome.is_ok(),
            status = outcome.as_ref().err().and_then(SessionError::status),
            audio_received = stats.audio_received,
            audio_dropped = stats.audio_dropped,
            audio_sent = stats.audio_sent,
            outgoing_dropped = stats.outgoing_dropped,
            messages_received = stats.messages_received,
            messages_malformed = stats.messages_malformed,
            "session ended"
        );
        Poll::Ready(outcome.err().map(Err))
    }
}

impl Drop for SessionReceiver {
    fn drop(&mut self) {
        let mut core = self.shared.core();
        core.close(Instant::now());
        core.abandon();
        drop(core);
        self.shared.wake_driver();
        self.shared.room().notify_waiters();
    }
}
