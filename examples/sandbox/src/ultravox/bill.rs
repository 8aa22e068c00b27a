//! What a call costs: six seconds at a time, rounded up.

use std::time::Duration;

const STEP: u64 = 6;

/// The part of `talk` that is billed.
pub(super) fn billed(talk: Duration) -> Duration {
    let steps = talk.as_micros().div_ceil(u128::from(STEP) * 1_000_000);
    Duration::from_secs(u64::try_from(steps).unwrap_or(u64::MAX / STEP) * STEP)
}

/// Millionths of a dollar for `talk`.
pub(super) fn cost(talk: Duration, per_minute: u64) -> u64 {
    billed(talk).as_secs() / STEP * per_minute / (60 / STEP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_rounded_up_to_steps_of_six() {
        for (talk, expected) in [(0, 0), (1, 6), (12, 12), (37, 42), (55, 60)] {
            let talk = Duration::from_secs(talk);
            assert_eq!(billed(talk), Duration::from_secs(expected));
        }
        assert_eq!(billed(Duration::from_micros(6_000_001)).as_secs(), 12);
    }

    #[test]
    fn six_seconds_cost_half_a_cent() {
        assert_eq!(cost(Duration::from_secs(1), 50_000), 5_000);
        assert_eq!(cost(Duration::from_secs(60), 50_000), 50_000);
        assert_eq!(cost(Duration::ZERO, 50_000), 0);
    }
}
