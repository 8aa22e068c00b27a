//! Each verb of each resource: what is sent, what is read, and what becomes of each documented refusal.

mod accounts;
mod agents;
mod calls;
mod corpora;
mod telephony;
mod tools;
mod webhooks;

use serde_json::{Value, json};
use ultravox_client::{Client, Error};
use wiremock::{
    MockBuilder, MockServer, ResponseTemplate,
    matchers::{body_json, query_param},
};

use crate::support::{CALL, on, start};

const NOW: &str = "2026-11-20T12:00:00Z";

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>() -> T {
    CALL.parse().unwrap()
}

/// A verb: the request it must send, and the answer it gets.
struct Verb {
    method: &'static str,
    path: String,
    sent: Option<Value>,
    query: Vec<(&'static str, &'static str)>,
    status: u16,
    answer: Value,
}

fn verb(method: &'static str, path: impl Into<String>) -> Verb {
    Verb {
        method,
        path: path.into(),
        sent: None,
        query: Vec::new(),
        status: if method == "DELETE" { 204 } else { 200 },
        answer: Value::Null,
    }
}

impl Verb {
    /// The body that must be sent.
    fn sends(mut self, body: Value) -> Self {
        self.sent = Some(body);
        self
    }

    /// A parameter of the query that must be sent.
    fn asks(mut self, name: &'static str, value: &'static str) -> Self {
        self.query.push((name, value));
        self
    }

    fn created(mut self, answer: Value) -> Self {
        self.status = 201;
        self.gets(answer)
    }

    fn gets(mut self, answer: Value) -> Self {
        self.answer = answer;
        self
    }

    /// The answer is one page with `item` in it.
    fn lists(self, item: Value) -> Self {
        self.gets(json!({"results": [item], "next": null, "previous": null, "total": 1}))
    }

    fn request(&self) -> MockBuilder {
        let mut request = on(self.method, &self.path);
        if let Some(sent) = &self.sent {
            request = request.and(body_json(sent));
        }
        for (name, value) in &self.query {
            request = request.and(query_param(*name, *value));
        }
        request
    }

    fn success(&self) -> ResponseTemplate {
        let answer = ResponseTemplate::new(self.status);
        match &self.answer {
            Value::Null => answer,
            body => answer.set_body_json(body),
        }
    }

    /// Runs the verb against the answer, and against each refusal that is documented for every request. Returns what
    /// was read.
    async fn run<T: std::fmt::Debug>(self, run: impl AsyncFn(&Client) -> Result<T, Error>) -> T {
        let (server, client) = start().await;
        let answer = self.request().respond_with(self.success());
        answer.expect(1).mount(&server).await;
        let value = run(&client).await.unwrap();
        next(&server).await;
        for (status, detail) in [(401, "No key."), (403, "Not yours."), (404, "Not found.")] {
            let refusal = ResponseTemplate::new(status).set_body_json(json!({ "detail": detail }));
            let refusal = self.request().respond_with(refusal);
            refusal.expect(1).mount(&server).await;
            self.assert_refused(status, detail, &run(&client).await.unwrap_err());
            next(&server).await;
        }
        // Too many requests at once are refused unread: whatever the verb, it is sent again.
        let busy = ResponseTemplate::new(429).insert_header("retry-after", "0");
        let busy = self.request().respond_with(busy).up_to_n_times(1);
        busy.expect(1).mount(&server).await;
        let answer = self.request().respond_with(self.success());
        answer.expect(1).mount(&server).await;
        run(&client).await.unwrap();
        value
    }

    fn assert_refused(&self, status: u16, detail: &str, error: &Error) {
        assert_eq!(error.status(), Some(status), "{error}");
        assert_eq!(error.is_not_found(), status == 404);
        assert!(!error.is_transient() && !error.may_have_been_applied());
        let text = error.to_string();
        assert!(
            text.contains(self.method) && text.ends_with(detail),
            "{text}"
        );
        assert!(!text.contains(CALL), "{text}");
    }
}

/// Makes the server ready for another answer, if all was received that was expected.
async fn next(server: &MockServer) {
    server.verify().await;
    server.reset().await;
}
