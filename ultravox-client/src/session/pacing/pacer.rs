//! Which frame is due when.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use bytes::{Bytes, BytesMut};

use super::{PacerStats, Pacing};
use crate::session::{Pcm, SampleRate};

/// Paces audio: what is put in, in bursts or with pauses, comes out as a continuous stream in real time.
///
/// Sessions with [`SessionOptions::pacing`](crate::session::SessionOptions::pacing) have one. It has no clock, so it
/// serves any other connection too:
///
/// ```
/// use std::time::{Duration, Instant};
///
/// use ultravox_client::session::{Pacer, Pacing, Pcm};
///
/// let start = Instant::now();
/// let mut pacer = Pacer::new(8_000, Pacing::new().lead(Duration::ZERO), start);
/// pacer.push(Pcm::from_samples(&[7; 400])); // 50 ms at once
///
/// let mut sent = Vec::new();
/// for millis in 0..=60 {
///     let now = start + Duration::from_millis(millis); // wait for `pacer.deadline()` instead
///     while let Some(frame) = pacer.poll(now) {
///         sent.push((millis, frame.samples().filter(|sample| *sample == 7).count()));
///     }
/// }
/// assert_eq!(sent, [(0, 160), (20, 160), (40, 80), (60, 0)]);
/// ```
///
/// - The time of a frame follows from the number of samples before it: however late it is asked for, nothing drifts.
///   What became due in the meantime comes out at once, unless that is more than a quarter of a second: then time goes
///   on from there, and what was missed is counted in [`PacerStats::skipped`].
/// - What does not fit is dropped, and counted: what is about to be heard stays whole.
#[derive(Debug)]
pub struct Pacer {
    rate: SampleRate,
    frame: usize,
    lead: Duration,
    capacity: usize,
    prebuffer: usize,
    /// Silence longer than this is not a gap in what is said.
    gap: usize,
    /// When the frame after `given` samples would be heard: `given` samples after `start`.
    start: Instant,
    given: usize,
    queue: VecDeque<Pcm>,
    queued: usize,
    state: State,
    /// A frame of it.
    silence: Bytes,
    stats: PacerStats,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Speaking,
    /// `silence` samples since the audio stopped, `waited` since there is some again.
    Silent {
        silence: usize,
        waited: usize,
    },
}

impl Pacer {
    /// Later than this is not made up for.
    const MAX_LATE: Duration = Duration::from_millis(250);

    /// A stream of audio of this rate that begins `now`, with silence. A rate of zero counts as one.
    #[must_use]
    pub fn new(rate: impl Into<SampleRate>, pacing: Pacing, now: Instant) -> Self {
        let rate = SampleRate::hz(rate.into().as_hz().max(1));
        // A frame of more than a second would be none.
        let frame = rate
            .samples(pacing.frame.min(Duration::from_secs(1)))
            .max(1);
        let capacity = rate.samples(pacing.capacity).max(1);
        let gap = rate.as_hz() as usize / 4;
        Self {
            rate,
            frame,
            lead: pacing.lead.min(Pacing::MAX_LEAD),
            capacity,
            prebuffer: rate.samples(pacing.prebuffer).min(capacity),
            gap,
            start: now,
            given: 0,
            queue: VecDeque::new(),
            queued: 0,
            // Before the first utterance there is no gap.
            state: State::Silent {
                silence: gap,
                waited: 0,
            },
            silence: BytesMut::zeroed(frame * 2).freeze(),
            stats: PacerStats::default(),
        }
    }

    /// Takes audio in, and returns how many samples of it did not fit. They are dropped.
    pub fn push(&mut self, audio: impl Into<Pcm>) -> usize {
        let mut pcm = audio.into();
        let fits = pcm.len().min(self.room());
        let dropped = pcm.len() - fits;
        self.stats.dropped += dropped as u64;
        let pcm = pcm.split_to(fits);
        if !pcm.is_empty() {
            self.queued += pcm.len();
            self.queue.push_back(pcm);
        }
        dropped
    }

    /// How many samples there can ever be room for.
    #[cfg(feature = "session")]
    pub(in crate::session) fn capacity(&self) -> usize {
        self.capacity
    }

    /// How many samples fit.
    #[must_use]
    pub fn room(&self) -> usize {
        self.capacity - self.queued
    }

    /// How many samples wait for their time.
    #[must_use]
    pub fn buffered(&self) -> usize {
        self.queued
    }

    /// Drops what waits, and returns how many samples that were: what is said next is heard next.
    pub fn clear(&mut self) -> usize {
        let cleared = std::mem::take(&mut self.queued);
        self.queue = VecDeque::new();
        self.stats.cleared += cleared as u64;
        self.state = State::Silent {
            silence: self.gap,
            waited: 0,
        };
        cleared
    }

    /// When [`poll`](Self::poll) has a frame.
    #[must_use]
    pub fn deadline(&self) -> Instant {
        let ahead = self.rate.duration(self.given).saturating_sub(self.lead);
        self.start + ahead
    }

    /// The next frame, if it is due `now`.
    pub fn poll(&mut self, now: Instant) -> Option<Pcm> {
        let late = now.checked_duration_since(self.deadline())?;
        if late > Self::MAX_LATE {
            self.start += late;
            self.stats.skipped += self.rate.samples(late) as u64;
        }
        self.given += self.frame;
        // Whole seconds are exact.
        let second = self.rate.as_hz() as usize;
        while self.given >= second && self.rate.duration(self.given - second) >= self.lead {
            self.given -= second;
            self.start += Duration::from_secs(1);
        }
        Some(self.frame())
    }

    /// What was counted so far.
    #[must_use]
    pub fn stats(&self) -> PacerStats {
        self.stats
    }

    fn frame(&mut self) -> Pcm {
        if let State::Silent { silence, waited } = self.state {
            let enough = self.queued >= self.prebuffer.max(1)
                || (self.queued > 0 && waited >= self.prebuffer);
            if !enough {
                let waited = if self.queued > 0 {
                    waited + self.frame
                } else {
                    0
                };
                let silence = silence.saturating_add(self.frame);
                self.state = State::Silent { silence, waited };
                self.stats.silence += self.frame as u64;
                return Pcm::from_whole(self.silence.clone());
            }
            if silence < self.gap {
                self.stats.underruns += 1;
            }
            self.state = State::Speaking;
        }
        let length = self.queued.min(self.frame);
        let silence = self.frame - length;
        self.queued -= length;
        self.stats.sent += length as u64;
        self.stats.silence += silence as u64;
        if silence > 0 {
            self.state = State::Silent { silence, waited: 0 };
        }
        self.take(length)
    }

    /// A frame of the first so many samples that wait, and silence after them.
    fn take(&mut self, length: usize) -> Pcm {
        if let Some(first) = self.queue.front_mut()
            && first.len() >= self.frame
            && length == self.frame
        {
            let frame = first.split_to(length);
            if first.is_empty() {
                self.queue.pop_front();
            }
            return frame;
        }
        let mut frame = BytesMut::with_capacity(self.frame * 2);
        while frame.len() < length * 2 {
            let Some(first) = self.queue.front_mut() else {
                break;
            };
            let wanted = length - frame.len() / 2;
            frame.extend_from_slice(first.split_to(wanted.min(first.len())).as_bytes());
            if first.is_empty() {
                self.queue.pop_front();
            }
        }
        frame.resize(self.frame * 2, 0);
        Pcm::from_whole(frame.freeze())
    }
}
