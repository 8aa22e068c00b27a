//! Just enough of OpenAPI to check what is sent and to make up what is received.

use std::{collections::BTreeSet, env, fs, path::PathBuf};

use serde_json::{Map, Value, json};

use crate::support::CALL as ID;

/// The OpenAPI document.
pub(super) struct Spec(Value);

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

    pub(super) fn schema(&self, name: &str) -> &Value {
        let schema = &self.0["components"]["schemas"][name];
        assert!(schema.is_object(), "no schema {name}");
        schema
    }

    /// The schema behind `$ref`, or behind the only or first part of `allOf` and `oneOf`.
    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
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
        let schema = self.resolve(schema);
        match schema["type"].as_str() {
            Some("object") => self.check_object(path, value, schema, seen),
            Some("array") => {
                for (index, item) in value
                    .as_array()
                    .unwrap_or_else(|| panic!("{path}: no array"))
                    .iter()
                    .enumerate()
                {
                    self.check(&format!("{path}[{index}]"), item, &schema["items"], seen);
                }
            }
            Some("string") => {
                let text = value
                    .as_str()
                    .unwrap_or_else(|| panic!("{path}: no string: {value}"));
                if let Some(words) = schema["enum"].as_array() {
                    assert!(
                        words.iter().any(|word| word == text),
                        "{path}: {text} is not one of {words:?}"
                    );
                }
                if schema["pattern"].is_string() {
                    assert!(
                        text.ends_with('s') && text[..text.len() - 1].parse::<f64>().is_ok(),
                        "{path}: {text}"
                    );
                }
            }
            Some("integer") => assert!(
                value.is_i64() || value.is_u64(),
                "{path}: no integer: {value}"
            ),
            Some("number") => assert!(value.is_number(), "{path}: no number: {value}"),
            Some("boolean") => assert!(value.is_boolean(), "{path}: no boolean: {value}"),
            _ => {}
        }
    }

    fn check_object(&self, path: &str, value: &Value, schema: &Value, seen: &mut BTreeSet<String>) {
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
        let name = self.0["components"]["schemas"]
            .as_object()
            .unwrap()
            .iter()
            .find(|(_, known)| *known == schema);
        let name = name.map_or("?", |(name, _)| name.as_str());
        for (key, item) in map {
            let property = properties
                .get(key)
                .unwrap_or_else(|| panic!("{path}: {name} has no `{key}`"));
            seen.insert(format!("{name}.{key}"));
            self.check(&format!("{path}.{key}"), item, property, seen);
        }
    }

    /// Every property of `name` and of what it contains.
    pub(super) fn properties(&self, name: &str, found: &mut BTreeSet<String>) {
        for (key, property) in self.schema(name)["properties"]
            .as_object()
            .into_iter()
            .flatten()
        {
            if found.insert(format!("{name}.{key}")) {
                self.descend(property, found);
            }
        }
    }

    fn descend(&self, schema: &Value, found: &mut BTreeSet<String>) {
        let nested = [
            &schema["items"],
            &schema["additionalProperties"],
            &schema["allOf"][0],
            &schema["oneOf"][0],
        ];
        if let Some(reference) = schema["$ref"].as_str() {
            self.properties(reference.rsplit('/').next().unwrap(), found);
        }
        nested
            .into_iter()
            .filter(|nested| nested.is_object())
            .for_each(|nested| self.descend(nested, found));
    }

    /// A value of `schema` with every property, or with only those that are promised.
    fn sample(&self, schema: &Value, full: bool, depth: usize) -> Value {
        let name = schema["$ref"]
            .as_str()
            .map_or("", |reference| reference.rsplit('/').next().unwrap());
        if name == "ultravox.v1.ExternalVoice" || name == "ultravox.v1.CallMedium" {
            return json!({"google": {"voiceId": "v"}, "webRtc": {}});
        }
        let schema = self.resolve(schema);
        match schema["type"].as_str() {
            Some("object") => {
                let required = schema["required"].as_array().cloned().unwrap_or_default();
                let wanted =
                    |key: &str| (full && depth < 8) || required.iter().any(|name| name == key);
                let properties = schema["properties"].as_object().into_iter().flatten();
                let sampled = properties
                    .filter(|(key, _)| wanted(key))
                    .map(|(key, property)| {
                        let null = !full && property["nullable"] == true;
                        (
                            key.clone(),
                            if null {
                                Value::Null
                            } else {
                                self.sample(property, full, depth + 1)
                            },
                        )
                    });
                Value::Object(sampled.collect::<Map<_, _>>())
            }
            Some("array") => json!([self.sample(&schema["items"], full, depth + 1)]),
            Some("integer") => json!(3),
            Some("number") => json!(0.5),
            Some("boolean") => json!(true),
            Some("string") => match (schema["enum"].as_array(), schema["format"].as_str()) {
                (Some(words), _) => words.last().unwrap().clone(),
                (None, Some("uuid")) => json!(ID),
                (None, Some("date-time")) => json!("2026-11-20T12:00:00.5Z"),
                (None, Some("uri")) => json!("https://example.com/?cursor=c1"),
                // Durations and ids are plain strings in the document where nothing else says so.
                (None, _) => json!("5.500s"),
            },
            _ => json!({"any": ["thing"]}),
        }
    }

    pub(super) fn samples(&self, name: &str) -> [Value; 2] {
        let reference = json!({"$ref": format!("#/components/schemas/{name}")});
        [true, false].map(|full| {
            let mut sample = self.sample(&reference, full, 0);
            ids(&mut sample);
            sample
        })
    }
}

/// Ids are plain strings in some schemas.
fn ids(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, item) in map {
                if item.is_string() && matches!(key.as_str(), "agentId" | "callStageId") {
                    *item = json!(ID);
                }
                ids(item);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(ids),
        _ => {}
    }
}
