//! A definition, a request placed as it says, and the value that is read.

use http::{HeaderMap, Method, Request};
use proptest::prelude::*;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use ultravox_client::{
    tool::{ThreadPhase, ToolCall, ToolKey, ToolReceiver, ToolRequestError, TypedTool},
    tools::{KnownValue, ParameterLocation, ToolDefinition, ToolImplementation},
};

use crate::support::{CALL, STAGE};

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq)]
struct Everything {
    id: u64,
    word: Word,
    on: bool,
    rate: f64,
    text: String,
    list: Option<Vec<i32>>,
    optional: Option<i64>,
}

#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Word {
    One,
    TwoWords,
}

const TOKEN: &str = "a long random token";

fn tool() -> TypedTool<Everything> {
    TypedTool::http(
        "everything",
        "post",
        "https://example.com/v1/{id}/{text}.json",
    )
    .location("word", ParameterLocation::Header)
    .location("on", ParameterLocation::Query)
    .location("rate", ParameterLocation::Query)
    .location("optional", ParameterLocation::Query)
    .fixed("tenant", ParameterLocation::Header, "blue")
    .automatic(KnownValue::CallId)
    .automatic(KnownValue::CallState)
    .automatic(KnownValue::CallMetadata)
    .automatic(KnownValue::ConversationHistory)
    .automatic(KnownValue::ThreadStates)
    .automatic_at("stage", ParameterLocation::Query, KnownValue::CallStageId)
    .automatic_at(
        "x-rate",
        ParameterLocation::Header,
        KnownValue::OutputSampleRate,
    )
    .automatic_at("thread", ParameterLocation::Query, KnownValue::ThreadId)
    .key(ToolKey::bearer([TOKEN]))
    .key(ToolKey::query("key", ["k"]))
}

