//! Sample tool requests and handshakes against what reads them.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use ultravox_client::{
    test_util::SampleToolRequest,
    tool::{ToolKey, ToolRequestError, TypedTool},
    tools::{KnownValue, ParameterLocation, SelectedTool},
};

/// Finds an order.
#[derive(Deserialize, JsonSchema)]
struct FindOrder {
    number: u32,
    shop: Option<String>,
}

fn tool() -> TypedTool<FindOrder> {
    TypedTool::http("find_order", "GET", "https://example.com/orders/{number}")
        .automatic_at("x-call-id", ParameterLocation::Header, KnownValue::CallId)
        .key(ToolKey::bearer(["hunter2"]))
}

#[test]
fn a_request_is_what_the_definition_says() {
    let call = "3f1c6a0e-5d2b-4c8e-9a41-7b0d2e6f1a23";
    let request = SampleToolRequest::new(&tool().select().unwrap())
        .parameter("number", 7)
        .parameter("shop", "Main Street & Co")
        .known(KnownValue::CallId, call);
    assert!(!format!("{request:?}").contains("hunter2"));
    let request = request.to_http();
    assert_eq!(request.method(), "GET");
    assert_eq!(request.uri().path(), "/orders/7");
    assert_eq!(request.uri().query(), Some("shop=Main+Street+%26+Co"));
    assert_eq!(request.headers()["authorization"], "Bearer hunter2");
    let read = tool().receiver().unwrap().read(&request).ok().unwrap();
    assert_eq!(read.parameters.number, 7);
    assert_eq!(read.parameters.shop.as_deref(), Some("Main Street & Co"));
    assert_eq!(read.context.call_id.unwrap().to_string(), call);
}

#[test]
fn without_a_key_it_is_refused() {
    let request = SampleToolRequest::new(&tool().select().unwrap()).parameter("number", 7);
    let refused = tool()
        .receiver()
        .unwrap()
        .read(&request.without_key().to_http());
    let error: Option<ToolRequestError> = refused.err();
    assert_eq!(error.unwrap().status(), 401);
}

#[test]
fn a_body_carries_what_is_not_said_otherwise() {
    let tool = TypedTool::<FindOrder>::http("find_order", "POST", "https://example.com/orders")
        .automatic(KnownValue::CallState)
        .without_key();
    let selected = tool.select().unwrap();
    let request = SampleToolRequest::new(&selected)
        .parameter("number", 7)
        .known(KnownValue::CallState, json!({"seen": true}))
        .to_http();
    let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
    assert_eq!(body["number"], 7);
    let read = tool.receiver().unwrap().read(&request).unwrap();
    assert_eq!(read.context.call_state.unwrap()["seen"], true);
}

#[test]
#[should_panic(expected = "does not say what it is")]
fn a_tool_that_is_only_named_gives_no_request() {
    let _request = SampleToolRequest::new(&SelectedTool::by_name("hangUp"));
}

#[test]
#[should_panic(expected = "a parameter in the path has no value")]
fn a_path_is_not_sent_with_its_placeholder() {
    let _request = SampleToolRequest::new(&tool().select().unwrap()).to_http();
}
