//! Through here every request goes: counted, limited, and made to fail on purpose.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::body::Body;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header, request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;

use crate::control::Provider;
use crate::faults::{FaultKind, Target, millis};
use crate::requests::Route;
use crate::shared::Shared;
use crate::wire::Wire;
use crate::{twilio, ultravox};

/// Largest request body.
const MAX_BODY: usize = 1024 * 1024;

/// Middleware of both providers.
pub(crate) async fn gate(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    request: Request,
    next: Next,
) -> Response {
    shared.touch();
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let route = route(&parts, &body);
    shared.requests.arrived(&route);
    let fault = shared.faults.hit(&Target {
        webhook: false,
        provider: route.provider,
        method: parts.method.as_str(),
        path: parts.uri.path(),
        operation: route.operation,
    });
    if fault.is_some() {
        shared.requests.faulted(&route);
    }
    let request = Request::from_parts(parts, Body::from(body));
    let answered = Answering {
        shared: Arc::clone(&shared),
        route,
    };
    match fault {
        None => answered.carry_out(request, next).await,
        Some(fault) => fail(fault, answered, wire, request, next).await,
    }
}

/// Carries a request out and counts the answer.
struct Answering {
    shared: Arc<Shared>,
    route: Route,
}

impl Answering {
    async fn carry_out(&self, request: Request, next: Next) -> Response {
        let response = match self.route.provider {
            Provider::Ultravox => self.ultravox(request, next).await,
            Provider::Twilio => self.twilio(request, next).await,
        };
        let status = response.status();
        let limited = status == StatusCode::TOO_MANY_REQUESTS;
        self.shared
            .requests
            .answered(&self.route, status.as_u16(), limited);
        response
    }

    async fn ultravox(&self, request: Request, next: Next) -> Response {
        let (parts, body) = request.into_parts();
        let limit = self.shared.config.ultravox.requests_per_second;
        if let (Some(limit), Some(key)) = (limit, ultravox::key(&parts)) {
            let account = ultravox::account(key, true);
            let second = Duration::from_secs(1);
            if let Err(wait) = self
                .shared
                .requests
                .take("request", &account, limit, second)
            {
                return ultravox::too_many(wait, "Request was throttled.");
            }
        }
        next.run(Request::from_parts(parts, body)).await
    }

    async fn twilio(&self, request: Request, next: Next) -> Response {
        let account = twilio::user(request.headers())
            .map(|(name, _)| name)
            .unwrap_or_default();
        let limit = self.shared.config.twilio.concurrent_requests;
        let (count, running) = self.shared.requests.enter(&account, limit);
        let mut response = match running {
            Some(_running) => next.run(request).await,
            None => twilio::error(429, 20_429, "Too many concurrent requests"),
        };
        let headers = response.headers_mut();
        let id = format!("RQ{}", uuid::Uuid::new_v4().simple());
        if let Ok(id) = HeaderValue::from_str(&id) {
            headers.insert("twilio-request-id", id);
        }
        headers.insert("twilio-concurrent-requests", HeaderValue::from(count));
        headers.insert("twilio-request-duration", HeaderValue::from_static("0.001"));
        response
    }
}

async fn fail(
    fault: FaultKind,
    answering: Answering,
    wire: Wire,
    request: Request,
    next: Next,
) -> Response {
    if let FaultKind::Status {
        status,
        after_effect: false,
        ..
    } = fault
    {
        answering
            .shared
            .requests
            .answered(&answering.route, status, false);
    }
    // Carried out to the end even when the client goes away, as a server far away would.
    let effect = |delay: Duration| async move {
        let done = tokio::spawn(async move {
            tokio::time::sleep(delay).await;
            answering.carry_out(request, next).await
        });
        done.await
            .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
    };
    match fault {
        FaultKind::Latency { ms } => effect(millis(ms)).await,
        FaultKind::Refuse => {
            wire.close();
            StatusCode::NO_CONTENT.into_response()
        }
        FaultKind::ResetBefore => {
            wire.reset();
            StatusCode::NO_CONTENT.into_response()
        }
        FaultKind::ResetAfter => {
            effect(Duration::ZERO).await;
            wire.reset();
            StatusCode::NO_CONTENT.into_response()
        }
        FaultKind::AnswerLost => {
            effect(Duration::ZERO).await;
            std::future::pending().await
        }
        FaultKind::Hang => std::future::pending().await,
        FaultKind::DelayAfter { ms } => {
            let response = effect(Duration::ZERO).await;
            tokio::time::sleep(millis(ms)).await;
            response
        }
        FaultKind::Status {
            status,
            retry_after,
            http_date,
            html,
            after_effect,
        } => {
            if after_effect {
                effect(Duration::ZERO).await;
            }
            made_up(status, retry_after, http_date, html)
        }
        FaultKind::Truncate => in_pieces(effect(Duration::ZERO).await, Pieces::Half).await,
        FaultKind::SlowBody { ms } => {
            in_pieces(effect(Duration::ZERO).await, Pieces::Slow(millis(ms))).await
        }
        FaultKind::CutLater { ms } => {
            let response = effect(Duration::ZERO).await;
            tokio::spawn(async move {
                tokio::time::sleep(millis(ms)).await;
                wire.reset();
            });
            response
        }
        // Rules for webhooks never match a request.
        FaultKind::WebhookDuplicate
        | FaultKind::WebhookMissing
        | FaultKind::WebhookReorder { .. } => effect(Duration::ZERO).await,
    }
}

