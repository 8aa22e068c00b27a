//! How an error looks: from Ultravox, from an answer that cannot be read, from an argument.

use serde_json::json;
use ultravox_client::{
    AgentId, CallId, Client, Error,
    calls::{CreateAgentCall, CreateCall, DataMessage},
};
use wiremock::{ResponseTemplate, matchers::any};

use crate::support::{AGENT, KEY, call_id, call_path, is_invalid, json, on, start};

#[tokio::test]
async fn a_bad_call_is_refused_before_anything_is_sent() {
    let (server, client) = start().await;
    any_request(&server).await;
    let error = client
        .calls()
        .create(&CreateCall::new("x").temperature(2.0))
        .await
        .unwrap_err();
    assert!(is_invalid(&error, "temperature"), "{error}");
    let agent: AgentId = AGENT.parse().unwrap();
    let call = CreateAgentCall::new().metadata("ultravox.mine", "1");
    let error = client
        .calls()
        .create_for_agent(&agent, &call)
        .await
        .unwrap_err();
    assert!(
        is_invalid(&error, "metadata") && !error.may_have_been_applied(),
        "{error}"
    );
    let error = client
        .calls()
        .send_data_message(&call_id(), &DataMessage::Other(json!(1)))
        .await
        .unwrap_err();
    assert!(is_invalid(&error, "message"), "{error}");
    let error = client.calls().list().page_size(0).send().await.unwrap_err();
    assert!(is_invalid(&error, "page_size"), "{error}");
    assert!("nope".parse::<CallId>().is_err());
    assert!(Client::new("").is_err());
}

async fn any_request(server: &wiremock::MockServer) {
    wiremock::Mock::given(any())
        .respond_with(ResponseTemplate::new(500))
        .expect(0)
        .mount(server)
        .await;
}

#[tokio::test]
async fn an_unknown_call_is_not_found() {
    let (server, client) = start().await;
    let body = r#"{"detail": "No Call matches the given query."}"#;
    let answer = json(404, body).insert_header("x-request-id", "req-1");
    on("GET", call_path(""))
        .respond_with(answer)
        .expect(1)
        .mount(&server)
        .await;
    let error = client.calls().get(&call_id()).await.unwrap_err();
    assert!(error.is_not_found() && !error.is_transient() && !error.may_have_been_applied());
    assert_eq!(
        (error.status(), error.request_id(), error.code()),
        (Some(404), Some("req-1"), None)
    );
    assert_eq!(
        error.to_string(),
        "Ultravox answered 404 to GET /api/calls/{call_id}: No Call matches the given query."
    );
}

#[tokio::test]
async fn a_wrong_key_is_reported_without_showing_it() {
    for status in [401, 403] {
        let (server, client) = start().await;
        on("GET", call_path(""))
            .respond_with(json(status, r#"{"detail": "Invalid API key"}"#))
            .expect(1)
            .mount(&server)
            .await;
        let error = client.calls().get(&call_id()).await.unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert!(!format!("{error} {error:?}").contains(KEY));
    }
}

#[tokio::test]
async fn a_refused_field_is_named() {
    let (server, client) = start().await;
    let body = r#"{"voice": ["Unknown voice."], "medium": {"sip": {"to": ["Not allowed."]}}}"#;
    on("POST", "/api/calls")
        .respond_with(json(400, body))
        .expect(1)
        .mount(&server)
        .await;
    let error = client
        .calls()
        .create(&CreateCall::new("x"))
        .await
        .unwrap_err();
    let Error::Api(api) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(api.fields["voice"], ["Unknown voice."]);
    assert_eq!(api.fields["medium.sip.to"], ["Not allowed."]);
    assert!(
        error
            .to_string()
            .ends_with("medium.sip.to: Not allowed.; voice: Unknown voice."),
        "{error}"
    );
}

#[tokio::test]
async fn an_error_that_is_not_json_keeps_the_status_and_shows_no_body() {
    for body in ["<html>secret page</html>", "", "{\"detail\": \"cut off"] {
        let (server, client) = start().await;
        on("POST", "/api/calls")
            .respond_with(json(400, body))
            .expect(1)
            .mount(&server)
            .await;
        let error = client
            .calls()
            .create(&CreateCall::new("x"))
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "Ultravox answered 400 to POST /api/calls"
        );
        assert!(!format!("{error:?}").contains("secret"));
    }
}

#[tokio::test]
async fn an_answer_that_is_not_documented_says_where() {
    let (server, client) = start().await;
    let body = include_str!("../fixtures/calls/call.json")
        .replace("\"2026-11-20T12:01:38Z\"", "\"tomorrow +15550001111\"");
    on("GET", call_path(""))
        .respond_with(json(200, &body))
        .expect(1)
        .mount(&server)
        .await;
    let error = client.calls().get(&call_id()).await.unwrap_err();
    assert_eq!(error.to_string(), "unexpected response body at `ended`");
    assert!(!format!("{error:?}").contains("5550001111"), "{error:?}");
}
