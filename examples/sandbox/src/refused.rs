//! An answer that says no, as the error of what was tried.

use axum::response::{IntoResponse, Response};

/// Boxed, since an answer is large and most tries succeed.
pub(crate) struct Refused(Box<Response>);

impl From<Response> for Refused {
    fn from(response: Response) -> Self {
        Self(Box::new(response))
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        *self.0
    }
}
