//! What Ultravox is told of many Rust types, and that what fits is read back.

use std::collections::{BTreeMap, HashMap};

use schemars::JsonSchema;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use ultravox_client::{
    Error,
    tool::{ToolRequestError, TypedTool},
};

/// The parameters of a tool as `name -> (schema, required)`.
fn parameters<P: JsonSchema>() -> BTreeMap<String, (Value, bool)> {
    let definition = TypedTool::<P>::client("x").definition().unwrap();
    let parameters = definition.dynamic_parameters.into_iter();
    parameters
        .map(|parameter| {
            let required = parameter.required.unwrap_or(false);
            (parameter.name, (parameter.schema.unwrap(), required))
        })
        .collect()
}

fn read<P: JsonSchema + DeserializeOwned>(parameters: Value) -> Result<P, ToolRequestError> {
    let Value::Object(parameters) = parameters else {
        panic!("{parameters}")
    };
    let receiver = TypedTool::<P>::client("x").receiver().unwrap();
    receiver
        .read_invocation(parameters)
        .map(|call| call.parameters)
}

/// Places an order.
#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(rename_all = "camelCase")]
struct Order {
    /// Who it is for.
    full_name: String,
    size: Size,
    #[serde(default)]
    toppings: Vec<Topping>,
    address: Option<Address>,
    #[serde(default = "one")]
    count: u8,
    #[serde(rename = "tip-in-percent")]
    tip: Option<f64>,
    notes: Option<HashMap<String, String>>,
    extra: Option<Value>,
}

fn one() -> u8 {
    1
}

