//! The calls in a conference: added, muted, held, coached and removed.
//!
//! See [Twilio Docs/Participant resource](https://www.twilio.com/docs/voice/api/conference-participant-resource).

mod create;
mod form;
#[cfg(feature = "rest")]
mod handle;
mod model;
mod options;
mod update;

pub use create::CreateParticipant;
#[cfg(feature = "rest")]
pub use handle::{ListParticipants, Participants};
pub use model::{Participant, ParticipantRef, ParticipantStatus};
pub use options::{ConferenceRecording, ConferenceRecordingEvent, ParticipantRecordingEvent};
pub use update::UpdateParticipant;
