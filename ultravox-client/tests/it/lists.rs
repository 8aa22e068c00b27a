//! Lists: pages, cursors, filters.

use std::{pin::pin, time::Duration};

use futures_util::{StreamExt as _, TryStreamExt as _};
use serde_json::{Value, json};
use ultravox_client::calls::{Call, MessageRole, MessagesMode, Severity};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{any, query_param, query_param_is_missing},
};

use crate::support::{AGENT, call_id, call_path, json, on, stage_id, start};

fn call(number: u32) -> Value {
    json!({"callId": format!("00000000-0000-4000-8000-{number:012}"), "created": "2026-11-20T12:00:00Z"})
}

fn page(next: Value, calls: &[u32]) -> ResponseTemplate {
    let results: Vec<_> = calls.iter().map(|number| call(*number)).collect();
    ResponseTemplate::new(200)
        .set_body_json(json!({"next": next, "previous": null, "results": results, "total": 3}))
}

fn numbers(calls: &[Call]) -> Vec<String> {
    calls
        .iter()
        .map(|call| call.call_id.to_string()[35..].to_owned())
        .collect()
}

#[tokio::test]
async fn one_page_tells_where_the_next_begins() {
    let (server, client) = start().await;
    let next = json!("https://elsewhere.example/api/calls?cursor=two&pageSize=2");
    on("GET", "/api/calls")
        .and(query_param("pageSize", "2"))
        .respond_with(page(next, &[1, 2]))
        .expect(1)
        .mount(&server)
        .await;
    let page = client.calls().list().page_size(2).send().await.unwrap();
    assert_eq!(numbers(&page.results), ["1", "2"]);
    assert_eq!(
        (page.next.unwrap().as_str(), page.previous, page.total),
        ("two", None, Some(3))
    );
}

#[tokio::test]
async fn a_stream_repeats_the_filters_and_never_follows_a_host() {
    let elsewhere = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(500))
        .expect(0)
        .mount(&elsewhere)
        .await;
    let (server, client) = start().await;
    let next = json!(format!("{}/api/calls?cursor=two", elsewhere.uri()));
    let first = on("GET", "/api/calls")
        .and(query_param("metadata.order", "7"))
        .and(query_param_is_missing("cursor"));
    first
        .respond_with(page(next, &[1, 2]))
        .expect(1)
        .mount(&server)
        .await;
    let second = on("GET", "/api/calls")
        .and(query_param("metadata.order", "7"))
        .and(query_param("cursor", "two"));
    second
        .respond_with(page(json!(""), &[3]))
        .expect(1)
        .mount(&server)
        .await;

    let calls: Vec<_> = client
        .calls()
        .list()
        .metadata("order", "7")
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(numbers(&calls), ["1", "2", "3"]);
}

#[tokio::test]
async fn a_stream_fetches_no_more_pages_than_are_read() {
    let (server, client) = start().await;
    on("GET", "/api/calls")
        .respond_with(page(json!("?cursor=two"), &[1, 2]))
        .expect(1)
        .mount(&server)
        .await;
    let mut calls = pin!(client.calls().list().stream());
    calls.next().await.unwrap().unwrap();
    calls.next().await.unwrap().unwrap();
}

#[tokio::test]
async fn a_stream_ends_when_cursors_lead_in_a_circle() {
    let (server, client) = start().await;
    on("GET", "/api/calls")
        .respond_with(page(json!("?cursor=one"), &[1]))
        .expect(2)
        .mount(&server)
        .await;
    let calls: Vec<_> = client.calls().list().stream().try_collect().await.unwrap();
    assert_eq!(calls.len(), 2);
}

#[tokio::test]
async fn a_stream_ends_with_the_first_error() {
    let (server, client) = start().await;
    on("GET", "/api/calls")
        .respond_with(json(403, "{}"))
        .expect(1)
        .mount(&server)
        .await;
    let mut calls = pin!(client.calls().list().stream());
    assert_eq!(calls.next().await.unwrap().unwrap_err().status(), Some(403));
    assert!(calls.next().await.is_none());
}

#[tokio::test]
async fn a_stream_reports_a_bad_filter_and_sends_nothing() {
    let (server, client) = start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(500))
        .expect(0)
        .mount(&server)
        .await;
    let mut calls = pin!(client.calls().list().search("").stream());
    let error = calls.next().await.unwrap().unwrap_err();
    assert!(crate::support::is_invalid(&error, "search"), "{error}");
}

