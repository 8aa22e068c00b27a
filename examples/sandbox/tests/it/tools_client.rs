//! Tools the client implements, and what every tool can answer.

use std::time::Duration;

use sandbox::{AgentStep, Config};
use serde_json::{Map, Value, json};

use crate::support::{
    Rig, Socket, instant, join, kind, manual, message, quick, read_until, said, send, start, until,
    write,
};

fn with_tools(tools: Value) -> Value {
    let flags = json!({"toolUsed": true, "invokingTool": true, "callEvent": true});
    json!({
        "medium": {"serverWebSocket": {"inputSampleRate": 8000, "dataMessages": flags}},
        "selectedTools": tools,
    })
}

fn book() -> Value {
    json!({"temporaryTool": {
        "modelToolName": "book",
        "client": {},
        "dynamicParameters": [
            {"name": "day", "location": "PARAMETER_LOCATION_BODY", "schema": {"type": "string"}},
        ],
        "staticParameters": [
            {"name": "room", "location": "PARAMETER_LOCATION_BODY", "value": 7},
        ],
        "automaticParameters": [
            {"name": "call", "location": "PARAMETER_LOCATION_BODY",
             "knownValue": "KNOWN_PARAM_CALL_ID"},
            {"name": "state", "location": "PARAMETER_LOCATION_BODY",
             "knownValue": "KNOWN_PARAM_CALL_STATE"},
        ],
    }})
}

async fn joined(config: Config) -> (Rig, String, Socket) {
    let rig = start(config).await;
    let (id, socket) = join(&rig, with_tools(json!([book()]))).await;
    (rig, id, socket)
}

fn result(invocation: &Value, more: Value) -> Value {
    let mut message = json!({
        "type": "client_tool_result", "invocationId": invocation["invocationId"],
    });
    for (name, value) in more.as_object().unwrap() {
        message[name] = value.clone();
    }
    message
}

