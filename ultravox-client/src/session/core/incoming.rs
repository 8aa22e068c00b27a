//! What has come in and was not taken out yet.

use std::collections::VecDeque;

use crate::session::{Event, Pcm, message::TranscriptUpdate};

/// What has come in. Audio beyond the bound pushes out the oldest; everything else stays.
#[derive(Debug)]
pub(super) struct Incoming {
    events: VecDeque<Numbered<Item>>,
    audio: VecDeque<Numbered<Pcm>>,
    /// What came first is taken out first, whichever queue it is in.
    next: u64,
    samples: usize,
    bytes: usize,
    max_samples: usize,
    least_samples: usize,
    max_events: usize,
    max_bytes: usize,
    /// Nothing is taken in any more.
    closed: bool,
}

#[derive(Debug)]
struct Numbered<T> {
    number: u64,
    /// What it counts for: bytes of a message, samples of audio.
    size: usize,
    item: T,
}

/// An utterance is put together when it is taken out: until then only its news are kept.
#[derive(Debug)]
pub(super) enum Item {
    Event(Event),
    Transcript(TranscriptUpdate),
}

impl Incoming {
    /// However short a frame is, it counts for `least_samples`: it takes memory of its own.
    pub(super) fn new(
        max_samples: usize,
        least_samples: usize,
        max_events: usize,
        max_message: usize,
    ) -> Self {
        Self {
            events: VecDeque::new(),
            audio: VecDeque::new(),
            next: 0,
            samples: 0,
            bytes: 0,
            max_samples,
            least_samples,
            max_events,
            max_bytes: max_message.saturating_mul(4),
            closed: false,
        }
    }

    /// Takes audio in, and returns how many older samples had to go.
    pub(super) fn push_audio(&mut self, pcm: Pcm) -> usize {
        if self.closed {
            return pcm.len();
        }
        let number = self.number();
        let size = pcm.len().max(self.least_samples);
        self.samples += size;
        self.audio.push_back(Numbered {
            number,
            size,
            item: pcm,
        });
        let mut dropped = 0;
        while self.samples > self.max_samples && self.audio.len() > 1 {
            dropped += self.pop_audio().map_or(0, |pcm| pcm.len());
        }
        dropped
    }

    /// Takes in what was a message of so many bytes.
    pub(super) fn push(&mut self, item: Item, bytes: usize) {
        if self.closed {
            return;
        }
        let number = self.number();
        self.bytes += bytes;
        self.events.push_back(Numbered {
            number,
            size: bytes,
            item,
        });
    }

    /// Drops everything, and what comes from now on.
    #[cfg(feature = "session")]
    pub(super) fn close(&mut self) {
        self.closed = true;
        self.events = VecDeque::new();
        self.audio = VecDeque::new();
        (self.samples, self.bytes) = (0, 0);
    }

    /// Drops all audio, and returns how many samples that were.
    pub(super) fn clear_audio(&mut self) -> usize {
        self.samples = 0;
        let audio = std::mem::take(&mut self.audio);
        audio.iter().map(|frame| frame.item.len()).sum()
    }

    pub(super) fn pop(&mut self) -> Option<Item> {
        let event = self.events.front().map(|event| event.number);
        let audio = self.audio.front().map(|audio| audio.number);
        match (event, audio) {
            (None, None) => None,
            (Some(event), Some(audio)) if event < audio => self.pop_event(),
            (Some(_), None) => self.pop_event(),
            (_, Some(_)) => self.pop_audio().map(|pcm| Item::Event(Event::Audio(pcm))),
        }
    }

    /// Whether no more messages may come in.
    pub(super) fn is_full(&self) -> bool {
        self.events.len() >= self.max_events || self.bytes >= self.max_bytes
    }

    pub(super) fn is_empty(&self) -> bool {
        self.events.is_empty() && self.audio.is_empty()
    }

    /// A burst must not hold memory for the rest of the call.
    fn shrink<T>(queue: &mut VecDeque<T>) {
        if queue.is_empty() && queue.capacity() > 64 {
            queue.shrink_to(16);
        }
    }

    fn pop_event(&mut self) -> Option<Item> {
        let event = self.events.pop_front()?;
        self.bytes -= event.size;
        Self::shrink(&mut self.events);
        Some(event.item)
    }

    fn pop_audio(&mut self) -> Option<Pcm> {
        let frame = self.audio.pop_front()?;
        self.samples -= frame.size;
        Self::shrink(&mut self.audio);
        Some(frame.item)
    }

    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }
}
