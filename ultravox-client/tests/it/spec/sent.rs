//! Requests, compared with what the document says of an operation.

use std::collections::BTreeSet;

use serde_json::Value;
use wiremock::Request;

use super::schema::{Operation, Spec, check_string};

/// Operations that take a body although the document names none.
const UNDOCUMENTED_BODY: [&str; 1] = ["tools_test_create"];

/// What is never sent: filled in by Ultravox although the document does not say so, or deprecated for a field that
/// says the same.
const NEVER: [&str; 17] = [
    "ultravox.v1.CallTemplate.created",
    "ultravox.v1.CallTemplate.updated",
    "ultravox.v1.Corpus.corpusId",
    "ultravox.v1.Corpus.created",
    "ultravox.v1.Corpus.stats",
    "ultravox.v1.CorpusSource.corpusId",
    "ultravox.v1.CorpusSource.created",
    "ultravox.v1.CorpusSource.loadSpec",
    "ultravox.v1.CorpusSource.sourceId",
    "ultravox.v1.CorpusSource.stats",
    "ultravox.v1.Message.callStageId",
    "ultravox.v1.Message.callStageMessageIndex",
    "ultravox.v1.Message.callState",
    "ultravox.v1.Message.timespan",
    "ultravox.v1.Message.wallClockTimespan",
    "ultravox.v1.InCallTimespan.start",
    "ultravox.v1.InCallTimespan.end",
];

/// The requests of one operation.
pub(super) struct Sent<'a> {
    spec: &'a Spec,
    operation: &'a Operation<'a>,
    /// Query parameters that were set.
    query: BTreeSet<String>,
    /// Properties of the body that were set.
    body: BTreeSet<String>,
}

impl<'a> Sent<'a> {
    pub(super) fn new(spec: &'a Spec, operation: &'a Operation<'a>) -> Self {
        Self {
            spec,
            operation,
            query: BTreeSet::new(),
            body: BTreeSet::new(),
        }
    }

    pub(super) fn check(&mut self, request: &Request) {
        let id = self.operation.id;
        assert_eq!(request.method.as_str(), self.operation.method, "{id}");
        self.check_path(request.url.path());
        for (name, value) in request.url.query_pairs() {
            self.check_query(&name, &value);
        }
        self.check_body(request);
    }

    fn check_path(&self, path: &str) {
        let id = self.operation.id;
        let template: Vec<_> = self.operation.path.split('/').collect();
        let segments: Vec<_> = path.split('/').collect();
        assert_eq!(segments.len(), template.len(), "{id}: {path}");
        for (segment, expected) in segments.iter().zip(template) {
            if let Some(name) = expected.strip_prefix('{') {
                let name = name.trim_end_matches('}');
                check_string(id, segment, &self.parameter("path", name)["schema"]);
            } else {
                assert_eq!(*segment, expected, "{id}: {path}");
            }
        }
    }

    fn check_query(&mut self, name: &str, value: &str) {
        let id = self.operation.id;
        let name = name.split('.').next().unwrap();
        let schema = self.parameter("query", name)["schema"].clone();
        self.query.insert(name.to_owned());
        match schema["type"].as_str() {
            Some("integer") => assert!(value.parse::<i64>().is_ok(), "{id}: {name}={value}"),
            Some("boolean") => assert!(value.parse::<bool>().is_ok(), "{id}: {name}={value}"),
            Some("array") => check_string(id, value, &schema["items"]),
            _ => check_string(id, value, &schema),
        }
    }

    fn check_body(&mut self, request: &Request) {
        let id = self.operation.id;
        let content = &self.operation.value["requestBody"]["content"];
        if content.is_null() {
            let allowed = UNDOCUMENTED_BODY.contains(&id);
            assert!(request.body.is_empty() || allowed, "{id}: a body");
            return;
        }
        let content_type = request.headers["content-type"].to_str().unwrap();
        let content_type = content_type.split(';').next().unwrap();
        let schema = &content[content_type]["schema"];
        assert!(schema.is_object(), "{id}: {content_type}");
        match content_type {
            "application/json" => {
                let body: Value = serde_json::from_slice(&request.body).unwrap();
                self.spec.check(id, &body, schema, &mut self.body);
            }
            "multipart/form-data" => {
                let body = String::from_utf8(request.body.clone()).unwrap();
                let names = body.split(" name=\"").skip(1);
                let names: BTreeSet<_> =
                    names.map(|part| part.split('"').next().unwrap()).collect();
                let properties = schema["properties"].as_object().unwrap();
                let documented: BTreeSet<_> = properties.keys().map(String::as_str).collect();
                assert_eq!(names, documented, "{id}");
            }
            _ => {}
        }
        self.body.insert(content_type.to_owned());
    }

    fn parameter(&self, place: &str, name: &str) -> &Value {
        let mut parameters = self.parameters(place);
        parameters
            .find(|parameter| parameter["name"] == name)
            .unwrap_or_else(|| panic!("{} has no {place} parameter {name}", self.operation.id))
    }

    fn parameters(&self, place: &str) -> impl Iterator<Item = &Value> {
        let parameters = self.operation.value["parameters"].as_array();
        let parameters = parameters.into_iter().flatten();
        parameters.filter(move |parameter| parameter["in"] == place)
    }

    /// Everything that is documented was set by one of the requests.
    pub(super) fn assert_complete(&self) {
        let id = self.operation.id;
        for parameter in self.parameters("query") {
            let name = parameter["name"].as_str().unwrap();
            assert!(self.query.contains(name), "{id}: {name} was never set");
        }
        let content = self.operation.value["requestBody"]["content"].as_object();
        let mut expected = BTreeSet::new();
        for (content_type, content) in content.into_iter().flatten() {
            expected.insert(content_type.clone());
            if content_type == "application/json" {
                self.spec.properties(&content["schema"], &mut expected);
            }
        }
        let missing: Vec<_> = (expected.difference(&self.body))
            .filter(|property| !NEVER.contains(&property.as_str()))
            .filter(|property| !self.below_never(property))
            .collect();
        assert!(missing.is_empty(), "{id}: never sent: {missing:?}");
    }

    /// Whether a property is only found below one that is never sent.
    fn below_never(&self, property: &str) -> bool {
        [
            "ultravox.v1.CorpusStats.",
            "ultravox.v1.SourceStats.",
            "ultravox.v1.InCallTimespan.",
        ]
        .iter()
        .any(|name| property.starts_with(name))
    }
}
