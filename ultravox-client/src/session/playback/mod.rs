//! The buffer between a session and a loudspeaker.

mod reader;
mod writer;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

pub use self::{reader::PlaybackReader, writer::PlaybackWriter};
use super::SampleRate;

/// A buffer between a session, which delivers audio in bursts, and a loudspeaker, which takes it at a steady pace.
///
/// [`open`](Self::open) gives its two ends. The [`PlaybackWriter`] gets the events of the session. The
/// [`PlaybackReader`] fills the blocks an audio device asks for: it never waits, takes no lock and allocates nothing, so
/// it may run on a realtime audio thread.
///
/// ```
/// use std::time::Duration;
///
/// use ultravox_client::session::{Pcm, Playback, SampleRate};
///
/// let rate = SampleRate::hz(16_000);
/// let (mut writer, mut reader) = Playback::new(rate).prebuffer(Duration::ZERO).open();
///
/// writer.push(&Pcm::from_samples(&[1, 2, 3])); // or `writer.handle(&event)` for every event
///
/// let mut block = [0; 4]; // what the audio device wants filled
/// assert_eq!(reader.fill(&mut block), 3);
/// assert_eq!(block, [1, 2, 3, 0]);
/// ```
///
/// - It holds as much as [`capacity`](Self::capacity) says. What does not fit is dropped, and counted: what is about to
///   be played stays whole.
/// - After silence it waits until [`prebuffer`](Self::prebuffer) has arrived, so that a late frame is not heard as a
///   gap. What is shorter than that is played after the same time.
/// - When the agent is interrupted, what was not played is dropped at the next block.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Playback {
    rate: SampleRate,
    capacity: Duration,
    prebuffer: Duration,
}

impl Playback {
    /// A buffer for audio of this rate: the output rate of the call.
    pub fn new(rate: impl Into<SampleRate>) -> Self {
        Self {
            rate: rate.into(),
            capacity: Duration::from_secs(40),
            prebuffer: Duration::from_millis(60),
        }
    }

    /// How much audio it holds; 40 s by default. More than the `client_buffer_size_ms` of the call, which is how far
    /// ahead of time Ultravox sends. The memory is allocated at once, two bytes for each sample; an hour at most.
    pub fn capacity(mut self, capacity: Duration) -> Self {
        self.capacity = capacity;
        self
    }

    /// How much audio must be there before playing begins; 60 ms by default. Zero plays at once.
    pub fn prebuffer(mut self, prebuffer: Duration) -> Self {
        self.prebuffer = prebuffer;
        self
    }

    /// The two ends of the buffer.
    #[must_use]
    pub fn open(self) -> (PlaybackWriter, PlaybackReader) {
        let capacity = self.capacity.min(Duration::from_secs(3_600));
        let capacity = self.rate.samples(capacity).max(1);
        let prebuffer = self.rate.samples(self.prebuffer).min(capacity);
        let (producer, consumer) = rtrb::RingBuffer::new(capacity);
        let shared = Arc::new(Shared::default());
        (
            PlaybackWriter::new(producer, Arc::clone(&shared)),
            PlaybackReader::new(consumer, shared, self.rate, prebuffer),
        )
    }
}

/// How much became of the audio so far, in samples unless it says otherwise. All counters begin at zero.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct PlaybackStats {
    /// Put into the buffer.
    pub written: usize,
    /// Played.
    pub played: usize,
    /// Dropped because the buffer was full.
    pub overflowed: usize,
    /// Dropped because the agent was interrupted.
    pub cleared: usize,
    /// Played as silence because there was nothing to play, between utterances too.
    pub silence: usize,
    /// How often playing stopped and went on within a quarter of a second: gaps that can be heard, not samples.
    pub underruns: usize,
}

impl PlaybackStats {
    /// Waiting to be played.
    #[must_use]
    pub fn buffered(&self) -> usize {
        let gone = self.played.wrapping_add(self.cleared);
        self.written.wrapping_sub(gone)
    }
}

/// What both ends know. Counters wrap after a day at the earliest, on machines of 32 bits.
#[derive(Debug, Default)]
struct Shared {
    written: AtomicUsize,
    /// What was written before this is not to be played.
    clear_to: AtomicUsize,
    played: AtomicUsize,
    overflowed: AtomicUsize,
    cleared: AtomicUsize,
    silence: AtomicUsize,
    underruns: AtomicUsize,
}

impl Shared {
    fn stats(&self) -> PlaybackStats {
        let mut stats = PlaybackStats {
            played: self.played.load(Relaxed),
            cleared: self.cleared.load(Relaxed),
            overflowed: self.overflowed.load(Relaxed),
            silence: self.silence.load(Relaxed),
            underruns: self.underruns.load(Relaxed),
            written: self.written.load(Relaxed),
        };
        // The reader may have counted what the writer is about to count.
        let gone = stats.played.wrapping_add(stats.cleared);
        if stats.written.wrapping_sub(gone) > usize::MAX / 2 {
            stats.written = gone;
        }
        stats
    }
}

/// Each counter is written by one end only.
fn add(counter: &AtomicUsize, samples: usize) {
    if samples != 0 {
        counter.store(counter.load(Relaxed).wrapping_add(samples), Relaxed);
    }
}

#[cfg(test)]
mod tests;
