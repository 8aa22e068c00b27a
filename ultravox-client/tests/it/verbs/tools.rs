//! Durable tools and stored voices.

use serde_json::{Value, json};
use ultravox_client::{
    Ownership,
    tools::{CreateTool, ToolDefinition},
    voices::{CreateVoice, GoogleVoice, UpdateVoice, VoiceProvider},
};

use super::{NOW, id, verb};
use crate::support::CALL;

fn definition() -> Value {
    let http = json!({"baseUrlPattern": "https://example.com", "httpMethod": "GET"});
    json!({"modelToolName": "find", "http": http})
}

#[tokio::test]
async fn tools_are_created_read_replaced_tried_and_deleted() {
    let path = format!("/api/tools/{CALL}");
    let tool = json!({
        "toolId": CALL, "name": "orders", "created": NOW, "ownership": "private", "definition": definition(),
    });
    let new = ToolDefinition::http("find", "GET", "https://example.com");
    let new = CreateTool::new("orders", new);
    let sent = json!({"name": "orders", "definition": definition()});
    let created = verb("POST", "/api/tools")
        .sends(sent.clone())
        .created(tool.clone());
    let created = created
        .run(async |client| client.tools().create(&new).await)
        .await;
    assert_eq!(created.ownership, Some(Ownership::Private));
    let read = verb("GET", &path).gets(tool.clone());
    let read = read
        .run(async |client| client.tools().get(&id()).await)
        .await;
    assert_eq!(read.definition.model_tool_name.as_deref(), Some("find"));
    let replaced = verb("PUT", &path).sends(sent).gets(tool.clone());
    replaced
        .run(async |client| client.tools().replace(&id(), &new).await)
        .await;
    let list = verb("GET", "/api/tools")
        .asks("ownership", "private")
        .lists(tool);
    let list = list.run(async |client| {
        client
            .tools()
            .list()
            .ownership(Ownership::Private)
            .send()
            .await
    });
    assert_eq!(list.await.results[0].name, "orders");
    let used = json!({"call": {"callId": CALL, "created": NOW}, "errorCount": 1});
    let history = verb("GET", format!("{path}/history")).lists(used);
    let history = history
        .run(async |client| client.tools().history(&id()).send().await)
        .await;
    assert_eq!(history.results[0].error_count, 1);
    let tried = verb("POST", format!("{path}/test"));
    let tried = tried
        .sends(json!({"number": 7}))
        .gets(json!({"result": "9 euros"}));
    let parameters = json!({"number": 7}).as_object().unwrap().clone();
    let answer = tried
        .run(async |client| client.tools().test(&id(), &parameters).await)
        .await;
    assert_eq!(answer.content_type(), Some("application/json"));
    verb("DELETE", path)
        .run(async |client| client.tools().delete(&id()).await)
        .await;
}

#[tokio::test]
async fn voices_are_created_read_changed_replaced_and_deleted() {
    let path = format!("/api/voices/{CALL}");
    let google = json!({"google": {"voiceId": "en-GB-1"}});
    let voice = json!({
        "voiceId": CALL, "name": "Ada", "languageLabel": null, "previewUrl": null, "ownership": "private",
        "billingStyle": "VOICE_BILLING_STYLE_EXTERNAL", "provider": "google", "definition": google,
    });
    let new = CreateVoice::new("Ada", GoogleVoice::new("en-GB-1"));
    let sent = json!({"name": "Ada", "definition": google});
    let created = verb("POST", "/api/voices")
        .sends(sent.clone())
        .created(voice.clone());
    let created = created
        .run(async |client| client.voices().create(&new).await)
        .await;
    assert_eq!(created.provider, Some(VoiceProvider::Google));
    let read = verb("GET", &path).gets(voice.clone());
    let read = read
        .run(async |client| client.voices().get(&id()).await)
        .await;
    assert_eq!(read.name, "Ada");
    let update = UpdateVoice::new().name("Ada");
    let changed = verb("PATCH", &path)
        .sends(json!({"name": "Ada"}))
        .gets(voice.clone());
    changed
        .run(async |client| client.voices().update(&id(), &update).await)
        .await;
    let replaced = verb("PUT", &path).sends(sent).gets(voice.clone());
    replaced
        .run(async |client| client.voices().replace(&id(), &new).await)
        .await;
    let list = verb("GET", "/api/voices")
        .asks("search", "Ada")
        .lists(voice);
    let list = list
        .run(async |client| client.voices().list().search("Ada").send().await)
        .await;
    assert_eq!(list.results[0].voice_id, id());
    verb("DELETE", path)
        .run(async |client| client.voices().delete(&id()).await)
        .await;
}
