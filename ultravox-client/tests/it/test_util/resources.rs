//! Every family of resources at the double.

use std::time::Duration;

use jiff::civil::date;
use serde_json::json;
use ultravox_client::{
    Ownership, Upload,
    accounts::UpdateTtsApiKeys,
    agents::{CallTemplate, CreateAgent, UpdateAgent},
    api_keys::{CreateApiKey, UpdateApiKey},
    call_throttles::{CallThrottleRule, CreateCallThrottle, UpdateCallThrottle},
    calls::{CreateCall, Medium, OutgoingCall, TelephonyMedium},
    corpora::{CreateCorpus, CreateCorpusSource, CreateCorpusUpload, QueryCorpus, UploadSpec},
    scheduled_batches::{BatchCall, CreateScheduledBatch, UpdateScheduledBatch},
    sip::{CreateSipRegistration, UpdateSipConfig, UpdateSipRegistration},
    telephony_configs::CreateTwilioConfig,
    tools::{CreateTool, SelectedTool, ToolDefinition},
    voices::{CloneVoice, CreateVoice, GoogleVoice, UpdateVoice},
    webhooks::{CreateWebhook, UpdateWebhook, WebhookEventKind},
};

use super::start;

#[tokio::test]
async fn an_agent_is_kept_changed_and_deleted() {
    let (_double, client) = start().await;
    let agents = client.agents();
    let template = CallTemplate::new().system_prompt("Hi").voice("Mark");
    let new = CreateAgent::new("desk", template);
    let agent = agents.create(&new).await.unwrap().agent_id;
    let update = CallTemplate::new().system_prompt("Bye");
    let update = UpdateAgent::new().call_template(update);
    agents.update(&agent, &update).await.unwrap();
    let template = agents.get(&agent).await.unwrap().call_template.unwrap();
    assert_eq!(template.system_prompt.as_deref(), Some("Bye"));
    assert_eq!(template.voice.as_deref(), Some("Mark"));
    let found = agents.list().search("DESK").send().await.unwrap();
    assert_eq!(found.results.len(), 1);
    agents.delete(&agent).await.unwrap();
    assert!(agents.list().send().await.unwrap().results.is_empty());
}

#[tokio::test]
async fn a_batch_keeps_its_calls() {
    let (double, client) = start().await;
    let agent = client
        .agents()
        .create(&CreateAgent::new("desk", CallTemplate::new()))
        .await
        .unwrap();
    let batches = client.agents().scheduled_batches(&agent.agent_id);
    let medium = TelephonyMedium::outgoing(OutgoingCall::new("+15550001111", "+15550002222"));
    let call = BatchCall::new().medium(Medium::Twilio(medium));
    let batch = batches
        .create(&CreateScheduledBatch::new([call.clone(), call]))
        .await
        .unwrap();
    assert_eq!((batch.total_count, batch.completed_count), (2, 0));
    let entries = batches
        .scheduled_calls(&batch.batch_id)
        .send()
        .await
        .unwrap();
    assert_eq!(entries.results.len(), 2);
    let none = batches.created_calls(&batch.batch_id).send().await.unwrap();
    assert!(none.results.is_empty());
    let pause = UpdateScheduledBatch::new().paused(true);
    let paused = batches.update(&batch.batch_id, &pause).await.unwrap();
    assert_eq!(paused.paused, Some(true));
    batches.delete(&batch.batch_id).await.unwrap();
    assert!(
        batches
            .get(&batch.batch_id)
            .await
            .unwrap_err()
            .is_not_found()
    );
    assert!(double.created_calls().is_empty());
}

#[tokio::test]
async fn a_throttle_is_replaced_as_a_whole() {
    let (_double, client) = start().await;
    let throttles = client.call_throttles();
    let rule = CallThrottleRule::new(5, Duration::from_secs(60));
    let new = CreateCallThrottle::new("slow", [rule]);
    let throttle = throttles.create(&new).await.unwrap();
    let update = UpdateCallThrottle::new().name("slower");
    let updated = throttles
        .update(&throttle.throttle_id, &update)
        .await
        .unwrap();
    assert_eq!(
        (updated.name.as_str(), updated.rules),
        ("slower", vec![rule])
    );
    let empty = CreateCallThrottle::new("none", []);
    let replaced = throttles
        .replace(&throttle.throttle_id, &empty)
        .await
        .unwrap();
    assert!(replaced.rules.is_empty());
    assert_eq!(replaced.created, throttle.created);
    throttles.delete(&throttle.throttle_id).await.unwrap();
}

