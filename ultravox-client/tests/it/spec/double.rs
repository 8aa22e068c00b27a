//! The double for the tests of programs, against the document.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use ultravox_client::{Error, calls::EndReason, test_util::MockUltravox};

use super::{operations, schema::Spec};
use crate::support::{CALL, call_id, double};

#[tokio::test]
async fn the_double_knows_every_operation_and_no_other() {
    let Some(spec) = Spec::load("the_double_knows_every_operation_and_no_other") else {
        return;
    };
    let double = double().await;
    let document = double.client().schema().send().await.unwrap();
    let document: Value = serde_json::from_str(&document).unwrap();
    let known: BTreeSet<String> = (document["paths"].as_object().unwrap().iter())
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let documented: BTreeSet<String> = (spec.operations().iter())
        .map(|operation| format!("{} {}", operation.method, operation.path))
        .collect();
    assert_eq!(known, documented);
}

#[tokio::test]
async fn the_double_answers_every_call_of_this_crate_in_a_form_that_is_read() {
    let double = double().await;
    let client = double.client();
    for run in operations::all() {
        seed(&double, run.id);
        let answer = (run.run)(client.clone()).await;
        let fits = match &answer {
            Ok(_) => true,
            Err(Error::Api(error)) => {
                // The cursor and the document are made up.
                let made_up = ["Invalid cursor.", "Not an OpenAPI document in JSON."];
                error.detail.as_deref().is_some_and(|detail| made_up.contains(&detail))
                    // No call here was recorded or went by SIP.
                    || matches!(run.id, "calls_recording_retrieve" | "calls_sip_logs_retrieve")
            }
            Err(_) => false,
        };
        assert!(fits, "{}: {answer:?}", run.id);
    }
}

/// Something with the id that every call of this crate is made with, wherever there can be one.
fn seed(double: &MockUltravox, operation: &str) {
    for (list, id) in [
        ("agents", "agentId"),
        ("agents/ID/scheduled_batches", "batchId"),
        ("call_throttles", "throttleId"),
        ("calls", "callId"),
        ("calls/ID/stages", "callStageId"),
        ("corpora", "corpusId"),
        ("corpora/ID/sources", "sourceId"),
        ("corpora/ID/sources/ID/documents", "documentId"),
        ("deleted_calls", "callId"),
        ("voices", "voiceId"),
        ("webhooks", "webhookId"),
    ] {
        let list = format!("/api/{}", list.replace("ID", CALL));
        double.insert(&list, json!({ id: CALL }));
    }
    let tool = json!({"toolId": CALL, "name": "x", "definition": {"client": {}}});
    double.insert("/api/tools", tool);
    let registration = json!({"registrationId": "r1"});
    double.insert("/api/sip/registrations", registration);
    double.insert("/api/api_keys", json!({"prefix": "abcdefgh", "name": "x"}));
    for company in ["plivo", "telnyx", "twilio"] {
        let prefix = json!({"prefix": "x"});
        let config = json!({
            "authId": "x", "accountSid": "x", "applicationSid": "x", "authTokenPrefix": prefix, "apiKeyPrefix": prefix,
            "publicKeyPrefix": prefix,
        });
        double.set(&format!("/api/telephony_configs/{company}"), config);
    }
    match operation {
        "send_data_message_to_call" => double.join(&call_id()),
        "calls_destroy" => double.end(&call_id(), &EndReason::Hangup),
        _ => {}
    }
}