#[tokio::test]
async fn a_client_tool_is_invoked_answered_and_noted() {
    let (rig, id, mut socket) = joined(quick()).await;
    write(&mut socket, r#"call tool book {"day": "Monday"}"#).await;
    let seen = read_until(&mut socket, |it| kind(it) == "client_tool_invocation").await;
    assert!(seen.iter().any(|it| kind(it) == "invoking_tool"));
    let invocation: Value = crate::support::json(seen.last().unwrap());
    assert_eq!(invocation["toolName"], "book");
    let expected = json!({"day": "Monday", "room": 7, "call": id, "state": {}});
    assert_eq!(invocation["parameters"], expected);
    let answer = json!({"result": "Booked.", "updateCallState": {"day": "Monday"}});
    send(&mut socket, result(&invocation, answer)).await;
    let used = message(&mut socket, "tool_used").await;
    assert_eq!(used["invocationId"], invocation["invocationId"]);
    assert_eq!(said(&mut socket).await, "The tool book says: Booked.");
    // The state is known to the next invocation.
    write(&mut socket, "call tool book").await;
    let next = message(&mut socket, "client_tool_invocation").await;
    assert_eq!(next["parameters"]["state"], json!({"day": "Monday"}));
    let messages = rig.part(&id, "messages").await;
    let shown: Vec<_> = messages
        .iter()
        .map(|it| (it["role"].as_str().unwrap(), it["text"].as_str().unwrap()))
        .collect();
    let expected = [
        ("MESSAGE_ROLE_USER", r#"call tool book {"day": "Monday"}"#),
        ("MESSAGE_ROLE_TOOL_CALL", r#"{"day":"Monday"}"#),
        ("MESSAGE_ROLE_TOOL_RESULT", "Booked."),
        ("MESSAGE_ROLE_AGENT", "The tool book says: Booked."),
    ];
    assert_eq!(shown[..4], expected);
    assert_eq!(messages[1]["invocationId"], invocation["invocationId"]);
    assert_eq!(messages[2]["callState"], json!({"day": "Monday"}));
}

#[tokio::test]
async fn an_answer_that_comes_too_late_is_a_failure() {
    let mut config = manual();
    config.ultravox.agent = quick().ultravox.agent;
    let (rig, id, mut socket) = joined(config).await;
    write(&mut socket, "call tool book").await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    rig.advance(0.2).await;
    let invocation = message(&mut socket, "client_tool_invocation").await;
    rig.advance(2.0).await;
    assert_eq!(rig.part(&id, "messages").await.len(), 2, "it still waits");
    rig.advance(1.0).await;
    until("the failure is said", || async {
        rig.part(&id, "messages").await.len() == 4
    })
    .await;
    let messages = rig.part(&id, "messages").await;
    assert_eq!(
        messages[2]["errorDetails"],
        "the tool did not answer in time"
    );
    assert_eq!(messages[3]["text"], "The tool book failed.");
    send(
        &mut socket,
        result(&invocation, json!({"result": "Booked."})),
    )
    .await;
    let event = message(&mut socket, "call_event").await;
    assert_eq!(event["event"]["type"], "tool.failed");
    let event = message(&mut socket, "call_event").await;
    assert_eq!(event["event"]["type"], "tool.unexpected_result");
    assert_eq!(rig.part(&id, "messages").await.len(), 4);
    let stages = rig.part(&id, "stages").await;
    assert_eq!(stages[0]["errorCount"], 1);
}

#[tokio::test]
async fn an_error_of_the_client_is_a_failure_with_details() {
    let (rig, id, mut socket) = joined(quick()).await;
    write(&mut socket, "call tool book").await;
    let invocation = message(&mut socket, "client_tool_invocation").await;
    let error = json!({"errorType": "implementation-error", "errorMessage": "no calendar"});
    send(&mut socket, result(&invocation, error)).await;
    assert_eq!(said(&mut socket).await, "The tool book failed.");
    let messages = rig.part(&id, "messages").await;
    assert_eq!(
        messages[2]["errorDetails"],
        "implementation-error: no calendar"
    );
    let row = rig.control.call(&id).unwrap();
    assert_eq!(row.warnings, ["book: implementation-error: no calendar"]);
    // The model never sees the details.
    assert!(!messages[2]["text"].as_str().unwrap().contains("calendar"));
}

#[tokio::test]
async fn a_tool_the_call_does_not_have_fails() {
    let (rig, id, mut socket) = joined(quick()).await;
    write(&mut socket, "call tool fly {}").await;
    assert_eq!(said(&mut socket).await, "The tool fly failed.");
    let messages = rig.part(&id, "messages").await;
    assert_eq!(messages[2]["errorDetails"], "the call has no such tool");
}

#[tokio::test]
async fn the_reaction_decides_whether_the_agent_speaks() {
    let (rig, id, mut socket) = joined(quick()).await;
    write(&mut socket, "call tool book").await;
    let invocation = message(&mut socket, "client_tool_invocation").await;
    let quiet = json!({"result": "Booked.", "agentReaction": "listens"});
    send(&mut socket, result(&invocation, quiet)).await;
    let state = message(&mut socket, "state").await;
    assert_eq!(state["state"], "listening");
    write(&mut socket, "say I go on.").await;
    assert_eq!(said(&mut socket).await, "I go on.");
    let spoken = rig.part(&id, "messages").await;
    assert!(
        spoken
            .iter()
            .all(|it| it["text"] != "The tool book says: Booked.")
    );
}

#[tokio::test]
async fn a_tool_can_end_the_call_with_a_farewell() {
    let (rig, id, mut socket) = joined(quick()).await;
    write(&mut socket, "call tool book").await;
    let invocation = message(&mut socket, "client_tool_invocation").await;
    let end = json!({
        "responseType": "hang-up", "result": r#"{"strict": true, "message": "Goodbye!"}"#,
    });
    send(&mut socket, result(&invocation, end)).await;
    assert_eq!(said(&mut socket).await, "Goodbye!");
    read_until(&mut socket, |it| it.is_close()).await;
    assert_eq!(rig.shown(&id).await["endReason"], "agent_hangup");
}

#[tokio::test]
async fn a_tool_can_open_a_new_stage() {
    let (rig, id, mut socket) = joined(quick()).await;
    write(&mut socket, "say One.").await;
    assert_eq!(said(&mut socket).await, "One.");
    write(&mut socket, "call tool book").await;
    let invocation = message(&mut socket, "client_tool_invocation").await;
    let stage = json!({
        "systemPrompt": "Now sell.", "voice": "Mark", "maxDuration": "1s",
        "selectedTools": [{"toolName": "hangUp"}], "toolResultText": "Moved on.",
    });
    let answer = json!({"responseType": "new-stage", "result": stage.to_string()});
    send(&mut socket, result(&invocation, answer)).await;
    assert_eq!(said(&mut socket).await, "The tool book says: Moved on.");
    let stages = rig.part(&id, "stages").await;
    assert_eq!(stages.len(), 2);
    assert_eq!(stages[1]["systemPrompt"], "Now sell.");
    let call = rig.shown(&id).await;
    assert_eq!(call["voice"], "Mark", "that of the last stage");
    assert_eq!(call["maxDuration"], "3600s", "a stage cannot change it");
    let tools = rig.part(&id, "tools").await;
    assert_eq!(tools[0]["name"], "hangUp");
    // All stages without what they began with, and the last one with the history.
    let in_call = rig.part(&id, "messages?mode=in_call").await;
    let last = rig.part(&id, "messages").await;
    assert_eq!((in_call.len(), last.len()), (6, 6));
    assert_eq!(in_call[5]["callStageId"], stages[1]["callStageId"]);
    assert_eq!(in_call[5]["callStageMessageIndex"], 0);
    // What was before is told without the times and places of its stage.
    assert_eq!(last[0]["text"], "say One.");
    assert_eq!(last[0].get("timespan"), None);
    assert_eq!(last[3]["toolName"], "book");
    let events = rig.part(&id, "events?minimum_severity=warning").await;
    assert!(
        events
            .iter()
            .any(|it| it["text"].as_str().unwrap().contains("maxDuration"))
    );
    // The old tool is gone.
    write(&mut socket, "call tool book").await;
    assert_eq!(said(&mut socket).await, "The tool book failed.");
}

#[tokio::test]
async fn the_script_and_the_control_interface_call_tools_too() {
    let mut config = quick();
    let arguments = Map::from_iter([("day".to_owned(), json!("Friday"))]);
    config.ultravox.agent.turns = vec![vec![AgentStep::call("book", arguments)]];
    let (rig, id, mut socket) = joined(config).await;
    write(&mut socket, "Please book Friday.").await;
    let invocation = message(&mut socket, "client_tool_invocation").await;
    assert_eq!(invocation["parameters"]["day"], "Friday");
    send(&mut socket, result(&invocation, json!({"result": "Done."}))).await;
    assert_eq!(said(&mut socket).await, "The tool book says: Done.");
    let url = rig.url(&format!("/control/calls/{id}/agent"));
    let steps = json!([{"call": {"name": "book", "arguments": {"day": "Sunday"}}}]);
    let answer = rig.send(rig.http.post(&url).json(&steps)).await;
    assert_eq!(answer.status, 204);
    let invocation = message(&mut socket, "client_tool_invocation").await;
    assert_eq!(invocation["parameters"]["day"], "Sunday");
    send(&mut socket, result(&invocation, json!({"result": "Full."}))).await;
    assert_eq!(said(&mut socket).await, "The tool book says: Full.");
    // What the user says aloud is understood as the script, or the control interface, wants.
    rig.control
        .agent(&id, vec![AgentStep::Hear("say Heard.".to_owned())])
        .unwrap();
    assert_eq!(said(&mut socket).await, "Heard.");
}

#[tokio::test]
async fn durable_tools_are_kept_listed_and_used_by_name() {
    let rig = instant().await;
    let definition = book()["temporaryTool"].clone();
    let tool = json!({"name": "booking", "definition": definition});
    let created = rig.ultravox("POST", "/api/tools", tool.clone()).await;
    assert_eq!(created.status, 201, "{:?}", created.body);
    assert_eq!(created.body["ownership"], "private");
    assert_eq!(rig.ultravox("POST", "/api/tools", tool).await.status, 400);
    let path = format!("/api/tools/{}", created.body["toolId"].as_str().unwrap());
    let own = rig
        .ultravox("GET", "/api/tools?ownership=private", Value::Null)
        .await;
    assert_eq!(own.body["total"], 1);
    let all = rig
        .ultravox("GET", "/api/tools?search=HANG", Value::Null)
        .await;
    assert_eq!(all.body["results"][0]["name"], "hangUp");
    let (id, mut socket) = join(&rig, with_tools(json!([{"toolName": "booking"}]))).await;
    write(&mut socket, "call tool book").await;
    let invocation = message(&mut socket, "client_tool_invocation").await;
    let quiet = json!({"errorType": "undefined", "agentReaction": "listens"});
    send(&mut socket, result(&invocation, quiet)).await;
    message(&mut socket, "tool_used").await;
    let history = rig
        .ultravox("GET", &format!("{path}/history"), Value::Null)
        .await;
    assert_eq!(history.body["results"][0]["errorCount"], 1);
    assert_eq!(history.body["results"][0]["call"]["callId"], id);
    let other = json!({"name": "other", "definition": {"modelToolName": "other", "client": {}}});
    assert_eq!(
        rig.ultravox("PUT", &path, other).await.body["name"],
        "other"
    );
    assert_eq!(rig.ultravox("DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(rig.ultravox("GET", &path, Value::Null).await.status, 404);
    let gone = with_tools(json!([{"toolName": "booking"}]));
    assert_eq!(rig.ultravox("POST", "/api/calls", gone).await.status, 400);
}

#[tokio::test]
async fn a_voicemail_is_left_and_its_result_is_the_documented_one() {
    let rig = start(quick()).await;
    let tools = json!([{"toolName": "leaveVoicemail"}]);
    let (id, mut socket) = join(&rig, with_tools(tools)).await;
    write(
        &mut socket,
        r#"call tool leaveVoicemail {"message": "Call me."}"#,
    )
    .await;
    assert_eq!(said(&mut socket).await, "Call me.");
    rig.until_state(&id, "ended").await;
    assert_eq!(rig.shown(&id).await["endReason"], "agent_hangup");
    let messages = rig.part(&id, "messages").await;
    let result = messages
        .iter()
        .find(|it| it["role"] == "MESSAGE_ROLE_TOOL_RESULT")
        .unwrap();
    assert_eq!(result["text"], "[Leaving voicemail...]");
}

#[tokio::test]
async fn a_call_does_not_grow_without_end() {
    let (rig, id, mut socket) = joined(quick()).await;
    let stage = json!({
        "type": "forced_agent_message", "toolCalls": [{"id": "a", "name": "book"}],
        "knownToolResults": [{
            "invocationId": "a", "responseType": "new-stage", "result": "{}",
            "agentReaction": "listens",
        }],
    });
    for _ in 0..120 {
        send(&mut socket, stage.clone()).await;
    }
    let too_many = || async {
        let events = rig
            .part(&id, "events?minimum_severity=error&pageSize=200")
            .await;
        events
            .iter()
            .any(|it| it["text"].as_str().unwrap().contains("too many stages"))
    };
    until("a stage is refused", too_many).await;
    assert_eq!(rig.part(&id, "stages?pageSize=200").await.len(), 100);
}
