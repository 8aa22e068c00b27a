//! Recordings: what was said in calls and conferences.
//!
//! Those of one call are made and paused through [`calls::recordings`](crate::calls::recordings), those of one
//! conference through [`conferences::recordings`](crate::conferences::recordings).
//!
#![cfg_attr(feature = "rest", doc = "```no_run")]
#![cfg_attr(not(feature = "rest"), doc = "```text")]
//! use futures_util::TryStreamExt as _;
//! use twilio_voice::recordings::RecordingMedia;
//!
//! # async fn run(client: twilio_voice::Client, call: twilio_voice::CallSid) -> Result<(), Box<dyn std::error::Error>> {
//! let mut recordings = std::pin::pin!(client.recordings().list().call_sid(call).stream());
//! while let Some(recording) = recordings.try_next().await? {
//!     let media = RecordingMedia::wav().requested_channels(2);
//!     let sound = client.recordings().media(&recording.sid, &media).await?;
//!     sound.write_to(&mut tokio::io::sink()).await?;
//! }
//! # Ok(())
//! # }
//! ```
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
