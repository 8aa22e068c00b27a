//! User-defined messages: JSON to the Voice SDK at the other end of a call.
//!
//! See [Twilio Docs/UserDefinedMessage resource](https://www.twilio.com/docs/voice/api/userdefinedmessage-resource).

mod create;
#[cfg(feature = "rest")]
mod handle;
mod model;

pub use create::CreateUserDefinedMessage;
#[cfg(feature = "rest")]
pub use handle::UserDefinedMessages;
pub use model::UserDefinedMessage;
