//! The REST interface: account, agents, webhooks, tombstones, recordings.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::auth::Account;
use super::create::texts;
use super::http::{answer, not_found, object, pairs, wrong};
use super::list::Page;
use super::webhooks::{EVENTS, Webhook};
use crate::shared::Shared;

type Shares = State<Arc<Shared>>;

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/api/accounts/me", get(account))
        .route("/api/agents", get(agents).post(create_agent))
        .route(
            "/api/agents/{id}",
            get(agent).patch(change_agent).delete(delete_agent),
        )
        .route("/api/webhooks", get(webhooks).post(create_webhook))
        .route(
            "/api/webhooks/{id}",
            get(webhook)
                .put(change_webhook)
                .patch(change_webhook)
                .delete(delete_webhook),
        )
        .route("/api/deleted_calls", get(deleted_calls))
        .route("/api/deleted_calls/{id}", get(deleted_call))
        .route("/recordings/{id}", get(recorded_audio))
}

async fn account(State(shared): Shares, Account(account): Account) -> Response {
    let config = &shared.config.ultravox;
    let world = shared.lock();
    let busy = world
        .state
        .ultravox
        .busy
        .get(&account)
        .copied()
        .unwrap_or_default();
    let active = if config.unjoined_occupy {
        busy.live
    } else {
        busy.joined
    };
    let body = json!({
        "accountId": uuid::Uuid::nil(),
        "name": "sandbox",
        "billingUrl": format!("{}/control/ledger", shared.url),
        "freeTimeUsed": "0s",
        "freeTimeRemaining": "0s",
        "hasActiveSubscription": true,
        "subscriptionTier": null,
        "subscriptionCadence": null,
        "subscriptionExpiration": null,
        "subscriptionScheduledUpdate": null,
        "subscriptionRenewal": null,
        "activeCalls": active,
        "allowedConcurrentCalls": config.concurrent_calls,
        "allowedVoices": null,
        "allowedCorpora": null,
    });
    answer(200, &body)
}

/// One page of things kept as JSON with their account.
pub(super) fn page_of(
    shared: &Arc<Shared>,
    uri: &Uri,
    query: Option<String>,
    items: Vec<Value>,
) -> Response {
    match Page::read(&pairs(query)) {
        Ok(page) => answer(200, &shared.lock().ultravox_items(uri.path(), &page, items)),
        Err(name) => wrong(shared, name, "Enter a valid value."),
    }
}

async fn agents(
    State(shared): Shares,
    Account(account): Account,
    uri: Uri,
    RawQuery(query): RawQuery,
) -> Response {
    let items = {
        let world = shared.lock();
        let all = world.state.ultravox.agents.values();
        all.filter(|(owner, _)| *owner == account)
            .map(|(_, agent)| agent.clone())
            .collect()
    };
    page_of(&shared, &uri, query, items)
}

async fn create_agent(State(shared): Shares, Account(account): Account, body: Bytes) -> Response {
    let body = match object(&shared, &body) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    let Some(name) = body.get("name").and_then(Value::as_str) else {
        return wrong(&shared, "name", "This field is required.");
    };
    let template = body.get("callTemplate").filter(|value| !value.is_null());
    let template = template.cloned().unwrap_or_else(|| json!({}));
    if !template.is_object() {
        return wrong(&shared, "callTemplate", "An object is required.");
    }
    let mut world = shared.lock();
    let id = uuid::Uuid::new_v4().to_string();
    let agent = json!({
        "agentId": id,
        "publishedRevisionId": uuid::Uuid::new_v4(),
        "name": name,
        "created": world.now.rfc3339(),
        "callTemplate": template,
        "statistics": {"calls": 0},
    });
    world
        .state
        .ultravox
        .agents
        .insert(id, (account, agent.clone()));
    answer(201, &agent)
}

async fn agent(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
) -> Response {
    let world = shared.lock();
    match world.state.ultravox.agents.get(&id) {
        Some((owner, agent)) if *owner == account => {
            let mut agent = agent.clone();
            let calls = world
                .state
                .ultravox
                .by_agent
                .get(&id)
                .map_or(0, |calls| calls.len());
            agent["statistics"]["calls"] = json!(calls);
            answer(200, &agent)
        }
        _ => not_found(),
    }
}

async fn change_agent(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let body = match object(&shared, &body) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    let mut world = shared.lock();
    match world.state.ultravox.agents.get_mut(&id) {
        Some((owner, agent)) if *owner == account => {
            if let Some(name) = body.get("name") {
                agent["name"] = name.clone();
            }
            for (name, value) in body
                .get("callTemplate")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
            {
                agent["callTemplate"][name] = value.clone();
            }
            answer(200, agent)
        }
        _ => not_found(),
    }
}

async fn delete_agent(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
) -> Response {
    let mut world = shared.lock();
    let agents = &mut world.state.ultravox.agents;
    if agents.get(&id).is_none_or(|(owner, _)| *owner != account) {
        return not_found();
    }
    agents.remove(&id);
    StatusCode::NO_CONTENT.into_response()
}

