//! What add-ons of Twilio's marketplace found in recordings.
//!
//! See [Twilio Docs/AddOnResults](https://www.twilio.com/docs/voice/api/recording#recording-addonresults).

#[cfg(feature = "rest")]
mod handle;
mod model;
#[cfg(feature = "rest")]
mod payloads;

#[cfg(feature = "rest")]
pub use handle::{AddOnResults, ListAddOnResults};
pub use model::{AddOnPayload, AddOnResult, AddOnStatus};
#[cfg(feature = "rest")]
pub use payloads::{AddOnPayloads, ListAddOnPayloads};
