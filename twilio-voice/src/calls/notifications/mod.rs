//! Notifications of one call: the errors and warnings that Twilio notes.
//!
//! See [Twilio Docs/Call notification resource](https://www.twilio.com/docs/voice/api/call-notification-resource).

#[cfg(feature = "rest")]
mod handle;

#[cfg(feature = "rest")]
pub use handle::{CallNotifications, ListCallNotifications};