#[tokio::test]
async fn the_calls_of_an_agent_are_listed() {
    let (server, client) = start().await;
    on("GET", format!("/api/agents/{AGENT}/calls"))
        .respond_with(page(json!(null), &[1]))
        .expect(1)
        .mount(&server)
        .await;
    let page = client
        .calls()
        .list_for_agent(&AGENT.parse().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(page.results.len(), 1);
}

#[tokio::test]
async fn messages_are_read_with_every_field() {
    let (server, client) = start().await;
    let body = include_str!("../fixtures/calls/messages.json");
    on("GET", call_path("/messages"))
        .and(query_param("mode", "in_call"))
        .respond_with(json(200, body))
        .expect(1)
        .mount(&server)
        .await;
    let messages = client
        .calls()
        .messages(&call_id())
        .mode(MessagesMode::InCall)
        .send()
        .await
        .unwrap()
        .results;
    assert_eq!(messages[0].role, Some(MessageRole::User));
    assert_eq!(messages[0].call_stage_message_index, Some(0));
    let end = messages[0]
        .wall_clock_timespan
        .as_ref()
        .and_then(|timespan| timespan.end);
    assert_eq!(end, Some(Duration::from_millis(3400)));
    assert_eq!(messages[1].tool_name.as_deref(), Some("order"));
    assert_eq!(
        messages[1].call_state.as_ref().unwrap()["items"],
        json!(["pizza"])
    );
    assert_eq!(
        messages[2].role,
        Some(MessageRole::Other("MESSAGE_ROLE_NEWCOMER".into()))
    );
}

#[tokio::test]
async fn messages_of_a_stage_are_listed() {
    let (server, client) = start().await;
    let body = include_str!("../fixtures/calls/messages.json");
    let path = call_path(&format!("/stages/{}/messages", stage_id()));
    on("GET", path)
        .respond_with(json(200, body))
        .expect(1)
        .mount(&server)
        .await;
    let messages: Vec<_> = client
        .calls()
        .stage_messages(&call_id(), &stage_id())
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(messages.len(), 3);
}

#[tokio::test]
async fn events_are_filtered_and_read_with_every_field() {
    let (server, client) = start().await;
    let body = include_str!("../fixtures/calls/events.json");
    on("GET", call_path("/events"))
        .and(query_param("minimum_severity", "warning"))
        .and(query_param("type", "thread.failed"))
        .respond_with(json(200, body))
        .expect(1)
        .mount(&server)
        .await;
    let list = client
        .calls()
        .events(&call_id())
        .minimum_severity(Severity::Warning)
        .event_type("thread.failed");
    let events = list.send().await.unwrap().results;
    assert_eq!(events[0].severity, Some(Severity::Warning));
    assert_eq!(
        events[0].call_timestamp,
        Some(Duration::from_millis(12_500))
    );
    assert_eq!(events[0].event_type.as_deref(), Some("thread.failed"));
    assert_eq!(events[0].extras.as_ref().unwrap()["threadId"], "t1");
    assert_eq!(
        events[1].severity,
        Some(Severity::Other("catastrophe".into()))
    );
    assert_eq!(
        events[1].wall_clock_timestamp,
        Some(Duration::from_millis(13_100))
    );
}

#[tokio::test]
async fn stages_are_listed() {
    let (server, client) = start().await;
    let body = format!(
        r#"{{"results": [{}]}}"#,
        include_str!("../fixtures/calls/stage.json")
    );
    on("GET", call_path("/stages"))
        .respond_with(json(200, &body))
        .expect(1)
        .mount(&server)
        .await;
    assert_eq!(
        client
            .calls()
            .stages(&call_id())
            .send()
            .await
            .unwrap()
            .results[0]
            .call_stage_id,
        stage_id()
    );
}

#[tokio::test]
async fn what_remains_of_deleted_calls_is_listed() {
    let (server, client) = start().await;
    let body = format!(
        r#"{{"results": [{}]}}"#,
        include_str!("../fixtures/calls/deleted.json")
    );
    on("GET", "/api/deleted_calls")
        .and(query_param("search", "refund"))
        .respond_with(json(200, &body))
        .expect(1)
        .mount(&server)
        .await;
    let page = client
        .deleted_calls()
        .list()
        .search("refund")
        .send()
        .await
        .unwrap();
    assert_eq!(page.results[0].call_id, call_id());
}