fn known(known: &KnownValue) -> Value {
    match known {
        KnownValue::CallId => json!(CALL),
        KnownValue::CallStageId => json!(STAGE),
        KnownValue::OutputSampleRate => json!(48_000),
        KnownValue::CallState => json!({"step": 2}),
        KnownValue::CallMetadata => json!({"order": "7"}),
        KnownValue::ConversationHistory => json!([{"role": "MESSAGE_ROLE_USER", "text": "Hi"}]),
        KnownValue::ThreadId => json!("t1"),
        KnownValue::ThreadStates => json!({
            "t1": {"state": "CALLING_TOOL"}, "t2": {"state": "SINGING", "lastResponse": "la"},
        }),
        other => panic!("{other:?}"),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or(value.to_string(), str::to_owned)
}

fn encode(text: &str) -> String {
    let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    encoded.replace('+', "%20")
}

/// Plays Ultravox: puts everything where the definition says.
fn place(definition: &ToolDefinition, arguments: &Value) -> Request<Vec<u8>> {
    let ToolImplementation::Http(http) = &definition.implementation else {
        panic!("no HTTP")
    };
    let mut url = http.base_url_pattern.clone();
    let (mut query, mut headers, mut body) = (Vec::new(), Vec::new(), Map::new());
    let mut put = |name: &str, location: &Option<ParameterLocation>, value: Value| match location {
        Some(ParameterLocation::Path) => {
            url = url.replace(&format!("{{{name}}}"), &encode(&text(&value)));
        }
        Some(ParameterLocation::Query) => query.push(format!("{name}={}", encode(&text(&value)))),
        Some(ParameterLocation::Header) => headers.push((name.to_owned(), text(&value))),
        _ => drop(body.insert(name.to_owned(), value)),
    };
    for parameter in &definition.dynamic_parameters {
        match &arguments[&parameter.name] {
            Value::Null => assert_ne!(parameter.required, Some(true)),
            value => put(&parameter.name, &parameter.location, value.clone()),
        }
    }
    for parameter in &definition.static_parameters {
        put(
            &parameter.name,
            &parameter.location,
            parameter.value.clone(),
        );
    }
    for parameter in &definition.automatic_parameters {
        let value = known(parameter.known_value.as_ref().unwrap());
        put(&parameter.name, &parameter.location, value);
    }
    query.push("key=k".to_owned());
    headers.push(("authorization".to_owned(), format!("Bearer {TOKEN}")));
    let path = url.strip_prefix("https://example.com").unwrap();
    let mut request = Request::builder()
        .method(http.http_method.as_str())
        .uri(format!("{path}?{}", query.join("&")));
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let request = request.header("content-type", "application/json; charset=utf-8");
    request.body(serde_json::to_vec(&body).unwrap()).unwrap()
}

fn receiver() -> ToolReceiver<Everything> {
    tool().receiver().unwrap()
}

fn request() -> Request<Vec<u8>> {
    let arguments = json!({
        "id": 18_446_744_073_709_551_615_u64, "word": "two_words", "on": true, "rate": -0.5,
        "text": "a/b c+d%ä", "list": [1, -2], "optional": null,
    });
    place(&tool().definition().unwrap(), &arguments)
}

fn read(request: &Request<Vec<u8>>) -> Result<ToolCall<Everything>, ToolRequestError> {
    receiver().read(request)
}

#[test]
fn what_is_placed_as_defined_is_read() {
    let call = read(&request()).unwrap();
    let expected = Everything {
        id: u64::MAX,
        word: Word::TwoWords,
        on: true,
        rate: -0.5,
        text: "a/b c+d%ä".to_owned(),
        list: Some(vec![1, -2]),
        optional: None,
    };
    assert_eq!(call.parameters, expected);
    let context = call.context;
    assert_eq!(context.call_id.unwrap().to_string(), CALL);
    assert_eq!(context.call_stage_id.unwrap().to_string(), STAGE);
    assert_eq!(context.call_state.unwrap()["step"], 2);
    assert_eq!(context.call_metadata.unwrap()["order"], "7");
    assert_eq!(context.conversation_history.unwrap()[0]["text"], "Hi");
    assert_eq!(context.output_sample_rate, Some(48_000));
    assert_eq!(context.thread_id.as_deref(), Some("t1"));
    let threads = context.thread_states.unwrap();
    assert_eq!(threads["t1"].state, ThreadPhase::CallingTool);
    let singing = ThreadPhase::Other("SINGING".to_owned());
    assert_eq!(threads["t2"].state, singing);
}

#[test]
fn automatic_parameters_that_do_not_come_are_none() {
    let mut request = request();
    request.headers_mut().remove("x-rate");
    *request.body_mut() = br#"{"call_id": null}"#.to_vec();
    let call = read(&request).unwrap();
    assert!(call.context.call_id.is_none() && call.context.output_sample_rate.is_none());
    *request.body_mut() = br#"{"call_id": "hunter2"}"#.to_vec();
    let error = read(&request).unwrap_err();
    assert!(!format!("{error:?}{}", error.advice()).contains("hunter2"));
    assert!(error.to_string().contains("call_id"), "{error}");
}

#[test]
fn a_request_without_the_keys_is_refused_before_anything_is_read() {
    let unauthorized = |headers: &HeaderMap, uri: &str| {
        let mut request = request();
        *request.headers_mut() = headers.clone();
        *request.uri_mut() = uri.parse().unwrap();
        *request.body_mut() = b"nonsense".to_vec();
        let read = matches!(read(&request), Err(ToolRequestError::Unauthorized));
        assert!(receiver().authorize(&request).is_err());
        read
    };
    let good = request();
    let uri = good.uri().to_string();
    assert!(unauthorized(&HeaderMap::new(), &uri));
    assert!(unauthorized(good.headers(), &uri.replace("key=k", "key=x")));
    assert!(unauthorized(good.headers(), &uri.replace("key=k", "x=k")));
    for index in 0..TOKEN.len() {
        let mut token = TOKEN.as_bytes().to_vec();
        token[index] ^= 1;
        let mut headers = good.headers().clone();
        let value = [b"Bearer ", token.as_slice()].concat();
        headers.insert("authorization", value.try_into().unwrap());
        assert!(unauthorized(&headers, &uri), "{index}");
    }
}

#[test]
fn the_request_must_be_for_this_tool() {
    let mut other = request();
    *other.method_mut() = Method::PUT;
    let method = read(&other).unwrap_err();
    let allowed = request().method().to_string();
    assert!(matches!(method, ToolRequestError::Method { allowed: of } if of == allowed));
    let mut other = request();
    *other.uri_mut() = "/v2/7/x.json?key=k".parse().unwrap();
    assert!(matches!(read(&other), Err(ToolRequestError::Path)));
    let mut other = request();
    let html = "text/html".parse().unwrap();
    other.headers_mut().insert("content-type", html);
    assert!(matches!(read(&other), Err(ToolRequestError::ContentType)));
    let small = tool().body_limit(10).receiver().unwrap();
    let error = small.read(&request()).unwrap_err();
    assert_eq!(error.status(), 413);
}

#[test]
fn a_proxy_may_change_the_path() {
    let receiver = tool().received_at("/{text}/at/{id}").receiver().unwrap();
    let mut moved = request();
    *moved.uri_mut() = "/hi/at/7?key=k&on=false&rate=1".parse().unwrap();
    let call = receiver.read(&moved).unwrap().parameters;
    assert_eq!((call.id, &*call.text, call.on), (7, "hi", false));
    assert!(receiver.read(&request()).is_err());
}

#[test]
fn what_is_there_twice_or_no_value_of_the_type_is_refused() {
    for (uri, path) in [
        ("/v1/7/x.json?key=k&on=true&on=false&rate=1", "on"),
        ("/v1/7/x.json?key=k&on=yes&rate=1", "on"),
        ("/v1/seven/x.json?key=k&on=true&rate=1", "id"),
        ("/v1/-7/x.json?key=k&on=true&rate=1", "id"),
        ("/v1/7/x.json?key=k&on=true", "rate"),
        ("/v1/7/x.json?key=k&on=true&rate=inf", "rate"),
        ("/v1/7/x.json?key=k&on=true&rate=1&optional=", "optional"),
    ] {
        let mut request = request();
        *request.uri_mut() = uri.parse().unwrap();
        let error = read(&request).unwrap_err();
        let ToolRequestError::Parameter { path: found, .. } = &error else {
            panic!("{uri}: {error:?}")
        };
        assert_eq!(found, path, "{uri}");
    }
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
struct Hidden {
    tenant: String,
    call: String,
    size: u8,
}

#[test]
fn fixed_and_automatic_parameters_take_the_place_of_fields() {
    let tool = TypedTool::<Hidden>::http("hidden", "POST", "https://example.com/")
        .fixed("tenant", ParameterLocation::Body, "blue")
        .automatic_at("call", ParameterLocation::Header, KnownValue::CallId)
        .without_key();
    let definition = tool.definition().unwrap();
    let names: Vec<_> = (definition.dynamic_parameters.iter())
        .map(|parameter| parameter.name.as_str())
        .collect();
    assert_eq!(names, ["size"]);
    let request = Request::post("/").header("call", CALL);
    let request = request.body(r#"{"tenant": "blue", "size": 3}"#).unwrap();
    let call = tool.receiver().unwrap().read(&request).unwrap();
    assert_eq!(call.context.call_id.unwrap().to_string(), CALL);
    let expected = Hidden {
        tenant: "blue".to_owned(),
        call: CALL.to_owned(),
        size: 3,
    };
    assert_eq!(call.parameters, expected);
}

fn arbitrary_request() -> impl Strategy<Value = Request<Vec<u8>>> {
    let uri = "/v1/[-0-9a-z%]{1,8}/[a-z%0-9]{0,8}\\.json\\?key=k&[a-z=&%0-9]{0,30}";
    let header = proptest::collection::vec(any::<u8>(), 0..20);
    let body = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..100),
        "[\\[{]\"?(list|call_id|call_state|thread_states)?\"?:?[\\[\\]{}0-9\"a-z,:]{0,40}"
            .prop_map(String::into_bytes),
    ];
    (uri, header, body).prop_filter_map("no request", |(uri, header, body)| {
        let request = Request::post(uri)
            .header("authorization", format!("Bearer {TOKEN}"))
            .header("word", http::HeaderValue::from_bytes(&header).ok()?);
        request.body(body).ok()
    })
}

proptest! {
    #[test]
    fn no_request_panics(request in arbitrary_request()) {
        let result = read(&request);
        prop_assert!(!matches!(result, Err(ToolRequestError::Unauthorized)));
    }

    #[test]
    fn every_value_comes_back(
        id: u64, on: bool, rate in -1e15..1e15_f64, text in "[^/]{1,20}", list: Vec<i32>,
        optional: Option<i64>,
    ) {
        let word = if on { "one" } else { "two_words" };
        let arguments = json!({
            "id": id, "word": word, "on": on, "rate": rate, "text": text, "list": list,
            "optional": optional,
        });
        let call = read(&place(&tool().definition().unwrap(), &arguments)).unwrap().parameters;
        prop_assert_eq!((call.id, call.on, call.rate, call.text), (id, on, rate, text));
        prop_assert_eq!((call.list, call.optional), (Some(list), optional));
    }
}
