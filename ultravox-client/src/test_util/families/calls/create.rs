//! Placing a call.

use serde_json::{Value, json};

use super::Collection;
use crate::test_util::{
    reply::Reply,
    state::{Fields, Incoming, State, new_id, over, text},
};

/// Places a call; `given` is the body, with what an agent adds.
pub(in crate::test_util) fn create(
    state: &mut State,
    request: &Incoming,
    mut given: Fields,
) -> Reply {
    let reserved = (given.get("metadata").and_then(Value::as_object).into_iter())
        .any(|metadata| metadata.keys().any(|key| key.starts_with("ultravox.")));
    if reserved {
        let problem = "Keys must not start with \"ultravox.\".";
        return Reply::json(400, json!({ "metadata": [problem] }));
    }
    if let Some(prior) = request.query("priorCallId") {
        let Some(prior) = state.find("calls", "callId", prior) else {
            return Reply::json(400, json!({"priorCallId": ["No such call."]}));
        };
        for name in INHERITED {
            if let Some(value) = prior.get(name).filter(|value| !value.is_null()) {
                given.entry(name).or_insert(value.clone());
            }
        }
    }
    let initial = given.remove("initialMessages");
    let tools = given.remove("selectedTools");
    let call = Collection::new("callId", fill).make(&["calls"], given);
    let id = text(&call, "callId").to_owned();
    let call = with_join_url(state, &id, call);
    state.put("calls", "callId", call.clone());
    let stage =
        Collection::new("callStageId", fill_stage).make(&["calls", &id, "stages"], stage_of(&call));
    let stage_id = text(&stage, "callStageId").to_owned();
    state.put(&format!("calls/{id}/stages"), "callStageId", stage);
    for (index, mut message) in objects(initial).enumerate() {
        message.insert("callStageId".to_owned(), stage_id.clone().into());
        message.insert("callStageMessageIndex".to_owned(), index.into());
        message.insert("initial".to_owned(), true.into());
        state.put(&format!("calls/{id}/messages"), "messageId", message);
    }
    for tool in objects(tools) {
        let shown = shown_tool(state, &tool);
        state.put(&format!("calls/{id}/tools"), "callToolId", shown);
    }
    Reply::json(201, call.into())
}

/// A tool as a call shows it: without secrets, with the definition of the durable tool if it is one.
fn shown_tool(state: &State, tool: &Fields) -> Fields {
    let durable = (state.find("tools", "toolId", text(tool, "toolId")))
        .or_else(|| state.find("tools", "name", text(tool, "toolName")));
    let definition = (tool.get("temporaryTool"))
        .or_else(|| durable.and_then(|durable| durable.get("definition")));
    let mut definition = definition.cloned().unwrap_or_else(|| json!({}));
    let own_name = definition["modelToolName"].clone();
    if let Value::Object(definition) = &mut definition {
        definition.remove("modelToolName");
        definition.remove("requirements");
    }
    let names = [
        tool.get("nameOverride"),
        Some(&own_name),
        tool.get("toolName"),
    ];
    let name = names.into_iter().flatten().find(|name| name.is_string());
    let mut shown = Fields::new();
    shown.insert("callToolId".to_owned(), new_id().into());
    let id = durable.and_then(|durable| durable.get("toolId"));
    shown.insert("toolId".to_owned(), id.cloned().unwrap_or_default());
    shown.insert(
        "name".to_owned(),
        name.cloned().unwrap_or_else(|| "tool".into()),
    );
    shown.insert("definition".to_owned(), definition);
    shown
}

/// What a call takes over from an earlier one.
const INHERITED: [&str; 8] = [
    "systemPrompt",
    "temperature",
    "model",
    "voice",
    "languageHint",
    "medium",
    "maxDuration",
    "joinTimeout",
];

