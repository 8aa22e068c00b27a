//! Outgoing caller ids: numbers of others that may be shown as the caller.
//!
//! See [Twilio Docs/Outgoing caller ids](https://www.twilio.com/docs/voice/api/outgoing-caller-ids).

mod create;
#[cfg(feature = "rest")]
mod handle;
mod model;
mod update;

pub use create::CreateValidationRequest;
#[cfg(feature = "rest")]
pub use handle::{ListOutgoingCallerIds, OutgoingCallerIds};
pub use model::{OutgoingCallerId, ValidationRequest};
pub use update::UpdateOutgoingCallerId;
