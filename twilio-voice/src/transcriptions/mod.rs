//! Transcriptions that `<Record>` made of recordings.
//!
//! Those that are made while a call goes on are in [`calls::transcriptions`](crate::calls::transcriptions).
//!
//! See [Twilio Docs/Transcription resource](https://www.twilio.com/docs/voice/api/recording-transcription).

#[cfg(feature = "rest")]
mod handle;
mod model;

#[cfg(feature = "rest")]
pub use handle::{ListTranscriptions, Transcriptions};
pub use model::{Transcription, TranscriptionStatus};
