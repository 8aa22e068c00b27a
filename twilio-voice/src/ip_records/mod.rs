//! IP records: the addresses from which a carrier of one's own sends calls.
//!
//! Served by `voice.twilio.com`, for the account that signs in.
//!
//! See [Twilio Docs/IP record resource](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/iprecord-resource).

mod create;
#[cfg(feature = "rest")]
mod handle;
mod model;
mod update;

pub use create::CreateIpRecord;
#[cfg(feature = "rest")]
pub use handle::{IpRecords, ListIpRecords};
pub use model::IpRecord;
pub use update::UpdateIpRecord;
