//! Whatever the model is told it may say, the receiver reads.

use std::collections::{BTreeMap, HashSet};

use proptest::{prelude::*, strategy::BoxedStrategy};
use schemars::JsonSchema;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use ultravox_client::tool::{ToolRequestError, TypedTool};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only that it is read is of interest")]
struct Numbers {
    a_byte: u8,
    negative: i16,
    wide: Option<i64>,
    widest: u64,
    real: f32,
    #[serde(default)]
    with_default: u32,
    #[schemars(range(min = 3, max = 5))]
    bounded: i32,
    not_zero: std::num::NonZeroU16,
    flag: bool,
}

#[derive(Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Plain {
    OneWord,
    Other,
}

/// With documentation for each.
#[derive(Debug, Deserialize, JsonSchema)]
enum Documented {
    /// The first.
    First,
    /// The second.
    #[serde(rename = "2nd")]
    Second,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "value")]
#[expect(dead_code, reason = "only that it is read is of interest")]
enum Adjacent {
    Empty,
    One(u8),
    Named { text: String },
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "camelCase")]
#[expect(dead_code, reason = "only that it is read is of interest")]
enum Internal {
    ByName { name: String, age: Option<u8> },
    ById { id: u32 },
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only that it is read is of interest")]
enum Untagged {
    Number(u32),
    Text(String),
    List(Vec<u8>),
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
#[expect(dead_code, reason = "only that it is read is of interest")]
struct Wrapped(Option<Plain>);

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only that it is read is of interest")]
struct Shapes {
    plain: Plain,
    documented: Option<Documented>,
    adjacent: Adjacent,
    internal: Internal,
    untagged: Untagged,
    wrapped: Wrapped,
    set: HashSet<Plain>,
    map: BTreeMap<String, Vec<Option<i8>>>,
    pair: (bool, String),
    fixed: [u8; 2],
    nested: Option<Inner>,
    anything: Value,
    nothing: (),
    letter: char,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only that it is read is of interest")]
struct Inner {
    boxed: Box<Numbers>,
    list: Vec<Documented>,
}

/// Values that `schema` allows.
fn values(schema: &Value) -> BoxedStrategy<Value> {
    if let Some(value) = schema.get("const") {
        return Just(value.clone()).boxed();
    }
    if let Some(values) = schema["enum"].as_array() {
        return prop::sample::select(values.clone()).boxed();
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(choices) = schema[key].as_array() {
            let rest = without(schema, key);
            let choices: Vec<_> = (choices.iter())
                .map(|choice| values(&merge(&rest, choice)))
                .collect();
            return prop::sample::select(choices)
                .prop_flat_map(|choice| choice)
                .boxed();
        }
    }
    match &schema["type"] {
        Value::Array(kinds) => {
            let choices: Vec<_> = kinds
                .iter()
                .map(|kind| values(&merge(schema, &json!({"type": kind}))))
                .collect();
            prop::sample::select(choices)
                .prop_flat_map(|choice| choice)
                .boxed()
        }
        Value::String(kind) => of_kind(kind, schema),
        _ => Just(json!(["anything", 1, null])).boxed(),
    }
}

fn of_kind(kind: &str, schema: &Value) -> BoxedStrategy<Value> {
    let bound = |key: &str| schema[key].as_f64();
    match kind {
        "null" => Just(Value::Null).boxed(),
        "boolean" => any::<bool>().prop_map(Value::from).boxed(),
        "integer" => {
            let limit = |key: &str, default: i64| bound(key).map_or(default, |value| value as i64);
            let (low, high) = match schema["format"].as_str() {
                Some("int64") => (i64::MIN, i64::MAX),
                Some("uint32") => (0, i64::from(u32::MAX)),
                Some("uint64") => (0, i64::MAX),
                _ => (-30_000, 30_000),
            };
            let range = limit("minimum", low)..=limit("maximum", high);
            let small = range.clone().prop_map(Value::from);
            // JSON Schema counts 3.0 as an integer.
            let whole = range.prop_map(|number| match number.abs() < 1 << 50 {
                true => Value::from(number as f64),
                false => Value::from(number),
            });
            prop_oneof![small, whole].boxed()
        }
        "number" => (-1e9..1e9).prop_map(|number: f64| json!(number)).boxed(),
        "string" => {
            let one = schema["maxLength"] == 1;
            if one { ".".boxed() } else { ".*".boxed() }
                .prop_map(Value::from)
                .boxed()
        }
        "array" => array(schema),
        "object" => object(schema),
        other => panic!("{other}"),
    }
}

fn array(schema: &Value) -> BoxedStrategy<Value> {
    if let Some(items) = schema["prefixItems"].as_array() {
        let items: Vec<_> = items.iter().map(values).collect();
        return items.prop_map(Value::from).boxed();
    }
    let size = |key: &str, default| schema[key].as_u64().map_or(default, |size| size as usize);
    let sizes = size("minItems", 0)..=size("maxItems", 3);
    let unique = schema["uniqueItems"] == true;
    prop::collection::vec(values(&schema["items"]), sizes)
        .prop_map(move |mut items| {
            if unique {
                let mut seen = HashSet::new();
                items.retain(|item| seen.insert(item.to_string()));
            }
            Value::from(items)
        })
        .boxed()
}

fn object(schema: &Value) -> BoxedStrategy<Value> {
    let Some(properties) = schema["properties"].as_object() else {
        let items = &schema["additionalProperties"];
        return prop::collection::btree_map("[a-z]{0,5}", values(items), 0..3)
            .prop_map(|map| Value::Object(map.into_iter().collect()))
            .boxed();
    };
    let fields: Vec<_> = properties
        .iter()
        .map(|(name, schema_of)| {
            let mut required = schema["required"].as_array().into_iter().flatten();
            let required = required.any(|required| required == name);
            let value = values(schema_of).prop_map(Some);
            let value = match required {
                true => value.boxed(),
                false => prop_oneof![Just(None), value].boxed(),
            };
            (Just(name.clone()), value)
        })
        .collect();
    fields
        .prop_map(|fields| {
            let present = fields
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?)));
            Value::Object(present.collect())
        })
        .boxed()
}

