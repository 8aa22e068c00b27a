//! Just enough of OpenAPI to compare requests and to make up answers.

use std::{env, fs, path::PathBuf};

use serde_json::Value;

/// The descriptions of the core API and of the configuration of voice.
const FILES: [&str; 2] = ["twilio-voice-openapi.json", "twilio-voice-v1-openapi.json"];

/// Twilio's own descriptions.
#[derive(Clone)]
pub(super) struct Spec(pub(super) Vec<Value>);

/// An operation of a description.
pub(super) struct Operation<'a> {
    pub(super) id: &'a str,
    /// Where it is served, without a path.
    pub(super) server: &'a str,
    pub(super) method: String,
    pub(super) path: &'a str,
    pub(super) value: &'a Value,
}

impl Spec {
    /// `None`, with a line that says so, if the descriptions are not there.
    pub(super) fn load(test: &str) -> Option<Self> {
        let workspace = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/specs");
        let folder = env::var_os("SPECS_DIR").map_or(workspace, PathBuf::from);
        let read = |file: &&str| fs::read_to_string(folder.join(file)).ok();
        let Some(texts) = FILES.iter().map(read).collect::<Option<Vec<_>>>() else {
            println!(
                "skipped: {test}: there is no description of the API; SPECS_DIR names its directory"
            );
            return None;
        };
        let documents = texts.iter().map(|text| serde_json::from_str(text).unwrap());
        Some(Self(documents.collect()))
    }

    pub(super) fn operations(&self) -> Vec<Operation<'_>> {
        let mut operations = Vec::new();
        for document in &self.0 {
            for (path, methods) in document["paths"].as_object().unwrap() {
                // What is said of the path holds before what is said of all.
                let servers = [&methods["servers"][0], &document["servers"][0]];
                let server = (servers.iter()).find_map(|server| server["url"].as_str());
                for (method, value) in methods.as_object().unwrap() {
                    if let Some(id) = value["operationId"].as_str() {
                        operations.push(Operation {
                            id,
                            server: server.unwrap_or_else(|| panic!("{id} is served nowhere")),
                            method: method.to_uppercase(),
                            path,
                            value,
                        });
                    }
                }
            }
        }
        operations
    }

    pub(super) fn operation(&self, id: &str) -> Operation<'_> {
        let mut operations = self.operations().into_iter();
        operations
            .find(|operation| operation.id == id)
            .unwrap_or_else(|| panic!("no operation {id}"))
    }

    /// The schema behind `$ref`, with its name, which is empty if it has none.
    pub(super) fn resolve<'a>(&'a self, schema: &'a Value) -> (&'a str, &'a Value) {
        let Some(reference) = schema["$ref"].as_str() else {
            return ("", schema);
        };
        let name = reference.rsplit('/').next().unwrap();
        let mut schemas = (self.0.iter())
            .map(|document| &document["components"]["schemas"][name])
            .filter(|schema| schema.is_object());
        (
            name,
            schemas.next().unwrap_or_else(|| panic!("no schema {name}")),
        )
    }

    /// What is wrong with a text that is sent as a parameter of this schema.
    pub(super) fn problem(&self, text: &str, schema: &Value) -> Option<String> {
        let (_, schema) = self.resolve(schema);
        if let Some(words) = schema["enum"].as_array() {
            let known = words.iter().any(|word| word == text);
            return (!known).then(|| format!("{text} is not one of {words:?}"));
        }
        let good = match (schema["type"].as_str(), schema["format"].as_str()) {
            (Some("integer"), _) => text.parse::<i64>().is_ok(),
            (Some("number"), _) => text.parse::<f64>().is_ok(),
            (Some("boolean"), _) => matches!(text, "true" | "false"),
            (Some("array"), _) => return self.problem(text, &schema["items"]),
            (Some("string"), Some("uri")) => url::Url::parse(text).is_ok(),
            (Some("string"), Some("date")) => is_date(text),
            (Some("string"), Some("date-time")) => {
                is_date(text) || text.parse::<jiff::Timestamp>().is_ok()
            }
            (Some("string"), _) => is_sid(text, schema),
            // What has no type is an object, written as JSON.
            _ => serde_json::from_str::<Value>(text).is_ok_and(|value| value.is_object()),
        };
        (!good).then(|| format!("{text:?} is not of {schema}"))
    }
}

impl Operation<'_> {
    /// The parameters in this place.
    pub(super) fn parameters(&self, place: &str) -> impl Iterator<Item = (&str, &Value)> {
        let parameters = self.value["parameters"].as_array().into_iter().flatten();
        parameters
            .filter(move |parameter| parameter["in"] == place)
            .map(|parameter| (parameter["name"].as_str().unwrap(), parameter))
    }

    /// The schema of the form.
    pub(super) fn form(&self) -> &Value {
        &self.value["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    }

    /// The successes, with the schema of each, which is null if there is no body.
    pub(super) fn answers(&self) -> impl Iterator<Item = (u16, &Value)> {
        let responses = self.value["responses"].as_object().unwrap().iter();
        responses.filter_map(|(status, response)| {
            let status = status.parse().unwrap();
            let content = &response["content"]["application/json"];
            (status < 400).then_some((status, content))
        })
    }
}

fn is_date(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok() && text.len() == 10
}

/// Whether a text has the pattern of the schema, if that is one of a SID.
fn is_sid(text: &str, schema: &Value) -> bool {
    let Some(pattern) = schema["pattern"].as_str() else {
        return true;
    };
    let prefix = pattern
        .strip_prefix('^')
        .and_then(|pattern| pattern.strip_suffix("[0-9a-fA-F]{32}$"));
    let prefix = prefix.unwrap_or_else(|| panic!("a new kind of pattern: {pattern}"));
    text.strip_prefix(prefix).is_some_and(|digits| {
        digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}
