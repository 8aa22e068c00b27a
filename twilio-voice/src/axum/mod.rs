//! Extractors of [axum](https://docs.rs/axum) for what Twilio sends, and TwiML as an answer.
//!
//! ```
//! use axum::{Router, routing::{get, post}};
//! use twilio_voice::{
//!     axum::{Handshake, Webhook},
//!     twiml::{Gather, Response, Say},
//!     webhook::{GatherAction, PublicOrigin, SignatureValidator, Verifier, VoiceRequest},
//! };
//!
//! async fn voice(Webhook { form, .. }: Webhook<VoiceRequest>) -> Response {
//!     let from = form.call.from.unwrap_or_default();
//!     Response::new().push(Gather::new().action("/digits").push(Say::new(format!("Hello {from}."))))
//! }
//!
//! async fn digits(Webhook { form, .. }: Webhook<GatherAction>) -> Response {
//!     Response::new().push(Say::new(form.digits.unwrap_or_default()))
//! }
//!
//! async fn media(handshake: Handshake /* , upgrade: WebSocketUpgrade */) {}
//!
//! # fn app() -> Result<Router, twilio_voice::webhook::OriginError> {
//! let origin = PublicOrigin::new("https://voice.example.com")?;
//! let verifier = Verifier::new(origin, SignatureValidator::new("the auth token"));
//! let app = Router::new()
//!     .route("/voice", post(voice))
//!     .route("/digits", post(digits))
//!     .route("/media", get(media))
//!     .with_state(verifier);
//! # Ok(app)
//! # }
//! ```
//!
//! [`Webhook`] and [`Handshake`] find the [`Verifier`](crate::webhook::Verifier) in the state: it is the state, or a
//! part of it by `FromRef`. Behind a [`VerifyLayer`](crate::webhook::VerifyLayer) they take the proof of the layer;
//! [`VerifiedForm`] and [`Verified`](crate::webhook::Verified) need that layer, and no state: so they go with a state
//! for which `FromRef` cannot be written, such as an `Arc`. Give the layer a [`layer`](axum::Router::layer) of its own:
//! middleware of axum that stands behind it in one `ServiceBuilder` does not take the body which it passes on.
//! [`Preflight`](crate::webhook::Preflight) tells why a request is refused.

mod handshake;
mod preflight;
mod rejection;
mod response;
mod verified;
mod webhook;

pub use self::{
    handshake::Handshake,
    rejection::WebhookRejection,
    verified::VerifiedForm,
    webhook::{Webhook, WebhookBody},
};