#[tokio::test]
async fn a_webhook_without_a_secret_gets_one() {
    let (double, client) = start().await;
    let new = CreateWebhook::new("https://example.com", [WebhookEventKind::CallEnded]);
    let webhook = client.webhooks().create(&new).await.unwrap();
    assert_eq!(webhook.secrets.len(), 1);
    let shown = double.webhook_secrets(&webhook.webhook_id);
    assert_eq!(webhook.secrets[0].expose(), shown[0]);
    let update = UpdateWebhook::new().url("https://example.org");
    let updated = client
        .webhooks()
        .update(&webhook.webhook_id, &update)
        .await
        .unwrap();
    assert_eq!(updated.url, "https://example.org");
    assert_eq!(updated.events, [WebhookEventKind::CallEnded]);
}

#[tokio::test]
async fn the_secret_of_a_key_is_shown_once() {
    let (_double, client) = start().await;
    let key = client
        .api_keys()
        .create(&CreateApiKey::new("ci"))
        .await
        .unwrap();
    let prefix = key.prefix.clone();
    assert!(key.secret.expose().starts_with(prefix.as_str()));
    let revoke = UpdateApiKey::new().revoked(true);
    client.api_keys().update(&prefix, &revoke).await.unwrap();
    let kept = client.api_keys().get(&prefix).await.unwrap();
    assert_eq!((kept.revoked, kept.name.as_str()), (Some(true), "ci"));
}

#[tokio::test]
async fn a_tool_is_written_or_made_from_a_document() {
    let (_double, client) = start().await;
    let definition = ToolDefinition::http("lookUp", "GET", "https://example.com/orders");
    let tool = client
        .tools()
        .create(&CreateTool::new("orders", definition))
        .await
        .unwrap();
    let document = json!({
        "info": {"title": "stock"},
        "servers": [{"url": "https://example.com"}],
        "paths": {"/stock": {"get": {"operationId": "readStock", "responses": {}}}},
    });
    let file = Upload::new("stock.json", "application/json", document.to_string());
    let made = client.tools().create_from_openapi(&file).await.unwrap();
    assert_eq!(
        made.definition.model_tool_name.as_deref(),
        Some("readStock")
    );
    let own = client
        .tools()
        .list()
        .ownership(Ownership::Private)
        .send()
        .await
        .unwrap();
    assert_eq!(own.results.len(), 2);
    let call = CreateCall::new("Hi").selected_tools([
        SelectedTool::by_id(tool.tool_id),
        SelectedTool::by_name("hangUp"),
    ]);
    let call = client.calls().create(&call).await.unwrap().call_id;
    let tools = client.calls().tools(&call).await.unwrap();
    assert_eq!((tools.len(), tools[1].name.as_str()), (2, "hangUp"));
    assert_eq!(tools[0].tool_id, Some(tool.tool_id));
    assert_eq!(tools[0].name, "lookUp");
}

#[tokio::test]
async fn a_voice_is_made_cloned_and_heard() {
    let (_double, client) = start().await;
    let voices = client.voices();
    let voice = CreateVoice::new("Ada", GoogleVoice::new("en-GB-1"));
    let voice = voices.create(&voice).await.unwrap();
    let renamed = UpdateVoice::new().name("Grace");
    let renamed = voices.update(&voice.voice_id, &renamed).await.unwrap();
    assert_eq!(renamed.name, "Grace");
    let file = Upload::new("me.wav", "audio/wav", *b"RIFF");
    let clone = voices
        .clone_voice(&CloneVoice::new("Me", file).language("en"))
        .await
        .unwrap();
    assert_eq!(clone.primary_language.as_deref(), Some("en"));
    let found = voices.list().search("mark").send().await.unwrap().results;
    assert_eq!(found[0].ownership, Some(Ownership::Public));
    let sample = voices.sample(&clone.voice_id).await.unwrap();
    assert!(sample.bytes(1_000_000).await.unwrap().starts_with(b"RIFF"));
}

