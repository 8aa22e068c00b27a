//! Uses of tools.

use axum::{
    body::Body,
    extract::{FromRef, FromRequest, OriginalUri, Request},
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;

use super::{Rejection, body};
use crate::tool::{ToolCall, ToolReceiver, ToolRequestError, ToolResponse};

/// A use of a tool by a call of ours.
///
/// A handler answers with a [`ToolResponse`], or with `Result<ToolResponse, Rejection>`, in which `?` makes an
/// [`Error`](crate::Error) the status 500 without what it says.
///
/// ```no_run
/// use axum::{Router, routing::post};
/// use schemars::JsonSchema;
/// use serde::Deserialize;
/// use ultravox_client::{
///     axum::ToolRequest,
///     tool::{ToolKey, ToolResponse, TypedTool},
/// };
///
/// /// Ends the call when the caller is done.
/// #[derive(Deserialize, JsonSchema)]
/// struct Goodbye {
///     /// Whether the caller is content.
///     content: bool,
/// }
///
/// async fn goodbye(ToolRequest(call): ToolRequest<Goodbye>) -> ToolResponse {
///     if call.parameters.content {
///         ToolResponse::hang_up("Bye!")
///     } else {
///         ToolResponse::text("Ask what is missing.")
///     }
/// }
///
/// # fn main() -> Result<(), ultravox_client::Error> {
/// let tool = TypedTool::http("goodbye", "POST", "https://example.com/goodbye")
///     .key(ToolKey::bearer(["a long random token"]));
/// let app: Router = Router::new().route("/goodbye", post(goodbye).with_state(tool.receiver()?));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ToolRequest<P>(pub ToolCall<P>);

impl<P, S> FromRequest<S> for ToolRequest<P>
where
    P: DeserializeOwned,
    S: Send + Sync,
    ToolReceiver<P>: FromRef<S>,
{
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        let receiver = ToolReceiver::<P>::from_ref(state);
        let method = request.method().clone();
        let headers = request.headers().clone();
        let original = request.extensions().get::<OriginalUri>();
        let uri = original.map_or_else(|| request.uri().clone(), |original| original.0.clone());
        let head = receiver.head(&method, &uri, &headers)?;
        let body = match body::read(request, receiver.body_limit()).await {
            Err(Rejection::TooLarge) => return Err(ToolRequestError::TooLarge.into()),
            body => body?,
        };
        Ok(Self(receiver.finish(&head, &body)?))
    }
}

impl IntoResponse for ToolResponse {
    fn into_response(self) -> Response {
        self.into_http().map(Body::from)
    }
}
