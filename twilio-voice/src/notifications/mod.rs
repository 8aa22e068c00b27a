//! Notifications: the errors and warnings that Twilio notes.
//!
//! See [Twilio Docs/Notification resource](https://www.twilio.com/docs/usage/api/notification).

#[cfg(feature = "rest")]
mod handle;
mod model;

#[cfg(feature = "rest")]
pub use handle::{ListNotifications, Notifications};
pub use model::{Notification, NotificationLevel};
