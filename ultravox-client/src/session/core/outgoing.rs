//! What waits to be sent.

use std::collections::VecDeque;

use bytes::Bytes;

use super::Transmit;
use crate::session::Pcm;

/// What waits to be sent: signs of life first, then messages, then audio.
#[derive(Debug)]
pub(super) struct Outgoing {
    ping: bool,
    /// The answer to the last ping; older ones need none.
    pong: Option<Bytes>,
    messages: VecDeque<String>,
    audio: VecDeque<Pcm>,
    samples: usize,
    close: Close,
    max_messages: usize,
    max_samples: usize,
}

#[derive(Debug, PartialEq)]
enum Close {
    No,
    Wanted(u16),
    Sent,
}

impl Outgoing {
    pub(super) fn new(max_messages: usize, max_samples: usize) -> Self {
        Self {
            ping: false,
            pong: None,
            messages: VecDeque::new(),
            audio: VecDeque::new(),
            samples: 0,
            close: Close::No,
            max_messages,
            max_samples,
        }
    }

    pub(super) fn ping(&mut self) {
        self.ping = true;
    }

    pub(super) fn pong(&mut self, payload: Bytes) {
        self.pong = Some(payload);
    }

    /// Closes when everything else is sent.
    pub(super) fn close(&mut self, code: u16) {
        if self.close == Close::No {
            self.close = Close::Wanted(code);
        }
    }

    /// Whether the close frame was taken out.
    pub(super) fn is_closed(&self) -> bool {
        self.close == Close::Sent
    }

    pub(super) fn has_room_for_message(&self) -> bool {
        self.messages.len() < self.max_messages
    }

    /// Whether even answers, which are never refused, have piled up.
    pub(super) fn is_flooded(&self) -> bool {
        self.messages.len() >= self.max_messages.saturating_add(64)
    }

    /// Whether so many samples can wait. When nothing else does, as many as come.
    pub(super) fn has_room_for_audio(&self, samples: usize) -> bool {
        self.audio.is_empty() || self.samples.saturating_add(samples) <= self.max_samples
    }

    pub(super) fn push_message(&mut self, message: String) {
        self.messages.push_back(message);
    }

    /// Takes audio, and returns how many older samples had to go.
    pub(super) fn push_audio(&mut self, pcm: Pcm) -> usize {
        let mut dropped = 0;
        while !self.has_room_for_audio(pcm.len()) {
            dropped += self.pop_audio().map_or(0, |pcm| pcm.len());
        }
        if !pcm.is_empty() {
            self.samples += pcm.len();
            self.audio.push_back(pcm);
        }
        dropped
    }

    pub(super) fn pop(&mut self) -> Option<Transmit> {
        if self.close == Close::Sent {
            return None;
        }
        if let Some(payload) = self.pong.take() {
            return Some(Transmit::Pong(payload));
        }
        if std::mem::take(&mut self.ping) {
            return Some(Transmit::Ping(Bytes::new()));
        }
        if let Some(message) = self.messages.pop_front() {
            return Some(Transmit::Text(message));
        }
        if let Some(pcm) = self.pop_audio() {
            return Some(Transmit::Binary(pcm.into_bytes()));
        }
        if let Close::Wanted(code) = self.close {
            self.close = Close::Sent;
            return Some(Transmit::Close(code));
        }
        None
    }

    /// Forgets everything: nobody will get it.
    pub(super) fn clear(&mut self) {
        self.ping = false;
        self.pong = None;
        self.messages = VecDeque::new();
        self.audio = VecDeque::new();
        self.samples = 0;
    }

    /// Drops all audio, and returns how many samples that were.
    pub(super) fn clear_audio(&mut self) -> usize {
        self.audio.clear();
        std::mem::take(&mut self.samples)
    }

    #[cfg(feature = "session")]
    pub(super) fn is_empty(&self) -> bool {
        self.messages.is_empty() && self.audio.is_empty()
    }

    fn pop_audio(&mut self) -> Option<Pcm> {
        let pcm = self.audio.pop_front()?;
        self.samples -= pcm.len();
        Some(pcm)
    }
}
