//! What is sent and read, checked against Ultravox's own OpenAPI document.
//!
//! The document is looked for in `SPECS_DIR`, else in `../shared/specs` beside the workspace. Without it these tests
//! say so and pass.

mod answers;
mod bodies;
#[cfg(feature = "test-util")]
mod double;
mod operations;
mod sample;
mod schema;
mod sent;
#[cfg(feature = "tool")]
mod typed_tools;

use std::collections::BTreeSet;

use serde_json::Value;
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::any};

use self::{
    operations::Run,
    sample::{Sampler, Variant},
    schema::{Operation, Spec},
};
use crate::support;

/// Operations that have no method yet.
const MISSING: [&str; 0] = [];

/// Fields of answers that are not modelled, on purpose.
const NOT_MODELLED: [&str; 0] = [];

#[test]
fn every_operation_has_a_method() {
    let Some(spec) = Spec::load("every_operation_has_a_method") else {
        return;
    };
    let runs = operations::all();
    let done: BTreeSet<_> = runs.iter().map(|run| run.id).collect();
    let documented: BTreeSet<_> = spec
        .operations()
        .iter()
        .map(|operation| operation.id)
        .collect();
    let expected = MISSING.into_iter().collect();
    let missing: BTreeSet<_> = documented.difference(&done).copied().collect();
    assert_eq!(missing, expected, "documented operations without a method");
    let unknown: Vec<_> = done.difference(&documented).collect();
    assert!(unknown.is_empty(), "not in the document: {unknown:?}");
}

#[tokio::test]
async fn every_request_is_as_documented_and_sets_everything() {
    let Some(spec) = Spec::load("every_request_is_as_documented_and_sets_everything") else {
        return;
    };
    let runs = operations::all();
    for operation in spec.operations() {
        let mut sent = sent::Sent::new(&spec, &operation);
        for run in runs.iter().filter(|run| run.id == operation.id) {
            let answer = answer(&spec, &operation, Variant::Full);
            let (request, shown) = talk(run, answer.template()).await;
            if let Err(error) = shown {
                panic!("{}: {error:?}", operation.id);
            }
            sent.check(&request);
        }
        sent.assert_complete();
    }
}

#[tokio::test]
async fn every_documented_answer_is_read_without_loss() {
    let Some(spec) = Spec::load("every_documented_answer_is_read_without_loss") else {
        return;
    };
    let runs = operations::all();
    let mut lost = BTreeSet::new();
    for operation in spec.operations() {
        let Some(run) = runs.iter().find(|run| run.id == operation.id) else {
            continue;
        };
        let words = answer(&spec, &operation, Variant::Full)
            .words
            .saturating_sub(1);
        for variant in Variant::ALL
            .into_iter()
            .chain((0..words).map(Variant::Words))
        {
            let answer = answer(&spec, &operation, variant);
            if !answer.body.is_object() && !answer.body.is_array() {
                continue;
            }
            let (_, shown) = talk(run, answer.template()).await;
            let shown = shown.unwrap_or_else(|error| {
                let source = std::error::Error::source(&error);
                panic!(
                    "{} {variant:?}: {error}: {source:?} in {}",
                    operation.id, answer.body
                )
            });
            // What was made up begins with a digit.
            let unknown = (shown.split("Other(\"").skip(1))
                .find(|rest| !rest.starts_with(|first: char| first.is_ascii_digit()));
            assert!(
                variant == Variant::UnknownWords || unknown.is_none(),
                "{} {variant:?}: a documented word is not known: {unknown:?}",
                operation.id,
            );
            let missing = answer
                .leaves
                .iter()
                .filter(|(_, text)| !shown.contains(text));
            lost.extend(missing.map(|(path, _)| format!("{}{path}", operation.id)));
        }
    }
    lost.retain(|path| !NOT_MODELLED.iter().any(|field| path.ends_with(field)));
    assert!(lost.is_empty(), "{lost:#?}");
}

/// An answer that was made up.
struct Answer {
    status: u16,
    body: Value,
    words: usize,
    leaves: Vec<(String, String)>,
}

impl Answer {
    fn template(&self) -> ResponseTemplate {
        let template = ResponseTemplate::new(self.status);
        match &self.body {
            Value::Null => template,
            body => template.set_body_json(body),
        }
    }
}

/// The first documented success. A redirect is answered as if it had been followed.
fn answer(spec: &Spec, operation: &Operation<'_>, variant: Variant) -> Answer {
    let responses = operation.value["responses"].as_object().unwrap();
    let (status, response) = responses.iter().next().unwrap();
    let status = status.parse().unwrap_or(200);
    let schema = &response["content"]["application/json"]["schema"];
    let mut sampler = Sampler::new(spec, variant);
    let body = if schema.is_object() {
        sampler.sample(schema, "", 0)
    } else {
        Value::Null
    };
    Answer {
        status: if status == 302 { 200 } else { status },
        body,
        words: sampler.words,
        leaves: sampler.leaves,
    }
}

/// What was sent, and how the answer looks.
async fn talk(
    run: &Run,
    answer: ResponseTemplate,
) -> (Request, Result<String, ultravox_client::Error>) {
    let (server, client) = support::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let shown = (run.run)(client).await;
    let request = first(&server).await;
    (
        request.unwrap_or_else(|| panic!("{}: {shown:?}", run.id)),
        shown,
    )
}

async fn first(server: &MockServer) -> Option<Request> {
    server.received_requests().await?.into_iter().next()
}
