//! BYOC trunks: calls by a carrier of one's own (bring your own carrier).
//!
//! Served by `voice.twilio.com`, for the account that signs in.
//!
//! See [Twilio Docs/BYOC trunk resource](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/byoctrunk-resource).

#[cfg(feature = "rest")]
mod handle;
mod model;
mod settings;

#[cfg(feature = "rest")]
pub use handle::{ByocTrunks, ListByocTrunks};
pub use model::ByocTrunk;
pub use settings::{CreateByocTrunk, UpdateByocTrunk};
