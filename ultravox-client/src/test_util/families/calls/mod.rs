//! Calls and what remains of them.

mod create;
mod read;

use serde_json::{Value, json};

pub(super) use self::{create::create, read::silence};
use self::{
    create::{fill, fill_stage},
    read::{filter, filter_event, messages, recording, sip_logs},
};
use super::{Collection, Family, merge, missing};
use crate::test_util::{
    reply::Reply,
    state::{Fields, Incoming, State, is_set, new_id, now, over, text, values},
};

pub(super) const FAMILY: Family = Family {
    routes: &[
        "GET /api/calls",
        "POST /api/calls",
        "GET /api/calls/{call_id}",
        "DELETE /api/calls/{call_id}",
        "GET /api/calls/{call_id}/events",
        "GET /api/calls/{call_id}/messages",
        "GET /api/calls/{call_id}/recording",
        "POST /api/calls/{call_id}/send_data_message",
        "GET /api/calls/{call_id}/sip_logs",
        "GET /api/calls/{call_id}/stages",
        "GET /api/calls/{call_id}/stages/{call_stage_id}",
        "GET /api/calls/{call_id}/stages/{call_stage_id}/messages",
        "GET /api/calls/{call_id}/stages/{call_stage_id}/messages/{call_stage_message_index}/audio",
        "GET /api/calls/{call_id}/stages/{call_stage_id}/tools",
        "GET /api/calls/{call_id}/tools",
        "GET /api/deleted_calls",
        "GET /api/deleted_calls/{call_id}",
    ],
    collection,
    serve,
    seed: |_| {},
};

fn collection(path: &[&str]) -> Option<Collection> {
    Some(match path {
        ["calls"] => Collection::new("callId", fill).keep(filter),
        ["calls", _, "events"] => Collection::new("eventId", fill_event).keep(filter_event),
        ["calls", _, "messages"] => Collection::new("messageId", |_, given| given),
        ["calls", _, "stages"] => Collection::new("callStageId", fill_stage),
        ["calls", _, "tools"] => Collection::new("callToolId", |_, given| given),
        ["deleted_calls"] => Collection::new("callId", fill_deleted).keep(filter),
        _ => return None,
    })
}

fn serve(state: &mut State, request: &Incoming, path: &[&str]) -> Option<Reply> {
    Some(match (request.method.as_str(), path) {
        ("POST", ["calls"]) => match request.fields() {
            Ok(given) => create(state, request, given),
            Err(reply) => reply,
        },
        ("DELETE", ["calls", id]) => delete(state, id),
        ("POST", ["calls", id, "send_data_message"]) => match request.fields() {
            Ok(message) => take_message(state, id, &message),
            Err(reply) => reply,
        },
        ("GET", ["calls", id, "messages"]) => messages(state, request, id, None),
        ("GET", ["calls", id, "stages", stage, "messages"]) => {
            messages(state, request, id, Some(stage))
        }
        ("GET", ["calls", id, "tools"] | ["calls", id, "stages", _, "tools"]) => {
            Reply::ok(values(state.list(&format!("calls/{id}/tools"))))
        }
        ("GET", ["calls", id, "recording"]) => recording(state, id),
        ("GET", ["calls", id, "sip_logs"]) => sip_logs(state, id),
        ("GET", ["calls", _, "stages", _, "messages", _, "audio"]) => silence(),
        _ => return None,
    })
}

fn fill_event(path: &[&str], given: Fields) -> Fields {
    let defaults = json!({
        "callId": path.get(1),
        "callStageId": new_id(),
        "callTimestamp": "0s",
        "severity": "info",
        "type": "",
        "text": "",
        "extras": null,
        "wallClockTimestamp": "0s",
    });
    over(defaults, given)
}

fn fill_deleted(_: &[&str], given: Fields) -> Fields {
    let defaults = json!({
        "accountId": super::accounts::ACCOUNT,
        "deletionTime": now(),
        "joined": null,
        "ended": null,
        "maxDuration": "3600s",
        "endReason": null,
        "recordingEnabled": false,
        "hadSummary": false,
    });
    over(defaults, given)
}

fn delete(state: &mut State, id: &str) -> Reply {
    match state.find("calls", "callId", id) {
        None => return Reply::not_found(),
        Some(call) if !is_set(call, "ended") => {
            return Reply::detail(425, "Cannot delete an ongoing call.");
        }
        Some(_) => {}
    }
    if let Some(call) = state.remove("calls", "callId", id) {
        state.remove_below(&format!("calls/{id}"));
        let kept = [
            "callId",
            "created",
            "joined",
            "ended",
            "maxDuration",
            "endReason",
            "recordingEnabled",
            "metadata",
        ];
        let mut rest: Fields = (call.iter())
            .filter(|(name, _)| kept.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        rest.insert("hadSummary".to_owned(), (is_set(&call, "summary")).into());
        let rest = Collection::new("callId", fill_deleted).make(&["deleted_calls"], rest);
        state.put("deleted_calls", "callId", rest);
    }
    Reply::empty()
}

/// A message is taken while the call is joined, and only then.
fn take_message(state: &mut State, id: &str, message: &Fields) -> Reply {
    if let Some(reply) = missing(&["type"], message) {
        return reply;
    }
    let Some(call) = state.find("calls", "callId", id) else {
        return Reply::not_found();
    };
    if !is_set(call, "joined") || is_set(call, "ended") {
        return Reply::detail(422, "The call is not active.");
    }
    let kind = text(message, "type");
    let known = [
        "hang_up",
        "user_text_message",
        "forced_agent_message",
        "spawn_thread",
    ];
    if !known.contains(&kind) {
        return Reply::json(400, json!({"type": ["Not a known type."]}));
    }
    if kind == "hang_up" && !state.calls_go_on {
        change(state, id, ended("agent_hangup"));
    }
    Reply::empty()
}

fn ended(reason: &str) -> Value {
    json!({"ended": now(), "endReason": reason, "joinUrl": null})
}

/// Changes fields of a call. `false` if there is no such call.
pub(in crate::test_util) fn change(state: &mut State, id: &str, fields: Value) -> bool {
    let Value::Object(fields) = fields else {
        return false;
    };
    match state.find_mut("calls", "callId", id) {
        Some(call) => {
            *call = merge(std::mem::take(call), fields.clone(), &fields);
            true
        }
        None => false,
    }
}

/// Somebody joins a call. `false` if there is none that is open.
pub(in crate::test_util) fn join(state: &mut State, id: &str) -> bool {
    let open = |call: &Fields| !is_set(call, "ended");
    let joined = json!({"joined": now(), "clientVersion": "test"});
    state.find("calls", "callId", id).is_some_and(open) && change(state, id, joined)
}

/// Ends a call unless it has ended. `false` if there is none that is open.
pub(in crate::test_util) fn end(state: &mut State, id: &str, reason: &str) -> bool {
    let open = |call: &Fields| !is_set(call, "ended");
    state.find("calls", "callId", id).is_some_and(open) && change(state, id, ended(reason))
}
