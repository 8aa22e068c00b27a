//! What Ultravox signs.

use axum::{
    body::Bytes,
    extract::{FromRef, FromRequest, Request},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{Rejection, body};
use crate::{
    Error,
    webhook::{
        SIGNATURE_HEADER, SipFallbackAnswer, SipFallbackRequest, TIMESTAMP_HEADER, Verifier,
        WebhookEvent,
    },
};

/// A request that is from Ultravox: its signature was checked over the bytes that arrived, then they were read as `T`.
///
/// `T` is a [`WebhookEvent`], a [`SipFallbackRequest`], or [`Bytes`] for the body as it is.
#[derive(Clone, Copy, Debug)]
pub struct Signed<T>(pub T);

/// What a signed body is read as.
pub trait SignedBody: Sized {
    /// Reads a body that was checked.
    ///
    /// # Errors
    ///
    /// [`Error::Received`] if it is not what the documentation describes.
    fn read(body: Bytes) -> Result<Self, Error>;
}

impl SignedBody for WebhookEvent {
    fn read(body: Bytes) -> Result<Self, Error> {
        Self::from_slice(&body)
    }
}

impl SignedBody for SipFallbackRequest {
    fn read(body: Bytes) -> Result<Self, Error> {
        Self::from_slice(&body)
    }
}

impl SignedBody for Bytes {
    fn read(body: Bytes) -> Result<Self, Error> {
        Ok(body)
    }
}

impl<T, S> FromRequest<S> for Signed<T>
where
    T: SignedBody,
    S: Send + Sync,
    Verifier: FromRef<S>,
{
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        let content_type = request.headers().get(header::CONTENT_TYPE);
        if !content_type.is_none_or(is_json) {
            return Err(Rejection::ContentType);
        }
        let timestamp = values(request.headers(), TIMESTAMP_HEADER);
        let signature = values(request.headers(), SIGNATURE_HEADER);
        let verifier = Verifier::from_ref(state);
        // What cannot be checked is not waited for.
        verifier.given(&signature)?;
        let body = body::read(request, usize::MAX).await?;
        verifier.verify(&body, &timestamp, &signature)?;
        Ok(Self(T::read(body)?))
    }
}

impl IntoResponse for SipFallbackAnswer {
    /// The answer with status 200, or 500 and what is wrong with it. To notice the latter, call
    /// [`to_json`](Self::to_json) first.
    fn into_response(self) -> Response {
        let (status, body) = match self.to_json() {
            Ok(body) => (StatusCode::OK, body),
            Err(error) => {
                let body = json!({"error": error.to_string()}).to_string();
                (StatusCode::INTERNAL_SERVER_ERROR, body)
            }
        };
        (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
    }
}

/// All values of a header, as if they were one: two timestamps are none, two signatures are a list.
fn values(headers: &HeaderMap, name: &str) -> String {
    let values = headers.get_all(name).into_iter();
    let texts: Vec<_> = values.filter_map(|value| value.to_str().ok()).collect();
    texts.join(",")
}

/// What comes without a type is read all the same: the signature says whose it is.
fn is_json(value: &axum::http::HeaderValue) -> bool {
    let text = value.to_str().unwrap_or_default();
    let essence = text.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}
