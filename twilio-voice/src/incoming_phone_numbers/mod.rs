//! The numbers of an account: bought, changed, given back.
//!
//! See [Twilio Docs/IncomingPhoneNumber resource](https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource).

#[cfg(feature = "rest")]
mod handle;
mod model;
mod settings;
mod words;

#[cfg(feature = "rest")]
pub use handle::{IncomingPhoneNumbers, ListIncomingPhoneNumbers};
pub use model::{Capabilities, IncomingPhoneNumber};
pub use settings::{CreateIncomingPhoneNumber, UpdateIncomingPhoneNumber, WantedNumber};
pub use words::{
    AddressRequirement, EmergencyAddressStatus, EmergencyStatus, PhoneNumberKind,
    PhoneNumberOrigin, VoiceReceiveMode,
};
