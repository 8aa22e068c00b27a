//! What Ultravox sends to webhooks: is it from Ultravox, and what does it say.
//!
//! Check the bytes as they arrived, before they are read as JSON:
//!
//! ```
//! use ultravox_client::webhook::{SignatureError, Verifier, WebhookEvent};
//!
//! # fn receive(body: &[u8], timestamp: &str, signature: &str) -> Result<(), Box<dyn std::error::Error>> {
//! let verifier = Verifier::new(["the secret of the webhook"]);
//! verifier.verify(body, timestamp, signature)?; // the headers named in this module
//! match WebhookEvent::from_slice(body)? {
//!     WebhookEvent::CallEnded(call) => println!("{} has ended", call.call_id),
//!     event => println!("{:?}", event.dedupe_key()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Ultravox may send an event twice, and not in order: remember the [`DedupeKey`]s of those that were handled, and
//! trust what the call says of itself. Answer at once with status 204 and work afterwards.

mod event;
mod signature;
mod timestamp;

pub use self::{
    event::{DedupeKey, WebhookEvent},
    signature::{
        SIGNATURE_HEADER, SignatureError, TIMESTAMP_HEADER, Verifier, sign, sign_connection,
    },
};
