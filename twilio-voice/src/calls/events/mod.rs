//! Events of a call: what Twilio was asked, what it asked of us, and the answers.
//!
//! See [Twilio Docs/Call event resource](https://www.twilio.com/docs/voice/api/call-event-resource).

#[cfg(feature = "rest")]
mod handle;
mod model;

#[cfg(feature = "rest")]
pub use handle::{Events, ListEvents};
pub use model::{Event, EventRequest, EventResponse};