/// How large it is.
#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Size {
    Small,
    Large,
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
enum Topping {
    /// Comes from Italy.
    Ham,
    Cheese {
        grams: u32,
    },
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
struct Address {
    street: String,
    floor: Option<i32>,
}

#[test]
fn each_field_is_a_parameter_with_a_schema_of_its_own() {
    let parameters = parameters::<Order>();
    let text = serde_json::to_string(&parameters).unwrap();
    assert!(!text.contains("$ref") && !text.contains("$defs"), "{text}");
    let names: Vec<_> = parameters.keys().map(String::as_str).collect();
    let expected = [
        "address",
        "count",
        "extra",
        "fullName",
        "notes",
        "size",
        "tip-in-percent",
        "toppings",
    ];
    assert_eq!(names, expected);
    let required: Vec<_> = (parameters.iter().filter(|(_, (_, required))| *required))
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(required, ["fullName", "size"]);
}

#[test]
fn documentation_becomes_descriptions() {
    let definition = TypedTool::<Order>::client("x").definition().unwrap();
    assert_eq!(definition.description.as_deref(), Some("Places an order."));
    let definition = TypedTool::<Order>::client("x").description("Mine.");
    let definition = definition.definition().unwrap();
    assert_eq!(definition.description.as_deref(), Some("Mine."));
    let parameters = parameters::<Order>();
    let name = json!({"type": "string", "description": "Who it is for."});
    assert_eq!(parameters["fullName"].0, name);
    assert_eq!(parameters["size"].0["description"], "How large it is.");
    let toppings = &parameters["toppings"].0["items"];
    assert!(toppings.to_string().contains("Comes from Italy."));
}

#[test]
fn schemas_say_what_the_types_take() {
    let parameters = parameters::<Order>();
    let schema = |name: &str| &parameters[name].0;
    assert_eq!(schema("size")["enum"], json!(["small", "large"]));
    assert_eq!(schema("toppings")["type"], "array");
    assert_eq!(schema("address")["type"], "object");
    assert_eq!(schema("address")["properties"]["floor"]["type"], "integer");
    assert_eq!(schema("address")["required"], json!(["street"]));
    assert_eq!(schema("count")["default"], 1);
    assert_eq!(schema("count")["maximum"], 255);
    assert_eq!(schema("tip-in-percent")["type"], "number");
    assert_eq!(schema("notes")["additionalProperties"]["type"], "string");
    assert_eq!(*schema("extra"), json!({}));
}

#[test]
fn what_fits_is_read() {
    let order: Order = read(json!({
        "fullName": "Ada", "size": "large", "count": 2.0, "tip-in-percent": 10,
        "toppings": ["Ham", {"Cheese": {"grams": 30.0}}],
        "address": {"street": "Main", "floor": null}, "notes": {"a": "b"}, "extra": [1],
        "unknown": true,
    }))
    .unwrap();
    let expected = Order {
        full_name: "Ada".to_owned(),
        size: Size::Large,
        toppings: vec![Topping::Ham, Topping::Cheese { grams: 30 }],
        address: Some(Address {
            street: "Main".to_owned(),
            floor: None,
        }),
        count: 2,
        tip: Some(10.0),
        notes: Some(HashMap::from([("a".to_owned(), "b".to_owned())])),
        extra: Some(json!([1])),
    };
    assert_eq!(order, expected);
}

#[test]
fn missing_and_null_are_the_same() {
    for parameters in [
        json!({"fullName": "Ada", "size": "small"}),
        json!({
            "fullName": "Ada", "size": "small", "count": null, "toppings": null, "address": null,
            "tip-in-percent": null, "notes": null, "extra": null,
        }),
    ] {
        let order: Order = read(parameters).unwrap();
        assert_eq!((order.count, order.toppings.len()), (1, 0));
        assert!(order.address.is_none() && order.extra.is_none());
    }
}

#[test]
fn what_does_not_fit_says_where_and_not_what() {
    for (parameters, path) in [
        (json!({"size": "small"}), "fullName"),
        (json!({"fullName": null, "size": "small"}), "fullName"),
        (json!({"fullName": "x", "size": "hunter2"}), "size"),
        (
            json!({"fullName": "x", "size": "small", "count": 256}),
            "count",
        ),
        (
            json!({"fullName": "x", "size": "small", "count": "hunter2"}),
            "count",
        ),
        (
            json!({"fullName": "x", "size": "small", "toppings": [{"Cheese": {"grams": "hunter2"}}]}),
            "toppings[0].Cheese.grams",
        ),
        (
            json!({"fullName": "x", "size": "small", "notes": {"hunter2": 7}}),
            "notes._",
        ),
        (
            json!({"fullName": "x", "size": "small", "toppings": [{"hunter2": 7}]}),
            "toppings[0]",
        ),
    ] {
        let error = read::<Order>(parameters.clone()).unwrap_err();
        assert_eq!(error.status(), 400);
        let ToolRequestError::Parameter { path: found, .. } = &error else {
            panic!("{error:?}")
        };
        assert_eq!(found, path, "{parameters}");
        let shown = format!("{error} {error:?} {}", error.advice());
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
struct Nothing {}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
struct Strict {
    #[serde(flatten)]
    inner: Inner,
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
struct Inner {
    a: bool,
    b: (u8, String),
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
struct Exact {
    a: bool,
}

#[test]
fn a_tool_may_take_nothing() {
    assert!(parameters::<Nothing>().is_empty());
    assert_eq!(read::<Nothing>(json!({})).unwrap(), Nothing {});
    assert!(parameters::<()>().is_empty());
    read::<()>(json!({"a": 1})).unwrap();
}

#[test]
fn flattened_and_strict_types_are_read() {
    let strict: Strict = read(json!({"a": true, "b": [1, "x"], "unknown": 1})).unwrap();
    assert_eq!(strict.inner.b, (1, "x".to_owned()));
    assert_eq!(
        read::<Exact>(json!({"a": true})).unwrap(),
        Exact { a: true }
    );
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is of interest")]
struct Node {
    children: Vec<Self>,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is of interest")]
struct Forest {
    tree: Option<Box<Tree>>,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is of interest")]
struct Tree {
    left: Option<Box<Self>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(tag = "kind")]
#[expect(dead_code, reason = "only its schema is of interest")]
enum Either {
    A { a: u8 },
    B { b: u8 },
}

fn refused<P: JsonSchema>() -> String {
    let tool = TypedTool::<P>::client("x");
    let Error::InvalidRequest(problem) = tool.definition().unwrap_err() else {
        panic!("another error")
    };
    problem
}

#[test]
fn types_that_cannot_be_parameters_are_refused() {
    assert!(refused::<Node>().starts_with("parameters.children: must not contain itself"));
    assert!(refused::<Forest>().starts_with("parameters.tree: must not contain itself"));
    for problem in [
        refused::<Either>(),
        refused::<Size>(),
        refused::<String>(),
        refused::<(u8, u8)>(),
        refused::<Map<String, Value>>(),
        refused::<Vec<Address>>(),
    ] {
        assert!(problem.starts_with("parameters: must be"), "{problem}");
    }
}
