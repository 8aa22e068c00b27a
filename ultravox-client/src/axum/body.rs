//! Reading a body, bounded in size and time.

use std::time::Duration;

use axum::{
    RequestExt as _,
    body::Bytes,
    extract::{DefaultBodyLimit, FromRequest as _, Request},
    http::StatusCode,
};

use super::Rejection;

/// How large the body of a request may be, and how long it may take to arrive.
///
/// Put other limits than the default into the requests with a layer: `.layer(axum::Extension(BodyLimits::new()…))`.
/// axum's own `DefaultBodyLimit` of 2 MB applies too; the smaller limit counts.
///
/// ```
/// use std::time::Duration;
///
/// use axum::{Extension, Router};
/// use ultravox_client::axum::BodyLimits;
///
/// let limits = BodyLimits::new().bytes(64 * 1024).timeout(Duration::from_secs(2));
/// let app: Router = Router::new().layer(Extension(limits));
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use]
pub struct BodyLimits {
    bytes: usize,
    timeout: Duration,
}

impl BodyLimits {
    /// 1 MiB and 10 s.
    pub const fn new() -> Self {
        Self {
            bytes: 1024 * 1024,
            timeout: Duration::from_secs(10),
        }
    }

    /// How large a body may be, in bytes.
    pub const fn bytes(mut self, bytes: usize) -> Self {
        self.bytes = bytes;
        self
    }

    /// How long a body may take to arrive.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }
}

impl Default for BodyLimits {
    fn default() -> Self {
        Self::new()
    }
}

/// Reads the body of `request`, up to `bytes` bytes and the other limits that apply.
pub(super) async fn read(request: Request, bytes: usize) -> Result<Bytes, Rejection> {
    let limits = request.extensions().get().copied();
    let limits: BodyLimits = limits.unwrap_or_default();
    let bytes = bytes.min(limits.bytes);
    // What an outer layer allows is not to be widened here, so both limits are put around the body.
    let mut request = request.with_limited_body();
    DefaultBodyLimit::max(bytes).apply(&mut request);
    let body = Bytes::from_request(request, &());
    match tokio::time::timeout(limits.timeout, body).await {
        Err(_) => Err(Rejection::Slow),
        Ok(Ok(body)) => Ok(body),
        Ok(Err(rejection)) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(Rejection::TooLarge)
        }
        Ok(Err(_)) => Err(Rejection::Broken),
    }
}
