//! What is answered to Ultravox, checked against the document where it describes that.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use ultravox_client::webhook::{SipFallbackAnswer, SipRejection};

use super::{bodies, schema::Spec};

#[test]
fn answers_to_sip_callers_are_as_documented() {
    let Some(spec) = Spec::load("answers_to_sip_callers_are_as_documented") else {
        return;
    };
    let name = "ultravox.v1.SipFallbackHandlerResponse";
    let schema = json!({"$ref": format!("#/components/schemas/{name}")});
    let agents = bodies::create_agent_calls().into_iter().map(|mut call| {
        call.agent_id = Some(crate::support::AGENT.parse().unwrap());
        SipFallbackAnswer::from(call)
    });
    let calls = bodies::create_calls()
        .into_iter()
        .map(SipFallbackAnswer::from);
    let reject = SipRejection::new().sip_reject_code(699).message("m");
    let mut seen = BTreeSet::new();
    for answer in agents.chain(calls).chain([reject.into()]) {
        let answer: Value = serde_json::from_str(&answer.to_json().unwrap()).unwrap();
        assert_eq!(answer.as_object().unwrap().len(), 1, "{answer}");
        spec.check("answer", &answer, &schema, &mut seen);
    }
    for property in ["startAgentCall", "startCall", "reject"] {
        assert!(seen.contains(&format!("{name}.{property}")), "{property}");
    }
    for property in ["sipRejectCode", "message"] {
        let property = format!("ultravox.v1.SipRejection.{property}");
        assert!(seen.contains(&property), "{property}");
    }
}

/// A stage is described by the documentation only: a part of what a call is created with, and one property more.
#[cfg(feature = "tool")]
#[test]
fn a_new_stage_is_part_of_a_call() {
    use ultravox_client::{
        calls::Message,
        tool::{NewStage, ToolResponse},
    };

    let Some(spec) = Spec::load("a_new_stage_is_part_of_a_call") else {
        return;
    };
    let stage = NewStage::new("p")
        .temperature(1.0)
        .voice("Mark")
        .language_hint("en")
        .initial_messages([Message::user("Hi")])
        .selected_tools(bodies::definitions())
        .tool_result_text("Done.");
    let response = ToolResponse::new_stage(&stage).unwrap();
    let mut body: Value = serde_json::from_str(response.body()).unwrap();
    let text = body.as_object_mut().unwrap().remove("toolResultText");
    assert_eq!(text, Some(json!("Done.")));
    let schema = json!({"$ref": "#/components/schemas/ultravox.v1.StartCallRequest"});
    let mut seen = BTreeSet::new();
    spec.check("stage", &body, &schema, &mut seen);
    let changeable = [
        "systemPrompt",
        "temperature",
        "voice",
        "languageHint",
        "initialMessages",
        "selectedTools",
    ];
    assert_eq!(body.as_object().unwrap().len(), changeable.len());
    for property in changeable {
        assert!(seen.contains(&format!("ultravox.v1.StartCallRequest.{property}")));
    }
}
