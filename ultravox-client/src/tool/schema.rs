//! Parameters of a tool from a Rust type.

use std::collections::BTreeSet;

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value};

use super::kind::Kinds;
use crate::Error;

/// Keys under which a schema has schemas.
const NESTED: [&str; 4] = ["items", "additionalProperties", "not", "contains"];

/// Keys under which a schema has lists of schemas.
const LISTS: [&str; 4] = ["anyOf", "oneOf", "allOf", "prefixItems"];

/// What is known of a type of parameters.
#[derive(Debug)]
pub(super) struct Shape {
    /// Its documentation.
    pub(super) description: Option<String>,
    /// Its fields, by name.
    pub(super) fields: Vec<Field>,
    /// Whether it is read from an object, not from nothing at all.
    pub(super) is_object: bool,
    /// The names of all fields, also of those inside of others.
    pub(super) names: BTreeSet<String>,
}

/// A field of a type of parameters.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// Its name on the wire.
    pub(super) name: String,
    /// What may be in it.
    pub(super) schema: Value,
    /// Whether it must be there.
    pub(super) required: bool,
    /// What its schema lets it be.
    pub(super) kinds: Kinds,
}

/// The fields of `P`. Each has a schema of its own that refers to nothing outside of it.
pub(super) fn shape<P: JsonSchema>() -> Result<Shape, Error> {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut schema = settings
        .into_generator()
        .into_root_schema_for::<P>()
        .to_value();
    leave_out_instead_of_null(&mut schema);
    read(schema)
}

fn read(mut schema: Value) -> Result<Shape, Error> {
    let description = schema["description"].as_str().map(str::to_owned);
    let is_object = schema["type"] == "object";
    let plain = ["$ref", "anyOf", "oneOf", "allOf"]
        .iter()
        .all(|key| schema.get(key).is_none());
    // A map: its keys are anybody's guess.
    let is_open = matches!(
        &schema["additionalProperties"],
        Value::Bool(true) | Value::Object(_)
    );
    let plain = plain && !(is_open && schema.get("properties").is_none());
    if !plain || !(is_object || schema["type"] == "null") {
        let problem = "must be a struct with named fields, or `()`";
        return Err(Error::invalid("parameters", problem));
    }
    let mut all = BTreeSet::new();
    names(&schema, &mut all);
    let required = schema["required"].take();
    let required = |name: &str| {
        let mut names = required.as_array().into_iter().flatten();
        names.any(|required| required == name)
    };
    let properties = match schema["properties"].take() {
        Value::Object(properties) => properties,
        _ => Map::new(),
    };
    let mut fields = Vec::with_capacity(properties.len());
    for (name, schema) in properties {
        let path = format!("parameters.{name}");
        let schema = match schema {
            Value::Bool(true) => Value::Object(Map::new()),
            Value::Object(_) => schema,
            _ => return Err(Error::invalid(path, "has no value that could be sent")),
        };
        if refers(&schema) {
            let problem = "must not contain itself: each parameter carries its whole schema";
            return Err(Error::invalid(path, problem));
        }
        fields.push(Field {
            required: required(&name),
            kinds: Kinds::of(&schema),
            name,
            schema,
        });
    }
    Ok(Shape {
        description,
        fields,
        is_object,
        names: all,
    })
}

/// Adds the names of all properties in `schema`.
fn names(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Object(properties)) = map.get("properties") {
                found.extend(properties.keys().cloned());
            }
            map.values().for_each(|value| names(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| names(value, found)),
        _ => {}
    }
}

/// Whether anything in `schema` is a reference, which only types that contain themselves leave behind.
fn refers(schema: &Value) -> bool {
    match schema {
        Value::Object(map) => {
            map.get("$ref").is_some_and(Value::is_string) || map.values().any(refers)
        }
        Value::Array(list) => list.iter().any(refers),
        _ => false,
    }
}

/// A field that may be missing need not be `null` as well: models do better with one way to say nothing.
fn leave_out_instead_of_null(schema: &mut Value) {
    let Some(map) = schema.as_object_mut() else {
        return;
    };
    let required = map.get("required").cloned().unwrap_or_default();
    if let Some(Value::Object(properties)) = map.get_mut("properties") {
        for (name, property) in properties {
            let mut names = required.as_array().into_iter().flatten();
            if !names.any(|required| required == name) {
                remove_null(property);
            }
            leave_out_instead_of_null(property);
        }
    }
    for key in NESTED {
        if let Some(nested) = map.get_mut(key) {
            leave_out_instead_of_null(nested);
        }
    }
    for key in LISTS {
        let list = map.get_mut(key).and_then(Value::as_array_mut);
        list.into_iter()
            .flatten()
            .for_each(leave_out_instead_of_null);
    }
}

fn remove_null(schema: &mut Value) {
    let Some(map) = schema.as_object_mut() else {
        return;
    };
    if map.get("default") == Some(&Value::Null) {
        map.remove("default");
    }
    if let Some(Value::Array(types)) = map.get_mut("type") {
        types.retain(|kind| kind != "null");
        if let [kind] = types.as_slice() {
            let kind = kind.clone();
            map.insert("type".to_owned(), kind);
        }
    }
    if let Some(Value::Array(values)) = map.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
    for key in ["anyOf", "oneOf"] {
        let Some(Value::Array(choices)) = map.get_mut(key) else {
            continue;
        };
        let before = choices.len();
        choices.retain(|choice| choice["type"] != "null");
        if let [Value::Object(only)] = choices.as_slice()
            && before > 1
        {
            let only = only.clone();
            map.remove(key);
            for (key, value) in only {
                map.entry(key).or_insert(value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn null_is_removed_from_what_may_be_missing_only() {
        let mut schema = json!({
            "type": "object",
            "properties": {
                "a": {"type": ["string", "null"], "default": null},
                "b": {"type": ["string", "null"]},
                "c": {
                    "description": "mine",
                    "anyOf": [{"oneOf": [{"const": "x"}], "description": "theirs"}, {"type": "null"}],
                },
                "d": {"type": "object", "properties": {"e": {"enum": ["x", null], "type": ["string", "null"]}}},
                "f": {"type": "array", "items": {"type": "object", "properties": {"g": {"type": ["integer", "null"]}}}},
                "h": {"type": ["integer", "string", "null"]},
            },
            "required": ["b"],
        });
        leave_out_instead_of_null(&mut schema);
        let properties = &schema["properties"];
        assert_eq!(properties["a"], json!({"type": "string"}));
        assert_eq!(properties["b"], json!({"type": ["string", "null"]}));
        let choice = json!({"description": "mine", "oneOf": [{"const": "x"}]});
        assert_eq!(properties["c"], choice);
        let word = json!({"enum": ["x"], "type": "string"});
        assert_eq!(properties["d"]["properties"]["e"], word);
        let nested = &properties["f"]["items"]["properties"]["g"];
        assert_eq!(*nested, json!({"type": "integer"}));
        assert_eq!(properties["h"], json!({"type": ["integer", "string"]}));
    }

    #[test]
    fn only_structs_have_parameters() {
        for schema in [
            json!({"type": "string"}),
            json!({"type": "array"}),
            json!({"type": "object", "oneOf": []}),
            json!({"$ref": "#/$defs/Node"}),
            json!(true),
        ] {
            assert!(read(schema.clone()).is_err(), "{schema}");
        }
        assert!(!read(json!({"type": "null"})).unwrap().is_object);
    }
}
