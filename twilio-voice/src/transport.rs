//! Sends requests, with time limits and repetitions.

use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use reqwest::{
    RequestBuilder, Response,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, LOCATION, RETRY_AFTER, USER_AGENT},
};
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep, timeout_at};
use tracing::{Instrument as _, Span, field::Empty};
use url::Url;

use crate::{
    Client, Error,
    api_error::{ApiError, body},
    request::{Host, Method, Request},
    retry::{Attempts, parse_retry_after},
    transport_error::TransportError,
};

/// Largest answer read into memory.
const MAX_BODY: usize = 16 * 1024 * 1024;
/// Largest error answer read.
const MAX_ERROR_BODY: usize = 64 * 1024;
/// How many redirects are followed on the way to a recording.
pub(crate) const MAX_REDIRECTS: usize = 5;
/// Longest request id kept, in bytes.
const MAX_REQUEST_ID: usize = 128;

/// One request on its way: its attempts and its span.
struct Run<'a> {
    client: &'a Client,
    attempts: Attempts<'a>,
    span: Span,
    started: Instant,
    /// When the total timeout runs out.
    end: Instant,
}

/// What one attempt needs to know.
struct Attempt {
    deadline: Instant,
    span: Span,
}

impl<'a> Run<'a> {
    fn new(client: &'a Client, request: &Request) -> Self {
        let started = Instant::now();
        Self {
            client,
            attempts: Attempts::new(&client.retry, &client.shared.budget, request.class),
            span: tracing::info_span!(
                "twilio",
                method = request.method.as_str(),
                path = request.template,
                status = Empty,
                attempts = Empty,
                request_id = Empty,
                duration_ms = Empty,
            ),
            started,
            end: later(started, client.shared.total_timeout),
        }
    }

    fn attempt(&self) -> Attempt {
        Attempt {
            deadline: later(Instant::now(), self.client.shared.attempt_timeout).min(self.end),
            span: self.span.clone(),
        }
    }

    /// Waits until the next attempt is due, or gives the error back if there is none.
    async fn pause(&mut self, error: Error) -> Result<(), Error> {
        let left = self.end.saturating_duration_since(Instant::now());
        let pause = self.attempts.after(error, left)?;
        tracing::debug!(parent: &self.span, attempt = self.attempts.made(), ?pause, "sending again");
        sleep(pause).await;
        Ok(())
    }
}

impl Drop for Run<'_> {
    /// The span is complete also if the caller stopped waiting.
    fn drop(&mut self) {
        self.span.record("attempts", self.attempts.made());
        self.span.record(
            "duration_ms",
            self.started.elapsed().as_secs_f64() * 1_000.0,
        );
    }
}

impl Client {
    /// Sends `request` and reads a value from the answer.
    pub(crate) async fn execute<T: DeserializeOwned>(&self, request: &Request) -> Result<T, Error> {
        decode(&self.answer(request).await?)
    }

    /// Sends `request`, of whose answer only the success matters.
    pub(crate) async fn execute_empty(&self, request: &Request) -> Result<(), Error> {
        self.answer(request).await.map(drop)
    }

    /// Sends `request`, which deletes something. If the answer of an attempt was lost and the next one finds nothing,
    /// it counts as deleted.
    pub(crate) async fn execute_delete(&self, request: &Request) -> Result<(), Error> {
        match self.execute_empty(request).await {
            Err(error) if error.is_not_found() && error.may_have_been_applied() => Ok(()),
            result => result,
        }
    }

    /// Sends `request`, follows at most so many redirects, and returns as soon as the head of the answer is there: a
    /// success, or the redirect that is one too many.
    pub(crate) async fn open(
        &self,
        request: &Request,
        redirects: usize,
    ) -> Result<Response, Error> {
        let mut run = Run::new(self, request);
        loop {
            let attempt = run.attempt();
            let span = run.span.clone();
            let follow = self.follow(request, redirects, &attempt);
            match follow.instrument(span).await {
                Ok(response) => {
                    self.shared.budget.give_back();
                    return Ok(response);
                }
                Err(error) => run.pause(error).await?,
            }
        }
    }

    /// Where a redirect points: what its header says, or else its body.
    pub(crate) async fn target(&self, response: Response) -> Result<Url, Error> {
        let from = response.url().clone();
        let target = response.headers().get(LOCATION);
        let target = match target.and_then(|target| target.to_str().ok()) {
            Some(target) => target.to_owned(),
            None => {
                let deadline = later(Instant::now(), self.shared.attempt_timeout);
                let body = match timeout_at(deadline, read_body(response, MAX_ERROR_BODY)).await {
                    Ok(body) => body?,
                    Err(_) => return Err(TransportError::timeout().into()),
                };
                decode::<Redirect>(&body)?.redirect_to.unwrap_or_default()
            }
        };
        let plain = self.shared.base_url(Host::Api).scheme() == "http";
        match from.join(&target) {
            // Not from TLS to somewhere without.
            Ok(url)
                if !target.is_empty()
                    && (url.scheme() == "https" || url.scheme() == "http" && plain) =>
            {
                Ok(url)
            }
            _ => Err(TransportError::redirect().into()),
        }
    }

    /// Sends `request` and goes where the answer points, without the credential: it is meant for Twilio alone.
    async fn follow(
        &self,
        request: &Request,
        redirects: usize,
        attempt: &Attempt,
    ) -> Result<Response, Error> {
        let mut response = self.send(request, attempt, true).await?;
        for _ in 0..redirects {
            if !response.status().is_redirection() {
                return Ok(response);
            }
            let target = self.target(response).await?;
            let builder = self.shared.http.get(target);
            let builder = builder.header(USER_AGENT, self.shared.user_agent.clone());
            response = arrive(builder, attempt).await?;
            let status = response.status();
            if !status.is_success() && !status.is_redirection() {
                return Err(refusal(request, response, attempt.deadline).await);
            }
        }
        Ok(response)
    }

