use axum::extract::{FromRef, FromRequest, Request};

use super::WebhookRejection;
use crate::webhook::{Preflight, Received, Verifier, tower};

/// Whether the request would be taken for one of Twilio's, and if not, why: for an endpoint that shows how a new
/// deployment is reached. Keep it from strangers, and out of a [`VerifyLayer`](crate::webhook::VerifyLayer).
///
/// ```
/// use twilio_voice::webhook::Preflight;
///
/// async fn preflight(report: Preflight) -> String {
///     report.to_string()
/// }
/// ```
///
/// # Errors
///
/// [`WebhookRejection::Refused`] if the body is too long, too slow, or breaks off.
impl<S> FromRequest<S> for Preflight
where
    S: Send + Sync,
    Verifier: FromRef<S>,
{
    type Rejection = WebhookRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebhookRejection> {
        let verifier = Verifier::from_ref(state);
        let (parts, body) = request.into_parts();
        let body = tower::collect(&verifier, body).await?;
        Ok(verifier.preflight(&Received::from(&parts).body(&body)))
    }
}
