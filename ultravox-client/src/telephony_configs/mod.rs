//! Accounts at telephony providers that Ultravox uses, one of each provider.
//!
//! With one, Ultravox places calls through [`Medium::Twilio`](crate::calls::Medium::Twilio) and its like, and takes
//! incoming calls for the agents that [`IncomingCalls`] names.

#[cfg(feature = "rest")]
mod handle;
mod incoming;
mod plivo;
mod telnyx;
mod twilio;

#[cfg(feature = "rest")]
pub use self::handle::{PlivoConfigs, TelephonyConfigs, TelnyxConfigs, TwilioConfigs};
pub use self::{
    incoming::IncomingCalls,
    plivo::{CreatePlivoConfig, PlivoConfig, UpdatePlivoConfig},
    telnyx::{CreateTelnyxConfig, TelnyxConfig, UpdateTelnyxConfig},
    twilio::{CreateTwilioConfig, TwilioConfig, UpdateTwilioConfig},
};
