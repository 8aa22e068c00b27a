//! What a program sends.

use std::time::{Instant, SystemTime};

use bytes::Bytes;

use super::{Core, Phase};
use crate::session::{
    CloseCode, Event, Pacer, Pcm, SessionError,
    audio::Halves,
    event::ToolAnswered,
    message::{ClientMessage, Ping, ToolResult},
};

impl Core {
    /// Queues a message.
    ///
    /// # Errors
    ///
    /// [`SessionError::Full`] if too many wait, [`SessionError::Ended`] if the session is closed.
    pub fn send(&mut self, message: &ClientMessage) -> Result<(), SessionError> {
        self.check_open()?;
        if !self.outgoing.has_room_for_message() {
            return Err(SessionError::Full);
        }
        self.outgoing.push_message(message.to_json());
        Ok(())
    }

    /// Queues a ping, sent at `time` by the clock of the machine. When it comes back there is an [`Event::Latency`].
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn ping(&mut self, time: SystemTime, now: Instant) -> Result<(), SessionError> {
        self.check_open()?;
        if !self.outgoing.has_room_for_message() {
            return Err(SessionError::Full);
        }
        let timestamp = self.pings.start(time, now);
        self.send(&Ping::new(timestamp).into())
    }

    /// Queues audio. If too much waits, the oldest is dropped, or with [`SessionOptions::pacing`] what does not fit;
    /// both are counted.
    ///
    /// [`SessionOptions::pacing`]: crate::session::SessionOptions::pacing
    ///
    /// # Errors
    ///
    /// [`SessionError::Ended`] if the session is closed.
    pub fn send_audio(&mut self, audio: impl Into<Pcm>) -> Result<(), SessionError> {
        self.check_open()?;
        match &mut self.pacer {
            // It counts what it drops.
            Some(pacer) => {
                pacer.push(audio);
            }
            None => {
                let dropped = self.outgoing.push_audio(audio.into());
                self.stats.outgoing_dropped += dropped as u64;
            }
        }
        Ok(())
    }

    /// Queues audio that is little-endian bytes. Half a sample at the end waits for its other half.
    ///
    /// # Errors
    ///
    /// As [`send_audio`](Self::send_audio).
    pub fn send_bytes(&mut self, bytes: Bytes) -> Result<(), SessionError> {
        self.check_open()?;
        let pcm = self.halves_out.join(bytes);
        self.send_audio(pcm)
    }

    /// Drops the audio that waits to be sent, and returns how many samples that were.
    pub fn clear_audio(&mut self) -> usize {
        let waiting = self.outgoing.clear_audio();
        self.stats.outgoing_cleared += waiting as u64;
        self.halves_out = Halves::default();
        waiting + self.pacer.as_mut().map_or(0, Pacer::clear)
    }

    /// Whether so many samples can be queued without dropping any. When nothing waits, as many as come; with
    /// [`SessionOptions::pacing`](crate::session::SessionOptions::pacing) only as many as fit.
    #[must_use]
    pub fn has_room(&self, samples: usize) -> bool {
        match &self.pacer {
            Some(pacer) => pacer.room() >= samples,
            None => self.outgoing.has_room_for_audio(samples),
        }
    }

    /// Whether a message can be queued.
    #[must_use]
    pub fn has_room_for_message(&self) -> bool {
        self.outgoing.has_room_for_message()
    }

    /// Answers a use of a tool that came out of [`poll_invocation`](Self::poll_invocation). Never refused, but without
    /// effect when the session is closed.
    pub fn answer_tool(&mut self, answered: ToolAnswered, result: ToolResult) {
        self.running = self.running.saturating_sub(1);
        if self.check_open().is_ok() {
            self.stats.tools_answered += 1;
            let message = ClientMessage::ClientToolResult(result);
            self.outgoing.push_message(message.to_json());
            self.push(Event::ToolAnswered(answered), 64);
        }
    }

    /// Closes the session when what is queued was sent. The call ends. Audio that waits for its time, with
    /// [`SessionOptions::pacing`](crate::session::SessionOptions::pacing), is dropped.
    pub fn close(&mut self, now: Instant) {
        if self.phase == Phase::Open {
            let until = now.checked_add(self.options.close_timeout);
            self.leave(Phase::Closing { until });
            self.outgoing.close(CloseCode::NORMAL.as_u16());
        }
    }

    fn check_open(&self) -> Result<(), SessionError> {
        match self.phase {
            Phase::Open => Ok(()),
            Phase::Closing { .. } | Phase::Over => Err(SessionError::Ended),
        }
    }
}