#[tokio::test]
async fn what_is_uploaded_is_found() {
    let (_double, client) = start().await;
    let corpora = client.corpora();
    let corpus = corpora
        .create(&CreateCorpus::new("menu"))
        .await
        .unwrap()
        .corpus_id;
    let file = Upload::new("menu.txt", "text/plain", *b"A pizza is 9 euros.");
    let document = corpora.upload(&corpus, &file).await.unwrap();
    let source = CreateCorpusSource::new("menu", UploadSpec::new([document]));
    let source = corpora.sources(&corpus).create(&source).await.unwrap();
    let documents = corpora.sources(&corpus).documents(&source.source_id);
    let documents = documents.send().await.unwrap().results;
    assert_eq!(documents[0].size_bytes, Some(19));
    let found = corpora
        .query(&corpus, &QueryCorpus::new("pizza price"))
        .await
        .unwrap();
    assert_eq!(found[0].content.as_deref(), Some("A pizza is 9 euros."));
    assert_eq!(found[0].score, Some(0.5));
    let nothing = corpora
        .query(&corpus, &QueryCorpus::new("sushi"))
        .await
        .unwrap();
    assert!(nothing.is_empty());
    let other = Upload::new("menu.txt", "text/html", *b"x");
    let place = CreateCorpusUpload::new("text/plain");
    let place = corpora.create_upload(&corpus, &place).await.unwrap();
    let refused = corpora.send_upload(&place, &other).await.unwrap_err();
    assert_eq!(refused.status(), Some(403));
}

#[tokio::test]
async fn sip_is_set_and_passwords_are_not_shown() {
    let (double, client) = start().await;
    let update = UpdateSipConfig::new().allowed_cidr_ranges(["192.0.2.0/24"]);
    client.sip().update(&update).await.unwrap();
    let config = client.sip().get().await.unwrap();
    assert_eq!(config.allowed_cidr_ranges, ["192.0.2.0/24"]);
    let registrations = client.sip().registrations();
    let new = CreateSipRegistration::new("ada", "hunter2", "pbx.example.com");
    let registration = registrations.create(&new).await.unwrap().registration_id;
    let update = UpdateSipRegistration::new().proxy("sip.example.com");
    let updated = registrations.update(&registration, &update).await.unwrap();
    assert_eq!(
        (updated.username.as_str(), updated.proxy.as_str()),
        ("ada", "sip.example.com")
    );
    registrations.delete(&registration).await.unwrap();
    assert!(!format!("{:?}", double.requests()).contains("hunter2"));
}

#[tokio::test]
async fn there_is_one_telephony_account_at_each_company() {
    let (_double, client) = start().await;
    let twilio = client.telephony_configs().twilio();
    assert!(twilio.get().await.unwrap_err().is_not_found());
    let new = CreateTwilioConfig::new("AC00000000000000000000000000000001", "hunter2");
    let config = twilio.create(&new).await.unwrap();
    assert_eq!(config.auth_token_prefix.prefix, "hunt");
    let all = client.accounts().telephony_config().await.unwrap();
    assert!(all.twilio.is_some() && all.plivo.is_none());
    twilio.delete().await.unwrap();
    assert!(twilio.delete().await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn the_account_counts_what_is_open() {
    let (double, client) = start().await;
    super::create(&client).await;
    assert_eq!(client.accounts().me().await.unwrap().active_calls, 1);
    assert_eq!(client.accounts().list().await.unwrap().len(), 1);
    let usage = client.accounts().call_usage().send().await.unwrap();
    assert_eq!(
        (usage.all_time.total_count, usage.all_time.joined_count),
        (1, 0)
    );
    let series = client.accounts().concurrency().send().await.unwrap();
    assert_eq!(series.time_series[0].max_total_calls, 1);
    let day = json!({"date": "2026-11-20", "minutes": 1.5, "sipMinutes": 0.0});
    let bill = json!({"dailyUsage": [day], "totalMinutes": 1.5, "totalSipMinutes": 0.0});
    double.set("/api/accounts/me/billing/usage", bill);
    let bill = client.accounts().billing_usage().send().await.unwrap();
    assert_eq!(bill.daily_usage[0].date, date(2026, 11, 20));
    let invoice = json!({"invoiceNumber": "A-1", "amount": 1500});
    double.insert("/api/accounts/me/billing/invoices", invoice);
    let invoices = client.accounts().invoices().send().await.unwrap();
    assert_eq!(invoices.results[0].amount, 1500);
    let keys = UpdateTtsApiKeys::new().eleven_labs("hunter2");
    let keys = client.accounts().update_tts_api_keys(&keys).await.unwrap();
    assert_eq!(keys.eleven_labs.unwrap().prefix, "hunt");
    let models = client.models().list().send().await.unwrap().results;
    assert!(models.iter().any(|model| model.name == "ultravox-v0.7"));
}
