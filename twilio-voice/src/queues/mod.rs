//! Queues of calls that wait, and the calls in them.
//!
//! See [Twilio Docs/Queue resource](https://www.twilio.com/docs/voice/api/queue-resource).

mod create;
#[cfg(feature = "rest")]
mod handle;
pub mod members;
mod model;
mod update;

pub use create::CreateQueue;
#[cfg(feature = "rest")]
pub use handle::{ListQueues, Queues};
pub use model::Queue;
pub use update::UpdateQueue;

/// The most calls a queue can hold.
const MAX_SIZE: u64 = 5_000;
/// The longest name of a queue, in characters.
const MAX_NAME: usize = 64;
