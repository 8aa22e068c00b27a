use std::fmt;

use jiff::civil::Date;

/// Where a stretch of time begins or ends: a day, or so many days from today.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum UsageDate {
    /// A day in UTC.
    Day(Date),
    /// So many days before today in UTC, at least 1. For today itself there is
    /// [`UsagePeriod::Today`](super::UsagePeriod::Today).
    DaysAgo(u32),
    /// So many days after today in UTC, at least 1.
    DaysAhead(u32),
}

#[cfg(feature = "rest")]
impl UsageDate {
    /// Refuses no days at all, for which Twilio has no words.
    pub(super) fn check(&self) -> Result<(), &'static str> {
        match self {
            Self::DaysAgo(0) | Self::DaysAhead(0) => Err("must be at least 1 day from today"),
            _ => Ok(()),
        }
    }
}

impl From<Date> for UsageDate {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl fmt::Display for UsageDate {
    /// As Twilio reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::DaysAgo(days) => write!(f, "-{days}days"),
            Self::DaysAhead(days) => write!(f, "+{days}days"),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_date_is_a_day_or_an_offset() {
        for (date, text) in [
            (date(2026, 1, 2).into(), "2026-01-02"),
            (UsageDate::DaysAgo(30), "-30days"),
            (UsageDate::DaysAhead(30), "+30days"),
        ] {
            assert_eq!(date.to_string(), text);
        }
    }
}
