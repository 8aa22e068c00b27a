//! Tools behind a server.

use axum::{Router, routing::any};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, json};
use ultravox_client::{
    axum::{Rejection, ToolRequest},
    session::message::AgentReaction,
    tool::{NewStage, ToolKey, ToolResponse, TypedTool},
    tools::{KnownValue, ParameterLocation},
};

use super::{Answer, send, serve};
use crate::support::CALL;

/// Places an order.
#[derive(Debug, Deserialize, JsonSchema)]
struct Order {
    number: u32,
    express: bool,
    note: Option<String>,
}

const TOKEN: &str = "Bearer a long random token";
const LINE: &str = "POST /orders/7?express=true";

fn tool() -> TypedTool<Order> {
    TypedTool::http("order", "POST", "https://example.com/orders/{number}")
        .location("express", ParameterLocation::Query)
        .automatic_at("x-call", ParameterLocation::Header, KnownValue::CallId)
        .key(ToolKey::bearer(["a long random token"]))
        .body_limit(100)
}

async fn order(ToolRequest(call): ToolRequest<Order>) -> Result<ToolResponse, Rejection> {
    let order = call.parameters;
    let text = format!(
        "{} {} {:?}",
        order.number,
        order.express,
        call.context.call_id.unwrap()
    );
    Ok(match order.note.as_deref() {
        Some("bye") => ToolResponse::hang_up(""),
        Some("stage") => ToolResponse::new_stage(&NewStage::new("Next."))?,
        Some("unsound") => ToolResponse::new_stage(&NewStage::new("hunter2").voice(""))?,
        Some("fail") => ToolResponse::error(503, "later"),
        note => ToolResponse::text(text)
            .agent_reaction(AgentReaction::Listens)
            .update_call_state(Map::from_iter([(
                "note".to_owned(),
                note.unwrap_or("größer").into(),
            )])),
    })
}

fn app() -> Router {
    let route = any(order).with_state(tool().receiver().unwrap());
    Router::new().route("/orders/{number}", route)
}

async fn ask(line: &str, token: &str, body: &str) -> Answer {
    let headers = [
        ("authorization", token),
        ("x-call", CALL),
        ("content-type", "application/json"),
    ];
    send(serve(app()).await, line, &headers, body.as_bytes()).await
}

#[tokio::test]
async fn a_tool_is_used_and_answers() {
    let answer = ask(LINE, TOKEN, r#"{"note": null}"#).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body, format!("7 true CallId({CALL})"));
    assert!(answer.head.contains("x-ultravox-agent-reaction: listens"));
    let state = r#"x-ultravox-update-call-state: {"note":"gr\u00f6\u00dfer"}"#;
    assert!(answer.head.contains(state), "{}", answer.head);
    assert!(!answer.head.contains("x-ultravox-response-type"));
    let empty = ask(LINE, TOKEN, "").await;
    assert_eq!(empty.status, 200);
}

#[tokio::test]
async fn an_answer_may_end_the_call_change_it_or_fail() {
    let answer = ask(LINE, TOKEN, r#"{"note": "bye"}"#).await;
    assert!(answer.head.contains("x-ultravox-response-type: hang-up"));
    assert_eq!(answer.json(), json!({"strict": true}));
    let answer = ask(LINE, TOKEN, r#"{"note": "stage"}"#).await;
    assert!(answer.head.contains("x-ultravox-response-type: new-stage"));
    assert_eq!(answer.json(), json!({"systemPrompt": "Next."}));
    let answer = ask(LINE, TOKEN, r#"{"note": "fail"}"#).await;
    assert_eq!((answer.status, &*answer.body), (503, "later"));
}

#[tokio::test]
async fn an_answer_that_is_unsound_is_our_fault_and_not_explained() {
    let answer = ask(LINE, TOKEN, r#"{"note": "unsound"}"#).await;
    assert_eq!(answer.status, 500);
    let reason = json!({"error": "the request could not be answered"});
    assert_eq!(answer.json(), reason);
}

#[tokio::test]
async fn refusals_have_their_status_and_say_nothing_of_the_request() {
    let long = format!(r#"{{"note": "{}"}}"#, "x".repeat(100));
    for (line, token, body, status) in [
        (LINE, "Bearer hunter2", "", 401),
        (LINE, "", "nonsense", 401),
        ("PUT /orders/7?express=true", TOKEN, "", 405),
        ("POST /orders/hunter2?express=true", TOKEN, "", 400),
        ("POST /orders/7?express=hunter2", TOKEN, "", 400),
        ("POST /orders/7", TOKEN, "", 400),
        (LINE, TOKEN, "hunter2", 400),
        (LINE, TOKEN, r#"{"note": 7, "hunter2": 1}"#, 400),
        (LINE, TOKEN, &long, 413),
    ] {
        let answer = ask(line, token, body).await;
        assert_eq!(answer.status, status, "{line} {body}: {answer:?}");
        assert!(answer.json()["error"].is_string());
        assert!(!answer.body.contains("hunter2"), "{answer:?}");
    }
    let put = ask("PUT /orders/7?express=true", TOKEN, "").await;
    assert!(put.head.contains("\r\nallow: post"), "{put:?}");
    let headers = [("authorization", TOKEN), ("content-type", "text/html")];
    let answer = send(serve(app()).await, LINE, &headers, b"").await;
    assert_eq!(answer.status, 415);
}

#[tokio::test]
async fn a_bad_key_is_refused_without_waiting_for_the_body() {
    let address = serve(app()).await;
    let mut socket = super::open(address, LINE, &[], 50).await;
    assert_eq!(super::answer(&mut socket).await.status, 401);
}

#[tokio::test]
async fn a_nested_tool_is_found_at_its_whole_path() {
    let tool = tool().received_at("/v1/orders/{number}");
    let route = any(order).with_state(tool.receiver().unwrap());
    let nested = Router::new().route("/orders/{number}", route);
    let address = serve(Router::new().nest("/v1", nested)).await;
    let headers = [("authorization", TOKEN), ("x-call", CALL)];
    let line = "POST /v1/orders/8?express=false";
    let answer = send(address, line, &headers, b"{}").await;
    assert_eq!(answer.body, format!("8 false CallId({CALL})"));
}
