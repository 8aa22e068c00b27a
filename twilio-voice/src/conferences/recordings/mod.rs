//! The recordings of one conference: looked at, paused and stopped.
//!
//! They are begun by [`CreateParticipant`](crate::conferences::participants::CreateParticipant) or by `<Conference>`.
//!
//! See [Twilio Docs/Conference recordings](https://www.twilio.com/docs/voice/api/recording).

#[cfg(feature = "rest")]
mod handle;

#[cfg(feature = "rest")]
pub use handle::{ConferenceRecordings, ListConferenceRecordings};
