//! What a program holds of a session.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Instant, SystemTime},
};

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};

use super::{
    Event, Pcm, SessionError, SessionOptions, SessionStats, Transcripts, connect,
    driver::Shared,
    message::{AgentState, ClientMessage, OutputMedium, SetOutputMedium, ToolResult},
};
use crate::{
    CallId,
    calls::{ForcedAgentMessage, HangUp, JoinUrl, Urgency, UserTextMessage},
};

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
            sender: SessionSender(Arc::clone(&shared)),
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

/// Sends into a call. Clones send into the same one; dropping them ends nothing.
#[derive(Clone, Debug)]
pub struct SessionSender(Arc<Shared>);

impl SessionSender {
    /// Sends audio, and waits while too much of it waits already: for audio that is read from somewhere.
    ///
    /// Samples are sent as they are given, at the input rate of the call. Frames of 20 ms are advisable. Send all the
    /// time, silence too: gaps distort recording and bill.
    ///
    /// If it is dropped before it is ready, nothing of it was sent.
    ///
    /// # Errors
    ///
    /// [`SessionError::Ended`] if the session is closed.
    pub async fn send_audio(&self, audio: impl Into<Pcm>) -> Result<(), SessionError> {
        let pcm = audio.into();
        self.room(|core| core.has_room(pcm.len())).await;
        self.try_send_audio(pcm)
    }

    /// Sends audio that is little-endian bytes, as [`send_audio`](Self::send_audio) does. They are not copied. Half a
    /// sample at the end waits for its other half.
    ///
    /// # Errors
    ///
    /// [`SessionError::Ended`] if the session is closed.
    pub async fn send_bytes(&self, bytes: Bytes) -> Result<(), SessionError> {
        self.room(|core| core.has_room(bytes.len() / 2)).await;
        self.try_send_bytes(bytes)
    }

    /// Sends audio without waiting: for audio that is heard now. If too much waits, the oldest is dropped and counted
    /// in [`SessionStats::outgoing_dropped`].
    ///
    /// # Errors
    ///
    /// [`SessionError::Ended`] if the session is closed.
    pub fn try_send_audio(&self, audio: impl Into<Pcm>) -> Result<(), SessionError> {
        let pcm = audio.into();
        self.0.core().send_audio(pcm)?;
        self.0.wake_driver();
        Ok(())
    }

    /// Sends audio that is little-endian bytes without waiting, as [`try_send_audio`](Self::try_send_audio) does.
    ///
    /// # Errors
    ///
    /// [`SessionError::Ended`] if the session is closed.
    pub fn try_send_bytes(&self, bytes: Bytes) -> Result<(), SessionError> {
        self.0.core().send_bytes(bytes)?;
        self.0.wake_driver();
        Ok(())
    }

    /// Sends a message, and waits while too many wait already.
    ///
    /// # Errors
    ///
    /// [`SessionError::Ended`] if the session is closed.
    pub async fn send(&self, message: impl Into<ClientMessage>) -> Result<(), SessionError> {
        let message = message.into();
        loop {
            match self.try_send(&message) {
                Err(SessionError::Full) => self.room(|core| core.has_room_for_message()).await,
                sent => return sent,
            }
        }
    }

    /// Sends a message without waiting.
    ///
    /// # Errors
    ///
    /// [`SessionError::Full`] if too many wait, [`SessionError::Ended`] if the session is closed.
    pub fn try_send(&self, message: &ClientMessage) -> Result<(), SessionError> {
        self.0.core().send(message)?;
        self.0.wake_driver();
        Ok(())
    }

    /// Says something to the agent on behalf of the user.
    ///
    /// # Errors
    ///
    /// [`SessionError::Ended`] if the session is closed.
    pub async fn user_text(
        &self,
        text: impl Into<String>,
        urgency: Urgency,
    ) -> Result<(), SessionError> {
        self.send(UserTextMessage::new(text).urgency(urgency)).await
    }

    /// Makes the agent say `text`. For more, [`send`](Self::send) a [`ForcedAgentMessage`].
    ///
    /// # Errors
    ///
    /// [`SessionError::Ended`] if the session is closed.
    pub async fn agent_text(&self, text: impl Into<String>) -> Result<(), SessionError> {
        self.send(ForcedAgentMessage::new(text)).await
    }

    /// Makes the agent speak or write, after what it says now.
    ///
    /// # Errors
    ///
    /// [`SessionError::Ended`] if the session is closed.
    pub async fn set_output_medium(&self, medium: OutputMedium) -> Result<(), SessionError> {
        self.send(SetOutputMedium::new(medium)).await
    }

    /// Answers a tool that came as [`Event::ToolInvocation`].
    ///
    /// # Errors
    ///
    /// [`SessionError::Ended`] if the session is closed.
    pub async fn tool_result(&self, result: ToolResult) -> Result<(), SessionError> {
        self.send(ClientMessage::ClientToolResult(result)).await
    }

    /// Asks Ultravox to end the call, after the agent has said `farewell` if there is one. The session goes on until
    /// the call is over: read events until they end.
    ///
    /// # Errors
    ///
    /// [`SessionError::Ended`] if the session is closed.
    pub async fn hang_up(&self, farewell: Option<&str>) -> Result<(), SessionError> {
        let message = match farewell {
            Some(farewell) => HangUp::new().message(farewell),
            None => HangUp::new(),
        };
        self.send(message).await
    }

    /// Measures how long a message takes to Ultravox and back: there will be an [`Event::Latency`], unless the call was
    /// told not to send `pong`.
    ///
    /// # Errors
    ///
    /// [`SessionError::Full`] if too many messages wait, [`SessionError::Ended`] if the session is closed.
    pub fn ping(&self) -> Result<(), SessionError> {
        self.0.core().ping(SystemTime::now(), Instant::now())?;
        self.0.wake_driver();
        Ok(())
    }

    /// Closes the websocket when what is queued was sent. The call ends. Does not wait for it: the receiver ends when
    /// the other side has closed too.
    pub fn close(&self) {
        self.0.core().close(Instant::now());
        self.0.wake_driver();
    }

    /// What the agent does, as far as it was told.
    #[must_use]
    pub fn state(&self) -> AgentState {
        self.0.core().state().clone()
    }

    /// Which call this is. `None` until it was told.
    #[must_use]
    pub fn call_id(&self) -> Option<CallId> {
        self.0.core().call_id()
    }

    /// What was counted so far.
    #[must_use]
    pub fn stats(&self) -> SessionStats {
        self.0.core().stats()
    }

    /// Waits until `free` or the session is closed.
    async fn room(&self, free: impl Fn(&super::Core) -> bool) {
        loop {
            let mut room = std::pin::pin!(self.0.room().notified());
            // Before looking, so that nothing is missed in between.
            room.as_mut().enable();
            {
                let core = self.0.core();
                if free(&core) || !core.is_open() {
                    return;
                }
            }
            room.await;
        }
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
        if let Some(event) = core.poll_event() {
            let goes_on = paused && core.wants_input();
            drop(core);
            if goes_on {
                self.shared.wake_driver();
            }
            return Poll::Ready(Some(Ok(event)));
        }
        let Some(outcome) = core.take_outcome() else {
            return Poll::Pending;
        };
        let stats = core.stats();
        drop(core);
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
        self.shared.core().close(Instant::now());
        self.shared.wake_driver();
    }
}
