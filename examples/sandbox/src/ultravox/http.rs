//! The REST interface: calls.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::auth::Account;
use super::call::NewCall;
use super::create::{self, Problems};
use super::data_message::NotSent;
use super::list::{Page, Query};
use super::{catalogue, corpora, resources, socket, telephony, tools as call_tools};
use crate::config::ValidationBody;
use crate::refused::Refused;
use crate::shared::Shared;

type Shares = State<Arc<Shared>>;

/// Every path of the provider, join URLs included.
pub(crate) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/api/calls", post(create).get(list))
        .route("/api/calls/{id}", get(fetch).delete(delete))
        .route("/api/calls/{id}/send_data_message", post(send_data_message))
        .route("/api/calls/{id}/messages", get(messages))
        .route("/api/calls/{id}/events", get(events))
        .route("/api/calls/{id}/stages", get(stages))
        .route("/api/calls/{id}/stages/{stage}", get(stage))
        .route(
            "/api/calls/{id}/stages/{stage}/messages",
            get(stage_messages),
        )
        .route("/api/calls/{id}/stages/{stage}/tools", get(stage_tools))
        .route("/api/calls/{id}/tools", get(tools))
        .route("/api/calls/{id}/recording", get(resources::recording))
        .route(
            "/api/agents/{id}/calls",
            post(create_for_agent).get(list_for_agent),
        )
        .merge(resources::router())
        .merge(call_tools::router())
        .merge(corpora::router())
        .merge(catalogue::router())
        .route("/calls/{id}", get(socket::control_socket))
        .route(
            "/calls/{id}/server_web_socket",
            get(socket::server_web_socket),
        )
        .route("/calls/{id}/telephony", get(telephony::telephony))
}

/// An error in the usual shape.
pub(crate) fn detail(status: u16, text: &str) -> Response {
    answer(status, &json!({"detail": text}))
}

pub(super) fn answer(status: u16, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let content_type = [(header::CONTENT_TYPE, "application/json")];
    (status, content_type, body.to_string()).into_response()
}

pub(super) fn not_found() -> Response {
    detail(404, "Not found.")
}

/// 429 with the time to wait.
pub(crate) fn too_many(wait: Duration, text: &str) -> Response {
    let mut response = detail(429, text);
    // Whole seconds, never less than the wait.
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, seconds.max(1).into());
    response
}

/// 400 in the configured shape.
pub(super) fn invalid(shared: &Shared, problems: Problems) -> Response {
    let line = |(field, text): &(String, String)| format!("{field}: {text}");
    let body = match shared.config.ultravox.validation_body {
        ValidationBody::Fields => {
            let mut fields: Map<String, Value> = Map::new();
            for (field, text) in problems {
                let list = fields.entry(field).or_insert_with(|| json!([]));
                if let Some(list) = list.as_array_mut() {
                    list.push(json!(text));
                }
            }
            Value::Object(fields)
        }
        ValidationBody::Detail => {
            let lines: Vec<_> = problems.iter().map(line).collect();
            json!({"detail": lines.join(" ")})
        }
        ValidationBody::List => problems.iter().map(line).collect(),
    };
    answer(400, &body)
}

pub(super) fn wrong(shared: &Shared, field: &str, text: &str) -> Response {
    invalid(shared, vec![(field.to_owned(), text.to_owned())])
}

/// The JSON object of a request body.
pub(super) fn object(shared: &Shared, body: &[u8]) -> Result<Map<String, Value>, Refused> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(wrong(shared, "nonFieldErrors", "An object is required.").into()),
        Err(_) => Err(detail(400, "JSON parse error").into()),
    }
}

pub(super) fn pairs(query: Option<String>) -> Vec<(String, String)> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .into_owned()
        .collect()
}

