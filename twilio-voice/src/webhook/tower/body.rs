//! Reads a body once, and checks the request with it.

use std::{error::Error, pin::pin};

use bytes::{Buf, BufMut, Bytes};
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
    let received = Received::from(parts);
    check_presence(&received)?;
    if verifier.origin().url(&received).is_none() {
        return Err(Rejection::Origin);
    }
    let body = collect(verifier, body).await?;
    let verified = verifier.verify(&received.body(&body))?;
    Ok((verified, body))
}

/// Reads the body, in time and as far as it is not too long.
pub(crate) async fn collect<B>(verifier: &Verifier, body: B) -> Result<Bytes, Rejection>
where
    B: Body,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let (longest, patience) = verifier.body_limits();
    if body.size_hint().lower() > u64::try_from(longest).unwrap_or(u64::MAX) {
        return Err(Rejection::TooLong);
    }
    match time::timeout(patience, join(Limited::new(body, longest))).await {
        Ok(Ok(whole)) => Ok(whole),
        Ok(Err(error)) if is_limit(&*error) => Err(Rejection::TooLong),
        Ok(Err(_)) => Err(Rejection::Broken),
        Err(_) => Err(Rejection::TooSlow),
    }
}

/// The whole body in one piece. It usually comes as one, which is not copied; of more, none is kept, or a peer that
/// sends single bytes would make each take the memory of many.
async fn join<B: Body>(body: B) -> Result<Bytes, B::Error> {
    let mut body = pin!(body);
    let mut whole = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(mut data) = frame?.into_data() else {
            continue;
        };
        if whole.is_empty() && body.is_end_stream() {
            return Ok(data.copy_to_bytes(data.remaining()));
        }
        whole.put(data);
    }
    Ok(whole.into())
}

/// Whether a limit was passed: ours, or one that a layer around us put into the body.
fn is_limit(error: &(dyn Error + Send + Sync + 'static)) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// The request without its body, which [`Received::body`] adds.
///
/// With the feature `axum`, the URL is the one before a nested router took something away.
impl<'a> From<&'a Parts> for Received<'a> {
    fn from(parts: &'a Parts) -> Self {
        let header = |name: &str| text(&parts.headers, name);
        let target = original(parts).path_and_query();
        let target = target.map_or("", |target| target.as_str());
        let mut received = Self::new(parts.method.as_str(), target);
        received.signature = header(SIGNATURE_HEADER);
        received.settings = header(SETTINGS_HEADER);
        received.idempotency_token = header(IdempotencyToken::HEADER);
        received.content_type = header(header::CONTENT_TYPE.as_str());
        received.upgrade = header(header::UPGRADE.as_str());
        // HTTP/2 has the host in the URL.
        let authority = parts.uri.authority().map(|authority| authority.as_str());
        received.host = header(header::HOST.as_str()).or(authority);
        received.forwarded_host = header("X-Forwarded-Host");
        received.forwarded_proto = header("X-Forwarded-Proto");
        received
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

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
