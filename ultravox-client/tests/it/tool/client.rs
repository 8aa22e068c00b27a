//! Tools of the client that are described by types.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use ultravox_client::{
    session::{
        Tools,
        message::{ServerMessage, ToolResult},
    },
    tool::{ToolCall, ToolResponse, TypedTool},
    tools::{KnownValue, ParameterLocation},
};

use crate::support::CALL;

#[derive(Debug, Deserialize, JsonSchema)]
struct Add {
    first: i32,
    second: Option<i32>,
}

fn tool() -> TypedTool<Add> {
    TypedTool::client("add")
        .automatic(KnownValue::CallId)
        .fixed("unit", ParameterLocation::Body, "cm")
        .timeout(Duration::from_secs(10))
}

fn tools() -> Tools {
    Tools::new().typed(
        tool().receiver().unwrap(),
        |call: ToolCall<Add>| async move {
            let sum = call.parameters.first + call.parameters.second.unwrap_or(0);
            match sum {
                0 => Err("nothing to add".to_owned()),
                7 => Ok(ToolResponse::hang_up("Bye!")),
                _ => Ok(ToolResponse::json(
                    json!({"sum": sum, "call": call.context.call_id}),
                )),
            }
        },
    )
}

async fn run(parameters: Value) -> ToolResult {
    let message = json!({
        "type": "client_tool_invocation", "toolName": "add", "invocationId": "i1",
        "parameters": parameters,
    });
    let message = ServerMessage::from_slice(message.to_string().as_bytes()).unwrap();
    let ServerMessage::ClientToolInvocation(invocation) = message else {
        panic!("{message:?}")
    };
    tools().run(invocation).await
}

#[tokio::test]
async fn a_typed_tool_is_run_with_what_came() {
    let result = run(json!({"first": 3.0, "second": null, "unit": "cm", "call_id": CALL})).await;
    assert_eq!(result.invocation_id, "i1");
    let value: Value = serde_json::from_str(result.result.as_deref().unwrap()).unwrap();
    assert_eq!(value, json!({"sum": 3, "call": CALL}));
    let result = run(json!({"first": 3, "second": 4})).await;
    assert_eq!(result.response_type.unwrap().as_str(), "hang-up");
}

#[tokio::test]
async fn a_typed_tool_fails_in_words_for_the_model() {
    let result = run(json!({"first": 0})).await;
    assert_eq!(result.error_message.as_deref(), Some("nothing to add"));
    let result = run(json!({"first": "hunter2"})).await;
    let message = result.error_message.unwrap();
    assert!(
        message.contains("`first`") && message.contains("i32"),
        "{message}"
    );
    assert!(!message.contains("hunter2"));
    assert_eq!(result.error_type.unwrap().as_str(), "implementation-error");
}

#[test]
fn the_timeout_is_that_of_the_definition() {
    assert_eq!(
        tool().receiver().unwrap().timeout(),
        Duration::from_secs(10)
    );
    assert!(tools().time_for("add") > Duration::from_secs(9));
    let default = TypedTool::<Add>::client("add").receiver().unwrap();
    assert_eq!(default.timeout(), Duration::from_millis(2500));
}
