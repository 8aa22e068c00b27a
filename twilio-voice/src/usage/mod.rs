//! Usage records: what an account used, and what it cost.
//!
//! See [Twilio Docs/Usage records](https://www.twilio.com/docs/usage/api/usage-record).

mod date;
#[cfg(feature = "rest")]
mod handle;
mod model;

pub use date::UsageDate;
#[cfg(feature = "rest")]
pub use handle::{ListUsageRecords, UsagePeriod, UsageRecords};
pub use model::{Quantity, UsageRecord};
