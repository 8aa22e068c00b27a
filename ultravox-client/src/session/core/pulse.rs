//! Whether the other side lives, and how far away it is.

use std::{
    collections::VecDeque,
    time::{Duration, Instant, SystemTime},
};

/// Whether the other side lives.
#[derive(Debug)]
pub(crate) struct Pulse {
    interval: Option<Duration>,
    timeout: Duration,
    /// When something last came.
    heard: Instant,
    /// When it was asked for a sign of life, if it has given none since.
    asked: Option<Instant>,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Due {
    Nothing,
    Ask,
    Dead { after: Duration },
}

impl Pulse {
    pub(crate) fn new(interval: Option<Duration>, timeout: Duration, now: Instant) -> Self {
        Self {
            interval,
            timeout,
            heard: now,
            asked: None,
        }
    }

    pub(crate) fn heard(&mut self, now: Instant) {
        self.heard = now;
        self.asked = None;
    }

    /// When to look again.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        let interval = self.interval?;
        match self.asked {
            Some(asked) => asked.checked_add(self.timeout),
            None => self.heard.checked_add(interval),
        }
    }

    pub(crate) fn look(&mut self, now: Instant) -> Due {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return Due::Nothing;
        }
        if self.asked.is_some() {
            let after = now.saturating_duration_since(self.heard);
            return Due::Dead { after };
        }
        self.asked = Some(now);
        Due::Ask
    }
}

/// Pings that are under way, by their timestamps.
#[derive(Debug, Default)]
pub(super) struct Pings {
    sent: VecDeque<(f64, Instant)>,
}

impl Pings {
    /// More than this are never under way; the oldest is given up.
    const MOST: usize = 16;

    /// The timestamp of a new ping: seconds since 1970 with three decimals, unlike any that is under way.
    pub(super) fn start(&mut self, time: SystemTime, now: Instant) -> f64 {
        let since = time.duration_since(SystemTime::UNIX_EPOCH);
        let mut millis = since.unwrap_or_default().as_millis() as f64;
        if let Some((last, _)) = self.sent.back()
            && millis <= last * 1_000.0
        {
            millis = (last * 1_000.0).round() + 1.0;
        }
        let timestamp = millis / 1_000.0;
        if self.sent.len() == Self::MOST {
            self.sent.pop_front();
        }
        self.sent.push_back((timestamp, now));
        timestamp
    }

    /// How long a ping took. `None` if we did not send it.
    pub(super) fn finish(&mut self, timestamp: f64, now: Instant) -> Option<Duration> {
        // It has come through text, possibly with fewer digits.
        let same = |(sent, _): &(f64, Instant)| (sent - timestamp).abs() < 0.000_5;
        let at = self.sent.iter().position(same)?;
        let (_, start) = self.sent.remove(at)?;
        Some(now.saturating_duration_since(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn it_asks_after_silence_and_gives_up_without_an_answer() {
        let start = Instant::now();
        let mut pulse = Pulse::new(Some(10 * SECOND), 3 * SECOND, start);
        assert_eq!(pulse.look(start + 9 * SECOND), Due::Nothing);
        pulse.heard(start + 9 * SECOND);
        assert_eq!(pulse.deadline(), Some(start + 19 * SECOND));
        assert_eq!(pulse.look(start + 19 * SECOND), Due::Ask);
        assert_eq!(pulse.look(start + 21 * SECOND), Due::Nothing);
        pulse.heard(start + 21 * SECOND);
        assert_eq!(pulse.look(start + 22 * SECOND), Due::Nothing);
        assert_eq!(pulse.look(start + 31 * SECOND), Due::Ask);
        let after = 13 * SECOND;
        assert_eq!(pulse.look(start + 34 * SECOND), Due::Dead { after });
    }

    #[test]
    fn without_an_interval_it_never_looks() {
        let start = Instant::now();
        let mut pulse = Pulse::new(None, SECOND, start);
        assert_eq!(pulse.deadline(), None);
        assert_eq!(pulse.look(start + 1_000 * SECOND), Due::Nothing);
    }

    #[test]
    fn pings_of_the_same_moment_are_told_apart() {
        let (mut pings, now) = (Pings::default(), Instant::now());
        let time = SystemTime::UNIX_EPOCH + Duration::from_micros(1_700_000_000_123_456);
        let first = pings.start(time, now);
        let second = pings.start(time, now + SECOND);
        assert_eq!((first, second), (1_700_000_000.123, 1_700_000_000.124));
        assert_eq!(pings.finish(second, now + 3 * SECOND), Some(2 * SECOND));
        assert_eq!(pings.finish(second, now), None);
        assert_eq!(pings.finish(first, now + SECOND), Some(SECOND));
        for _ in 0..100 {
            pings.start(time, now);
        }
        assert_eq!(pings.sent.len(), Pings::MOST);
    }
}
