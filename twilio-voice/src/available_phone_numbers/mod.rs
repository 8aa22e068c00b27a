//! Numbers that can be bought, with [`IncomingPhoneNumbers::create`](crate::incoming_phone_numbers::IncomingPhoneNumbers::create).
//!
//! See [Twilio Docs/AvailablePhoneNumber resource](https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource).

#[cfg(feature = "rest")]
mod handle;
mod model;

#[cfg(feature = "rest")]
pub use handle::{
    AvailablePhoneNumbers, ListAvailablePhoneNumberCountries, ListAvailablePhoneNumbers,
};
pub use model::{AvailablePhoneNumber, AvailablePhoneNumberCountry, Coordinates};
