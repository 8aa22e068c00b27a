//! The recordings of one call: begun, paused and stopped.
//!
//! See [Twilio Docs/Call recordings](https://www.twilio.com/docs/voice/api/recording#create-a-recording-resource).

mod create;
#[cfg(feature = "rest")]
mod handle;

pub use create::CreateCallRecording;
#[cfg(feature = "rest")]
pub use handle::{CallRecordings, ListCallRecordings};
