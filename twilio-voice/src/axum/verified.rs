use axum::{extract::FromRequestParts, http::request::Parts};

use super::WebhookRejection;
use crate::webhook::{Callback, Verified};

/// What Twilio sent, read as what it sends on one occasion, behind a [`VerifyLayer`](crate::webhook::VerifyLayer).
///
/// # Errors
///
/// [`WebhookRejection::NoLayer`] and [`WebhookRejection::Form`].
#[derive(Clone, Debug)]
pub struct VerifiedForm<T>(pub T);

impl<S: Send + Sync, T: Callback> FromRequestParts<S> for VerifiedForm<T> {
    type Rejection = WebhookRejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebhookRejection> {
        let verified = Verified::from_request_parts(parts, state).await?;
        Ok(Self(verified.read()?))
    }
}

/// The proof of a [`VerifyLayer`](crate::webhook::VerifyLayer).
impl<S: Send + Sync> FromRequestParts<S> for Verified {
    type Rejection = WebhookRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebhookRejection> {
        let proof = parts.extensions.get::<Self>().cloned();
        proof.ok_or(WebhookRejection::NoLayer)
    }
}
