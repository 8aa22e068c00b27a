//! The end that is filled by a session.

use std::sync::{
    Arc,
    atomic::Ordering::{Relaxed, Release},
};

use rtrb::Producer;

use super::{PlaybackStats, Shared, add};
use crate::session::{Event, Pcm};

/// The end of a [`Playback`](super::Playback) that gets the events of a session.
#[derive(Debug)]
pub struct PlaybackWriter {
    producer: Producer<i16>,
    shared: Arc<Shared>,
}

impl PlaybackWriter {
    pub(super) fn new(producer: Producer<i16>, shared: Arc<Shared>) -> Self {
        Self { producer, shared }
    }

    /// Does what an event means for playing: audio is put in, an interruption empties the buffer.
    pub fn handle(&mut self, event: &Event) {
        match event {
            Event::Audio(pcm) => {
                self.push(pcm);
            }
            Event::PlaybackCleared(_) => self.clear(),
            _ => {}
        }
    }

    /// Puts audio in, and returns how many samples fitted. The others are dropped.
    pub fn push(&mut self, pcm: &Pcm) -> usize {
        let fits = self.producer.slots().min(pcm.len());
        let written = match self.producer.write_chunk_uninit(fits) {
            Ok(chunk) => chunk.fill_from_iter(pcm.samples()),
            Err(_) => 0,
        };
        add(&self.shared.written, written);
        add(&self.shared.overflowed, pcm.len() - written);
        written
    }

    /// Drops what was not played yet, at the next block.
    pub fn clear(&mut self) {
        let written = self.shared.written.load(Relaxed);
        self.shared.clear_to.store(written, Release);
    }

    /// What became of the audio so far.
    #[must_use]
    pub fn stats(&self) -> PlaybackStats {
        self.shared.stats()
    }

    /// Whether the other end is gone, so that nothing is played any more.
    #[must_use]
    pub fn is_abandoned(&self) -> bool {
        self.producer.is_abandoned()
    }
}
