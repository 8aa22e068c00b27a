//! The control interface over HTTP.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use bytes::Bytes;
use reqwest::Url;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::page::page;
use super::{CallFilter, Control, ControlError, InboundCall};
use crate::config::{AgentStep, Callee, ClockMode};
use crate::faults::FaultRule;
use crate::local::is_local;
use crate::refused::Refused;
use crate::shared::Shared;

type Shares = State<Arc<Shared>>;

pub(crate) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/", get(page))
        .route("/control", get(overview))
        .route("/control/calls", get(calls))
        .route("/control/calls/{id}", get(call))
        .route("/control/calls/{id}/join", post(join))
        .route("/control/calls/{id}/hang-up", post(hang_up))
        .route("/control/calls/{id}/end", post(end))
        .route("/control/calls/{id}/agent", post(agent))
        .route("/control/inbound", post(inbound))
        .route("/control/ledger", get(ledger))
        .route(
            "/control/faults",
            get(faults).post(add_fault).delete(clear_faults),
        )
        .route("/control/faults/{id}", delete(remove_fault))
        .route("/control/clock", get(clock).post(set_clock))
        .route("/control/numbers", post(set_numbers))
        .route("/control/requests", get(requests))
        .route("/control/shutdown", post(shutdown))
        .layer(DefaultBodyLimit::max(1024 * 1024))
        .layer(middleware::from_fn(only_own_pages))
}

/// A page from elsewhere that is open in a browser of this machine does not move anything here.
async fn only_own_pages(request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN);
    let own = origin.is_none_or(|origin| {
        let url = origin.to_str().ok().and_then(|text| Url::parse(text).ok());
        url.is_some_and(|url| is_local(&url))
    });
    if own {
        next.run(request).await
    } else {
        refuse(StatusCode::FORBIDDEN, "pages from elsewhere are refused")
    }
}

fn control(shared: Arc<Shared>) -> Control {
    shared.touch();
    Control { shared }
}

fn answer(value: &impl Serialize) -> Response {
    match serde_json::to_string(value) {
        Ok(text) => ([(header::CONTENT_TYPE, "application/json")], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn refuse(status: StatusCode, text: &str) -> Response {
    (status, answer(&json!({"error": text}))).into_response()
}

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongState => StatusCode::CONFLICT,
            Self::Invalid => StatusCode::BAD_REQUEST,
        };
        refuse(status, &self.to_string())
    }
}

fn done(result: Result<(), ControlError>) -> Response {
    match result {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => error.into_response(),
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refused> {
    serde_json::from_slice(body).map_err(|error| {
        let text = format!("unreadable body: {error}");
        refuse(StatusCode::BAD_REQUEST, &text).into()
    })
}

async fn overview(State(shared): Shares) -> Response {
    let control = control(shared);
    answer(&json!({
        "url": control.shared.url,
        "clock": control.clock(),
        "ledger": control.ledger(),
        "faults": control.faults().len(),
    }))
}

async fn calls(State(shared): Shares, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let fields = form_urlencoded::parse(query.as_bytes()).map(|(name, value)| {
        let value = match (&*name, &*value) {
            ("live", "true") => json!(true),
            ("live", "false") => json!(false),
            ("last", count) => count
                .parse()
                .map_or(json!(count), |count: u64| json!(count)),
            (_, value) => json!(value),
        };
        (name.into_owned(), value)
    });
    match serde_json::from_value::<CallFilter>(Value::Object(fields.collect())) {
        Ok(filter) => answer(&control(shared).calls(&filter)),
        Err(error) => refuse(
            StatusCode::BAD_REQUEST,
            &format!("unreadable query: {error}"),
        ),
    }
}

async fn call(State(shared): Shares, Path(id): Path<String>) -> Response {
    match control(shared).call(&id) {
        Some(row) => answer(&row),
        None => ControlError::NotFound.into_response(),
    }
}

async fn join(State(shared): Shares, Path(id): Path<String>) -> Response {
    done(control(shared).join(&id))
}

async fn hang_up(State(shared): Shares, Path(id): Path<String>) -> Response {
    done(control(shared).hang_up(&id))
}

async fn end(State(shared): Shares, Path(id): Path<String>, body: Bytes) -> Response {
    #[derive(serde::Deserialize)]
    struct End {
        reason: String,
    }
    match read::<End>(&body) {
        Ok(end) => done(control(shared).end_with(&id, &end.reason)),
        Err(refused) => refused.into_response(),
    }
}

async fn agent(State(shared): Shares, Path(id): Path<String>, body: Bytes) -> Response {
    match read::<Vec<AgentStep>>(&body) {
        Ok(steps) => done(control(shared).agent(&id, steps)),
        Err(refused) => refused.into_response(),
    }
}

async fn inbound(State(shared): Shares, body: Bytes) -> Response {
    match read::<InboundCall>(&body) {
        Ok(call) => answer(&json!({"sid": control(shared).inbound(call)})),
        Err(refused) => refused.into_response(),
    }
}

async fn ledger(State(shared): Shares) -> Response {
    answer(&control(shared).ledger())
}

async fn faults(State(shared): Shares) -> Response {
    answer(&control(shared).faults())
}

async fn add_fault(State(shared): Shares, body: Bytes) -> Response {
    match read::<FaultRule>(&body) {
        Ok(rule) => answer(&json!({"id": control(shared).add_fault(rule)})),
        Err(refused) => refused.into_response(),
    }
}

async fn clear_faults(State(shared): Shares) -> Response {
    control(shared).clear_faults();
    StatusCode::NO_CONTENT.into_response()
}

async fn remove_fault(State(shared): Shares, Path(id): Path<u64>) -> Response {
    if control(shared).remove_fault(id) {
        StatusCode::NO_CONTENT.into_response()
    } else {
        refuse(StatusCode::NOT_FOUND, "no such fault")
    }
}

async fn clock(State(shared): Shares) -> Response {
    answer(&control(shared).clock())
}

async fn set_clock(State(shared): Shares, body: Bytes) -> Response {
    /// A new mode, or a step of a clock that is moved by hand.
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Change {
        Advance {
            #[serde(with = "crate::duration")]
            advance: Duration,
        },
        Mode(ClockMode),
    }
    let control = control(shared);
    let changed = match read::<Change>(&body) {
        Ok(Change::Mode(mode)) => control.set_clock(mode),
        Ok(Change::Advance { advance }) => control.advance(advance).await,
        Err(refused) => return refused.into_response(),
    };
    match changed {
        Ok(()) => answer(&control.clock()),
        Err(error) => error.into_response(),
    }
}

async fn set_numbers(State(shared): Shares, body: Bytes) -> Response {
    match read::<std::collections::HashMap<String, Callee>>(&body) {
        Ok(numbers) => {
            let control = control(shared);
            for (number, callee) in numbers {
                control.set_number(&number, callee);
            }
            StatusCode::NO_CONTENT.into_response()
        }
        Err(refused) => refused.into_response(),
    }
}

async fn requests(State(shared): Shares, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let wanted: Vec<_> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let mut rows = control(shared).requests();
    rows.retain(|row| {
        wanted.iter().all(|(name, value)| match name.as_str() {
            "provider" => json!(row.provider) == json!(value),
            "operation" => row.operation == *value,
            "route" => row.route == *value,
            _ => true,
        })
    });
    answer(&rows)
}

async fn shutdown(State(shared): Shares) -> Response {
    let control = control(shared);
    tokio::spawn(async move {
        // The answer leaves first.
        tokio::time::sleep(Duration::from_millis(50)).await;
        control.shutdown();
    });
    StatusCode::NO_CONTENT.into_response()
}
