//! Extractors and answers for [axum](https://docs.rs/axum) 0.8: what Ultravox sends, checked and read.
//!
//! ```no_run
//! use axum::{Router, http::StatusCode, routing::post};
//! use ultravox_client::{
//!     axum::Signed,
//!     webhook::{Verifier, WebhookEvent},
//! };
//!
//! async fn moved_on(Signed(event): Signed<WebhookEvent>) -> StatusCode {
//!     if let WebhookEvent::CallEnded(call) = &event {
//!         println!("{} has ended", call.call_id);
//!     }
//!     StatusCode::NO_CONTENT // answer at once, work afterwards
//! }
//!
//! let app: Router = Router::new()
//!     .route("/webhook", post(moved_on))
//!     .with_state(Verifier::new(["the secret of the webhook"]));
//! ```
//!
//! # Webhooks
//!
//! [`Signed`] takes its [`Verifier`](crate::webhook::Verifier) from the state: the state is one, or has one by
//! `FromRef`. Where several have different secrets, give each route its own:
//! `post(handler).with_state(verifier)`. A request without a signature is refused before its body is read; a signed body
//! is read once, checked as it arrived, and only then read as JSON.
//!
//! # Tools
//!
//! With the feature `tool`, `ToolRequest` takes a [`ToolReceiver`](crate::tool::ToolReceiver) from the state, and a
//! [`ToolResponse`](crate::tool::ToolResponse) can be returned. The keys of a request are checked before its body is
//! read. Below `Router::nest`, the path is compared as it arrived, with the prefix.
//!
//! # Data connections
//!
//! With the feature `data-connection`, `DataConnectionUpgrade` checks who opens a websocket before it answers, and
//! gives a `DataSocket` that sends and receives messages and audio.
//!
//! # What is refused
//!
//! A [`Rejection`] answers with a status and JSON such as `{"error": "the signature does not match"}`, which never
//! holds anything of the request. [`BodyLimits`] says how large a body may be and how long it may take.

mod body;
#[cfg(feature = "data-connection")]
mod data_connection;
mod rejection;
mod signed;
#[cfg(feature = "tool")]
mod tool;

#[cfg(feature = "data-connection")]
pub use self::data_connection::{DataConnectionUpgrade, DataEvent, DataSocket, DataSocketError};
#[cfg(feature = "tool")]
pub use self::tool::ToolRequest;
pub use self::{
    body::BodyLimits,
    rejection::Rejection,
    signed::{Signed, SignedBody},
};
