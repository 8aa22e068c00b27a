//! Batches of calls. They are stored; nothing is dialled by itself.

use serde_json::{Value, json};

use super::{Collection, Family};
use crate::test_util::{
    reply::Reply,
    state::{Fields, Incoming, State, over, text, values},
};

pub(super) const FAMILY: Family = Family {
    routes: &[
        "GET /api/agents/{agent_id}/scheduled_batches",
        "POST /api/agents/{agent_id}/scheduled_batches",
        "GET /api/agents/{agent_id}/scheduled_batches/{batch_id}",
        "PATCH /api/agents/{agent_id}/scheduled_batches/{batch_id}",
        "DELETE /api/agents/{agent_id}/scheduled_batches/{batch_id}",
        "GET /api/agents/{agent_id}/scheduled_batches/{batch_id}/created_calls",
        "GET /api/agents/{agent_id}/scheduled_batches/{batch_id}/scheduled_calls",
    ],
    collection,
    serve,
    seed: |_| {},
};

fn collection(path: &[&str]) -> Option<Collection> {
    match path {
        ["agents", _, "scheduled_batches"] => Some(Collection::new("batchId", fill)),
        ["agents", _, "scheduled_batches", _, "scheduled_calls"] => {
            Some(Collection::new("entry", fill_call).keep(|request, call| {
                let status = request.query("status");
                status.is_none_or(|status| text(call, "status") == status)
            }))
        }
        _ => None,
    }
}

fn fill(_: &[&str], mut given: Fields) -> Fields {
    let total = given.remove("calls");
    let total = total.as_ref().and_then(Value::as_array).map(Vec::len);
    let defaults = json!({
        "windowStart": null,
        "windowEnd": null,
        "throttle": null,
        "webhookUrl": null,
        "webhookSecret": null,
        "paused": false,
        "totalCount": total.unwrap_or_default(),
        "completedCount": 0,
        "endedAt": null,
    });
    over(defaults, given)
}

fn fill_call(path: &[&str], given: Fields) -> Fields {
    let defaults = json!({
        "status": "PENDING",
        "batchId": path.get(3),
        "callId": null,
        "error": null,
        "medium": null,
        "metadata": {},
        "templateContext": {},
        "experimentalSettings": {},
    });
    over(defaults, given)
}

fn serve(state: &mut State, request: &Incoming, path: &[&str]) -> Option<Reply> {
    match (request.method.as_str(), path) {
        ("POST", ["agents", _, "scheduled_batches"]) => Some(match request.fields() {
            Ok(given) => create(state, path, given),
            Err(reply) => reply,
        }),
        ("GET", ["agents", _, "scheduled_batches", _, "created_calls"]) => {
            let entries = path[..4].join("/") + "/scheduled_calls";
            let ids = state
                .list(&entries)
                .iter()
                .map(|entry| text(entry, "callId"));
            let calls = ids.filter_map(|id| state.find("calls", "callId", id));
            let calls = values(calls);
            Some(state.page(request, &calls))
        }
        _ => None,
    }
}

fn create(state: &mut State, path: &[&str], given: Fields) -> Reply {
    let calls = match given.get("calls") {
        Some(Value::Array(calls)) if !calls.is_empty() => calls.clone(),
        _ => return Reply::json(400, json!({"calls": ["This list may not be empty."]})),
    };
    let batch = Collection::new("batchId", fill).make(path, given);
    let id = text(&batch, "batchId").to_owned();
    state.put(&path.join("/"), "batchId", batch.clone());
    let entries = [path, &[id.as_str(), "scheduled_calls"]].concat();
    for call in calls {
        if let Value::Object(call) = call {
            let entry = Collection::new("entry", fill_call).make(&entries, call);
            state.put(&entries.join("/"), "entry", entry);
        }
    }
    Reply::json(201, batch.into())
}
