//! The half of a session that sends.

use std::{
    sync::Arc,
    time::{Instant, SystemTime},
};

use bytes::Bytes;

use super::{
    Core, Pcm, SessionError, SessionStats,
    driver::Shared,
    message::{AgentState, ClientMessage, OutputMedium, SetOutputMedium, ToolResult},
};
use crate::{
    CallId,
    calls::{ForcedAgentMessage, HangUp, Urgency, UserTextMessage},
};

/// Sends into a call. Clones send into the same one; dropping them ends nothing.
#[derive(Clone, Debug)]
pub struct SessionSender(Arc<Shared>);

impl SessionSender {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self(shared)
    }

    /// Sends audio, and waits while too much of it waits already: for audio that is read from somewhere.
    ///
    /// Samples are sent as they are given, at the input rate of the call. Frames of 20 ms are advisable. Send all the
    /// time, silence too: gaps distort recording and bill. When nothing waits, as much is taken as comes.
    ///
    /// With [`SessionOptions::pacing`](super::SessionOptions::pacing) any length will do, and silence is added. What is
    /// longer than its capacity is taken in parts, each when there is room.
    ///
    /// If it is dropped before it is ready, nothing of it was sent, or of what is longer than the capacity some parts.
    ///
    /// # Errors
    ///
    /// [`SessionError::Ended`] if the session is closed.
    pub async fn send_audio(&self, audio: impl Into<Pcm>) -> Result<(), SessionError> {
        let mut pcm = audio.into();
        loop {
            let part = pcm.split_to(self.most_at_once());
            self.when(|core| {
                core.has_room(part.len())
                    .then(|| core.send_audio(part.clone()))
            })
            .await?;
            if pcm.is_empty() {
                return Ok(());
            }
        }
    }

    /// Sends audio that is little-endian bytes, as [`send_audio`](Self::send_audio) does. They are not copied. Half a
    /// sample at the end waits for its other half.
    ///
    /// # Errors
    ///
    /// [`SessionError::Ended`] if the session is closed.
    pub async fn send_bytes(&self, mut bytes: Bytes) -> Result<(), SessionError> {
        // Less the half that may be left over.
        let most = (self.most_at_once() - 1).saturating_mul(2).max(1);
        loop {
            let part = bytes.split_to(bytes.len().min(most));
            let samples = part.len().div_ceil(2);
            self.when(|core| {
                core.has_room(samples)
                    .then(|| core.send_bytes(part.clone()))
            })
            .await?;
            if bytes.is_empty() {
                return Ok(());
            }
        }
    }

    /// Sends audio without waiting: for audio that is heard now. If too much waits, the oldest is dropped, or with
    /// [`SessionOptions::pacing`](super::SessionOptions::pacing) what does not fit; both are counted in
    /// [`SessionStats::outgoing_dropped`].
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

    /// Drops the audio that was given and not sent yet, and returns how many samples that were: to interrupt oneself.
    pub fn clear_audio(&self) -> usize {
        let cleared = self.0.core().clear_audio();
        self.0.room().notify_waiters();
        cleared
    }

    /// Waits until all audio and all messages that were given are with the websocket; with
    /// [`SessionOptions::pacing`](super::SessionOptions::pacing), until the time of the audio has come.
    ///
    /// # Errors
    ///
    /// [`SessionError::Ended`] if the session is closed.
    pub async fn flush(&self) -> Result<(), SessionError> {
        self.when(|core| core.is_flushed().then_some(Ok(()))).await
    }

    /// Sends a message, and waits while too many wait already.
    ///
    /// # Errors
    ///
    /// [`SessionError::Ended`] if the session is closed.
    pub async fn send(&self, message: impl Into<ClientMessage>) -> Result<(), SessionError> {
        let message = message.into();
        self.when(|core| core.has_room_for_message().then(|| core.send(&message)))
            .await
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

    /// Answers a tool that came as [`Event::ToolInvocation`](super::Event::ToolInvocation).
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

    /// Measures how long a message takes to Ultravox and back: there will be an
    /// [`Event::Latency`](super::Event::Latency), unless the call was told not to send `pong`.
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
        // Who waits for room need not wait for the end.
        self.0.room().notify_waiters();
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

    /// How many samples there can ever be room for.
    fn most_at_once(&self) -> usize {
        self.0.core().most_at_once()
    }

    /// Sends when there is room, or fails when the session is closed. Looking and sending are one step, so that nobody
    /// takes the room in between.
    async fn when(
        &self,
        mut send: impl FnMut(&mut Core) -> Option<Result<(), SessionError>>,
    ) -> Result<(), SessionError> {
        loop {
            let mut room = std::pin::pin!(self.0.room().notified());
            // Before looking, so that nothing is missed in between.
            room.as_mut().enable();
            let sent = {
                let mut core = self.0.core();
                match core.is_open() {
                    true => send(&mut core),
                    false => Some(Err(SessionError::Ended)),
                }
            };
            if let Some(sent) = sent {
                self.0.wake_driver();
                return sent;
            }
            room.await;
        }
    }
}
