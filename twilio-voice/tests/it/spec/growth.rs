//! When a description grows, the tests beside this one fail: shown with a copy that has grown.

use serde_json::{Value, json};

use super::{Provider, document::Spec, missing, problems_of_answers, problems_of_requests};

const QUEUES: &str = "/2010-04-01/Accounts/{AccountSid}/Queues.json";

/// The descriptions after `grow` has changed the first.
fn grown(test: &str, grow: impl FnOnce(&mut Value)) -> Option<Spec> {
    let mut spec = Spec::load(test)?;
    grow(&mut spec.0[0]);
    Some(spec)
}

fn property<'a>(document: &'a mut Value, schema: &str) -> &'a mut Value {
    &mut document["components"]["schemas"][schema]["properties"]
}

#[test]
fn a_new_operation_is_missed() {
    let grown = grown("a_new_operation_is_missed", |document| {
        let operation = json!({"operationId": "EmptyQueue", "responses": {"204": {}}});
        document["paths"][QUEUES]["delete"] = operation;
    });
    if let Some(spec) = grown {
        assert!(missing(&spec).contains("EmptyQueue"));
    }
}

#[tokio::test]
async fn a_new_parameter_of_a_form_is_missed() {
    let grown = grown("a_new_parameter_of_a_form_is_missed", |document| {
        let content = &mut document["paths"][QUEUES]["post"]["requestBody"]["content"];
        let schema = &mut content["application/x-www-form-urlencoded"]["schema"];
        schema["properties"]["Music"] = json!({"type": "string"});
    });
    if let Some(spec) = grown {
        let provider = Provider::start().await;
        let problems = problems_of_requests(&provider, &spec, &spec.operation("CreateQueue")).await;
        assert_eq!(problems, ["CreateQueue: Music was never sent"]);
    }
}

#[tokio::test]
async fn a_new_filter_of_a_list_is_missed() {
    let grown = grown("a_new_filter_of_a_list_is_missed", |document| {
        let parameters = &mut document["paths"][QUEUES]["get"]["parameters"];
        let filter = json!({"name": "Empty", "in": "query", "schema": {"type": "boolean"}});
        parameters.as_array_mut().unwrap().push(filter);
    });
    if let Some(spec) = grown {
        let provider = Provider::start().await;
        let problems = problems_of_requests(&provider, &spec, &spec.operation("ListQueue")).await;
        assert_eq!(problems, ["ListQueue: Empty was never sent"]);
    }
}

#[tokio::test]
async fn a_parameter_of_another_kind_is_noticed() {
    let grown = grown("a_parameter_of_another_kind_is_noticed", |document| {
        let content = &mut document["paths"][QUEUES]["post"]["requestBody"]["content"];
        let schema = &mut content["application/x-www-form-urlencoded"]["schema"];
        schema["properties"]["FriendlyName"] = json!({"type": "string", "enum": ["a", "b"]});
        schema["properties"]["MaxSize"] = json!({"type": "boolean"});
        schema["required"] = json!(["FriendlyName", "Region"]);
    });
    if let Some(spec) = grown {
        let provider = Provider::start().await;
        let problems = problems_of_requests(&provider, &spec, &spec.operation("CreateQueue")).await;
        assert_eq!(problems.len(), 3, "{problems:#?}");
    }
}

#[tokio::test]
async fn an_array_that_becomes_one_value_is_noticed() {
    let grown = grown("an_array_that_becomes_one_value_is_noticed", |document| {
        let path = "/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Recordings.json";
        let content = &mut document["paths"][path]["post"]["requestBody"]["content"];
        let schema = &mut content["application/x-www-form-urlencoded"]["schema"];
        schema["properties"]["RecordingStatusCallbackEvent"] = json!({"type": "string"});
    });
    if let Some(spec) = grown {
        let provider = Provider::start().await;
        let operation = spec.operation("CreateCallRecording");
        let problems = problems_of_requests(&provider, &spec, &operation).await;
        let expected = "CreateCallRecording: RecordingStatusCallbackEvent was sent twice";
        assert_eq!(problems, [expected]);
    }
}

#[tokio::test]
async fn an_operation_that_moves_is_noticed() {
    let grown = grown("an_operation_that_moves_is_noticed", |document| {
        let mut operation = document["paths"][QUEUES]["get"].take();
        operation["operationId"] = json!("ListQueue");
        document["paths"]["/2010-04-01/Accounts/{AccountSid}/Lines.json"]["put"] = operation;
    });
    if let Some(spec) = grown {
        let provider = Provider::start().await;
        let problems = problems_of_requests(&provider, &spec, &spec.operation("ListQueue")).await;
        assert_eq!(
            problems,
            [
                "ListQueue: GET was sent",
                "ListQueue: Queues.json in place of Lines.json"
            ]
        );
    }
}

#[tokio::test]
async fn an_operation_that_moves_to_another_host_is_noticed() {
    let grown = grown(
        "an_operation_that_moves_to_another_host_is_noticed",
        |document| {
            document["paths"][QUEUES]["servers"] = json!([{"url": "https://voice.twilio.com"}]);
        },
    );
    if let Some(spec) = grown {
        let provider = Provider::start().await;
        let problems = problems_of_requests(&provider, &spec, &spec.operation("ListQueue")).await;
        assert_eq!(
            problems,
            ["ListQueue: https://api.twilio.com in place of https://voice.twilio.com"]
        );
    }
}

#[tokio::test]
async fn a_new_field_of_an_answer_is_missed() {
    let grown = grown("a_new_field_of_an_answer_is_missed", |document| {
        let queue = property(document, "api.v2010.account.queue");
        queue["longest_wait"] = json!({"type": "integer"});
    });
    if let Some(spec) = grown {
        let provider = Provider::start().await;
        for (id, path) in [
            ("FetchQueue", ".longest_wait"),
            ("ListQueue", ".queues.longest_wait"),
        ] {
            let problems = problems_of_answers(&provider, &spec, &spec.operation(id)).await;
            let expected = format!("{id}: {path} is lost");
            assert_eq!(problems.into_iter().collect::<Vec<_>>(), [expected]);
        }
    }
}

#[tokio::test]
async fn a_new_word_is_missed() {
    let grown = grown("a_new_word_is_missed", |document| {
        let words = &mut document["components"]["schemas"]["call_enum_status"]["enum"];
        words.as_array_mut().unwrap().insert(3, json!("parked"));
    });
    if let Some(spec) = grown {
        let provider = Provider::start().await;
        let problems = problems_of_answers(&provider, &spec, &spec.operation("FetchCall")).await;
        let expected = "FetchCall: parked is a word that is not known";
        assert_eq!(problems.into_iter().collect::<Vec<_>>(), [expected]);
    }
}