async fn create(
    State(shared): Shares,
    Account(account): Account,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Response {
    let mut body = match object(&shared, &body) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    let query = pairs(query);
    if let Some((_, prior)) = query.iter().find(|(name, _)| name == "priorCallId") {
        if body.get("initialMessages").is_some_and(|it| !it.is_null()) {
            return wrong(
                &shared,
                "initialMessages",
                "Not allowed together with priorCallId.",
            );
        }
        let mut world = shared.lock();
        let Some((_, call)) = world.state.ultravox.find(&account, prior) else {
            return wrong(&shared, "priorCallId", "No such call.");
        };
        body.retain(|_, value| !value.is_null());
        let other_voice = body.contains_key("voice") || body.contains_key("externalVoice");
        // As the earlier call was at its end. One voice takes the place of the other.
        for (name, value) in &call.stage().settings {
            let voice = ["voice", "externalVoice", "voiceOverrides"].contains(&name.as_str());
            if !(voice && other_voice) {
                body.entry(name).or_insert_with(|| value.clone());
            }
        }
        body.insert("initialMessages".to_owned(), call.history());
    }
    let strict = shared.config.ultravox.reject_unknown_fields;
    let greets = query
        .iter()
        .find(|(name, _)| name == "enableGreetingPrompt");
    let new = create::call(&body, strict).map(|mut new| {
        new.greeting_prompt = greets.is_none_or(|(_, value)| value != "false");
        new
    });
    place(&shared, &account, new)
}

async fn create_for_agent(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let body = match object(&shared, &body) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    let agent = {
        let world = shared.lock();
        let agent = world.state.ultravox.agents.get(&id);
        agent
            .filter(|(owner, _)| *owner == account)
            .map(|(_, agent)| agent.clone())
    };
    let Some(agent) = agent else {
        return not_found();
    };
    let name = agent["name"].as_str().unwrap_or_default().to_owned();
    let template = agent["callTemplate"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    let strict = shared.config.ultravox.reject_unknown_fields;
    let new = create::agent_call(&body, &template, (id, name), strict);
    place(&shared, &account, new)
}

/// Creates the call, unless the request is wrong or a limit is reached.
fn place(shared: &Arc<Shared>, account: &str, new: Result<NewCall, Problems>) -> Response {
    let mut new = match new {
        Ok(new) => new,
        Err(problems) => return invalid(shared, problems),
    };
    let config = &shared.config.ultravox;
    let mut world = shared.lock();
    let find = |wanted: &str| world.state.ultravox.durable_tool(account, wanted);
    match call_tools::select_all(&new.settings, find) {
        Ok(selected) => new.tools = selected,
        Err(problem) => return wrong(shared, "selectedTools", &problem),
    }
    if let Some(cap) = config.concurrent_calls {
        let busy = world
            .state
            .ultravox
            .busy
            .get(account)
            .copied()
            .unwrap_or_default();
        let taken = if config.unjoined_occupy {
            busy.live
        } else {
            busy.joined
        };
        if taken >= cap {
            return too_many(Duration::from_secs(5), "Concurrent call limit reached.");
        }
    }
    let rates = [
        (config.creates_per_second, "create/s", 1),
        (config.creates_per_minute, "create/min", 60),
    ];
    for (limit, name, seconds) in rates {
        if let Some(limit) = limit {
            let window = Duration::from_secs(seconds);
            if let Err(wait) = shared.requests.take(name, account, limit, window) {
                return too_many(wait, "Call creation rate exceeded.");
            }
        }
    }
    let number = world.ultravox_create(account, new);
    match world.state.ultravox.calls.get(&number) {
        Some(call) => answer(201, &call.json(&shared.url)),
        None => not_found(),
    }
}

async fn list(
    State(shared): Shares,
    Account(account): Account,
    RawQuery(query): RawQuery,
) -> Response {
    match Query::read(&pairs(query)) {
        Ok(query) => answer(
            200,
            &shared.lock().ultravox_list(&account, "/api/calls", &query),
        ),
        Err(name) => wrong(&shared, name, "Enter a valid value."),
    }
}

async fn list_for_agent(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let mut query = pairs(query);
    query.retain(|(name, _)| ["cursor", "pageSize"].contains(&name.as_str()));
    query.push(("agentIds".to_owned(), id.clone()));
    let path = format!("/api/agents/{id}/calls");
    match Query::read(&query) {
        Ok(query) => answer(200, &shared.lock().ultravox_list(&account, &path, &query)),
        Err(name) => wrong(&shared, name, "Enter a valid value."),
    }
}

async fn fetch(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
) -> Response {
    let mut world = shared.lock();
    match world.state.ultravox.find(&account, &id) {
        Some((_, call)) => answer(200, &call.json(&shared.url)),
        None => not_found(),
    }
}

async fn delete(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
) -> Response {
    let mut world = shared.lock();
    let now = world.now;
    let Some((number, call)) = world.state.ultravox.find(&account, &id) else {
        return not_found();
    };
    if call.is_live() {
        let status = shared.config.ultravox.delete_live_status;
        return detail(status, "Cannot delete an ongoing call.");
    }
    let shown = call.json(&shared.url);
    let mut tombstone =
        json!({"accountId": uuid::Uuid::nil(), "hadSummary": shown["summary"].is_string()});
    for name in [
        "callId",
        "created",
        "joined",
        "ended",
        "endReason",
        "maxDuration",
        "recordingEnabled",
    ] {
        tombstone[name] = shown[name].clone();
    }
    tombstone["deletionTime"] = json!(now.rfc3339());
    world.state.ultravox.remove(number);
    world
        .state
        .ultravox
        .deleted
        .insert(id, (account, tombstone));
    StatusCode::NO_CONTENT.into_response()
}

async fn send_data_message(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let body = match object(&shared, &body) {
        Ok(body) => Value::Object(body),
        Err(refused) => return refused.into_response(),
    };
    match shared.lock().ultravox_message(&account, &id, &body) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(NotSent::NotFound) => not_found(),
        Err(NotSent::NotActive) => detail(422, "The call is not active."),
        Err(NotSent::Invalid(text)) => {
            let (field, text) = text.split_once(": ").unwrap_or(("type", text));
            wrong(&shared, field, text)
        }
    }
}

/// A list that belongs to one call.
fn part(
    shared: &Arc<Shared>,
    account: &str,
    id: &str,
    what: &str,
    query: &[(String, String)],
    items: impl FnOnce(&super::call::Call) -> Option<Vec<Value>>,
) -> Response {
    let page = match Page::read(query) {
        Ok(page) => page,
        Err(name) => return wrong(shared, name, "Enter a valid value."),
    };
    let mut world = shared.lock();
    let found = world.state.ultravox.find(account, id);
    let Some(items) = found.and_then(|(_, call)| items(call)) else {
        return not_found();
    };
    let path = format!("/api/calls/{id}/{what}");
    answer(200, &world.ultravox_items(&path, &page, items))
}

async fn messages(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = pairs(query);
    let mode = query.iter().find(|(name, _)| name == "mode");
    let in_call = match mode.map(|(_, mode)| mode.as_str()) {
        None | Some("last_stage") => false,
        Some("in_call") => true,
        Some(_) => return wrong(&shared, "mode", "Enter a valid value."),
    };
    part(&shared, &account, &id, "messages", &query, |call| {
        Some(if in_call {
            call.messages().cloned().collect()
        } else {
            call.stage().all().cloned().collect()
        })
    })
}

async fn events(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    const SEVERITIES: [&str; 4] = ["debug", "info", "warning", "error"];
    let query = pairs(query);
    let value = |wanted: &str| {
        let found = query.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.clone())
    };
    let rank = |name: &str| SEVERITIES.iter().position(|known| *known == name);
    let Some(least) = rank(value("minimum_severity").as_deref().unwrap_or("info")) else {
        return wrong(&shared, "minimum_severity", "Enter a valid value.");
    };
    let kind = value("type");
    part(&shared, &account, &id, "events", &query, |call| {
        let events = call.events.iter().filter(|event| {
            let severe = event["severity"].as_str().and_then(rank) >= Some(least);
            severe && kind.as_deref().is_none_or(|kind| event["type"] == kind)
        });
        Some(events.cloned().collect())
    })
}

