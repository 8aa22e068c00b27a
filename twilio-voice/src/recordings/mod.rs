//! Recordings: what was said in calls and conferences.
//!
//! Those of one call are made and paused through [`calls::recordings`](crate::calls::recordings), those of one
//! conference through [`conferences::recordings`](crate::conferences::recordings).
//!
//! See [Twilio Docs/Recording resource](https://www.twilio.com/docs/voice/api/recording).

pub mod add_on_results;
#[cfg(feature = "rest")]
mod handle;
mod media;
mod model;
mod reference;
#[cfg(feature = "rest")]
mod transcriptions;
mod update;

#[cfg(feature = "rest")]
pub use handle::{ListRecordings, Recordings};
pub use media::{MediaFormat, RecordingMedia};
pub use model::{EncryptionDetails, Recording, RecordingSource, RecordingStatus};
pub use reference::RecordingRef;
#[cfg(feature = "rest")]
pub use transcriptions::{ListRecordingTranscriptions, RecordingTranscriptions};
pub use update::{PauseBehavior, UpdateRecording};
