use std::{pin::pin, task::Context};

use serde::Deserialize;
use serde_json::json;

use super::*;
use crate::session::message::{AgentReaction, ResponseType, ToolErrorType};

#[derive(Deserialize)]
struct Order {
    pizza: String,
    count: u32,
}

/// Runs a tool that does not wait for anything.
fn run(tools: &Tools, name: &str, parameters: Value) -> ToolResult {
    let invocation = json!({"toolName": name, "invocationId": "i1", "parameters": parameters});
    let running = tools.run(serde_json::from_value(invocation).unwrap());
    let mut context = Context::from_waker(std::task::Waker::noop());
    match pin!(running).poll(&mut context) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("it waits"),
    }
}

fn shop() -> Tools {
    Tools::new()
        .tool("order", |order: Order| async move {
            match order.count {
                0 => Err("none".to_owned()),
                count => Ok(format!("{count} {}", order.pizza)),
            }
        })
        .tool("bill", |_: Value| async {
            Ok::<_, String>(json!({"euros": 9}))
        })
        .tool("end", |_: Value| async {
            Ok::<_, String>(ToolAnswer::hang_up("Bye!").agent_reaction(AgentReaction::Listens))
        })
        .tool("wait", |_: Value| async {
            Ok::<_, String>(ToolAnswer::hang_up_unless_interrupted(""))
        })
        .tool("stage", |_: Value| async {
            ToolAnswer::new_stage(&json!({"systemPrompt": "Sum up."})).map(|answer| {
                answer.update_call_state(Map::from_iter([("step".to_owned(), json!(2))]))
            })
        })
}

#[test]
fn typed_parameters_go_in_and_results_come_out() {
    let result = run(
        &shop(),
        "order",
        json!({"pizza": "Margherita", "count": 2, "more": 1}),
    );
    assert_eq!(result, ToolResult::new("i1", "2 Margherita"));
    let result = run(&shop(), "bill", json!({}));
    assert_eq!(result.result.as_deref(), Some(r#"{"euros":9}"#));
}

#[test]
fn failures_are_answered_with_their_kind() {
    let result = run(&shop(), "order", json!({"pizza": "Margherita", "count": 0}));
    assert_eq!(result, ToolResult::failed("i1", "none"));
    let result = run(&shop(), "nothing", json!({}));
    assert_eq!(result.error_type, Some(ToolErrorType::Undefined));
    assert_eq!(result.invocation_id, "i1");
}

#[test]
fn parameters_that_do_not_fit_are_answered_with_the_place() {
    let result = run(
        &shop(),
        "order",
        json!({"pizza": "Margherita", "count": "many"}),
    );
    assert_eq!(result.error_type, Some(ToolErrorType::ImplementationError));
    let message = result.error_message.unwrap();
    assert!(
        message.contains("`count`") && message.contains("expected u32"),
        "{message}"
    );
    assert!(!message.contains("many"), "{message}");
    let result = run(&shop(), "order", json!(null));
    assert!(
        result
            .error_message
            .unwrap()
            .contains("missing field `pizza`")
    );
}

#[test]
fn a_panic_is_answered_and_not_repeated() {
    for tools in [
        Tools::new().tool("panic", |secret: Value| async move {
            assert!(secret.is_null(), "secret");
            Ok::<_, String>("no panic")
        }),
        Tools::new().tool(
            "panic",
            |_: Value| -> std::future::Ready<Result<String, String>> { panic!("secret") },
        ),
    ] {
        let result = run(&tools, "panic", json!({}));
        assert_eq!(result, ToolResult::failed("i1", "the tool failed"));
    }
}

#[test]
fn a_tool_can_end_the_call_or_change_its_stage() {
    let result = run(&shop(), "end", json!({}));
    assert_eq!(result.response_type, Some(ResponseType::HangUp));
    assert_eq!(result.agent_reaction, Some(AgentReaction::Listens));
    let body: Value = serde_json::from_str(&result.result.unwrap()).unwrap();
    assert_eq!(body, json!({"strict": true, "message": "Bye!"}));
    let result = run(&shop(), "wait", json!({}));
    assert_eq!(result.result.as_deref(), Some(r#"{"strict":false}"#));
    let result = run(&shop(), "stage", json!({}));
    assert_eq!(result.response_type, Some(ResponseType::NewStage));
    assert_eq!(
        result.result.as_deref(),
        Some(r#"{"systemPrompt":"Sum up."}"#)
    );
    assert_eq!(result.update_call_state.unwrap()["step"], 2);
}

#[test]
fn a_tool_is_given_up_before_ultravox_does() {
    let long = Duration::from_secs(100);
    let tools = shop().tool_within("slow", long, |_: Value| async { Ok::<_, String>("") });
    assert_eq!(tools.time_for("order"), Duration::from_millis(2_250));
    assert_eq!(tools.time_for("slow"), Duration::from_millis(39_750));
    let short = Duration::from_millis(100);
    let tools = tools.tool_within("slow", short, |_: Value| async { Ok::<_, String>("") });
    assert_eq!(tools.time_for("slow"), Duration::from_millis(90));
    assert_eq!(
        format!(
            "{:?}",
            Tools::new().tool("a", |_: Value| async { Ok::<_, String>("") })
        ),
        r#"{"a"}"#
    );
}
