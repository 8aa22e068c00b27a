use axum::{
    http::header,
    response::{IntoResponse, Response},
};

use crate::twiml;

/// Answers with the document, as `text/xml`.
///
/// It is not checked before: see [`check`](twiml::Response::check).
impl IntoResponse for twiml::Response {
    fn into_response(self) -> Response {
        (
            [(header::CONTENT_TYPE, "text/xml; charset=utf-8")],
            self.to_xml(),
        )
            .into_response()
    }
}
