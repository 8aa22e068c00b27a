//! Definitions made from Rust types, checked against the document.

use std::{collections::BTreeSet, time::Duration};

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use ultravox_client::{
    tool::{ToolKey, TypedTool},
    tools::{AgentReaction, KnownValue, ParameterLocation},
};

use super::schema::Spec;

/// Books a table.
#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is of interest")]
struct Book {
    /// Which restaurant.
    place: u32,
    guests: Option<u8>,
    wishes: Vec<Wish>,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is of interest")]
enum Wish {
    Window,
    Other { what: String },
}

fn tools() -> [TypedTool<Book>; 3] {
    let http = TypedTool::http("book", "POST", "https://example.com/{place}/tables")
        .location("guests", ParameterLocation::Query)
        .fixed("source", ParameterLocation::Header, "phone")
        .automatic(KnownValue::CallId)
        .automatic(KnownValue::CallState)
        .key(ToolKey::bearer(["t"]))
        .key(ToolKey::header("X-Key", ["t"]))
        .key(ToolKey::query("key", ["t"]))
        .call_token(["s"])
        .required_override("guests")
        .timeout(Duration::from_secs(40))
        .precomputable(true)
        .default_reaction(AgentReaction::SpeaksOnce)
        .static_response("Wait a moment.");
    [
        http,
        TypedTool::client("book"),
        TypedTool::data_connection("book").automatic(KnownValue::CallMetadata),
    ]
}

#[test]
fn definitions_from_types_are_as_documented() {
    let Some(spec) = Spec::load("definitions_from_types_are_as_documented") else {
        return;
    };
    let mut seen = BTreeSet::new();
    for tool in tools() {
        let definition = serde_json::to_value(tool.definition().unwrap()).unwrap();
        let schema = json!({"$ref": "#/components/schemas/ultravox.v1.BaseToolDefinition"});
        spec.check("definition", &definition, &schema, &mut seen);
        let selected = serde_json::to_value(tool.select().unwrap()).unwrap();
        let schema = json!({"$ref": "#/components/schemas/ultravox.v1.SelectedTool"});
        spec.check("selected", &selected, &schema, &mut seen);
        let create = serde_json::to_value(tool.create("book").unwrap()).unwrap();
        let schema = json!({"$ref": "#/components/schemas/Tool"});
        spec.check("tool", &create, &schema, &mut seen);
    }
    // The whole definition is reached, with every kind of security.
    for property in [
        "DynamicParameter.schema",
        "StaticParameter.value",
        "AutomaticParameter.knownValue",
        "SecurityRequirement.httpAuth",
        "SecurityRequirement.headerApiKey",
        "SecurityRequirement.queryApiKey",
        "SecurityRequirements.ultravoxCallTokenRequirement",
        "BaseToolDefinition.dataConnection",
        "BaseToolDefinition.staticResponse",
    ] {
        let property = format!("ultravox.v1.{property}");
        assert!(seen.contains(&property), "{property} is not set");
    }
}
