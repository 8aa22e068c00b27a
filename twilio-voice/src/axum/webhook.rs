use axum::{
    body::{Body, Bytes},
    extract::{FromRef, FromRequest, Request},
};
use http_body_util::BodyExt;

use super::WebhookRejection;
use crate::webhook::{Callback, Rejection, Verified, Verifier, tower};

/// What Twilio sent, read as what it sends on one occasion.
///
/// Checks the signature, or takes the proof of a [`VerifyLayer`](crate::webhook::VerifyLayer) around it. It needs a
/// [`Verifier`] in the state either way: without one, see [`VerifiedForm`](super::VerifiedForm).
///
/// # Errors
///
/// [`WebhookRejection::Refused`] and [`WebhookRejection::Form`].
#[derive(Clone, Debug)]
pub struct Webhook<T> {
    /// What it says.
    pub form: T,
    /// The proof that it was Twilio, and all fields.
    pub verified: Verified,
}

/// What Twilio sent, as bytes: for bodies that are no forms, such as JSON.
///
/// # Errors
///
/// [`WebhookRejection::Refused`].
#[derive(Clone)]
pub struct WebhookBody {
    /// The body, as it was received.
    pub body: Bytes,
    /// The proof that it was Twilio.
    pub verified: Verified,
}

impl<S, T> FromRequest<S> for Webhook<T>
where
    S: Send + Sync,
    T: Callback,
    Verifier: FromRef<S>,
{
    type Rejection = WebhookRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebhookRejection> {
        let verified = match request.extensions().get::<Verified>() {
            Some(proof) => proof.clone(),
            None => verify(request, state).await?.0,
        };
        Ok(Self {
            form: verified.read()?,
            verified,
        })
    }
}

impl<S> FromRequest<S> for WebhookBody
where
    S: Send + Sync,
    Verifier: FromRef<S>,
{
    type Rejection = WebhookRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebhookRejection> {
        if let Some(verified) = request.extensions().get::<Verified>().cloned() {
            // The layer has the whole body: nothing is waited for, and it is as long as the layer let it be.
            let whole = request.into_body().collect().await;
            let body = whole.map_err(|_| Rejection::Broken)?.to_bytes();
            return Ok(Self { body, verified });
        }
        let (verified, body) = verify(request, state).await?;
        Ok(Self { body, verified })
    }
}

async fn verify<S>(request: Request, state: &S) -> Result<(Verified, Bytes), Rejection>
where
    Verifier: FromRef<S>,
{
    let verifier = Verifier::from_ref(state);
    let (parts, body): (_, Body) = request.into_parts();
    tower::read(&verifier, &parts, body).await
}

/// Shows no body.
impl std::fmt::Debug for WebhookBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebhookBody")
            .field("length", &self.body.len())
            .field("verified", &self.verified)
            .finish()
    }
}
