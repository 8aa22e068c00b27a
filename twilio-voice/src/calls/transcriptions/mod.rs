//! Real-time transcriptions: a call is put into writing while it goes on.
//!
//! See [Twilio Docs/Real-time transcription](https://www.twilio.com/docs/voice/api/realtime-transcription-resource).

mod create;
#[cfg(feature = "rest")]
mod handle;
mod model;

pub use create::CreateRealtimeTranscription;
#[cfg(feature = "rest")]
pub use handle::RealtimeTranscriptions;
pub use model::{RealtimeTranscription, RealtimeTranscriptionRef, RealtimeTranscriptionStatus};
