//! What calls were made.

use std::time::Duration;

use jiff::{Timestamp, civil::Date};
use serde::Deserialize;

use crate::duration;

/// What calls were made.
///
/// See [Ultravox Docs/Get call usage](https://docs.ultravox.ai/api-reference/accounts/accounts-me-usage-calls-get).
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallUsage {
    /// In all.
    pub all_time: CallStatistics,
    /// Day by day.
    pub daily: Vec<DailyCallStatistics>,
    /// Hour by hour.
    pub hourly: Vec<HourlyCallStatistics>,
}

/// How many calls there were, and how long.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallStatistics {
    /// How many calls there were.
    pub total_count: u64,
    /// How many of them ended in an error.
    pub error_count: u64,
    /// How long they lasted together.
    #[serde(default, with = "duration::option")]
    pub duration: Option<Duration>,
    /// How many of them somebody joined.
    pub joined_count: u64,
    /// How many minutes were billed.
    pub billed_minutes: f64,
}

/// The calls of one day.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DailyCallStatistics {
    /// How many there were, and how long.
    #[serde(flatten)]
    pub statistics: CallStatistics,
    /// The day, UTC.
    pub date: Date,
}

/// The calls of one hour.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct HourlyCallStatistics {
    /// How many there were, and how long.
    #[serde(flatten)]
    pub statistics: CallStatistics,
    /// The day, UTC.
    pub date: Date,
    /// The hour, UTC, 0 to 23.
    pub hour: u8,
}

/// How many calls were open at once, over time.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Concurrency {
    /// One entry for each period.
    pub time_series: Vec<ConcurrencyBucket>,
}

/// How many calls were open at once in one period.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConcurrencyBucket {
    /// When it began.
    pub timestamp: Timestamp,
    /// How many at most.
    pub max_total_calls: u64,
    /// How many at most, of those that somebody joined.
    pub max_joined_calls: u64,
    /// How many on average.
    pub avg_total_calls: f64,
    /// How many on average, of those that somebody joined.
    pub avg_joined_calls: f64,
}
