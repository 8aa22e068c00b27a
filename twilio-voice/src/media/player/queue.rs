//! Audio that is not sent yet.

use std::{collections::VecDeque, time::Duration};

use crate::media::{FRAME, SAMPLE_RATE};

/// How far ahead audio is sent, and how much waits to be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Pacing {
    pub(super) lead: Duration,
    max_queue: Duration,
}

impl Pacing {
    /// The defaults.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            lead: Duration::from_millis(200),
            max_queue: Duration::from_secs(120),
        }
    }

    /// How far ahead of the time at which it is heard audio is sent. Default: 200 ms.
    ///
    /// At least 40 ms and at most 60 s; less or more is taken as that. A longer lead hides a busy machine and a poor network;
    /// a shorter one leaves less on Twilio's side to clear.
    #[must_use]
    pub const fn lead(mut self, lead: Duration) -> Self {
        const SHORTEST: Duration = FRAME.saturating_mul(2);
        const LONGEST: Duration = Duration::from_secs(60);
        self.lead = if lead.as_nanos() < SHORTEST.as_nanos() {
            SHORTEST
        } else if lead.as_nanos() > LONGEST.as_nanos() {
            LONGEST
        } else {
            lead
        };
        self
    }

    /// How much audio may wait to be sent. Default: two minutes, 8 kB a second when it is used.
    ///
    /// At least one second and at most one hour; less or more is taken as that.
    #[must_use]
    pub const fn max_queue(mut self, max: Duration) -> Self {
        self.max_queue = match max.as_secs() {
            0 => Duration::from_secs(1),
            1..3_600 => max,
            _ => Duration::from_secs(3_600),
        };
        self
    }

    pub(super) fn max_samples(&self) -> usize {
        // An hour has less than 2^25 samples.
        self.max_queue.as_millis() as usize * (SAMPLE_RATE as usize / 1_000)
    }
}

impl Default for Pacing {
    fn default() -> Self {
        Self::new()
    }
}

/// Bytes of audio, each counted since the begin.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    audio: VecDeque<u8>,
    taken: u64,
}

impl Queue {
    pub(super) fn push(&mut self, audio: impl Iterator<Item = u8>) {
        self.audio.extend(audio);
    }

    /// How many bytes there are.
    pub(super) fn len(&self) -> usize {
        self.audio.len()
    }

    /// How many bytes were ever taken out.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// How many bytes were ever put in.
    pub(super) fn pushed(&self) -> u64 {
        self.taken + self.audio.len() as u64
    }

    /// Takes as many bytes as `out` has room for; there must be so many.
    pub(super) fn take(&mut self, out: &mut [u8]) {
        let len = out.len();
        for (out, byte) in out.iter_mut().zip(self.audio.drain(..len)) {
            *out = byte;
        }
        self.taken += len as u64;
        if self.audio.is_empty() && self.audio.capacity() > KEPT {
            // A long reply is over: its memory is for the other calls.
            self.audio = VecDeque::new();
        }
    }

    /// Takes all out, and says how many bytes.
    pub(super) fn clear(&mut self) -> usize {
        let len = self.audio.len();
        self.taken = self.pushed();
        self.audio = VecDeque::new();
        len
    }
}

/// How many bytes of an empty queue stay allocated.
const KEPT: usize = 4_096;
