//! Webhooks, throttles, API keys.

use std::time::Duration;

use serde_json::json;
use ultravox_client::{
    ApiKeyPrefix, ThrottleId, WebhookId,
    api_keys::{CreateApiKey, UpdateApiKey},
    call_throttles::{CallThrottleRule, CreateCallThrottle, UpdateCallThrottle},
    webhooks::{CreateWebhook, UpdateWebhook, WebhookEventKind, WebhookStatus},
};
use wiremock::{
    ResponseTemplate,
    matchers::{body_json, query_param},
};

use crate::support::{AGENT, CALL, is_invalid, json, on, start};

fn webhook() -> serde_json::Value {
    json!({
        "webhookId": CALL,
        "created": "2026-11-20T12:00:00Z",
        "url": "https://example.com",
        "secrets": ["hunter2"],
        "events": ["call.ended", "call.sung"],
        "status": "unhealthy",
        "lastStatusChange": null,
        "recentFailures": [{"timestamp": "2026-11-20T12:00:00Z", "failure": "timeout"}],
    })
}

#[tokio::test]
async fn a_webhook_comes_back_with_its_secret_hidden() {
    let (server, client) = start().await;
    on("POST", "/api/webhooks")
        .and(body_json(
            json!({"url": "https://example.com", "events": ["call.ended"]}),
        ))
        .respond_with(ResponseTemplate::new(201).set_body_json(webhook()))
        .expect(1)
        .mount(&server)
        .await;
    let new = CreateWebhook::new("https://example.com", [WebhookEventKind::CallEnded]);
    let webhook = client.webhooks().create(&new).await.unwrap();
    assert!(!format!("{webhook:?}").contains("hunter2"));
    assert_eq!(webhook.secrets[0].expose(), "hunter2");
    assert_eq!(
        webhook.events[1],
        WebhookEventKind::Other("call.sung".to_owned())
    );
    assert_eq!(webhook.status, Some(WebhookStatus::Unhealthy));
    assert_eq!(webhook.recent_failures[0].failure, "timeout");
}

#[tokio::test]
async fn webhooks_are_listed_updated_and_replaced() {
    let (server, client) = start().await;
    on("GET", "/api/webhooks")
        .and(query_param("agentId", AGENT))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"results": [webhook()]})))
        .expect(1)
        .mount(&server)
        .await;
    on("PATCH", format!("/api/webhooks/{CALL}"))
        .and(body_json(
            json!({"agentId": null, "secrets": ["new", "old"]}),
        ))
        .respond_with(ResponseTemplate::new(200).set_body_json(webhook()))
        .expect(1)
        .mount(&server)
        .await;
    let list = client.webhooks().list().agent_id(AGENT.parse().unwrap());
    let id: WebhookId = list.send().await.unwrap().results[0].webhook_id;
    let update = UpdateWebhook::new()
        .clear_agent_id()
        .secrets(["new", "old"]);
    client.webhooks().update(&id, &update).await.unwrap();
    let nowhere = CreateWebhook::new("nowhere", []);
    let error = client.webhooks().replace(&id, &nowhere).await.unwrap_err();
    assert!(is_invalid(&error, "url"), "{error}");
}

#[tokio::test]
async fn a_throttle_counts_in_seconds() {
    let (server, client) = start().await;
    let answer = json!({
        "throttleId": CALL,
        "name": "slow",
        "created": "2026-11-20T12:00:00Z",
        "rules": [{"maxCalls": 5, "windowSeconds": 60}],
    });
    on("POST", "/api/call_throttles")
        .and(body_json(
            json!({"name": "slow", "rules": [{"maxCalls": 5, "windowSeconds": 60}]}),
        ))
        .respond_with(ResponseTemplate::new(201).set_body_json(&answer))
        .expect(1)
        .mount(&server)
        .await;
    on("PATCH", format!("/api/call_throttles/{CALL}"))
        .and(body_json(json!({"rules": []})))
        .respond_with(ResponseTemplate::new(200).set_body_json(&answer))
        .expect(1)
        .mount(&server)
        .await;
    let rule = CallThrottleRule::new(5, Duration::from_secs(60));
    let new = CreateCallThrottle::new("slow", [rule]);
    let throttle = client.call_throttles().create(&new).await.unwrap();
    assert_eq!(throttle.rules, [rule]);
    let id: ThrottleId = throttle.throttle_id;
    let update = UpdateCallThrottle::new().rules(Vec::<CallThrottleRule>::new());
    client.call_throttles().update(&id, &update).await.unwrap();
}

#[tokio::test]
async fn a_new_api_key_is_seen_once_and_not_in_debug() {
    let (server, client) = start().await;
    on("POST", "/api/api_keys")
        .and(body_json(json!({"name": "ci"})))
        .respond_with(ResponseTemplate::new(201).set_body_json(json!({
            "prefix": "abcdefgh",
            "created": "2026-11-20T12:00:00Z",
            "creator": null,
            "secret": "abcdefgh.hunter2",
            "revoked": false,
            "name": "ci",
        })))
        .expect(1)
        .mount(&server)
        .await;
    on("PATCH", "/api/api_keys/abcdefgh")
        .and(body_json(json!({"revoked": true})))
        .respond_with(json(404, r#"{"detail": "Not found."}"#))
        .expect(1)
        .mount(&server)
        .await;
    let key = client
        .api_keys()
        .create(&CreateApiKey::new("ci"))
        .await
        .unwrap();
    assert!(!format!("{key:?}").contains("hunter2"));
    assert_eq!(key.secret.expose(), "abcdefgh.hunter2");
    let prefix: ApiKeyPrefix = key.prefix;
    let update = UpdateApiKey::new().revoked(true);
    let error = client
        .api_keys()
        .update(&prefix, &update)
        .await
        .unwrap_err();
    assert!(error.is_not_found());
}
