//! Source IP mappings: which SIP domain takes the calls from an address.
//!
//! Served by `voice.twilio.com`, for the account that signs in.
//!
//! See [Twilio Docs/Source IP mapping resource](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/sourceipmapping-resource).

mod create;
#[cfg(feature = "rest")]
mod handle;
mod model;
mod update;

pub use create::CreateSourceIpMapping;
#[cfg(feature = "rest")]
pub use handle::{ListSourceIpMappings, SourceIpMappings};
pub use model::SourceIpMapping;
pub use update::UpdateSourceIpMapping;
