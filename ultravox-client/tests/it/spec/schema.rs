//! Just enough of OpenAPI to check what is sent.

use std::{collections::BTreeSet, env, fs, path::PathBuf};

use serde_json::Value;

/// A schema that names only the field all messages have; the rest is in the documentation.
const DESCRIBED_ELSEWHERE: &str = "SendCallDataMessage";

/// The OpenAPI document.
pub(super) struct Spec(Value);

/// An operation of the document.
pub(super) struct Operation<'a> {
    pub(super) id: &'a str,
    pub(super) method: String,
    pub(super) path: &'a str,
    pub(super) value: &'a Value,
}

impl Spec {
    /// `None`, with a line that says so, if the document is not there.
    pub(super) fn load(test: &str) -> Option<Self> {
        let workspace = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/specs");
        let folder = env::var_os("SPECS_DIR").map_or(workspace, PathBuf::from);
        let Ok(text) = fs::read_to_string(folder.join("ultravox-openapi.yaml")) else {
            println!("skipped {test}: no OpenAPI document; set SPECS_DIR");
            return None;
        };
        Some(Self(serde_saphyr::from_str(&text).unwrap()))
    }

    pub(super) fn operations(&self) -> Vec<Operation<'_>> {
        let mut operations = Vec::new();
        for (path, methods) in self.0["paths"].as_object().unwrap() {
            for (method, value) in methods.as_object().unwrap() {
                if let Some(id) = value["operationId"].as_str() {
                    let method = method.to_uppercase();
                    operations.push(Operation {
                        id,
                        method,
                        path,
                        value,
                    });
                }
            }
        }
        operations
    }

    pub(super) fn schema(&self, name: &str) -> &Value {
        let schema = &self.0["components"]["schemas"][name];
        assert!(schema.is_object(), "no schema {name}");
        schema
    }

    /// The name of a schema that is a reference, or an empty one.
    pub(super) fn name(&self, schema: &Value) -> String {
        if let Some(reference) = schema["$ref"].as_str() {
            return reference.rsplit('/').next().unwrap().to_owned();
        }
        match schema.get("allOf").or_else(|| schema.get("oneOf")) {
            Some(parts) => self.name(&parts[0]),
            None => String::new(),
        }
    }

    /// The schema behind `$ref`, or behind the only or first part of `allOf` and `oneOf`.
    pub(super) fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        if let Some(reference) = schema["$ref"].as_str() {
            return self.resolve(self.schema(reference.rsplit('/').next().unwrap()));
        }
        match schema.get("allOf").or_else(|| schema.get("oneOf")) {
            Some(parts) => self.resolve(&parts[0]),
            None => schema,
        }
    }

    /// Checks `value` and notes each `schema.property` that it sets.
    pub(super) fn check(
        &self,
        path: &str,
        value: &Value,
        schema: &Value,
        seen: &mut BTreeSet<String>,
    ) {
        if value.is_null() && schema["nullable"] == true {
            return;
        }
        let name = self.name(schema);
        let schema = self.resolve(schema);
        match schema["type"].as_str() {
            Some("object") => self.check_object(path, &name, value, schema, seen),
            Some("array") => {
                let items = value
                    .as_array()
                    .unwrap_or_else(|| panic!("{path}: no array"));
                for (index, item) in items.iter().enumerate() {
                    self.check(&format!("{path}[{index}]"), item, &schema["items"], seen);
                }
            }
            Some("string") => {
                let text = value.as_str();
                check_string(
                    path,
                    text.unwrap_or_else(|| panic!("{path}: {value}")),
                    schema,
                );
            }
            Some("integer") => {
                assert!(
                    value.is_i64() || value.is_u64(),
                    "{path}: no integer: {value}"
                );
            }
            Some("number") => assert!(value.is_number(), "{path}: no number: {value}"),
            Some("boolean") => assert!(value.is_boolean(), "{path}: no boolean: {value}"),
            _ => {}
        }
    }

    fn check_object(
        &self,
        path: &str,
        name: &str,
        value: &Value,
        schema: &Value,
        seen: &mut BTreeSet<String>,
    ) {
        let map = value
            .as_object()
            .unwrap_or_else(|| panic!("{path}: no object: {value}"));
        let Some(properties) = schema["properties"].as_object() else {
            if let Some(items) = schema.get("additionalProperties") {
                map.iter().for_each(|(key, item)| {
                    self.check(&format!("{path}.{key}"), item, items, seen)
                });
            }
            return;
        };
        for key in schema["required"].as_array().into_iter().flatten() {
            let key = key.as_str().unwrap();
            let read_only = properties[key]["readOnly"] == true;
            let partial = name.starts_with("Patched");
            assert!(
                read_only || partial || map.contains_key(key),
                "{path}: no `{key}`"
            );
        }
        for (key, item) in map {
            if name == DESCRIBED_ELSEWHERE && !properties.contains_key(key) {
                continue;
            }
            let property = properties
                .get(key)
                .unwrap_or_else(|| panic!("{path}: {name} has no `{key}`"));
            assert!(
                property["readOnly"] != true,
                "{path}: {name}.{key} is read only"
            );
            seen.insert(format!("{name}.{key}"));
            self.check(&format!("{path}.{key}"), item, property, seen);
        }
    }

    /// Every property that can be sent of `schema` and of what it contains.
    pub(super) fn properties(&self, schema: &Value, found: &mut BTreeSet<String>) {
        let name = self.name(schema);
        let schema = self.resolve(schema);
        for nested in [&schema["items"], &schema["additionalProperties"]] {
            if nested.is_object() {
                self.properties(nested, found);
            }
        }
        for (key, property) in schema["properties"].as_object().into_iter().flatten() {
            if property["readOnly"] != true && found.insert(format!("{name}.{key}")) {
                self.properties(property, found);
            }
        }
    }
}

/// Checks a text that is in a body or a query.
pub(super) fn check_string(path: &str, text: &str, schema: &Value) {
    if let Some(words) = schema["enum"].as_array() {
        let known = words.iter().any(|word| word == text);
        assert!(known, "{path}: {text} is not one of {words:?}");
    }
    if schema["pattern"].is_string() {
        let number = text
            .strip_suffix('s')
            .and_then(|number| number.parse::<f64>().ok());
        assert!(number.is_some(), "{path}: {text} is no duration");
    }
    match schema["format"].as_str() {
        Some("uuid") => assert!(text.parse::<uuid::Uuid>().is_ok(), "{path}: {text}"),
        Some("date") => assert!(text.parse::<jiff::civil::Date>().is_ok(), "{path}: {text}"),
        Some("uri") => assert!(text.parse::<url::Url>().is_ok(), "{path}: {text}"),
        _ => {}
    }
    if let Some(max) = schema["maxLength"].as_u64() {
        assert!(text.chars().count() as u64 <= max, "{path}: too long");
    }
}