    /// Sends `request` and reads the whole answer.
    async fn answer(&self, request: &Request) -> Result<Bytes, Error> {
        let mut run = Run::new(self, request);
        loop {
            let attempt = run.attempt();
            let span = run.span.clone();
            match self.read(request, &attempt).instrument(span).await {
                Ok(body) => {
                    self.shared.budget.give_back();
                    return Ok(body);
                }
                Err(error) => run.pause(error).await?,
            }
        }
    }

    async fn read(&self, request: &Request, attempt: &Attempt) -> Result<Bytes, Error> {
        let response = self.send(request, attempt, false).await?;
        match timeout_at(attempt.deadline, read_body(response, MAX_BODY)).await {
            Ok(body) => Ok(body?),
            Err(_) => Err(TransportError::timeout().into()),
        }
    }

    async fn send(
        &self,
        request: &Request,
        attempt: &Attempt,
        redirects: bool,
    ) -> Result<Response, Error> {
        let shared = &self.shared;
        let mut builder = shared
            .http
            .request(
                request.method.into(),
                request.url(shared.base_url(request.host)),
            )
            .header(AUTHORIZATION, shared.authorization.clone())
            .header(USER_AGENT, shared.user_agent.clone())
            .header(ACCEPT, request.accept);
        if let Some(body) = &request.body {
            builder = builder
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(body.clone());
        }
        let response = arrive(builder, attempt).await?;
        match response.status() {
            status if status.is_success() || (redirects && status.is_redirection()) => Ok(response),
            _ => Err(refusal(request, response, attempt.deadline).await),
        }
    }
}

/// The body of a redirect, where it says more than its header.
#[derive(serde::Deserialize)]
struct Redirect {
    redirect_to: Option<String>,
}

/// Sends and waits for the head of the answer.
async fn arrive(builder: RequestBuilder, attempt: &Attempt) -> Result<Response, TransportError> {
    let response = match timeout_at(attempt.deadline, builder.send()).await {
        Ok(response) => response?,
        Err(_) => return Err(TransportError::timeout()),
    };
    attempt.span.record("status", response.status().as_u16());
    if let Some(id) = request_id(response.headers()) {
        attempt.span.record("request_id", id);
    }
    Ok(response)
}

impl From<Method> for reqwest::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Delete => Self::DELETE,
        }
    }
}

/// Reads an error answer. Its body may be missing, late or no JSON: the status is what counts.
async fn refusal(request: &Request, response: Response, deadline: Instant) -> Error {
    let status = response.status().as_u16();
    let headers = response.headers();
    let retry_after = headers
        .get(RETRY_AFTER)
        .and_then(|value| parse_retry_after(value.to_str().ok()?, SystemTime::now()));
    let request_id = request_id(headers).map(str::to_owned);
    let body = match timeout_at(deadline, read_body(response, MAX_ERROR_BODY)).await {
        Ok(Ok(bytes)) => body::read(&bytes),
        Ok(Err(_)) | Err(_) => body::ErrorBody::default(),
    };
    Error::Api(Box::new(ApiError {
        status,
        code: body.code,
        message: body.message,
        more_info: body.more_info,
        method: request.method.as_str(),
        path: request.template,
        request_id,
        retry_after,
        earlier_may_have_been_applied: false,
    }))
}

/// Reads a whole body of at most `limit` bytes.
async fn read_body(mut response: Response, limit: usize) -> Result<Bytes, TransportError> {
    let mut body = BytesMut::new();
    while let Some(part) = response.chunk().await? {
        if body.len() + part.len() > limit {
            return Err(TransportError::too_large());
        }
        body.extend_from_slice(&part);
    }
    Ok(body.freeze())
}

fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    // Keeping track of the path costs as much again as reading: only what cannot be read is read again for it.
    if let Ok(value) = serde_json::from_slice(body) {
        return Ok(value);
    }
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        // Only a value that was understood and is wrong lies at names of ours. What is no JSON may lie at any.
        let path = match error.inner().is_data() {
            true => error.path().to_string(),
            false => ".".to_owned(),
        };
        Error::decode(path, error.into_inner())
    })?;
    deserializer
        .end()
        .map_err(|error| Error::decode(".", error))?;
    Ok(value)
}

fn request_id(headers: &HeaderMap) -> Option<&str> {
    let id = headers.get("twilio-request-id")?.to_str().ok()?;
    (!id.is_empty() && id.len() <= MAX_REQUEST_ID).then_some(id)
}

/// `duration` after `start`; a limit too long to be represented is as good as a century.
fn later(start: Instant, duration: Duration) -> Instant {
    const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 3600);
    start + duration.min(CENTURY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_stops_early_is_a_decode_error() {
        let error = decode::<Vec<u32>>(b"[1, 2").unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        assert!(error.may_have_been_applied());
    }

    #[test]
    fn a_body_that_goes_on_is_a_decode_error() {
        assert!(decode::<u32>(b"1 2").is_err());
    }

    #[test]
    fn a_decode_error_keeps_no_name_of_the_body() {
        #[derive(Debug, serde::Deserialize)]
        struct Thing {}

        for body in [r#"{"+15005550001": nope}"#, r#"{"+15005550001": {"#] {
            let error = decode::<Thing>(body.as_bytes()).unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("5005550001"), "{shown}");
        }
    }

    #[test]
    fn a_decode_error_says_where() {
        let error = decode::<std::collections::BTreeMap<String, Vec<u32>>>(br#"{"a": [1, "b"]}"#)
            .unwrap_err();
        assert_eq!(error.to_string(), "unexpected response body at `a[1]`");
    }
}
