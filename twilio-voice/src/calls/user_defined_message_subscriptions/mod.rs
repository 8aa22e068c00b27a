//! Subscriptions to what the Voice SDK at the other end of a call sends.
//!
//! See [Twilio Docs/UserDefinedMessageSubscription resource](https://www.twilio.com/docs/voice/api/userdefinedmessagesubscription-resource).

mod create;
#[cfg(feature = "rest")]
mod handle;
mod model;

pub use create::CreateUserDefinedMessageSubscription;
#[cfg(feature = "rest")]
pub use handle::UserDefinedMessageSubscriptions;
pub use model::UserDefinedMessageSubscription;
