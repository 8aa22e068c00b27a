//! SIPREC sessions: the sound of a call, sent to a recorder.
//!
//! See [Twilio Docs/Siprec resource](https://www.twilio.com/docs/voice/api/siprec-resource).

mod create;
#[cfg(feature = "rest")]
mod handle;
mod model;

pub use create::CreateSiprec;
#[cfg(feature = "rest")]
pub use handle::SiprecSessions;
pub use model::{Siprec, SiprecRef, SiprecStatus};