fn without(schema: &Value, key: &str) -> Value {
    let mut schema = schema.clone();
    schema.as_object_mut().unwrap().remove(key);
    schema
}

fn merge(outer: &Value, inner: &Value) -> Value {
    let (mut merged, inner) = (
        outer.as_object().unwrap().clone(),
        inner.as_object().unwrap(),
    );
    for (key, value) in inner {
        match (merged.get_mut(key), value) {
            (Some(Value::Object(there)), Value::Object(value)) => {
                there.extend(value.clone());
            }
            (Some(Value::Array(there)), Value::Array(value)) if key == "required" => {
                there.extend(value.clone());
            }
            _ => drop(merged.insert(key.clone(), value.clone())),
        }
    }
    Value::Object(merged)
}

/// Arguments that the definition of a tool with the parameters `P` allows.
fn arguments<P: JsonSchema>() -> BoxedStrategy<Map<String, Value>> {
    let definition = TypedTool::<P>::client("x").definition().unwrap();
    let parameters: Vec<_> = (definition.dynamic_parameters.into_iter())
        .map(|parameter| {
            let value = values(&parameter.schema.unwrap()).prop_map(Some);
            let value = match parameter.required {
                Some(true) => value.boxed(),
                _ => prop_oneof![Just(None), Just(Some(Value::Null)), value].boxed(),
            };
            (Just(parameter.name), value)
        })
        .collect();
    parameters
        .prop_map(|parameters| {
            let present = parameters
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?)));
            present.collect()
        })
        .boxed()
}

fn read<P: JsonSchema + DeserializeOwned>(
    arguments: Map<String, Value>,
) -> Result<P, ToolRequestError> {
    let receiver = TypedTool::<P>::client("x").receiver().unwrap();
    let call = receiver.read_invocation(arguments)?;
    Ok(call.parameters)
}

proptest! {
    #[test]
    fn numbers_that_are_allowed_are_read(arguments in arguments::<Numbers>()) {
        let result = read::<Numbers>(arguments.clone());
        prop_assert!(result.is_ok(), "{result:?}: {arguments:?}");
    }

    #[test]
    fn shapes_that_are_allowed_are_read(arguments in arguments::<Shapes>()) {
        let result = read::<Shapes>(arguments.clone());
        prop_assert!(result.is_ok(), "{result:?}: {arguments:?}");
    }
}
