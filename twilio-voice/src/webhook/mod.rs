//! What Twilio sends to us: the proof that it was Twilio, and what it says.
//!
//! ```
//! use twilio_voice::webhook::{GatherAction, PublicOrigin, Received, SignatureValidator, Verifier};
//!
//! # fn handle(method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
//! // Once. The origin is the address in the URLs that Twilio was given, whatever the server sees behind a proxy.
//! let origin = PublicOrigin::new("https://voice.example.com")?;
//! let verifier = Verifier::new(origin, SignatureValidator::new("the auth token"));
//!
//! // For each request.
//! let mut request = Received::new(method, target).body(body);
//! for (name, value) in headers {
//!     request = request.header(name, value);
//! }
//! let verified = verifier.verify(&request)?;
//! let gathered: GatherAction = verified.read()?;
//! println!("{:?} pressed {:?}", gathered.call.call_sid, gathered.digits);
//! # Ok(())
//! # }
//! ```
//!
//! - [`Verifier`] checks whole requests. The feature `tower` puts it into a layer, the feature `axum` into extractors.
//! - [`Verifier::preflight`] tells which URL it takes for signed, and what is wrong if a signature does not match.
//! - A type such as [`CallStatusEvent`] is what Twilio sends on one occasion: see [`Callback`].
//! - [`Recent`] tells what comes twice, or late.
//! - [`SignatureValidator`] is the bare check of a signature, for those who know the URL.
//!
//! The scheme has no time in it, so an old request stays valid; neither the method nor a header is signed; and names
//! and values are signed without anything between them, so that the same text cut elsewhere has the same signature. Who
//! could use any of it must have seen a request of Twilio: serve webhooks over TLS alone.
//!
//! See [Twilio Docs/Webhooks security](https://www.twilio.com/docs/usage/webhooks/webhooks-security).

mod callback;
mod fields;
mod form;
mod idempotency;
mod origin;
mod preflight;
mod received;
mod recent;
mod rejection;
mod signature;
#[cfg(feature = "tower")]
pub(crate) mod tower;
mod url;
mod verified;
mod verifier;

#[cfg(feature = "tower")]
pub use self::tower::{Verify, VerifyLayer};
#[cfg(feature = "models")]
pub use callback::Transcript;
pub use callback::{
    CallFields, CallStatusEvent, Callback, ConferenceEvent, ConferenceEventKind, DialAction,
    EnqueueAction, FormError, GatherAction, LeaveReason, MachineDetectionResult, PartialSpeech,
    PayAction, PayResult, QueueMember, QueueResult, QueueWait, RecordAction, RecordingSource,
    RecordingStatus, RecordingStatusEvent, ReferAction, ReferRequest, RelayAction, SessionStatus,
    SipFields, SiprecEventKind, SiprecStatusEvent, StreamEventKind, StreamStatusEvent,
    TranscriptionEvent, TranscriptionEventKind, TranscriptionResult, TranscriptionStatus,
    TranscriptionTrack, UserDefinedMessage, VoiceRequest,
};
pub use fields::Fields;
pub use idempotency::{IdempotencyToken, IdempotencyTokenError};
pub use origin::{OriginError, PublicOrigin};
pub use preflight::{Difference, Preflight};
pub use received::{Received, RequestKind};
pub use recent::Recent;
pub use rejection::Rejection;
pub use signature::{
    Algorithm, Content, SETTINGS_HEADER, SIGNATURE_HEADER, SignatureError, SignatureValidator,
    SignedRequest, sign,
};
pub use verified::Verified;
pub use verifier::Verifier;

pub use crate::status::{AnsweredBy, CallDirection, CallStatus};
