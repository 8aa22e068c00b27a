//! Agents and their scheduled batches.

use std::time::Duration;

use serde_json::json;
use ultravox_client::{
    AgentId, BatchId,
    agents::{CallTemplate, CreateAgent, TelephonyRequest, UpdateAgent},
    scheduled_batches::{
        BatchCall, CreateScheduledBatch, ScheduledCallStatus, UpdateScheduledBatch,
    },
};
use wiremock::{
    ResponseTemplate,
    matchers::{body_json, body_string, header, query_param},
};

use crate::support::{AGENT, CALL, is_invalid, json, on, start};

fn agent() -> AgentId {
    AGENT.parse().unwrap()
}

fn batch() -> BatchId {
    CALL.parse().unwrap()
}

fn answer() -> serde_json::Value {
    json!({
        "agentId": AGENT,
        "publishedRevisionId": null,
        "name": "shop",
        "created": "2026-11-20T12:00:00Z",
        "callTemplate": {"systemPrompt": "You sell {{what}}.", "maxDuration": "240s"},
        "statistics": {"calls": 7},
    })
}

#[tokio::test]
async fn create_sends_the_template_and_reads_the_agent() {
    let (server, client) = start().await;
    on("POST", "/api/agents")
        .and(body_json(json!({
            "name": "shop",
            "callTemplate": {"systemPrompt": "You sell {{what}}.", "maxDuration": "240s"},
        })))
        .respond_with(ResponseTemplate::new(201).set_body_json(answer()))
        .expect(1)
        .mount(&server)
        .await;
    let template = CallTemplate::new()
        .system_prompt("You sell {{what}}.")
        .max_duration(Duration::from_secs(240));
    let agent = client
        .agents()
        .create(&CreateAgent::new("shop", template))
        .await
        .unwrap();
    assert_eq!(agent.agent_id.to_string(), AGENT);
    assert_eq!(agent.statistics.unwrap().calls, 7);
    let template = agent.call_template.unwrap();
    assert_eq!(template.max_duration, Some(Duration::from_secs(240)));
}

#[tokio::test]
async fn update_empties_only_what_it_is_told_to() {
    let (server, client) = start().await;
    on("PATCH", format!("/api/agents/{AGENT}"))
        .and(body_json(json!({"callTemplate": null})))
        .respond_with(ResponseTemplate::new(200).set_body_json(answer()))
        .expect(1)
        .mount(&server)
        .await;
    let update = UpdateAgent::new().clear_call_template();
    client.agents().update(&agent(), &update).await.unwrap();
}

#[tokio::test]
async fn an_agent_that_is_gone_after_a_lost_answer_counts_as_deleted() {
    let (server, client) = start().await;
    let path = format!("/api/agents/{AGENT}");
    on("DELETE", path.clone())
        .respond_with(ResponseTemplate::new(502))
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", path)
        .respond_with(json(404, r#"{"detail": "Not found."}"#))
        .expect(2)
        .mount(&server)
        .await;
    client.agents().delete(&agent()).await.unwrap();
    let error = client.agents().delete(&agent()).await.unwrap_err();
    assert!(error.is_not_found());
}

#[tokio::test]
async fn usage_is_narrowed_like_calls() {
    let (server, client) = start().await;
    on("GET", "/api/agents/usage")
        .and(query_param("agentIds", AGENT))
        .and(query_param("metadata.order", "7"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!([{
            "agent": {"agentId": AGENT, "name": "shop"},
            "usage": [{"date": "2026-11-20", "billedMinutes": 1.5, "calls": 2}],
        }])))
        .expect(1)
        .mount(&server)
        .await;
    let usage = client
        .agents()
        .usage()
        .agent_ids([agent()])
        .metadata("order", "7");
    let usage = usage.send().await.unwrap();
    assert_eq!(usage[0].agent.name, "shop");
    assert_eq!(usage[0].usage[0].date.to_string(), "2026-11-20");
}

#[tokio::test]
async fn a_providers_request_is_passed_on_as_it_is() {
    let (server, client) = start().await;
    on("POST", format!("/api/agents/{AGENT}/telephony_xml"))
        .and(header("content-type", "application/x-www-form-urlencoded"))
        .and(header("x-twilio-signature", "sig"))
        .and(body_string("From=%2B15550001111"))
        .respond_with(ResponseTemplate::new(200).set_body_raw("<Response/>", "text/xml"))
        .expect(1)
        .mount(&server)
        .await;
    let request = TelephonyRequest::form([("From", "+15550001111")]);
    let request = request.header("X-Twilio-Signature", "sig");
    let xml = client
        .agents()
        .telephony_xml(&agent(), &request)
        .await
        .unwrap();
    assert_eq!(xml, "<Response/>");
}

#[tokio::test]
async fn a_batch_is_created_watched_and_paused() {
    let (server, client) = start().await;
    let path = format!("/api/agents/{AGENT}/scheduled_batches");
    let answer = json!({
        "batchId": CALL,
        "created": "2026-11-20T12:00:00Z",
        "paused": false,
        "totalCount": 2,
        "completedCount": 1,
        "endedAt": null,
        "webhookSecret": "hunter2",
    });
    on("POST", path.clone())
        .and(body_json(json!({"calls": [{"metadata": {"order": "7"}}]})))
        .respond_with(ResponseTemplate::new(201).set_body_json(&answer))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", format!("{path}/{CALL}/scheduled_calls"))
        .and(query_param("status", "ERROR"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"results": [{
            "status": "ERROR", "batchId": CALL, "callId": null, "error": "busy", "metadata": null,
        }]})))
        .expect(1)
        .mount(&server)
        .await;
    on("PATCH", format!("{path}/{CALL}"))
        .and(body_json(json!({"windowEnd": null, "paused": true})))
        .respond_with(ResponseTemplate::new(200).set_body_json(&answer))
        .expect(1)
        .mount(&server)
        .await;

    let batches = client.agents().scheduled_batches(&agent());
    let new = CreateScheduledBatch::new([BatchCall::new().metadata("order", "7")]);
    let created = batches.create(&new).await.unwrap();
    assert_eq!((created.total_count, created.completed_count), (2, 1));
    assert!(!format!("{created:?}").contains("hunter2"));
    let failed = batches
        .scheduled_calls(&batch())
        .status(ScheduledCallStatus::Error);
    let failed = failed.send().await.unwrap().results;
    assert_eq!(failed[0].error.as_deref(), Some("busy"));
    let update = UpdateScheduledBatch::new().paused(true).clear_window_end();
    batches.update(&batch(), &update).await.unwrap();
}

#[tokio::test]
async fn a_window_that_is_too_short_is_explained() {
    let (server, client) = start().await;
    on("POST", format!("/api/agents/{AGENT}/scheduled_batches"))
        .respond_with(json(400, r#"{"detail": "The window is too short."}"#))
        .expect(1)
        .mount(&server)
        .await;
    let batches = client.agents().scheduled_batches(&agent());
    let batch = CreateScheduledBatch::new([BatchCall::new()]);
    let error = batches.create(&batch).await.unwrap_err();
    assert!(
        error.to_string().ends_with("The window is too short."),
        "{error}"
    );
    let error = batches
        .create(&CreateScheduledBatch::new([]))
        .await
        .unwrap_err();
    assert!(is_invalid(&error, "calls"), "{error}");
}