async fn stages(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    part(&shared, &account, &id, "stages", &pairs(query), |call| {
        let stages = call.stages.iter();
        Some(stages.map(|stage| stage.json(&call.id)).collect())
    })
}

/// What one stage shows.
fn of_stage(
    shared: &Arc<Shared>,
    account: &str,
    id: &str,
    stage: &str,
    show: impl FnOnce(&super::stage::Stage) -> Value,
) -> Response {
    let mut world = shared.lock();
    let call = world.state.ultravox.find(account, id);
    let found = call.and_then(|(_, call)| call.stages.iter().find(|one| one.id == stage));
    match found {
        Some(stage) => answer(200, &show(stage)),
        None => not_found(),
    }
}

async fn stage(
    State(shared): Shares,
    Account(account): Account,
    Path((id, stage)): Path<(String, String)>,
) -> Response {
    of_stage(&shared, &account, &id, &stage, |stage| stage.json(&id))
}

async fn stage_messages(
    State(shared): Shares,
    Account(account): Account,
    Path((id, stage)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let what = format!("stages/{stage}/messages");
    part(&shared, &account, &id, &what, &pairs(query), |call| {
        let stage = call.stages.iter().find(|one| one.id == stage)?;
        Some(stage.all().cloned().collect())
    })
}

async fn stage_tools(
    State(shared): Shares,
    Account(account): Account,
    Path((id, stage)): Path<(String, String)>,
) -> Response {
    of_stage(&shared, &account, &id, &stage, |stage| {
        json!(stage.tool_list())
    })
}

async fn tools(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
) -> Response {
    let mut world = shared.lock();
    match world.state.ultravox.find(&account, &id) {
        Some((_, call)) => answer(200, &json!(call.stage().tool_list())),
        None => not_found(),
    }
}