async fn webhooks(
    State(shared): Shares,
    Account(account): Account,
    uri: Uri,
    RawQuery(query): RawQuery,
) -> Response {
    let wanted = pairs(query.clone());
    let agent = wanted.iter().find(|(name, _)| name == "agentId");
    let items = {
        let world = shared.lock();
        let all = world.state.ultravox.webhooks.values();
        let fits = |hook: &&Webhook| {
            hook.account == account
                && agent.is_none_or(|(_, agent)| hook.agent_id.as_ref() == Some(agent))
        };
        all.filter(fits).map(Webhook::json).collect()
    };
    page_of(&shared, &uri, query, items)
}

/// Reads the fields of a webhook that can be set.
fn set_webhook(
    hook: &mut Webhook,
    body: &Map<String, Value>,
) -> Result<(), (&'static str, &'static str)> {
    if let Some(url) = body.get("url") {
        let url = url
            .as_str()
            .filter(|url| url.starts_with("http") && url.len() <= 200);
        hook.url = url.ok_or(("url", "Enter a valid URL."))?.to_owned();
    }
    if body.contains_key("events") {
        hook.events = texts(body.get("events"));
        if !hook
            .events
            .iter()
            .all(|event| EVENTS.contains(&event.as_str()))
        {
            return Err(("events", "Not a valid choice."));
        }
    }
    if body
        .get("secrets")
        .is_some_and(|secrets| !secrets.is_null())
    {
        hook.secrets = texts(body.get("secrets"));
        if hook.secrets.iter().any(|secret| secret.len() > 120) {
            return Err(("secrets", "At most 120 characters."));
        }
    }
    if let Some(agent) = body.get("agentId") {
        hook.agent_id = agent.as_str().map(str::to_owned);
    }
    Ok(())
}

async fn create_webhook(State(shared): Shares, Account(account): Account, body: Bytes) -> Response {
    let body = match object(&shared, &body) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    for name in ["url", "events"] {
        if !body.contains_key(name) {
            return wrong(&shared, name, "This field is required.");
        }
    }
    let mut world = shared.lock();
    let mut hook = Webhook {
        id: uuid::Uuid::new_v4().to_string(),
        account,
        agent_id: None,
        created: world.now,
        url: String::new(),
        secrets: Vec::new(),
        events: Vec::new(),
        failures: Vec::new(),
    };
    if let Err((field, text)) = set_webhook(&mut hook, &body) {
        return wrong(&shared, field, text);
    }
    // One is made up if none is sent.
    if hook.secrets.is_empty() {
        hook.secrets.push(uuid::Uuid::new_v4().simple().to_string());
    }
    let shown = hook.json();
    world.state.ultravox.webhooks.insert(hook.id.clone(), hook);
    answer(201, &shown)
}

async fn webhook(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
) -> Response {
    match shared.lock().state.ultravox.webhooks.get(&id) {
        Some(hook) if hook.account == account => answer(200, &hook.json()),
        _ => not_found(),
    }
}

async fn change_webhook(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let body = match object(&shared, &body) {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    match shared.lock().state.ultravox.webhooks.get_mut(&id) {
        Some(hook) if hook.account == account => match set_webhook(hook, &body) {
            Ok(()) => answer(200, &hook.json()),
            Err((field, text)) => wrong(&shared, field, text),
        },
        _ => not_found(),
    }
}

async fn delete_webhook(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
) -> Response {
    let hooks = &mut shared.lock().state.ultravox.webhooks;
    if hooks.get(&id).is_none_or(|hook| hook.account != account) {
        return not_found();
    }
    hooks.remove(&id);
    StatusCode::NO_CONTENT.into_response()
}

async fn deleted_calls(
    State(shared): Shares,
    Account(account): Account,
    uri: Uri,
    RawQuery(query): RawQuery,
) -> Response {
    let items = {
        let world = shared.lock();
        let all = world.state.ultravox.deleted.values();
        all.filter(|(owner, _)| *owner == account)
            .map(|(_, stone)| stone.clone())
            .collect()
    };
    page_of(&shared, &uri, query, items)
}

async fn deleted_call(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
) -> Response {
    match shared.lock().state.ultravox.deleted.get(&id) {
        Some((owner, stone)) if *owner == account => answer(200, stone),
        _ => not_found(),
    }
}

/// Redirects to the audio, on another host name, as the provider does.
pub(super) async fn recording(
    State(shared): Shares,
    Account(account): Account,
    Path(id): Path<String>,
) -> Response {
    let mut world = shared.lock();
    match world.state.ultravox.find(&account, &id) {
        Some((_, call)) if call.new.recording && !call.is_live() && call.joined.is_some() => {
            let host = shared.url.replace("127.0.0.1", "localhost");
            let place = format!("{host}/recordings/{id}.wav");
            (StatusCode::FOUND, [(header::LOCATION, place)]).into_response()
        }
        _ => not_found(),
    }
}

async fn recorded_audio(State(shared): Shares, Path(name): Path<String>) -> Response {
    let world = shared.lock();
    let id = name.strip_suffix(".wav").unwrap_or(&name);
    let call = world
        .state
        .ultravox
        .number(id)
        .and_then(|n| world.state.ultravox.calls.get(&n));
    match call {
        Some(call) if call.new.recording && !call.is_live() => {
            // A few seconds stand for the whole call.
            let length = call.talk(world.now).min(std::time::Duration::from_secs(3));
            let wav = crate::audio::wav(length);
            ([(header::CONTENT_TYPE, "audio/wav")], wav).into_response()
        }
        _ => not_found(),
    }
}
