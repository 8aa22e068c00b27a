//! Payments: the other side of a call enters a card or a bank account by keys.
//!
//! See [Twilio Docs/Payments resource](https://www.twilio.com/docs/voice/api/payment-resource).

mod create;
#[cfg(feature = "rest")]
mod handle;
mod model;
mod update;

pub use create::CreatePayment;
#[cfg(feature = "rest")]
pub use handle::Payments;
pub use model::Payment;
pub use update::{PaymentCapture, PaymentFinalStatus, UpdatePayment};
