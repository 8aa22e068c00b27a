//! Dialing permissions: which countries may be called.
//!
//! Served by `voice.twilio.com`, for the account that signs in.
//!
//! See [Twilio Docs/Dialing permissions](https://www.twilio.com/docs/voice/api/dialing-permissions-resources).

#[cfg(feature = "rest")]
mod handle;
mod model;
mod update;

#[cfg(feature = "rest")]
pub use handle::{
    DialingPermissions, ListDialingPermissionsCountries, ListHighRiskSpecialPrefixes,
};
pub use model::{
    CountryUpdates, DialingPermissionsCountry, DialingPermissionsSettings, HighRiskSpecialPrefix,
};
pub use update::{UpdateCountries, UpdateCountry, UpdateDialingPermissionsSettings};
