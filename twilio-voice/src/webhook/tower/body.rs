//! Reads a body once, and checks the request with it.

use std::error::Error;

use bytes::Bytes;
use http::{HeaderMap, header, request::Parts};
use http_body::Body;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::time;

use crate::webhook::{
    IdempotencyToken, Received, Rejection, SETTINGS_HEADER, SIGNATURE_HEADER, Verified, Verifier,
    verifier::check_presence,
};

/// Reads the body, in time and as far as it is not too long, and checks the request.
///
/// Nothing is read of a request that is refused for its headers.
pub(crate) async fn read<B>(
    verifier: &Verifier,
    parts: &Parts,
    body: B,
) -> Result<(Verified, Bytes), Rejection>
where
    B: Body,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let received = received(parts);
    check_presence(&received)?;
    let (longest, patience) = verifier.body_limits();
    if body.size_hint().lower() > u64::try_from(longest).unwrap_or(u64::MAX) {
        return Err(Rejection::TooLong);
    }
    let whole = Limited::new(body, longest).collect();
    let body = match time::timeout(patience, whole).await {
        Ok(Ok(whole)) => whole.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => return Err(Rejection::TooLong),
        Ok(Err(_)) => return Err(Rejection::Broken),
        Err(_) => return Err(Rejection::TooSlow),
    };
    let verified = verifier.verify(&received.body(&body))?;
    Ok((verified, body))
}

/// The request without its body.
pub(crate) fn received(parts: &Parts) -> Received<'_> {
    let header = |name: &str| text(&parts.headers, name);
    let target = original(parts).path_and_query();
    let target = target.map_or("", |target| target.as_str());
    let mut received = Received::new(parts.method.as_str(), target);
    received.signature = header(SIGNATURE_HEADER);
    received.settings = header(SETTINGS_HEADER);
    received.idempotency_token = header(IdempotencyToken::HEADER);
    received.content_type = header(header::CONTENT_TYPE.as_str());
    received.upgrade = header(header::UPGRADE.as_str());
    // HTTP/2 has the host in the URL.
    received.host = header(header::HOST.as_str()).or(parts.uri.authority().map(|it| it.as_str()));
    received.forwarded_host = header("X-Forwarded-Host");
    received.forwarded_proto = header("X-Forwarded-Proto");
    received
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The URL before a nested router of axum took something away.
#[cfg(feature = "axum")]
fn original(parts: &Parts) -> &http::Uri {
    match parts.extensions.get::<::axum::extract::OriginalUri>() {
        Some(::axum::extract::OriginalUri(uri)) => uri,
        None => &parts.uri,
    }
}

#[cfg(not(feature = "axum"))]
fn original(parts: &Parts) -> &http::Uri {
    &parts.uri
}
