use axum::{
    extract::{FromRef, FromRequestParts},
    http::{header, request::Parts},
};

use super::WebhookRejection;
use crate::webhook::{Received, Rejection, RequestKind, SignatureError, Verified, Verifier};

/// The proof that the handshake of a websocket is from Twilio: of a media stream, or of ConversationRelay.
///
/// Take it before `WebSocketUpgrade`, so that nothing is accepted from strangers. What the call is comes with the first
/// messages: the handshake has neither fields nor, with `<Stream>`, a query. One with a body is refused: no signature
/// covers that.
///
/// # Errors
///
/// [`WebhookRejection::Refused`] and [`WebhookRejection::NoHandshake`].
#[derive(Clone, Debug)]
pub struct Handshake {
    /// The proof that it was Twilio.
    pub verified: Verified,
}

impl<S> FromRequestParts<S> for Handshake
where
    S: Send + Sync,
    Verifier: FromRef<S>,
{
    type Rejection = WebhookRejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebhookRejection> {
        let verified = match parts.extensions.get::<Verified>() {
            Some(proof) => proof.clone(),
            None if has_body(parts) => {
                return Err(Rejection::Signature(SignatureError::DigestMissing).into());
            }
            None => Verifier::from_ref(state).verify(&Received::from(&*parts))?,
        };
        match verified.kind() {
            RequestKind::Handshake => Ok(Self { verified }),
            _ => Err(WebhookRejection::NoHandshake),
        }
    }
}

/// Whether a body follows, which this extractor leaves to others.
fn has_body(parts: &Parts) -> bool {
    let length = parts.headers.get(header::CONTENT_LENGTH);
    length.is_some_and(|length| length != "0")
        || parts.headers.contains_key(header::TRANSFER_ENCODING)
}
