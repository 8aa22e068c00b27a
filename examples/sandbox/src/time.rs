//! A moment of simulated time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

/// Microseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Time(i64);

impl Time {
    pub(crate) fn now() -> Self {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Self(micros(since))
    }

    pub(crate) fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(micros(duration)))
    }

    /// Zero if `earlier` is later.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    pub(crate) fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::MAX)
    }

    /// `2026-11-20T13:00:00.123456Z`
    pub(crate) fn rfc3339(self) -> String {
        format!("{:.6}", self.timestamp())
    }

    /// `Fri, 20 Nov 2026 13:00:00 +0000`
    pub(crate) fn rfc2822(self) -> String {
        self.timestamp()
            .strftime("%a, %d %b %Y %H:%M:%S +0000")
            .to_string()
    }

    /// Reads an RFC 3339 text, or a date as the first or the last moment of that day in UTC.
    pub(crate) fn parse(text: &str, end_of_day: bool) -> Option<Self> {
        if let Ok(timestamp) = text.parse::<Timestamp>() {
            return Some(Self(timestamp.as_microsecond()));
        }
        let date: jiff::civil::Date = text.parse().ok().filter(|_| text.len() == 10)?;
        let time = if end_of_day {
            date.at(23, 59, 59, 999_999_000)
        } else {
            date.at(0, 0, 0, 0)
        };
        let zoned = time.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(Self(zoned.timestamp().as_microsecond()))
    }

    /// Time since midnight, UTC.
    pub(crate) fn of_day(self) -> Duration {
        let day = 86_400_000_000;
        Duration::from_micros(self.0.rem_euclid(day).unsigned_abs())
    }
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_text_forms_are_those_of_the_providers() {
        let time = Time::parse("2010-08-31T20:36:28.000001Z", false).unwrap();
        assert_eq!(time.rfc3339(), "2010-08-31T20:36:28.000001Z");
        assert_eq!(time.rfc2822(), "Tue, 31 Aug 2010 20:36:28 +0000");
    }

    #[test]
    fn a_bare_date_is_a_whole_day() {
        let start = Time::parse("2026-11-20", false).unwrap();
        let end = Time::parse("2026-11-20", true).unwrap();
        assert_eq!(end.since(start), Duration::from_micros(86_399_999_999));
        assert_eq!(start.of_day(), Duration::ZERO);
        assert_eq!(Time::parse("20 November", false), None);
    }
}
