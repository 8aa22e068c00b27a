//! Conferences: rooms in which calls hear each other, and who is in them.
//!
//! A conference begins when the first call comes, and has no create of its own:
//! [`Conferences::add`] calls someone into a room, and opens it if need be.
//!
#![cfg_attr(feature = "rest", doc = "```no_run")]
#![cfg_attr(not(feature = "rest"), doc = "```text")]
//! use twilio_voice::conferences::participants::CreateParticipant;
//!
//! # async fn run(client: twilio_voice::Client) -> Result<(), Box<dyn std::error::Error>> {
//! let guest = CreateParticipant::new("+15005550001", "+15005550006").end_conference_on_exit(true);
//! let guest = client.conferences().add("support 7", &guest).await?;
//! if let Some(conference) = guest.conference_sid {
//!     let participants = client.conferences().participants(&conference);
//!     participants.hold(guest.call_sid, true).await?;
//!     client.conferences().end(&conference).await?;
//! }
//! # Ok(())
//! # }
//! ```
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