fn made_up(status: u16, retry_after: Option<u64>, http_date: bool, html: bool) -> Response {
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (content_type, body) = if html {
        (
            "text/html",
            format!("<html><body><h1>{code}</h1></body></html>"),
        )
    } else {
        let text = code.canonical_reason().unwrap_or("error");
        let body = serde_json::json!({"detail": text, "message": text, "status": status});
        ("application/json", body.to_string())
    };
    let mut response = (code, [(header::CONTENT_TYPE, content_type)], body).into_response();
    if let Some(seconds) = retry_after {
        let value = if http_date {
            let time = SystemTime::now() + Duration::from_secs(seconds);
            HeaderValue::from_str(&httpdate::fmt_http_date(time)).ok()
        } else {
            Some(HeaderValue::from(seconds))
        };
        if let Some(value) = value {
            response.headers_mut().insert(header::RETRY_AFTER, value);
        }
    }
    response
}

enum Pieces {
    /// Half of the body, then the connection ends.
    Half,
    /// Ten pieces over this time.
    Slow(Duration),
}

/// Sends the body in pieces. The length in the header is that of the whole.
async fn in_pieces(response: Response, pieces: Pieces) -> Response {
    let (mut parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX)
        .await
        .unwrap_or_default();
    parts
        .headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    let body = match pieces {
        Pieces::Half => {
            let half = body.slice(..body.len() / 2);
            let broken = stream::unfold(0, move |step| {
                let half = half.clone();
                async move {
                    match step {
                        0 => Some((Ok(half), 1)),
                        // What is sent already must leave before the connection breaks.
                        1 => {
                            tokio::time::sleep(Duration::from_millis(50)).await;
                            Some((Err(std::io::Error::other("broken off on purpose")), 2))
                        }
                        _ => None,
                    }
                }
            });
            Body::from_stream(broken)
        }
        Pieces::Slow(time) => {
            let size = body.len().div_ceil(10).max(1);
            let slow = stream::unfold(body, move |mut left: Bytes| async move {
                if left.is_empty() {
                    return None;
                }
                tokio::time::sleep(time / 10).await;
                let piece = left.split_to(size.min(left.len()));
                Some((Ok::<_, Infallible>(piece), left))
            });
            Body::from_stream(slow)
        }
    };
    Response::from_parts(parts, body)
}

/// Names what a request does.
fn route(parts: &request::Parts, body: &[u8]) -> Route {
    let path = match parts.extensions.get::<MatchedPath>() {
        Some(path) => path.as_str().to_owned(),
        None => "other".to_owned(),
    };
    let provider = if parts.uri.path().starts_with("/2010-04-01") {
        Provider::Twilio
    } else {
        Provider::Ultravox
    };
    Route {
        provider,
        operation: operation(parts.method.as_str(), &path, body),
        method: parts.method.to_string(),
        path,
    }
}

fn operation(method: &str, path: &str, body: &[u8]) -> &'static str {
    let collection = path.ends_with("/calls") || path.ends_with("/Calls.json");
    let call = path == "/api/calls/{id}" || path.ends_with("/Calls/{sid}");
    match method {
        "POST" if collection => "create",
        "GET" if collection => "list",
        "GET" if call => "get",
        "DELETE" if call => "delete",
        "POST" if call => {
            let ends = form_urlencoded::parse(body).any(|(name, _)| name == "Status");
            if ends { "end" } else { "update" }
        }
        "POST" if path.ends_with("/send_data_message") => {
            let message: Option<serde_json::Value> = serde_json::from_slice(body).ok();
            let ends = message.is_some_and(|message| message["type"] == "hang_up");
            if ends { "end" } else { "message" }
        }
        "GET" if path.starts_with("/calls/{id}") => "join",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_have_the_same_names_at_both_providers() {
        let twilio = "/2010-04-01/Accounts/{account}/Calls";
        let end = br#"{"type":"hang_up"}"#;
        let cases: [(&str, String, &[u8], &str); 8] = [
            ("POST", "/api/calls".into(), b"", "create"),
            ("POST", "/api/agents/{id}/calls".into(), b"", "create"),
            (
                "POST",
                "/api/calls/{id}/send_data_message".into(),
                end,
                "end",
            ),
            ("GET", "/calls/{id}/telephony".into(), b"", "join"),
            ("POST", format!("{twilio}.json"), b"", "create"),
            (
                "POST",
                format!("{twilio}/{{sid}}"),
                b"Status=completed",
                "end",
            ),
            (
                "POST",
                format!("{twilio}/{{sid}}"),
                b"TimeLimit=60",
                "update",
            ),
            ("GET", format!("{twilio}/{{sid}}"), b"", "get"),
        ];
        for (method, path, body, expected) in cases {
            assert_eq!(operation(method, &path, body), expected, "{method} {path}");
        }
    }
}
