//! Webhooks and API keys.

use serde_json::json;
use ultravox_client::{
    ApiKeyPrefix,
    api_keys::{CreateApiKey, UpdateApiKey},
    webhooks::{CreateWebhook, UpdateWebhook, WebhookEventKind, WebhookStatus},
};

use super::{NOW, id, verb};
use crate::support::CALL;

#[tokio::test]
async fn webhooks_are_created_read_changed_replaced_and_deleted() {
    let path = format!("/api/webhooks/{CALL}");
    let webhook = json!({
        "webhookId": CALL, "created": NOW, "url": "https://example.com", "secrets": ["s"], "events": ["call.ended"],
        "status": "normal", "lastStatusChange": null, "recentFailures": [],
    });
    let new = CreateWebhook::new("https://example.com", [WebhookEventKind::CallEnded]);
    let sent = json!({"url": "https://example.com", "events": ["call.ended"]});
    let created = verb("POST", "/api/webhooks")
        .sends(sent.clone())
        .created(webhook.clone());
    let created = created
        .run(async |client| client.webhooks().create(&new).await)
        .await;
    assert_eq!(created.secrets[0].expose(), "s");
    let read = verb("GET", &path).gets(webhook.clone());
    let read = read
        .run(async |client| client.webhooks().get(&id()).await)
        .await;
    assert_eq!(read.status, Some(WebhookStatus::Normal));
    let update = UpdateWebhook::new().secrets(["new", "old"]);
    let changed = verb("PATCH", &path)
        .sends(json!({"secrets": ["new", "old"]}))
        .gets(webhook.clone());
    changed
        .run(async |client| client.webhooks().update(&id(), &update).await)
        .await;
    let replaced = verb("PUT", &path).sends(sent).gets(webhook.clone());
    replaced
        .run(async |client| client.webhooks().replace(&id(), &new).await)
        .await;
    let list = verb("GET", "/api/webhooks")
        .asks("agentId", CALL)
        .lists(webhook);
    let list = list
        .run(async |client| client.webhooks().list().agent_id(id()).send().await)
        .await;
    assert_eq!(list.results[0].events, [WebhookEventKind::CallEnded]);
    verb("DELETE", path)
        .run(async |client| client.webhooks().delete(&id()).await)
        .await;
}

#[tokio::test]
async fn keys_are_created_read_changed_replaced_and_deleted() {
    let path = "/api/api_keys/abcdefgh";
    let prefix: ApiKeyPrefix = "abcdefgh".parse().unwrap();
    let key = json!({"prefix": "abcdefgh", "created": NOW, "name": "ci", "revoked": true});
    let mut new = key.clone();
    new["secret"] = json!("hunter2");
    let created = verb("POST", "/api/api_keys")
        .sends(json!({"name": "ci"}))
        .created(new);
    let created =
        created.run(async |client| client.api_keys().create(&CreateApiKey::new("ci")).await);
    assert_eq!(created.await.secret.expose(), "hunter2");
    let read = verb("GET", path).gets(key.clone());
    let read = read
        .run(async |client| client.api_keys().get(&prefix).await)
        .await;
    assert_eq!(read.prefix, prefix);
    let update = UpdateApiKey::new().revoked(true);
    let sent = json!({"revoked": true});
    let changed = verb("PATCH", path).sends(sent.clone()).gets(key.clone());
    let changed = changed.run(async |client| client.api_keys().update(&prefix, &update).await);
    assert_eq!(changed.await.revoked, Some(true));
    let replaced = verb("PUT", path).sends(sent).gets(key.clone());
    replaced
        .run(async |client| client.api_keys().replace(&prefix, &update).await)
        .await;
    let list = verb("GET", "/api/api_keys").lists(key);
    let list = list
        .run(async |client| client.api_keys().list().send().await)
        .await;
    assert_eq!(list.results[0].name, "ci");
    verb("DELETE", path)
        .run(async |client| client.api_keys().delete(&prefix).await)
        .await;
}
