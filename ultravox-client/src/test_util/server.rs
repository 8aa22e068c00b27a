//! Between the wire and what a double knows.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use wiremock::{Match, Mock, MockServer, Request, Respond, ResponseTemplate, matchers::any};

use super::{
    answer::{Answer, Kind},
    families,
    received::Received,
    reply::Reply,
    route,
    state::{Incoming, State},
};

/// The key the double takes.
pub(super) const KEY: &str = concat!("testtest", ".", "00000000000000000000000000000000");

/// What the double knows, for every thread.
#[derive(Clone, Debug)]
pub(super) struct Shared(Arc<Mutex<State>>);

impl Shared {
    pub(super) fn new(url: String) -> Self {
        Self(Arc::new(Mutex::new(State::new(url))))
    }

    /// A test that panicked elsewhere leaves nothing half done here.
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) async fn mount(&self, server: &MockServer) {
        let closed = Mock::given(Closed(self.clone())).respond_with_err(|_: &Request| {
            std::io::Error::new(std::io::ErrorKind::ConnectionAborted, "closed on purpose")
        });
        closed.with_priority(1).mount(server).await;
        let answered = Mock::given(any()).respond_with(Answered(self.clone()));
        answered.with_priority(2).mount(server).await;
    }
}

/// Matches requests that get no answer.
struct Closed(Shared);

impl Match for Closed {
    fn matches(&self, request: &Request) -> bool {
        let mut state = self.0.lock();
        let incoming = incoming(request);
        let closes = plan(&state, &incoming).is_some_and(|index| {
            matches!(state.plans[index].answer.kind, Kind::Lost | Kind::Closed)
        });
        // This is the only place that sees it.
        closes && answer(&mut state, incoming).is_none()
    }
}

/// Answers every other request.
struct Answered(Shared);

impl Respond for Answered {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let reply = answer(&mut self.0.lock(), incoming(request));
        let reply = reply.unwrap_or_else(Reply::not_found);
        let mut response = ResponseTemplate::new(reply.status);
        if !reply.content_type.is_empty() {
            response = response.set_body_raw(reply.body, &reply.content_type);
        }
        for (name, value) in reply.headers {
            response = response.append_header(name, value);
        }
        match reply.delay {
            Some(delay) => response.set_delay(delay),
            None => response,
        }
    }
}

fn incoming(request: &Request) -> Incoming {
    let decode = |segment: &str| {
        let plus = segment.replace('+', "%2B");
        let mut pairs = url::form_urlencoded::parse(plus.as_bytes());
        let decoded = pairs.next().map(|(name, _)| name.into_owned());
        decoded.unwrap_or_default()
    };
    let headers = request.headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    });
    Incoming {
        method: request.method.as_str().to_owned(),
        segments: (request.url.path().trim_start_matches('/').split('/'))
            .map(decode)
            .collect(),
        query: request.url.query_pairs().into_owned().collect(),
        headers: headers.collect(),
        body: request.body.clone(),
    }
}

/// The first answer that was asked for and is still to be given.
fn plan(state: &State, request: &Incoming) -> Option<usize> {
    state.plans.iter().position(|plan| {
        plan.left != Some(0) && plan.route.matches(&request.method, &request.segments)
    })
}

fn answer(state: &mut State, request: Incoming) -> Option<Reply> {
    let planned = plan(state, &request).map(|index| {
        let plan = &mut state.plans[index];
        plan.left = plan.left.map(|left| left - 1);
        plan.answer.clone()
    });
    let reply = planned
        .unwrap_or_else(Answer::usual)
        .reply(|| usual(state, &request));
    let status = reply.as_ref().map(|reply| reply.status);
    state.received.push(received(request, status));
    reply
}

fn received(request: Incoming, status: Option<u16>) -> Received {
    let operation = route::find(families::routes(), &request.method, &request.segments);
    let mut headers = request.headers;
    headers.retain(|(name, _)| name != "x-api-key");
    Received {
        method: request.method,
        path: format!("/{}", request.segments.join("/")),
        operation: operation.ok().map(|(route, _)| route),
        query: request.query,
        headers,
        body: request.body,
        status,
    }
}

/// What the provider documents.
fn usual(state: &mut State, request: &Incoming) -> Reply {
    if request
        .segments
        .first()
        .is_some_and(|first| first == "files")
    {
        return file(state, request);
    }
    let (route, pattern) = match route::find(families::routes(), &request.method, &request.segments)
    {
        Ok(found) => found,
        Err(true) => {
            let method = &request.method;
            return Reply::detail(405, &format!("Method \"{method}\" not allowed."));
        }
        Err(false) => return Reply::not_found(),
    };
    if route != "GET /api/schema/" {
        match request.header("x-api-key") {
            None => {
                return Reply::detail(401, "Authentication credentials were not provided.");
            }
            Some(key) if key != KEY => return Reply::detail(403, "Invalid API key"),
            Some(_) => {}
        }
    }
    if !families::parents_exist(state, &request.parts(), pattern.placeholders()) {
        return Reply::not_found();
    }
    families::serve(state, request)
}

/// Files lie on another host at the provider, which must not see the key.
fn file(state: &mut State, request: &Incoming) -> Reply {
    if request.header("x-api-key").is_some() {
        return Reply::raw(400, "application/xml", "<Error>unexpected key</Error>");
    }
    let path = request.segments.join("/");
    let kind = request.header("content-type").unwrap_or_default();
    match (request.method.as_str(), state.files.get_mut(&path)) {
        ("GET", Some((kind, bytes))) => Reply::raw(200, kind.clone(), bytes.clone()),
        ("GET", None) if path.starts_with("files/sip_logs/") => {
            Reply::raw(200, "text/plain", "SIP/2.0 200 OK\r\n")
        }
        // The signature covers the content type.
        ("PUT", Some((wanted, _))) if wanted != kind => Reply::raw(
            403,
            "application/xml",
            "<Error>SignatureDoesNotMatch</Error>",
        ),
        ("PUT", Some((_, bytes))) => {
            bytes.clone_from(&request.body);
            Reply::raw(200, "", "")
        }
        _ => Reply::raw(404, "application/xml", "<Error>NoSuchKey</Error>"),
    }
}
