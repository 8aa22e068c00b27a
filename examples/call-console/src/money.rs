//! What a running call costs, by the providers' rounding.

use std::time::Duration;

/// Ultravox charges started steps of 6 s.
pub(crate) fn ultravox(duration: Duration, per_minute: f64) -> f64 {
    let steps = duration.as_secs_f64() / 6.0;
    steps.ceil() * per_minute / 10.0
}

/// Twilio charges started minutes.
pub(crate) fn twilio(duration: Duration, per_minute: f64) -> f64 {
    let minutes = duration.as_secs_f64() / 60.0;
    minutes.ceil() * per_minute
}

/// `4:05`, or `1:04:05`.
pub(crate) fn clock(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_the_providers() {
        // The provider's own examples: 1 → 6 s, 12 → 12, 37 → 42, 55 → 60.
        for (seconds, steps) in [(0, 0), (1, 1), (12, 2), (37, 7), (55, 10)] {
            let cost = ultravox(Duration::from_secs(seconds), 0.05);
            assert!(
                (cost - f64::from(steps) * 0.005).abs() < 1e-9,
                "{seconds} s cost {cost}"
            );
        }
        assert!((twilio(Duration::from_secs(61), 0.014) - 0.028).abs() < 1e-9);
    }

    #[test]
    fn a_clock_shows_hours_only_when_there_are_some() {
        assert_eq!(clock(Duration::from_secs(245)), "4:05");
        assert_eq!(clock(Duration::from_secs(3845)), "1:04:05");
    }
}
