//! Keys of which a request needs some.

use http::Request;
use serde_json::{Value, json};
use ultravox_client::tool::{ToolKey, ToolRequestError, TypedTool};

/// Moves from a key in the query, which came with another, to one in a header.
fn moving() -> TypedTool<()> {
    TypedTool::http("ping", "POST", "https://example.com/ping")
        .key(ToolKey::bearer(["new"]))
        .or_key(ToolKey::query("key", ["old"]))
        .key(ToolKey::header("x-shop", ["main"]))
}

fn authorize(
    tool: &TypedTool<()>,
    uri: &str,
    headers: &[(&str, &str)],
) -> Result<(), ToolRequestError> {
    let mut request = Request::post(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    tool.receiver()
        .unwrap()
        .authorize(&request.body(()).unwrap())
}

#[test]
fn one_set_of_keys_is_enough_and_a_part_of_one_is_not() {
    let tool = moving();
    let (bearer, shop) = (("authorization", "Bearer new"), ("x-shop", "main"));
    for (uri, headers) in [
        ("/ping", &[bearer][..]),
        ("/ping?key=old", &[shop]),
        ("/ping?key=old", &[bearer, shop]),
    ] {
        assert!(authorize(&tool, uri, headers).is_ok(), "{uri} {headers:?}");
    }
    for (uri, headers) in [
        ("/ping", &[][..]),
        ("/ping", &[shop]),
        ("/ping?key=old", &[]),
        ("/ping?key=new", &[shop]),
        ("/ping", &[("authorization", "Bearer old"), shop]),
    ] {
        let result = authorize(&tool, uri, headers);
        assert!(
            matches!(result, Err(ToolRequestError::Unauthorized)),
            "{uri} {headers:?}"
        );
    }
}

#[test]
fn sets_of_keys_are_options_and_calls_know_all_tokens() {
    let tool = moving().call_token(["a"]);
    let selected = serde_json::to_value(tool.select().unwrap()).unwrap();
    let options = &selected["temporaryTool"]["requirements"]["httpSecurityOptions"]["options"];
    let token = json!({"scopes": ["a"]});
    assert_eq!(
        *options,
        json!([
            {
                "requirements": {"authorization": {"httpAuth": {"scheme": "Bearer"}}},
                "ultravoxCallTokenRequirement": token,
            },
            {
                "requirements": {
                    "query-key": {"queryApiKey": {"name": "key"}},
                    "header-x-shop": {"headerApiKey": {"name": "x-shop"}},
                },
                "ultravoxCallTokenRequirement": token,
            },
        ])
    );
    let tokens = json!({"authorization": "new", "query-key": "old", "header-x-shop": "main"});
    assert_eq!(selected["authTokens"], tokens);
}

#[test]
fn sets_of_keys_may_share_a_place_but_not_a_name() {
    let tool = || TypedTool::<()>::http("ping", "POST", "https://example.com/ping");
    let basic = || ToolKey::http_auth("Basic", ["t"]);
    let shared = tool().key(ToolKey::bearer(["t"])).or_key(basic());
    assert!(shared.definition().is_err());
    let shared = tool()
        .key(ToolKey::bearer(["t"]))
        .or_key(basic().named("old"));
    assert!(authorize(&shared, "/ping", &[("authorization", "basic t")]).is_ok());
    let both = tool().key(ToolKey::bearer(["t"])).key(basic().named("old"));
    assert!(both.definition().is_err());
}

#[test]
fn a_tool_with_a_call_token_alone_asks_for_no_key() {
    let tool = moving();
    assert!(authorize(&tool, "/ping", &[]).is_err());
    let tool = TypedTool::<()>::http("ping", "POST", "https://example.com/ping")
        .without_key()
        .call_token(["a"]);
    assert!(authorize(&tool, "/ping", &[]).is_ok());
    let definition: Value = serde_json::to_value(tool.definition().unwrap()).unwrap();
    assert_eq!(
        definition["requirements"]["httpSecurityOptions"],
        json!({"options": [{"ultravoxCallTokenRequirement": {"scopes": ["a"]}}]})
    );
}
