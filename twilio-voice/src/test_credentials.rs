//! The numbers that mean something to Twilio's test credentials.
//!
//! An account has a second SID and auth token for tests. With them a call can be created and a number bought, and
//! nothing else: everything else is refused with [`ErrorCode::TEST_CREDENTIALS`]. No one is called, nothing is charged
//! or stored, no callback is ever sent, and what was answered cannot be looked at afterwards. Numbers of the real
//! account are not known.
//!
//! ```
//! use twilio_voice::{
//!     calls::CreateCall,
//!     test_credentials::{CALLER, TO_UNREACHABLE},
//!     twiml::Response,
//! };
//!
//! // Is refused with `ErrorCode::UNREACHABLE_TO`.
//! let call = CreateCall::new(TO_UNREACHABLE, CALLER, Response::new());
//! ```
//!
//! See [Twilio Docs/Test credentials](https://www.twilio.com/docs/iam/test-credentials).
//!
//! [`ErrorCode::TEST_CREDENTIALS`]: crate::ErrorCode::TEST_CREDENTIALS

/// `From` of a call: the only number that is good. Any other is refused with
/// [`ErrorCode::FROM_NOT_VERIFIED`](crate::ErrorCode::FROM_NOT_VERIFIED).
pub const CALLER: &str = "+15005550006";

/// `From` of a call: refused with [`ErrorCode::INVALID_FROM`](crate::ErrorCode::INVALID_FROM).
pub const CALLER_INVALID: &str = "+15005550001";

/// `To` of a call: refused with [`ErrorCode::INVALID_NUMBER`](crate::ErrorCode::INVALID_NUMBER). Any valid number that
/// is not among these is good.
pub const TO_INVALID: &str = "+15005550001";

/// `To` of a call: refused with [`ErrorCode::UNREACHABLE_TO`](crate::ErrorCode::UNREACHABLE_TO).
pub const TO_UNREACHABLE: &str = "+15005550002";

/// `To` of a call: refused with [`ErrorCode::GEO_PERMISSION`](crate::ErrorCode::GEO_PERMISSION).
pub const TO_NOT_PERMITTED: &str = "+15005550003";

/// `To` of a call: refused with [`ErrorCode::BLOCKED_TO`](crate::ErrorCode::BLOCKED_TO).
pub const TO_BLOCKED: &str = "+15005550004";

/// A number to buy: bought. Any number that is not among these is refused with
/// [`ErrorCode::PHONE_NUMBER_INVALID`](crate::ErrorCode::PHONE_NUMBER_INVALID).
pub const NUMBER_AVAILABLE: &str = "+15005550006";

/// A number to buy: refused with
/// [`ErrorCode::PHONE_NUMBER_UNAVAILABLE`](crate::ErrorCode::PHONE_NUMBER_UNAVAILABLE).
pub const NUMBER_UNAVAILABLE: &str = "+15005550000";

/// A number to buy: refused with [`ErrorCode::PHONE_NUMBER_INVALID`](crate::ErrorCode::PHONE_NUMBER_INVALID).
pub const NUMBER_INVALID: &str = "+15005550001";

/// An area to buy a number in: bought.
pub const AREA_CODE_AVAILABLE: &str = "500";

/// An area to buy a number in: refused with
/// [`ErrorCode::NO_NUMBERS_IN_AREA`](crate::ErrorCode::NO_NUMBERS_IN_AREA).
pub const AREA_CODE_UNAVAILABLE: &str = "533";
