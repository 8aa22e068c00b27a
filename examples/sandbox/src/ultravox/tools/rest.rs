//! Durable tools over REST.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use serde_json::{Value, json};

use super::built_in;
use super::definition::Definition;
use crate::refused::Refused;
use crate::shared::Shared;
use crate::ultravox::auth::Account;
use crate::ultravox::http::{answer, not_found, object, pairs, wrong};
use crate::ultravox::resources::page_of;

type Shares = State<Arc<Shared>>;

pub(in crate::ultravox) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/api/tools", get(list).post(create))
        .route("/api/tools/{id}", get(fetch).put(replace).delete(delete))
        .route("/api/tools/{id}/history", get(history))
}

async fn list(
    State(shared): Shares,
    Account(account): Account,
    uri: Uri,
    RawQuery(query): RawQuery,
) -> Response {
    let wanted = pairs(query.clone());
    let value = |name: &str| {
        let found = wanted
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.to_lowercase())
    };
    let (ownership, search) = (value("ownership"), value("search"));
    let mut items: Vec<Value> = {
        let world = shared.lock();
        let own = world.state.ultravox.tools.values();
        let own = own.filter(|(owner, _)| *owner == account);
        own.map(|(_, tool)| tool.clone()).collect()
    };
    items.extend(built_in::list());
    if !sort(
        &mut items,
        value("sortorder").as_deref().unwrap_or("default"),
    ) {
        return wrong(&shared, "sortOrder", "Enter a valid value.");
    }
    items.retain(|tool| {
        let has = |text: &str| {
            tool["name"]
                .as_str()
                .unwrap_or_default()
                .to_lowercase()
                .contains(text)
        };
        ownership
            .as_deref()
            .is_none_or(|wanted| tool["ownership"] == wanted)
            && search.as_deref().is_none_or(has)
    });
    page_of(&shared, &uri, query, items)
}

/// Brings tools into the order that is asked for, in lower case; false if it is unknown.
fn sort(tools: &mut [Value], order: &str) -> bool {
    let text = |tool: &Value, name: &str| tool[name].as_str().unwrap_or_default().to_owned();
    tools.sort_by_cached_key(|tool| Reverse(text(tool, "created")));
    match order {
        "default" => tools.sort_by_key(|tool| tool["ownership"] == "public"),
        "display" => tools.sort_by_cached_key(|tool| match text(tool, "ownership").as_str() {
            "public" => (false, text(tool, "name")),
            _ => (true, String::new()),
        }),
        "alphabetic" => tools.sort_by_cached_key(|tool| text(tool, "name")),
        "reversealphabetic" => tools.sort_by_cached_key(|tool| Reverse(text(tool, "name"))),
        "chronologic" => tools.reverse(),
        "reversechronologic" => {}
        _ => return false,
    }
    true
}

/// Name and definition of a request, or what is wrong with it.
fn read(shared: &Shared, body: &[u8]) -> Result<(String, Value), Refused> {
    let body = object(shared, body)?;
    let definition = body.get("definition").cloned().unwrap_or_default();
    if let Err(problem) = Definition::read(&definition) {
        return Err(wrong(shared, "definition", &problem).into());
    }
    let name = body.get("name").and_then(Value::as_str);
    match name.filter(|name| !name.is_empty() && name.chars().count() <= 40) {
        Some(name) => Ok((name.to_owned(), definition)),
        None => Err(wrong(shared, "name", "A name of up to 40 characters is required.").into()),
    }
}

async fn create(State(shared): Shares, Account(account): Account, body: Bytes) -> Response {
    let (name, definition) = match read(&shared, &body) {
        Ok(read) => read,
        Err(refused) => return refused.into_response(),
    };
    let mut world = shared.lock();
    let taken = world.state.ultravox.tools.values();
    if taken
        .into_iter()
        .any(|(owner, tool)| *owner == account && tool["name"] == name)
    {
        return wrong(&shared, "name", "A tool has this name already.");
    }
    let id = uuid::Uuid::new_v4().to_string();
    let tool = json!({
        "toolId": id,
        "name": name,
        "created": world.now.rfc3339(),
        "definition": definition,
        "ownership": "private",
    });
    let kept = (account, tool.clone());
    world.state.ultravox.tools.insert(id, kept);
    answer(201, &tool)
}

async fn fetch(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
) -> Response {
    let built_in = built_in::list()
        .into_iter()
        .find(|tool| tool["toolId"] == id);
    match shared.lock().state.ultravox.tools.get(&id) {
        Some((owner, tool)) if *owner == account => answer(200, tool),
        _ => built_in.map_or_else(not_found, |tool| answer(200, &tool)),
    }
}

async fn replace(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let (name, definition) = match read(&shared, &body) {
        Ok(read) => read,
        Err(refused) => return refused.into_response(),
    };
    match shared.lock().state.ultravox.tools.get_mut(&id) {
        Some((owner, tool)) if *owner == account => {
            tool["name"] = json!(name);
            tool["definition"] = definition;
            answer(200, tool)
        }
        _ => not_found(),
    }
}

async fn delete(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
) -> Response {
    let tools = &mut shared.lock().state.ultravox.tools;
    if tools.get(&id).is_none_or(|(owner, _)| *owner != account) {
        return not_found();
    }
    tools.remove(&id);
    StatusCode::NO_CONTENT.into_response()
}

/// The calls that used the tool, newest first, and how often it failed in each.
async fn history(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
    uri: Uri,
    RawQuery(query): RawQuery,
) -> Response {
    let items = {
        let world = shared.lock();
        let state = &world.state.ultravox;
        if state
            .tools
            .get(&id)
            .is_none_or(|(owner, _)| *owner != account)
        {
            return not_found();
        }
        let calls = state.calls.values().rev();
        let used = calls
            .filter(|call| call.account == account)
            .filter_map(|call| {
                let (mut uses, mut errors) = (0, 0);
                for stage in &call.stages {
                    let known = |name: &str| {
                        let tool = stage.tools.get(name);
                        tool.is_some_and(|tool| tool.tool_id.as_ref() == Some(&id))
                    };
                    let results = stage.messages.iter().filter(|message| {
                        let name = message["toolName"].as_str();
                        message["role"] == "MESSAGE_ROLE_TOOL_RESULT" && name.is_some_and(known)
                    });
                    for result in results {
                        uses += 1;
                        errors += u32::from(result.get("errorDetails").is_some());
                    }
                }
                (uses > 0).then(|| json!({"call": call.json(&shared.url), "errorCount": errors}))
            });
        used.collect()
    };
    page_of(&shared, &uri, query, items)
}
