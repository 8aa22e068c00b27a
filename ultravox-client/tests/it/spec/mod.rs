//! What is sent and read, checked against Ultravox's own OpenAPI document.
//!
//! The document is looked for in `SPECS_DIR`, else in `../shared/specs` beside the workspace. Without it these tests
//! say so and pass.

mod bodies;
mod schema;

use std::collections::BTreeSet;

use serde_json::Value;
use ultravox_client::{
    Page,
    calls::{Call, CallEvent, CallStage, CallTool, DeletedCall, Message},
};

use self::{
    bodies::{create_agent_calls, create_calls},
    schema::Spec,
};

/// Each body fits the schema, and together they set everything the schema has, but for `Message` fields that only
/// Ultravox fills in.
fn assert_covered(spec: &Spec, name: &str, bodies: &[Value]) {
    let mut seen = BTreeSet::new();
    for body in bodies {
        spec.check(name, body, spec.schema(name), &mut seen);
    }
    let mut all = BTreeSet::new();
    spec.properties(name, &mut all);
    let read_only = [
        "callStageMessageIndex",
        "callStageId",
        "callState",
        "timespan",
        "wallClockTimespan",
    ];
    let missing: Vec<_> = (all.difference(&seen))
        .filter(|property| !property.starts_with("ultravox.v1.InCallTimespan."))
        .filter(|property| {
            !read_only
                .iter()
                .any(|field| **property == format!("ultravox.v1.Message.{field}"))
        })
        .collect();
    assert!(missing.is_empty(), "never sent: {missing:?}");
}

#[test]
fn every_field_of_a_call_can_be_sent() {
    let Some(spec) = Spec::load("every_field_of_a_call_can_be_sent") else {
        return;
    };
    let bodies = create_calls().into_iter().map(|call| {
        call.validate().unwrap();
        serde_json::to_value(call).unwrap()
    });
    assert_covered(
        &spec,
        "ultravox.v1.StartCallRequest",
        &bodies.collect::<Vec<_>>(),
    );
}

#[test]
fn every_field_of_an_agent_call_can_be_sent() {
    let Some(spec) = Spec::load("every_field_of_an_agent_call_can_be_sent") else {
        return;
    };
    let bodies = create_agent_calls().into_iter().map(|call| {
        call.validate().unwrap();
        serde_json::to_value(call).unwrap()
    });
    assert_covered(
        &spec,
        "ultravox.v1.StartAgentCallRequest",
        &bodies.collect::<Vec<_>>(),
    );
}

#[test]
fn every_documented_answer_can_be_read() {
    fn read<T: serde::de::DeserializeOwned>(spec: &Spec, name: &str) {
        for sample in spec.samples(name) {
            if let Err(error) = serde_json::from_value::<T>(sample.clone()) {
                panic!("{name}: {error} in {sample}");
            }
        }
    }

    let Some(spec) = Spec::load("every_documented_answer_can_be_read") else {
        return;
    };
    read::<Call>(&spec, "Call");
    read::<Page<Call>>(&spec, "PaginatedCallList");
    read::<Page<Message>>(&spec, "Paginatedultravox.v1.MessageList");
    read::<Page<CallEvent>>(&spec, "PaginatedCallEventList");
    read::<CallStage>(&spec, "CallStage");
    read::<Page<CallStage>>(&spec, "PaginatedCallStageList");
    read::<CallTool>(&spec, "CallTool");
    read::<DeletedCall>(&spec, "CallTombstone");
    read::<Page<DeletedCall>>(&spec, "PaginatedCallTombstoneList");
}
