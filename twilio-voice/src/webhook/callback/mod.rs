//! What Twilio tells on which occasion, as types.

mod call;
mod conference;
mod declare;
mod dial;
mod error;
mod gather;
mod machine;
mod media;
mod message;
mod pay;
mod queue;
mod read;
mod recording;
mod refer;
mod relay;
mod sip;
mod status;
mod transcription;
mod voice;

use super::Fields;

pub use call::CallFields;
pub use conference::{ConferenceEvent, ConferenceEventKind, LeaveReason};
pub use dial::DialAction;
pub use error::FormError;
pub use gather::{GatherAction, PartialSpeech};
pub use machine::MachineDetectionResult;
pub use media::{SiprecEventKind, SiprecStatusEvent, StreamEventKind, StreamStatusEvent};
pub use message::UserDefinedMessage;
pub use pay::{PayAction, PayResult};
pub use queue::{EnqueueAction, QueueMember, QueueResult, QueueWait};
pub use recording::{RecordAction, RecordingSource, RecordingStatus, RecordingStatusEvent};
pub use refer::{ReferAction, ReferRequest};
pub use relay::{RelayAction, SessionStatus};
pub use sip::SipFields;
pub use status::CallStatusEvent;
#[cfg(feature = "models")]
pub use transcription::Transcript;
pub use transcription::{
    TranscriptionEvent, TranscriptionEventKind, TranscriptionResult, TranscriptionStatus,
    TranscriptionTrack,
};
pub use voice::VoiceRequest;

/// What Twilio sends on one occasion.
///
/// Twilio does not say in a request what it is an answer to: give each kind a URL of its own, and read there the type
/// that belongs to it. `None` is what was not sent, is empty, or cannot be read; [`fields`](Self::fields) has it as it
/// came.
pub trait Callback: Sized {
    /// Reads the fields of a request.
    ///
    /// # Errors
    ///
    /// [`FormError`] if a field that Twilio always sends is missing or is not what it must be.
    fn from_fields(fields: Fields) -> Result<Self, FormError>;

    /// All fields, in the order in which they were sent.
    fn fields(&self) -> &Fields;

    /// Whether the type has a place of its own for a field with this name.
    fn has_place_for(name: &str) -> bool;

    /// The fields that have no place in the type: parameters of our own, headers of SIP, and what Twilio added since.
    fn extra<'a>(&'a self) -> impl Iterator<Item = (&'a str, &'a str)>
    where
        Self: 'a,
    {
        self.fields()
            .iter()
            .filter(|(name, _)| !Self::has_place_for(name))
    }
}
