//! Between the wire and what a double knows.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use wiremock::{Match, Mock, MockServer, Request, Respond, ResponseTemplate, matchers::any};

use super::{
    answer::{Answer, Kind},
    received::Received,
    reply::Reply,
    resources, route,
    state::{API_KEY, Incoming, SECRET, State, text},
};

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
        let plus = segment
            .replace('+', "%2B")
            .replace('=', "%3D")
            .replace('&', "%26");
        let mut pairs = form_urlencoded::parse(plus.as_bytes());
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
        form: form_urlencoded::parse(&request.body).into_owned().collect(),
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
        .reply(|| usual(state, &request))
        .map(|reply| reply.header("twilio-request-id", resources::new_sid("RQ")));
    let status = reply.as_ref().map(|reply| reply.status);
    state.received.push(received(request, status));
    reply
}

fn received(request: Incoming, status: Option<u16>) -> Received {
    let operation = route::find(resources::routes(), &request.method, &request.segments);
    let mut headers = request.headers;
    headers.retain(|(name, _)| name != "authorization");
    Received {
        method: request.method,
        path: format!("/{}", request.segments.join("/")),
        operation: operation.ok().map(|(route, _)| route),
        query: request.query,
        headers,
        form: request.form,
        body: request.body,
        status,
    }
}

/// What the provider documents.
fn usual(state: &mut State, request: &Incoming) -> Reply {
    if let [files, file] = &request.segments[..]
        && files == "files"
    {
        return self::file(state, request, file);
    }
    match route::find(resources::routes(), &request.method, &request.segments) {
        Ok((route, _)) => {
            // Twilio asks for the credential here only if the account says so.
            let media = route.ends_with(".wav") || route.ends_with(".mp3");
            if !media && !signed_in(state, request) {
                return Reply::error(401, 20_003, "Authenticate")
                    .header("www-authenticate", "Basic realm=\"Twilio API\"");
            }
            resources::serve(state, request)
        }
        Err(true) => Reply::error(405, 20_004, "Method not allowed"),
        Err(false) => Reply::not_found(),
    }
}

/// An account signs in with its SID and token, or with an API key and its secret. The parent signs in for its
/// subaccounts too.
fn signed_in(state: &State, request: &Incoming) -> bool {
    let header = request.header("authorization").unwrap_or_default();
    let encoded = header.strip_prefix("Basic ").unwrap_or_default();
    let decoded = STANDARD.decode(encoded).unwrap_or_default();
    let Some((user, password)) = str::from_utf8(&decoded)
        .ok()
        .and_then(|text| text.split_once(':'))
    else {
        return false;
    };
    if user == API_KEY {
        return password == SECRET;
    }
    let account = state.find(resources::ACCOUNTS, "sid", user);
    let known = account.is_some_and(|account| {
        text(account, "auth_token") == password && text(account, "status") == "active"
    });
    known && (user == state.account || request.account() == Some(user))
}

/// Files lie on another host at the provider, which must not see the credential.
fn file(state: &State, request: &Incoming, name: &str) -> Reply {
    if request.header("authorization").is_some() {
        return Reply::raw(
            400,
            "application/xml",
            "<Error>unexpected credential</Error>",
        );
    }
    match state.files.get(name) {
        Some((kind, bytes)) if request.method == "GET" => {
            Reply::raw(200, kind.clone(), bytes.clone())
        }
        _ => Reply::raw(404, "application/xml", "<Error>NoSuchKey</Error>"),
    }
}
