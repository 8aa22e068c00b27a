//! Tools that are HTTP requests.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::support::{
    Application, Received, Rig, Socket, join, quick, read_until, said, start, write,
};

async fn call_with(tool: Value) -> (Rig, String, Socket) {
    let rig = start(quick()).await;
    let body = json!({
        "medium": {"serverWebSocket": {"inputSampleRate": 8000, "outputSampleRate": 16000}},
        "metadata": {"customer": "7"},
        "initialState": {"step": 1},
        "selectedTools": [tool],
    });
    let (id, socket) = join(&rig, body).await;
    (rig, id, socket)
}

fn tool(url: &str, parameters: Value) -> Value {
    let mut definition = json!({
        "modelToolName": "ask", "http": {"baseUrlPattern": url, "httpMethod": "POST"},
    });
    for (name, value) in parameters.as_object().unwrap() {
        definition[name] = value.clone();
    }
    json!({"temporaryTool": definition})
}

/// A server that gives this answer, and a call with it as its only tool.
async fn answering(
    answer: impl Fn(&Received, usize) -> Response + Clone + Send + Sync + 'static,
) -> (Application, Rig, String, Socket) {
    let server = Application::start(answer).await;
    let (rig, id, socket) = call_with(tool(&server.url, json!({}))).await;
    (server, rig, id, socket)
}

#[tokio::test]
async fn every_parameter_is_at_its_place() {
    let server = Application::start(|_, _| "found".into_response()).await;
    let known = |name: &str, place: &str, known: &str| {
        json!({
            "name": name, "location": format!("PARAMETER_LOCATION_{place}"),
            "knownValue": format!("KNOWN_PARAM_{known}"),
        })
    };
    let parameters = json!({
        "dynamicParameters": [
            {"name": "city", "location": "PARAMETER_LOCATION_PATH", "schema": {}},
            {"name": "day", "location": "PARAMETER_LOCATION_QUERY", "schema": {}},
            {"name": "people", "location": "PARAMETER_LOCATION_BODY", "schema": {}},
        ],
        "staticParameters": [
            {"name": "X-Shop", "location": "PARAMETER_LOCATION_HEADER", "value": "north"},
        ],
        "automaticParameters": [
            known("call", "HEADER", "CALL_ID"), known("rate", "QUERY", "OUTPUT_SAMPLE_RATE"),
            known("history", "BODY", "CONVERSATION_HISTORY"), known("state", "BODY", "CALL_STATE"),
            known("metadata", "BODY", "CALL_METADATA"), known("stage", "BODY", "CALL_STAGE_ID"),
        ],
        "requirements": {"httpSecurityOptions": {"options": [
            {"requirements": {"key": {"headerApiKey": {"name": "X-Key"}}}},
        ]}},
    });
    let mut tool = tool(&format!("{}/rooms/{{city}}", server.url), parameters);
    tool["authTokens"] = json!({"key": "secret-token"});
    let (rig, id, mut socket) = call_with(tool).await;
    write(
        &mut socket,
        r#"call tool ask {"city": "New York/2", "day": "1 & 2", "people": 3}"#,
    )
    .await;
    assert_eq!(said(&mut socket).await, "The tool ask says: found");
    let got = &server.received()[0];
    assert_eq!(got.method, "POST");
    assert_eq!(got.path, "/rooms/New%20York%2F2?day=1+%26+2&rate=16000");
    assert_eq!(got.header("x-shop"), "north");
    assert_eq!(got.header("x-key"), "secret-token");
    assert_eq!(got.header("call"), id);
    let body = got.json();
    assert_eq!(body["people"], 3);
    assert_eq!(body["state"], json!({"step": 1}));
    assert_eq!(body["metadata"], json!({"customer": "7"}));
    assert_eq!(body["history"][0]["role"], "MESSAGE_ROLE_USER");
    let stages = rig.part(&id, "stages").await;
    assert_eq!(body["stage"], stages[0]["callStageId"]);
    let tools = rig.part(&id, "tools").await;
    assert!(!json!(tools).to_string().contains("secret-token"));
}

#[tokio::test]
async fn headers_of_the_answer_change_the_call() {
    let (_server, rig, id, mut socket) = answering(|_, before| {
        let stage = r#"{"systemPrompt": "B", "initialMessages": []}"#;
        match before {
            0 => ([("X-Ultravox-Update-Call-State", r#"{"step": 2}"#)], "two").into_response(),
            1 => ([("X-Ultravox-Response-Type", "new-stage")], stage).into_response(),
            _ => (
                [("X-Ultravox-Response-Type", "hang-up")],
                r#"{"strict": false, "message": "Bye."}"#,
            )
                .into_response(),
        }
    })
    .await;
    write(&mut socket, "call tool ask").await;
    assert_eq!(said(&mut socket).await, "The tool ask says: two");
    write(&mut socket, "call tool ask").await;
    assert_eq!(said(&mut socket).await, "The tool ask says: OK");
    let stages = rig.part(&id, "stages").await;
    assert_eq!(stages[1]["systemPrompt"], "B");
    assert_eq!(stages[1]["initialState"], json!({"step": 2}));
    assert_eq!(
        rig.part(&id, "messages").await.len(),
        1,
        "the history was dropped"
    );
    write(&mut socket, "call tool ask").await;
    assert_eq!(said(&mut socket).await, "Bye.");
    read_until(&mut socket, |it| it.is_close()).await;
    assert_eq!(rig.shown(&id).await["endReason"], "agent_hangup");
}

#[tokio::test]
async fn a_refusal_is_a_failure_with_the_answer_as_details() {
    let (_server, rig, id, mut socket) =
        answering(|_, _| (StatusCode::CONFLICT, "taken").into_response()).await;
    write(&mut socket, "call tool ask").await;
    assert_eq!(said(&mut socket).await, "The tool ask failed.");
    let messages = rig.part(&id, "messages").await;
    assert_eq!(messages[2]["errorDetails"], "status 409: taken");
}

#[tokio::test]
async fn only_this_machine_is_asked() {
    let (rig, id, mut socket) = call_with(tool("http://192.0.2.1/tool", json!({}))).await;
    write(&mut socket, "call tool ask").await;
    assert_eq!(said(&mut socket).await, "The tool ask failed.");
    let messages = rig.part(&id, "messages").await;
    let details = messages[2]["errorDetails"].as_str().unwrap();
    assert!(details.contains("only tools on this machine"), "{details}");
}

#[tokio::test]
async fn a_slow_tool_times_out_and_a_static_response_does_not_wait() {
    for (more, expected) in [
        (json!({"timeout": "0.2s"}), "The tool ask failed."),
        (
            json!({"staticResponse": {"responseText": "Sent."}}),
            "The tool ask says: Sent.",
        ),
    ] {
        // A server that accepts and never answers.
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (_rig, _id, mut socket) = call_with(tool(&url, more)).await;
        write(&mut socket, "call tool ask").await;
        assert_eq!(said(&mut socket).await, expected);
    }
}
