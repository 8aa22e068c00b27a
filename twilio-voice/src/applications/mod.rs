//! TwiML applications: URLs that several numbers and calls share.
//!
//! See [Twilio Docs/Applications](https://www.twilio.com/docs/usage/api/applications).

#[cfg(feature = "rest")]
mod handle;
mod model;
mod settings;

#[cfg(feature = "rest")]
pub use handle::{Applications, ListApplications};
pub use model::Application;
pub use settings::{CreateApplication, UpdateApplication};
