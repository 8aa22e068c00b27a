//! Throttles, webhooks, API keys, models, the document itself.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Collection, Family};
use crate::test_util::{
    reply::Reply,
    state::{Fields, Incoming, State, new_id, over, text},
};

pub(super) const FAMILY: Family = Family {
    routes: &[
        "GET /api/call_throttles",
        "POST /api/call_throttles",
        "GET /api/call_throttles/{throttle_id}",
        "PUT /api/call_throttles/{throttle_id}",
        "PATCH /api/call_throttles/{throttle_id}",
        "DELETE /api/call_throttles/{throttle_id}",
        "GET /api/webhooks",
        "POST /api/webhooks",
        "GET /api/webhooks/{webhook_id}",
        "PUT /api/webhooks/{webhook_id}",
        "PATCH /api/webhooks/{webhook_id}",
        "DELETE /api/webhooks/{webhook_id}",
        "GET /api/api_keys",
        "POST /api/api_keys",
        "GET /api/api_keys/{api_key_prefix}",
        "PUT /api/api_keys/{api_key_prefix}",
        "PATCH /api/api_keys/{api_key_prefix}",
        "DELETE /api/api_keys/{api_key_prefix}",
        "GET /api/models",
        "GET /api/schema/",
    ],
    collection,
    serve,
    seed: |state| {
        for name in ["ultravox-v0.7", "ultravox-v0.6", "ultravox-v0.6-gemma3-27b"] {
            let mut model = Fields::new();
            model.insert("name".to_owned(), name.into());
            state.put("models", "name", model);
        }
    },
};

fn collection(path: &[&str]) -> Option<Collection> {
    Some(match path {
        ["call_throttles"] => Collection::new("throttleId", |_, given| {
            over(json!({"name": "throttle", "rules": []}), given)
        })
        .required(&["name"]),
        ["webhooks"] => Collection::new("webhookId", fill_webhook)
            .required(&["url", "events"])
            .keep(|request, webhook| {
                let agent = request.query("agentId");
                agent.is_none_or(|agent| text(webhook, "agentId") == agent)
            }),
        ["api_keys"] => Collection::new("prefix", fill_key),
        ["models"] => Collection::new("name", |_, given| given),
        _ => return None,
    })
}

fn fill_webhook(_: &[&str], given: Fields) -> Fields {
    let defaults = json!({
        "agentId": null,
        "url": "https://example.com",
        // Without one, the provider makes one up.
        "secrets": [new_id()],
        "events": [],
        "status": "normal",
        "lastStatusChange": null,
        "recentFailures": [],
    });
    over(defaults, given)
}

fn fill_key(_: &[&str], given: Fields) -> Fields {
    let defaults = json!({"creator": null, "name": "", "expiryDate": null, "revoked": false});
    over(defaults, given)
}

fn serve(state: &mut State, request: &Incoming, path: &[&str]) -> Option<Reply> {
    Some(match (request.method.as_str(), path) {
        ("POST", ["api_keys"]) => match request.fields() {
            Ok(given) => create_key(state, given),
            Err(reply) => reply,
        },
        ("GET", ["schema", ""]) => Reply::ok(json!({
            "openapi": "3.0.3",
            "info": {"title": "Ultravox", "version": "0.1.0"},
            "paths": paths(),
        })),
        _ => return None,
    })
}

/// The secret is shown once.
fn create_key(state: &mut State, mut given: Fields) -> Reply {
    let secret = Uuid::new_v4().simple().to_string();
    let prefix = &Uuid::new_v4().simple().to_string()[..8];
    given.insert("prefix".to_owned(), prefix.into());
    let mut key = Collection::new("prefix", fill_key).make(&["api_keys"], given);
    state.put("api_keys", "prefix", key.clone());
    key.insert("secret".to_owned(), format!("{prefix}.{secret}").into());
    Reply::json(201, key.into())
}

/// The operations of this double, in the shape of an OpenAPI document.
fn paths() -> Value {
    let mut paths = Fields::new();
    for route in super::routes() {
        if let Some((method, path)) = route.split_once(' ') {
            let operations = paths.entry(path).or_insert_with(|| json!({}));
            operations[method.to_lowercase()] = json!({"responses": {}});
        }
    }
    paths.into()
}
