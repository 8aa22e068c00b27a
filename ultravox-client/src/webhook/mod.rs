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
//! Ultravox may send an event twice, and not in order: remember the [`DedupeKey`]s of those that were handled, with
//! [`SeenEvents`] or in your database, and trust what the call says of itself. Answer at once with status 204 and work
//! afterwards.
//!
//! # Which requests these are
//!
//! | from | events | signed |
//! |---|---|---|
//! | [webhooks](crate::webhooks) | all that were chosen | as documented; repeated for hours until they are answered with 2xx |
//! | [`Callbacks`](crate::calls::Callbacks) of one call | `call.joined`, `call.ended`, `call.billed` | presumably in the same way, with the callback's secrets; the same body is presumed too |
//! | [batches](crate::scheduled_batches) | `call.started`, once and not repeated | with the batch's `webhook_secret`, presumably in the same way |
//! | [SIP fallback](crate::sip::FallbackHandler) | not an event: [`SipFallbackRequest`] | presumably in the same way |
//!
//! *Presumably* means that the documentation does not say: see it work with your account before you rely on it. A
//! request whose signature does not match is refused in any case, so a wrong guess shows at once and lets nobody in.
//!
//! `call.started` comes for every call, also for those you create; `call.ended` also for calls that nobody joined; only
//! `call.billed` is sure to say what a call costs. There is no header that counts attempts.
//!
//! With the feature `axum` there are extractors that do all of this.

mod event;
mod fallback;
mod seen;
mod signature;
mod timestamp;

pub use self::{
    event::{DedupeKey, WebhookEvent},
    fallback::{SipFallbackAnswer, SipFallbackRequest, SipRejection},
    seen::SeenEvents,
    signature::{
        SIGNATURE_HEADER, SignatureError, TIMESTAMP_HEADER, Verifier, sign, sign_connection,
    },
};
