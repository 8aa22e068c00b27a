//! Requests, compared with what the description says of an operation.

use std::collections::BTreeSet;

use serde_json::Value;
use wiremock::Request;

use super::document::{Operation, Spec};

/// What Twilio's own libraries send and the descriptions do not have.
pub(super) const NEWER: [(&str, &str); 14] = [
    ("CreateCall", "Passports"),
    ("CreateCall", "RecordingConfigurationId"),
    ("CreateCallRecording", "RecordingConfigurationId"),
    ("CreateParticipant", "EmergencyAddress"),
    ("CreateParticipant", "EmergencyCallerLocation"),
    ("CreateParticipant", "EmergencyCallerPosition"),
    ("CreateParticipant", "EmergencyCity"),
    ("CreateParticipant", "EmergencyCountry"),
    ("CreateParticipant", "EmergencyName"),
    ("CreateParticipant", "EmergencyState"),
    ("CreateParticipant", "EmergencyZipCode"),
    ("CreateParticipant", "Passports"),
    ("CreateParticipant", "RecordingConfigurationId"),
    (
        "CreateRealtimeTranscription",
        "TranscriptionConfigurationId",
    ),
];

/// Where the requests to a host arrive.
pub(super) const HOSTS: [(&str, &str); 2] = [
    ("https://api.twilio.com", "/api"),
    ("https://voice.twilio.com", "/voice"),
];

/// The requests of one operation.
pub(super) struct Sent<'a> {
    spec: &'a Spec,
    operation: &'a Operation<'a>,
    /// Parameters that were set, of the query and of the form.
    names: BTreeSet<String>,
    problems: Vec<String>,
}

impl<'a> Sent<'a> {
    pub(super) fn new(spec: &'a Spec, operation: &'a Operation<'a>) -> Self {
        Self {
            spec,
            operation,
            names: BTreeSet::new(),
            problems: Vec::new(),
        }
    }

    pub(super) fn check(&mut self, request: &Request) {
        if request.method.as_str() != self.operation.method {
            self.report(format!("{} was sent", request.method));
        }
        let header = |name: &str| {
            request
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        if header("accept") != Some("application/json") {
            self.report(format!("accepts {:?}", header("accept")));
        }
        if !header("authorization").is_some_and(|value| value.starts_with("Basic ")) {
            self.report("does not sign in".to_owned());
        }
        let host = HOSTS.iter().find_map(|(host, base)| {
            let path = request.url.path().strip_prefix(base)?;
            path.starts_with('/').then_some((host, path))
        });
        match host {
            Some((host, path)) => {
                if *host != self.operation.server {
                    self.report(format!("{host} in place of {}", self.operation.server));
                }
                self.check_path(path);
            }
            None => self.report(format!("the path is {}", request.url.path())),
        }
        let query: Vec<_> = request.url.query_pairs().into_owned().collect();
        self.check_query(&query);
        self.check_form(request);
    }

    fn check_path(&mut self, path: &str) {
        let template: Vec<_> = self.operation.path.split('/').collect();
        let segments: Vec<_> = path.split('/').collect();
        if segments.len() != template.len() {
            return self.report(format!("the path is {path}"));
        }
        for (segment, expected) in segments.into_iter().zip(template) {
            let Some((name, suffix)) = expected
                .strip_prefix('{')
                .and_then(|rest| rest.split_once('}'))
            else {
                if segment != expected {
                    self.report(format!("{segment} in place of {expected}"));
                }
                continue;
            };
            let parameter = self
                .operation
                .parameters("path")
                .find(|(of, _)| *of == name);
            let (_, parameter) = parameter.unwrap_or_else(|| panic!("no path parameter {name}"));
            match segment.strip_suffix(suffix) {
                Some(value) if !value.is_empty() => {
                    let problem = self.spec.problem(value, &parameter["schema"]);
                    self.report_value(name, problem);
                }
                _ => self.report(format!("{segment} in place of {expected}")),
            }
        }
    }

    fn check_query(&mut self, query: &[(String, String)]) {
        for (name, value) in query {
            let parameter = self
                .operation
                .parameters("query")
                .find(|(of, _)| of == name);
            let Some((_, parameter)) = parameter else {
                self.report(format!("an unknown parameter of the query: {name}"));
                continue;
            };
            let problem = self.spec.problem(value, &parameter["schema"]);
            self.report_value(name, problem);
        }
        let missing: Vec<_> = (self.operation.parameters("query"))
            .filter(|(_, parameter)| parameter["required"] == true)
            .filter(|(name, _)| query.iter().all(|(sent, _)| sent != name))
            .map(|(name, _)| name.to_owned())
            .collect();
        for name in missing {
            self.report(format!("{name} is required"));
        }
        self.note(query, &Value::Null);
    }

    fn check_form(&mut self, request: &Request) {
        let operation = self.operation;
        let schema = operation.form();
        if !schema.is_object() {
            if !request.body.is_empty() {
                self.report("a body was sent".to_owned());
            }
            return;
        }
        let content_type = request.headers.get("content-type");
        if content_type.is_none_or(|value| value != "application/x-www-form-urlencoded") {
            self.report(format!("the body is {content_type:?}"));
        }
        let form: Vec<_> = form_urlencoded::parse(&request.body).into_owned().collect();
        for (name, value) in &form {
            let property = &schema["properties"][name.as_str()];
            if property.is_object() {
                let problem = self.spec.problem(value, property);
                self.report_value(name, problem);
            } else if !NEWER.contains(&(operation.id, name.as_str())) {
                self.report(format!("an unknown parameter of the form: {name}"));
            }
        }
        for name in schema["required"].as_array().into_iter().flatten() {
            if form.iter().all(|(sent, _)| sent != name) {
                self.report(format!("{name} is required"));
            }
        }
        self.note(&form, &schema["properties"]);
    }

    /// Remembers what was set. Only an array may come more than once.
    fn note(&mut self, pairs: &[(String, String)], properties: &Value) {
        for (index, (name, _)) in pairs.iter().enumerate() {
            self.names.insert(name.clone());
            let again = pairs[..index].iter().any(|(before, _)| before == name);
            if again && properties[name.as_str()]["type"] != "array" {
                self.report(format!("{name} was sent twice"));
            }
        }
    }

    fn report_value(&mut self, name: &str, problem: Option<String>) {
        if let Some(problem) = problem {
            self.report(format!("{name}: {problem}"));
        }
    }

    fn report(&mut self, problem: String) {
        self.problems
            .push(format!("{}: {problem}", self.operation.id));
    }

    /// Everything that is wrong, and every parameter that none of the requests set.
    pub(super) fn problems(mut self) -> Vec<String> {
        let operation = self.operation;
        let properties = operation.form()["properties"].as_object();
        let documented: BTreeSet<_> = (operation.parameters("query").map(|(name, _)| name))
            .chain(
                properties
                    .into_iter()
                    .flat_map(|form| form.keys().map(String::as_str)),
            )
            .collect();
        for name in &documented {
            if !self.names.contains(*name) {
                self.report(format!("{name} was never sent"));
            }
        }
        for (_, name) in NEWER.iter().filter(|(id, _)| *id == operation.id) {
            if !self.names.contains(*name) {
                self.report(format!("{name} was never sent"));
            }
            if documented.contains(name) {
                self.report(format!("{name} is in the description now"));
            }
        }
        self.problems
    }
}
