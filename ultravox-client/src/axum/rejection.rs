//! Why a request was refused.

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

#[cfg(feature = "tool")]
use crate::tool::ToolRequestError;
use crate::{Error, webhook::SignatureError};

/// Why a request was refused. As a response it is JSON with the reason, and nothing of what was received.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// It is not known to be from Ultravox: 401 if it is not signed, 403 if the signature does not match or is too old,
    /// 500 if we have no secret to check it with.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// It is from Ultravox, but not what the documentation describes ([`Error::Received`]): 400. Any other error is one
    /// of ours, met while a handler worked: 500, without what it says.
    #[error(transparent)]
    Content(#[from] Error),
    /// Its body is not JSON: 415.
    #[error("the body is not JSON")]
    ContentType,
    /// Its body is too large: 413.
    #[error("the body is too large")]
    TooLarge,
    /// Its body did not arrive in time: 408.
    #[error("the body did not arrive in time")]
    Slow,
    /// Its body did not arrive: 400.
    #[error("the body did not arrive")]
    Broken,
    /// It is not what the tool takes: the status that
    /// [`ToolRequestError::status`](crate::tool::ToolRequestError::status) says, with the tool's method in `Allow` if
    /// that is 405.
    #[cfg(feature = "tool")]
    #[error(transparent)]
    Tool(#[from] ToolRequestError),
    /// It does not open a websocket: 400; 405 with the methods that do in `Allow`; or 426 with `Upgrade: websocket`.
    #[cfg(feature = "data-connection")]
    #[error("the request does not open a websocket")]
    Upgrade(StatusCode),
}

impl Rejection {
    /// The HTTP status that says so.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Signature(SignatureError::NoSecret) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Signature(SignatureError::Missing | SignatureError::Call) => {
                StatusCode::UNAUTHORIZED
            }
            Self::Signature(_) => StatusCode::FORBIDDEN,
            Self::Content(Error::Received { .. }) | Self::Broken => StatusCode::BAD_REQUEST,
            Self::Content(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::ContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            #[cfg(feature = "tool")]
            Self::Tool(error) => {
                StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST)
            }
            #[cfg(feature = "data-connection")]
            Self::Upgrade(status) => *status,
        }
    }

    /// What the status promises beside the reason.
    fn extra_headers(&self) -> Vec<(HeaderName, HeaderValue)> {
        match self {
            // The rest of such a body may still be on its way, and is not worth waiting for.
            Self::TooLarge | Self::Slow | Self::Broken => {
                vec![(header::CONNECTION, HeaderValue::from_static("close"))]
            }
            #[cfg(feature = "tool")]
            Self::Tool(ToolRequestError::Method { allowed }) => {
                let allowed = HeaderValue::from_str(allowed).ok();
                allowed
                    .into_iter()
                    .map(|allowed| (header::ALLOW, allowed))
                    .collect()
            }
            // HTTP/2 opens websockets with the latter.
            #[cfg(feature = "data-connection")]
            Self::Upgrade(StatusCode::METHOD_NOT_ALLOWED) => {
                vec![(header::ALLOW, HeaderValue::from_static("GET, CONNECT"))]
            }
            #[cfg(feature = "data-connection")]
            Self::Upgrade(StatusCode::UPGRADE_REQUIRED) => vec![
                (header::UPGRADE, HeaderValue::from_static("websocket")),
                (header::CONNECTION, HeaderValue::from_static("upgrade")),
            ],
            _ => Vec::new(),
        }
    }

    fn reason(&self) -> String {
        match self {
            // What is wrong with a parameter is told to the model, so that it can do better.
            #[cfg(feature = "tool")]
            Self::Tool(error) => error.advice(),
            Self::Content(Error::Received { .. }) => self.to_string(),
            // What went wrong here is not for others to read.
            Self::Content(_) => "the request could not be answered".to_owned(),
            _ => self.to_string(),
        }
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let body = json!({"error": self.reason()}).to_string();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status();
        let headers = response.headers_mut();
        let json = HeaderValue::from_static("application/json");
        headers.insert(header::CONTENT_TYPE, json);
        headers.extend(self.extra_headers());
        response
    }
}
