use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::webhook::{FormError, Rejection};

/// Why an extractor gives nothing.
///
/// The answer has a status and a line that tells the reason, which never has anything in it that was received.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WebhookRejection {
    /// The request is not known to be from Twilio.
    #[error("{0}")]
    Refused(Rejection),
    /// It is from Twilio, but not what this handler is for. Answered with 422.
    #[error("{0}")]
    Form(FormError),
    /// It is from Twilio, but not the handshake of a websocket. Answered with 426.
    #[error("this is for websockets")]
    NoHandshake,
    /// There is no [`VerifyLayer`](crate::webhook::VerifyLayer) around the handler. Answered with 500.
    #[error("the signature was not checked")]
    NoLayer,
}

impl WebhookRejection {
    /// The status to answer with.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Refused(rejection) => {
                StatusCode::from_u16(rejection.status()).unwrap_or(StatusCode::FORBIDDEN)
            }
            Self::Form(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NoHandshake => StatusCode::UPGRADE_REQUIRED,
            Self::NoLayer => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<Rejection> for WebhookRejection {
    fn from(rejection: Rejection) -> Self {
        Self::Refused(rejection)
    }
}

impl From<FormError> for WebhookRejection {
    fn from(error: FormError) -> Self {
        Self::Form(error)
    }
}

impl IntoResponse for WebhookRejection {
    fn into_response(self) -> Response {
        let mut response = (self.status(), self.to_string()).into_response();
        if self == Self::NoHandshake {
            // That status must say to what.
            let websocket = HeaderValue::from_static("websocket");
            response.headers_mut().insert(header::UPGRADE, websocket);
        }
        response
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        WebhookRejection::Refused(self).into_response()
    }
}
