//! Connection policies: where calls on a BYOC trunk are sent.
//!
//! Served by `voice.twilio.com`, for the account that signs in.
//!
//! See [Twilio Docs/Connection policy resource](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicy-resource).

mod create;
#[cfg(feature = "rest")]
mod handle;
mod model;
pub mod targets;
mod update;

pub use create::CreateConnectionPolicy;
#[cfg(feature = "rest")]
pub use handle::{ConnectionPolicies, ListConnectionPolicies};
pub use model::ConnectionPolicy;
pub use update::UpdateConnectionPolicy;
