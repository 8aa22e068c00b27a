//! Stored agents.

use serde_json::{Value, json};

use super::{Collection, Family, calls};
use crate::test_util::{
    reply::Reply,
    state::{Fields, Incoming, State, new_id, now, over, text, values},
};

pub(super) const FAMILY: Family = Family {
    routes: &[
        "GET /api/agents",
        "POST /api/agents",
        "GET /api/agents/usage",
        "GET /api/agents/{agent_id}",
        "PATCH /api/agents/{agent_id}",
        "DELETE /api/agents/{agent_id}",
        "GET /api/agents/{agent_id}/calls",
        "POST /api/agents/{agent_id}/calls",
        "POST /api/agents/{agent_id}/telephony_xml",
    ],
    collection,
    serve,
    seed: |_| {},
};

fn collection(path: &[&str]) -> Option<Collection> {
    matches!(path, ["agents"]).then(|| {
        Collection::new("agentId", fill).keep(|request, agent| {
            let search = request.query("search").unwrap_or_default().to_lowercase();
            text(agent, "name").to_lowercase().contains(&search)
        })
    })
}

fn fill(_: &[&str], mut given: Fields) -> Fields {
    if let Some(Value::Object(template)) = given.get_mut("callTemplate") {
        template.remove("sharedSecrets");
        for time in ["created", "updated"] {
            template.entry(time).or_insert(now());
        }
    }
    let defaults = json!({
        "name": "agent",
        "publishedRevisionId": new_id(),
        "callTemplate": {},
        "statistics": {"calls": 0},
    });
    over(defaults, given)
}

fn serve(state: &mut State, request: &Incoming, path: &[&str]) -> Option<Reply> {
    Some(match (request.method.as_str(), path) {
        ("GET", ["agents", "usage"]) => Reply::ok(usage(state)),
        ("GET", ["agents", id, "calls"]) => {
            let of_agent = |call: &&Fields| text(call, "agentId") == *id;
            let calls = values(state.list("calls").iter().filter(of_agent));
            state.page(request, &calls)
        }
        ("POST", ["agents", id, "calls"]) => match request.fields() {
            Ok(given) => create_call(state, request, id, given),
            Err(reply) => reply,
        },
        ("POST", ["agents", id, "telephony_xml"]) => {
            let created = create_call(state, request, id, telephony_call(request));
            let call: Value = serde_json::from_slice(&created.body).unwrap_or_default();
            let join_url = call["joinUrl"].as_str().unwrap_or_default();
            let stream = format!("<Connect><Stream url=\"{join_url}\"/></Connect>");
            let xml = format!("<?xml version=\"1.0\"?><Response>{stream}</Response>");
            Reply::raw(200, "application/xml", xml)
        }
        _ => return None,
    })
}

fn usage(state: &State) -> Vec<Value> {
    let agents = state.list("agents").iter();
    let usage = agents.map(|agent| {
        let id = text(agent, "agentId");
        let calls = state.list("calls").iter();
        let count = calls.filter(|call| text(call, "agentId") == id).count();
        let today = jiff::Timestamp::now().to_string();
        json!({
            "agent": {"agentId": id, "name": text(agent, "name")},
            "usage": [{"date": &today[..10], "billedMinutes": 0.0, "calls": count}],
        })
    });
    usage.collect()
}

/// A call with the template of the agent, in which what was sent comes first.
fn create_call(state: &mut State, request: &Incoming, id: &str, given: Fields) -> Reply {
    let Some(agent) = state.find_mut("agents", "agentId", id) else {
        return Reply::not_found();
    };
    let statistics = agent
        .get("statistics")
        .and_then(|count| count["calls"].as_u64());
    let calls = statistics.unwrap_or_default();
    agent.insert("statistics".to_owned(), json!({"calls": calls + 1}));
    let name = text(agent, "name").to_owned();
    let mut template = agent.get("callTemplate").cloned().unwrap_or_default();
    let context = given.get("templateContext").cloned().unwrap_or_default();
    if let Value::Object(template) = &mut template {
        for unused in ["name", "created", "updated", "contextSchema"] {
            template.remove(unused);
        }
        for text in ["systemPrompt", "languageHint", "timeExceededMessage"] {
            if let Some(Value::String(text)) = template.get_mut(text) {
                *text = expand(text, &context);
            }
        }
    }
    let mut call = over(template, given);
    call.remove("templateContext");
    if let Some(overrides) = call.remove("toolOverrides") {
        let tools = call.entry("selectedTools").or_insert(json!([]));
        if let Value::Array(tools) = tools {
            override_tools(tools, &overrides);
        }
    }
    call.insert("agentId".to_owned(), id.into());
    call.insert("agent".to_owned(), json!({"agentId": id, "name": name}));
    calls::create(state, request, call)
}

/// Puts values in the place of `{{name}}`.
fn expand(text: &str, context: &Value) -> String {
    let Value::Object(context) = context else {
        return text.to_owned();
    };
    let mut text = text.to_owned();
    for (name, value) in context {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        text = text.replace(&format!("{{{{{name}}}}}"), &value);
    }
    text
}

/// Removes tools, then adds others.
fn override_tools(tools: &mut Vec<Value>, overrides: &Value) {
    if overrides["removeAll"] == true {
        tools.clear();
    }
    if let Some(removed) = overrides["remove"].as_array() {
        tools.retain(|tool| {
            let names = [
                &tool["nameOverride"],
                &tool["toolName"],
                &tool["temporaryTool"]["modelToolName"],
            ];
            !names.iter().any(|name| removed.contains(name))
        });
    }
    if let Some(added) = overrides["add"].as_array() {
        tools.extend(added.iter().cloned());
    }
}

/// The medium of the company that sent the form.
fn telephony_call(request: &Incoming) -> Fields {
    let company = if request.header("x-plivo-signature-v3").is_some() {
        "plivo"
    } else if request.header("telnyx-signature-ed25519").is_some() {
        "telnyx"
    } else {
        "twilio"
    };
    let mut call = Fields::new();
    call.insert("medium".to_owned(), json!({ company: {} }));
    call
}
