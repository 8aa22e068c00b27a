//! Durable tools.

use serde_json::{Value, json};

use super::{Collection, Family};
use crate::test_util::{
    form,
    reply::Reply,
    state::{Fields, Incoming, State, over, text},
};

pub(super) const FAMILY: Family = Family {
    routes: &[
        "GET /api/tools",
        "POST /api/tools",
        "GET /api/tools/{tool_id}",
        "PUT /api/tools/{tool_id}",
        "DELETE /api/tools/{tool_id}",
        "GET /api/tools/{tool_id}/history",
        "POST /api/tools/{tool_id}/test",
    ],
    collection,
    serve,
    seed,
};

fn collection(path: &[&str]) -> Option<Collection> {
    match path {
        ["tools"] => Some(
            Collection::new("toolId", fill)
                .keep(keep)
                .required(&["name", "definition"]),
        ),
        ["tools", _, "history"] => Some(Collection::new("entry", |_, given| given)),
        _ => None,
    }
}

fn fill(_: &[&str], given: Fields) -> Fields {
    over(json!({"ownership": "private"}), given)
}

fn keep(request: &Incoming, tool: &Fields) -> bool {
    let search = request.query("search").unwrap_or_default().to_lowercase();
    let ownership = request.query("ownership");
    text(tool, "name").to_lowercase().contains(&search)
        && ownership.is_none_or(|wanted| text(tool, "ownership") == wanted)
}

/// The built-in tool that ends a call, with its documented id.
fn seed(state: &mut State) {
    let hang_up = json!({
        "toolId": "56294126-5a7d-4948-b67d-3b7e13d55ea7",
        "name": "hangUp",
        "created": "2025-01-01T00:00:00Z",
        "ownership": "public",
        "definition": {
            "modelToolName": "hangUp",
            "description": "Ends the call.",
            "dynamicParameters": [{
                "name": "reason",
                "location": "PARAMETER_LOCATION_BODY",
                "schema": {"type": "string"},
                "required": false,
            }],
            "http": {"baseUrlPattern": "https://example.com/hangUp", "httpMethod": "POST"},
        },
    });
    if let Value::Object(tool) = hang_up {
        state.put("tools", "toolId", tool);
    }
}

fn serve(state: &mut State, request: &Incoming, path: &[&str]) -> Option<Reply> {
    match (request.method.as_str(), path) {
        ("POST", ["tools"]) => {
            let file = form::part(request, "file")?;
            let Some(given) = from_openapi(&file) else {
                return Some(Reply::detail(400, "Not an OpenAPI document in JSON."));
            };
            let tool = Collection::new("toolId", fill).make(path, given);
            state.put("tools", "toolId", tool.clone());
            Some(Reply::json(201, tool.into()))
        }
        // The answer is not documented.
        ("POST", ["tools", _, "test"]) => Some(Reply::ok(json!({"result": "OK"}))),
        _ => None,
    }
}

/// The first operation of a document.
fn from_openapi(file: &[u8]) -> Option<Fields> {
    let document: Value = serde_json::from_slice(file).ok()?;
    let server = document["servers"][0]["url"].as_str().unwrap_or_default();
    let (path, operations) = document["paths"].as_object()?.iter().next()?;
    let (method, operation) = operations.as_object()?.iter().next()?;
    let title = document["info"]["title"].as_str().unwrap_or("tool");
    let name = operation["operationId"].as_str().unwrap_or(title);
    let tool = json!({
        "name": title,
        "definition": {
            "modelToolName": name,
            "description": operation["description"],
            "http": {"baseUrlPattern": format!("{server}{path}"), "httpMethod": method.to_uppercase()},
        },
    });
    tool.as_object().cloned()
}