pub(super) fn fill(_: &[&str], mut given: Fields) -> Fields {
    if let Some(connection) = given.remove("dataConnection") {
        given.insert("dataConnectionConfig".to_owned(), connection);
    }
    given.remove("sharedSecrets");
    let policy = match given.get("retentionPolicy").and_then(Value::as_str) {
        Some("CALL_RETENTION_POLICY_AUTO_DELETE") => Some("auto_delete"),
        Some("CALL_RETENTION_POLICY_RETAIN") => Some("retain"),
        _ => None,
    };
    if let Some(policy) = policy {
        given.insert("retentionPolicy".to_owned(), policy.into());
    }
    let first_speaker = if given
        .get("firstSpeakerSettings")
        .is_some_and(|settings| settings.get("user").is_some())
    {
        "FIRST_SPEAKER_USER"
    } else {
        "FIRST_SPEAKER_AGENT"
    };
    let defaults = json!({
        "clientVersion": null,
        "joined": null,
        "ended": null,
        "endReason": null,
        "billedDuration": null,
        "billedSideInputTokens": null,
        "billedSideOutputTokens": null,
        "billingStatus": "BILLING_STATUS_PENDING",
        "firstSpeaker": first_speaker,
        "firstSpeakerSettings": {"agent": {}},
        "inactivityMessages": [],
        "initialOutputMedium": "MESSAGE_MEDIUM_VOICE",
        "joinTimeout": "30s",
        "joinUrl": null,
        "languageHint": null,
        "maxDuration": "3600s",
        "medium": {"webRtc": {}},
        "model": "ultravox-v0.7",
        "recordingEnabled": false,
        "retentionPolicy": "retain",
        "systemPrompt": null,
        "temperature": 0.0,
        "timeExceededMessage": null,
        "voice": null,
        "externalVoice": null,
        "transcriptOptional": true,
        "vadSettings": null,
        "shortSummary": null,
        "summary": null,
        "agent": null,
        "agentId": null,
        "experimentalSettings": null,
        "metadata": {},
        "initialState": {},
        "requestContext": {},
        "dataConnectionConfig": null,
        "callbacks": null,
        "sipDetails": null,
    });
    over(defaults, given)
}

/// Only what is not outgoing can be joined, and only until it has ended.
fn with_join_url(state: &State, id: &str, mut call: Fields) -> Fields {
    let medium = call.get("medium").and_then(Value::as_object);
    let medium = medium.and_then(|medium| medium.iter().next());
    let (kind, outgoing) = medium.map_or(("webRtc", false), |(kind, settings)| {
        (kind.as_str(), settings.get("outgoing").is_some())
    });
    if call.get("joinUrl").is_none_or(Value::is_null) && !outgoing {
        let rest = match kind {
            "serverWebSocket" => "/server_web_socket",
            "webRtc" => "",
            _ => "/telephony",
        };
        let base = match &state.sessions {
            Some(base) => base.clone(),
            None => state.url.replacen("http", "ws", 1),
        };
        let url = format!("{base}/calls/{id}{rest}");
        call.insert("joinUrl".to_owned(), url.into());
    }
    call
}

pub(super) fn fill_stage(path: &[&str], given: Fields) -> Fields {
    let defaults = json!({
        "callId": path.get(1),
        "inactivityMessages": [],
        "initialTokenCount": null,
        "latestTokenCount": null,
        "temperature": 0.0,
        "errorCount": 0,
        "experimentalSettings": null,
        "initialState": {},
    });
    over(defaults, given)
}

fn stage_of(call: &Fields) -> Fields {
    const SHARED: [&str; 10] = [
        "created",
        "systemPrompt",
        "model",
        "voice",
        "externalVoice",
        "temperature",
        "languageHint",
        "timeExceededMessage",
        "inactivityMessages",
        "initialState",
    ];
    let field = |name: &&str| Some(((*name).to_owned(), call.get(*name)?.clone()));
    SHARED.iter().filter_map(field).collect()
}

fn objects(list: Option<Value>) -> impl Iterator<Item = Fields> {
    let items = match list {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    };
    items.into_iter().filter_map(|item| match item {
        Value::Object(fields) => Some(fields),
        _ => None,
    })
}
