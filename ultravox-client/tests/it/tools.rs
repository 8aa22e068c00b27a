//! Durable tools.

use futures_util::TryStreamExt as _;
use serde_json::{Map, json};
use ultravox_client::{
    ToolId, Upload,
    tools::{CreateTool, ToolDefinition, ToolOrder},
};
use wiremock::{
    ResponseTemplate,
    matchers::{body_json, query_param, query_param_is_missing},
};

use crate::support::{CALL, json, on, start};

fn tool() -> ToolId {
    CALL.parse().unwrap()
}

fn answer() -> serde_json::Value {
    json!({
        "toolId": CALL,
        "name": "color",
        "created": "2026-11-20T12:00:00Z",
        "definition": {"modelToolName": "color", "client": {}},
        "ownership": "private",
    })
}

#[tokio::test]
async fn a_tool_is_replaced_as_a_whole() {
    let (server, client) = start().await;
    on("PUT", format!("/api/tools/{CALL}"))
        .and(body_json(json!({
            "name": "color",
            "definition": {"modelToolName": "color", "client": {}},
        })))
        .respond_with(ResponseTemplate::new(200).set_body_json(answer()))
        .expect(1)
        .mount(&server)
        .await;
    let replacement = CreateTool::new("color", ToolDefinition::client("color"));
    let tool = client.tools().replace(&tool(), &replacement).await.unwrap();
    assert_eq!(tool.name, "color");
}

#[tokio::test]
async fn every_page_is_asked_for_in_the_same_order() {
    let (server, client) = start().await;
    let page = |next: &str| json!({"results": [answer()], "next": next});
    let first = on("GET", "/api/tools")
        .and(query_param("sortOrder", "reverseAlphabetic"))
        .and(query_param_is_missing("cursor"));
    first
        .respond_with(ResponseTemplate::new(200).set_body_json(page("?cursor=two")))
        .expect(1)
        .mount(&server)
        .await;
    let second = on("GET", "/api/tools")
        .and(query_param("sortOrder", "reverseAlphabetic"))
        .and(query_param("cursor", "two"));
    second
        .respond_with(ResponseTemplate::new(200).set_body_json(page("")))
        .expect(1)
        .mount(&server)
        .await;
    let list = client
        .tools()
        .list()
        .sort_order(ToolOrder::ReverseAlphabetic);
    let tools: Vec<_> = list.stream().try_collect().await.unwrap();
    assert_eq!(tools.len(), 2);
}

#[tokio::test]
async fn an_openapi_document_is_uploaded_as_a_file() {
    let (server, client) = start().await;
    on("POST", "/api/tools")
        .respond_with(ResponseTemplate::new(201).set_body_json(answer()))
        .expect(1)
        .mount(&server)
        .await;
    let file = Upload::new("shop.yaml", "application/yaml", *b"openapi: 3.0.3");
    client.tools().create_from_openapi(&file).await.unwrap();
    let request = server.received_requests().await.unwrap().remove(0);
    let content_type = request.headers["content-type"].to_str().unwrap();
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let body = String::from_utf8(request.body).unwrap();
    assert!(body.starts_with(&format!("--{boundary}\r\n")), "{body}");
    assert!(
        body.contains("name=\"file\"; filename=\"shop.yaml\"\r\n"),
        "{body}"
    );
    assert!(body.contains("\r\n\r\nopenapi: 3.0.3\r\n"), "{body}");
}

#[tokio::test]
async fn a_test_returns_whatever_the_tool_says_and_is_done_once() {
    let (server, client) = start().await;
    let path = format!("/api/tools/{CALL}/test");
    on("POST", path.clone())
        .and(body_json(json!({"id": 7})))
        .respond_with(ResponseTemplate::new(200).set_body_raw("seven", "text/plain"))
        .expect(1)
        .mount(&server)
        .await;
    on("POST", path)
        .and(body_json(json!({})))
        .respond_with(json(500, ""))
        .expect(1)
        .mount(&server)
        .await;
    let parameters = Map::from_iter([("id".to_owned(), json!(7))]);
    let answer = client.tools().test(&tool(), &parameters).await.unwrap();
    assert_eq!(answer.content_type(), Some("text/plain"));
    assert_eq!(answer.bytes(100).await.unwrap(), "seven");
    let error = client.tools().test(&tool(), &Map::new()).await.unwrap_err();
    assert_eq!(error.status(), Some(500));
}

#[tokio::test]
async fn an_unknown_tool_is_not_found() {
    let (server, client) = start().await;
    on("GET", format!("/api/tools/{CALL}"))
        .respond_with(json(404, r#"{"detail": "No Tool matches."}"#))
        .expect(1)
        .mount(&server)
        .await;
    assert!(
        client
            .tools()
            .get(&tool())
            .await
            .unwrap_err()
            .is_not_found()
    );
}
