//! Tools that are refused before Ultravox is told of them.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use ultravox_client::{
    tool::{ToolKey, TypedTool},
    tools::{KnownValue, ParameterLocation, SelectedTool},
};

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is of interest")]
struct Parameters {
    id: u32,
    size: Option<u8>,
    list: Vec<u8>,
}

type Tool = TypedTool<Parameters>;

fn http(url: &str) -> Tool {
    Tool::http("x", "POST", url).key(ToolKey::bearer(["t"]))
}

fn post() -> Tool {
    http("https://example.com/")
}

#[test]
fn problems_name_what_is_wrong() {
    let client = || Tool::client("x");
    let (query, header) = (ParameterLocation::Query, ParameterLocation::Header);
    let other = ParameterLocation::Other("PARAMETER_LOCATION_MOON".to_owned());
    for (tool, field) in [
        (Tool::client("two words"), "definition.model_tool_name"),
        (Tool::client("x".repeat(65)), "definition.model_tool_name"),
        (
            client().timeout(Duration::from_secs(41)),
            "definition.timeout",
        ),
        (client().location("id", query.clone()), "definition"),
        (
            client().automatic_at("a", header.clone(), KnownValue::CallId),
            "definition",
        ),
        (client().fixed("a", query.clone(), 1), "definition"),
        (client().key(ToolKey::bearer(["t"])), "key"),
        (Tool::data_connection("x").call_token(["s"]), "key"),
        (post().location("nope", query.clone()), "parameters.nope"),
        (post().location("list", query.clone()), "parameters.list"),
        (post().location("id", other), "parameters.id"),
        (
            post().automatic_at("a", query.clone(), KnownValue::CallState),
            "parameters.a",
        ),
        (post().fixed("a", query.clone(), json!([1])), "parameters.a"),
        (
            post().fixed("two words", header.clone(), 1),
            "parameters.two words",
        ),
        (post().fixed("", query.clone(), 1), "parameters"),
        (
            post()
                .fixed("a", query.clone(), 1)
                .fixed("a", query.clone(), 2),
            "parameters.a",
        ),
        (
            post()
                .fixed("X-A", header.clone(), 1)
                .fixed("x-a", header.clone(), 2),
            "parameters.x-a",
        ),
        (
            post().fixed("Authorization", header.clone(), "x"),
            "parameters.authorization",
        ),
        (
            post()
                .fixed("k", query.clone(), 1)
                .key(ToolKey::query("k", ["t"])),
            "parameters.k",
        ),
        (
            post()
                .call_token(["s"])
                .fixed("X-Ultravox-Call-Token", header, 1),
            "parameters.x-ultravox-call-token",
        ),
        (http("https://example.com/{nope}"), "url"),
        (http("https://example.com/{size}"), "parameters.size"),
        (post().location("id", ParameterLocation::Path), "url"),
        (http("https://{id}.example.com/"), "url"),
        (http("https://example.com/?a=1"), "url"),
        (
            http("ftp://example.com/"),
            "definition.http.base_url_pattern",
        ),
        (
            http("https://example.com/{id}").received_at("/x"),
            "received_at",
        ),
        (post().required_override("nope"), "required_override"),
        (post().key(ToolKey::bearer(["t"])), "key"),
        (post().key(ToolKey::header("a b", ["t"])), "key"),
        (Tool::http("x", "POST", "https://example.com/"), "key"),
    ] {
        let problem = tool.definition().unwrap_err().to_string();
        let expected = format!("invalid request: {field}: ");
        assert!(problem.starts_with(&expected), "{field}: {problem}");
        assert!(tool.receiver().is_err() && tool.select().is_err());
    }
    for (tool, problem) in [
        (
            http("https://example.com/{nope}"),
            "no parameter is at the placeholder `nope`",
        ),
        (
            post().location("id", ParameterLocation::Path),
            "must have a placeholder for the parameter `id`",
        ),
    ] {
        let found = tool.definition().unwrap_err().to_string();
        assert_eq!(found, format!("invalid request: url: {problem}"));
    }
    let name = post().create("x".repeat(41)).unwrap_err().to_string();
    assert!(name.starts_with("invalid request: name: "), "{name}");
}

#[test]
fn the_call_gets_the_token_and_the_tool_the_requirement() {
    let tool = Tool::http("x", "POST", "https://example.com/")
        .key(ToolKey::bearer(["new", "old"]))
        .key(ToolKey::header("X-Key", ["hunter2"]).named("mine"))
        .call_token(["a:read"])
        .required_override("size");
    let selected = serde_json::to_value(tool.select().unwrap()).unwrap();
    let tokens = json!({"authorization": "new", "mine": "hunter2"});
    assert_eq!(selected["authTokens"], tokens);
    let requirements = &selected["temporaryTool"]["requirements"];
    assert_eq!(
        *requirements,
        json!({
            "httpSecurityOptions": {"options": [{
                "requirements": {
                    "authorization": {"httpAuth": {"scheme": "Bearer"}},
                    "mine": {"headerApiKey": {"name": "X-Key"}},
                },
                "ultravoxCallTokenRequirement": {"scopes": ["a:read"]},
            }]},
            "requiredParameterOverrides": ["size"],
        })
    );
    let durable = tool.authorize(SelectedTool::by_name("x"));
    assert_eq!(serde_json::to_value(durable).unwrap()["authTokens"], tokens);
    let shown = format!("{tool:?} {:?}", tool.receiver().unwrap());
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn parameters_of_a_get_are_in_its_query() {
    #[derive(Deserialize, JsonSchema)]
    #[expect(dead_code, reason = "only its schema is of interest")]
    struct Plain {
        id: u32,
        day: String,
    }

    let tool = TypedTool::<Plain>::http("x", "get", "https://example.com/{id}");
    let tool = tool.automatic(KnownValue::CallId).without_key();
    let definition = serde_json::to_value(tool.definition().unwrap()).unwrap();
    assert_eq!(definition["http"]["httpMethod"], "GET");
    let location = |index: usize| &definition["dynamicParameters"][index]["location"];
    assert_eq!(*location(0), "PARAMETER_LOCATION_QUERY");
    assert_eq!(*location(1), "PARAMETER_LOCATION_PATH");
    let automatic = &definition["automaticParameters"][0];
    assert_eq!(automatic["location"], "PARAMETER_LOCATION_QUERY");
    assert!(definition.get("requirements").is_none());
}
