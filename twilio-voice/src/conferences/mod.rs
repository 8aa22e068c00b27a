//! Conferences: rooms in which calls hear each other, and who is in them.
//!
//! A conference begins when the first call comes, and has no create of its own:
//! [`Conferences::add`] calls someone into a room, and opens it if need be.
//!
//! See [Twilio Docs/Conference resource](https://www.twilio.com/docs/voice/api/conference-resource).

#[cfg(feature = "rest")]
mod handle;
mod model;
pub mod participants;
pub mod recordings;
mod update;

#[cfg(feature = "rest")]
pub use handle::{Conferences, ListConferences};
pub use model::{Conference, ConferenceEndReason, ConferenceRef, ConferenceStatus};
pub use update::{ConferenceFinalStatus, UpdateConference};
