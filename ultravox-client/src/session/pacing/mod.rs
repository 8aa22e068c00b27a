//! Outgoing audio at the pace at which it is heard, with silence in between.

mod pacer;
#[cfg(test)]
mod tests;

use std::time::Duration;

pub use self::pacer::Pacer;

/// How outgoing audio is paced: see [`SessionOptions::pacing`](super::SessionOptions::pacing) and [`Pacer`].
///
/// ```
/// use std::time::Duration;
///
/// use ultravox_client::session::{Pacing, Rates, SessionOptions};
///
/// let options = SessionOptions::new()
///     .rates(Rates::both(16_000))
///     .pacing(Pacing::new().capacity(Duration::from_secs(5)));
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Pacing {
    frame: Duration,
    lead: Duration,
    capacity: Duration,
    prebuffer: Duration,
}

impl Default for Pacing {
    fn default() -> Self {
        Self {
            frame: Duration::from_millis(20),
            lead: Duration::from_millis(20),
            capacity: Duration::from_secs(1),
            prebuffer: Duration::from_millis(40),
        }
    }
}

impl Pacing {
    const MAX_LEAD: Duration = Duration::from_secs(1);

    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// How much audio is in one frame; 20 ms by default, 1 s at most, and at least one sample.
    pub fn frame(mut self, frame: Duration) -> Self {
        self.frame = frame;
        self
    }

    /// How far ahead of real time frames leave, beyond the one that is due; 20 ms by default, 1 s at most. More bears
    /// with busier machines, and adds as much delay to audio that comes in during silence.
    pub fn lead(mut self, lead: Duration) -> Self {
        self.lead = lead;
        self
    }

    /// How much audio may wait for its time; 1 s by default. At least one sample.
    pub fn capacity(mut self, capacity: Duration) -> Self {
        self.capacity = capacity;
        self
    }

    /// How much audio must wait before it follows silence; 40 ms by default, so that audio which comes in blocks of
    /// another length than a frame is not torn. What is shorter follows after the same time. Zero follows at once.
    pub fn prebuffer(mut self, prebuffer: Duration) -> Self {
        self.prebuffer = prebuffer;
        self
    }
}

/// What a [`Pacer`] has counted so far, in samples unless it says otherwise. All counters begin at zero.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct PacerStats {
    /// Audio that was given out.
    pub sent: u64,
    /// Silence that was given out because there was nothing else, between utterances too.
    pub silence: u64,
    /// Audio that was dropped because too much waited.
    pub dropped: u64,
    /// Audio that was dropped by [`Pacer::clear`].
    pub cleared: u64,
    /// How often audio stopped and went on within a quarter of a second: gaps that can be heard, not samples.
    pub underruns: u64,
    /// What was neither sent nor made up for, because frames were asked for far too late: a machine that slept.
    pub skipped: u64,
}
