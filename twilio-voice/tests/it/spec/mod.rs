//! What is sent and read, checked against Twilio's own descriptions of the API.
//!
//! They are looked for in `SPECS_DIR`, else in `../shared/specs` beside the workspace. Without them these tests say so
//! and pass. `growth` proves that each of them fails when a description grows.

mod document;
mod double;
mod growth;
mod operations;
mod repeats;
mod sample;
mod sent;

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use serde_json::Value;
use twilio_voice::{Client, Error};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::any};

use self::{
    document::{Operation, Spec},
    operations::Run,
    sample::{Leaf, Sampler, Variant},
    sent::Sent,
};
use crate::support;

#[test]
fn every_operation_has_a_method() {
    let Some(spec) = Spec::load("every_operation_has_a_method") else {
        return;
    };
    let missing = missing(&spec);
    assert!(missing.is_empty(), "without a method: {missing:?}");
    let documented: BTreeSet<_> = spec
        .operations()
        .iter()
        .map(|operation| operation.id)
        .collect();
    for run in operations::all() {
        assert!(documented.contains(run.id), "{} is not described", run.id);
    }
    for (id, name) in sent::NEWER {
        assert!(
            documented.contains(id),
            "{name} is of {id}, which is not described"
        );
    }
}

#[tokio::test]
async fn every_request_is_as_described_and_sets_everything() {
    let Some(spec) = Spec::load("every_request_is_as_described_and_sets_everything") else {
        return;
    };
    let (provider, mut problems) = (Provider::start().await, Vec::new());
    for operation in spec.operations() {
        problems.extend(problems_of_requests(&provider, &spec, &operation).await);
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

#[tokio::test]
async fn every_described_answer_is_read_without_loss() {
    let Some(spec) = Spec::load("every_described_answer_is_read_without_loss") else {
        return;
    };
    let (provider, mut problems) = (Provider::start().await, BTreeSet::new());
    for operation in spec.operations() {
        problems.extend(problems_of_answers(&provider, &spec, &operation).await);
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

#[tokio::test]
async fn every_example_of_the_descriptions_is_read() {
    let Some(spec) = Spec::load("every_example_of_the_descriptions_is_read") else {
        return;
    };
    let (provider, mut count, mut problems) = (Provider::start().await, 0, Vec::new());
    for operation in spec.operations() {
        let runs = operations::all();
        let Some(run) = runs.iter().find(|run| run.id == operation.id) else {
            continue;
        };
        for (status, content) in operation.answers() {
            for (name, example) in content["examples"].as_object().into_iter().flatten() {
                let (_, shown) = provider
                    .talk(run, template(status, &example["value"]))
                    .await;
                count += 1;
                problems.extend(
                    shown
                        .err()
                        .map(|error| format!("{} {name}: {error}", operation.id)),
                );
            }
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
    assert!(count > 200, "only {count} examples");
}

/// Operations that have no method.
fn missing(spec: &Spec) -> BTreeSet<String> {
    let done: BTreeSet<_> = operations::all().iter().map(|run| run.id).collect();
    let documented = spec.operations().into_iter().map(|operation| operation.id);
    documented
        .filter(|id| !done.contains(id))
        .map(str::to_owned)
        .collect()
}

/// What is wrong with the requests of an operation.
async fn problems_of_requests(
    provider: &Provider,
    spec: &Spec,
    operation: &Operation<'_>,
) -> Vec<String> {
    let mut sent = Sent::new(spec, operation);
    let runs = operations::all();
    let mut runs = runs.iter().filter(|run| run.id == operation.id).peekable();
    if runs.peek().is_none() {
        return Vec::new();
    }
    for run in runs {
        let answer = answers(spec, operation, Variant::Full).remove(0);
        let (request, shown) = provider.talk(run, answer.template()).await;
        if let Err(error) = shown {
            panic!("{}: {error:?}", operation.id);
        }
        sent.check(&request);
    }
    sent.problems()
}

/// What is wrong with how the answers of an operation are read.
async fn problems_of_answers(
    provider: &Provider,
    spec: &Spec,
    operation: &Operation<'_>,
) -> BTreeSet<String> {
    let mut problems = BTreeSet::new();
    let runs = operations::all();
    let Some(run) = runs.iter().find(|run| run.id == operation.id) else {
        return problems;
    };
    let full = answers(spec, operation, Variant::Full);
    let words = full.iter().map(|answer| answer.words).max().unwrap_or(0);
    let variants = Variant::ALL.into_iter();
    // At least two, for what is true and what is false.
    for variant in variants.chain((0..words.max(2)).map(Variant::Words)) {
        for answer in answers(spec, operation, variant) {
            let (_, shown) = provider.talk(run, answer.template()).await;
            match shown {
                Ok(shown) => problems.extend(answer.problems(operation.id, variant, &shown)),
                Err(error) => {
                    problems.insert(format!(
                        "{} {variant:?}: {error}: {}",
                        operation.id, answer.body
                    ));
                }
            }
        }
    }
    problems
}

/// An answer that was made up.
struct Answer {
    status: u16,
    body: Value,
    words: usize,
    leaves: Vec<Leaf>,
}

impl Answer {
    fn template(&self) -> ResponseTemplate {
        template(self.status, &self.body)
    }

    /// Words that are not known, and leaves that are not where they belong.
    fn problems(&self, id: &str, variant: Variant, shown: &str) -> Vec<String> {
        let mut problems = Vec::new();
        // What was made up begins with a digit.
        let unknown = (shown.split("Other(\"").skip(1))
            .find(|rest| !rest.starts_with(|first: char| first.is_ascii_digit()));
        if let Some(unknown) = unknown.filter(|_| variant != Variant::UnknownWords) {
            let word = unknown.split('"').next().unwrap();
            problems.push(format!("{id}: {word} is a word that is not known"));
        }
        let lost = self.leaves.iter().filter(|leaf| !leaf.is_in(shown));
        problems.extend(lost.map(|leaf| format!("{id}: {} is lost", leaf.path)));
        problems
    }
}

/// One for each success that is described.
fn answers(spec: &Spec, operation: &Operation<'_>, variant: Variant) -> Vec<Answer> {
    let answer = |(status, content): (u16, &Value)| {
        let mut sampler = Sampler::new(spec, variant);
        let schema = &content["schema"];
        let body = if schema.is_object() {
            sampler.sample(schema, "")
        } else {
            Value::Null
        };
        Answer {
            status,
            body,
            words: sampler.words,
            leaves: sampler.leaves,
        }
    };
    operation.answers().map(answer).collect()
}

fn template(status: u16, body: &Value) -> ResponseTemplate {
    let template = ResponseTemplate::new(status);
    match body {
        Value::Null => template,
        body => template.set_body_json(body),
    }
}

/// A provider that answers what it is told to.
struct Provider {
    _server: MockServer,
    client: Client,
    answer: Arc<Mutex<ResponseTemplate>>,
    /// What was asked.
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Provider {
    async fn start() -> Self {
        let server = MockServer::start().await;
        let [(_, api), (_, voice)] = sent::HOSTS;
        let client = support::client(&format!("{}{api}", server.uri()))
            .voice_base_url(format!("{}{voice}", server.uri()))
            .build()
            .unwrap();
        let answer = Arc::new(Mutex::new(ResponseTemplate::new(500)));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (next, seen) = (Arc::clone(&answer), Arc::clone(&requests));
        let respond = move |request: &Request| {
            seen.lock().unwrap().push(request.clone());
            next.lock().unwrap().clone()
        };
        Mock::given(any())
            .respond_with(respond)
            .mount(&server)
            .await;
        Self {
            _server: server,
            client,
            answer,
            requests,
        }
    }

    /// What was sent first, and how the answer looks.
    async fn talk(&self, run: &Run, answer: ResponseTemplate) -> (Request, Result<String, Error>) {
        *self.answer.lock().unwrap() = answer;
        self.requests.lock().unwrap().clear();
        let shown = (run.run)(self.client.clone()).await;
        let request = self.requests.lock().unwrap().first().cloned();
        match request {
            Some(request) => (request, shown),
            None => panic!("{}: nothing was sent: {shown:?}", run.id),
        }
    }
}
