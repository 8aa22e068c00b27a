//! Scheduled batches: calls that Ultravox places with an agent within a time window.
//!
//! See [Ultravox Docs/Outbound call scheduler](https://docs.ultravox.ai/telephony/outbound-call-scheduler).

mod create;
#[cfg(feature = "rest")]
mod handle;
#[cfg(feature = "rest")]
mod list;
mod model;
mod update;

pub use self::{
    create::{BatchCall, CreateScheduledBatch},
    model::{ScheduledBatch, ScheduledCall, ScheduledCallStatus},
    update::UpdateScheduledBatch,
};
#[cfg(feature = "rest")]
pub use self::{
    handle::{ListCreatedCalls, ListScheduledBatches, ScheduledBatches},
    list::ListScheduledCalls,
};
