//! The calls that wait in a queue.
//!
//! See [Twilio Docs/Member resource](https://www.twilio.com/docs/voice/api/member-resource).

#[cfg(feature = "rest")]
mod handle;
mod model;
mod update;

#[cfg(feature = "rest")]
pub use handle::{ListMembers, Members};
pub use model::{Member, MemberRef};
pub use update::UpdateMember;
