//! Agents, batches, throttles.

use std::time::Duration;

use serde_json::{Value, json};
use ultravox_client::{
    agents::{CallTemplate, CreateAgent, UpdateAgent},
    call_throttles::{CallThrottleRule, CreateCallThrottle, UpdateCallThrottle},
    calls::{Medium, OutgoingCall, TelephonyMedium},
    scheduled_batches::{
        BatchCall, CreateScheduledBatch, ScheduledCallStatus, UpdateScheduledBatch,
    },
};

use super::{NOW, id, verb};
use crate::support::CALL;

fn agent() -> Value {
    json!({
        "agentId": CALL,
        "publishedRevisionId": null,
        "name": "desk",
        "created": NOW,
        "callTemplate": {"systemPrompt": "Hi"},
        "statistics": {"calls": 3},
    })
}

#[tokio::test]
async fn agents_are_created_read_changed_and_deleted() {
    let path = format!("/api/agents/{CALL}");
    let new = CreateAgent::new("desk", CallTemplate::new().system_prompt("Hi"));
    let sent = json!({"name": "desk", "callTemplate": {"systemPrompt": "Hi"}});
    let created = verb("POST", "/api/agents").sends(sent).created(agent());
    let created = created
        .run(async |client| client.agents().create(&new).await)
        .await;
    assert_eq!(created.agent_id, id());
    let read = verb("GET", &path).gets(agent());
    let read = read
        .run(async |client| client.agents().get(&id()).await)
        .await;
    assert_eq!(read.statistics.unwrap().calls, 3);
    let update = UpdateAgent::new().name("hall");
    let changed = verb("PATCH", &path)
        .sends(json!({"name": "hall"}))
        .gets(agent());
    let changed = changed
        .run(async |client| client.agents().update(&id(), &update).await)
        .await;
    assert_eq!(changed.name.as_deref(), Some("desk"));
    let list = verb("GET", "/api/agents")
        .asks("search", "de")
        .asks("pageSize", "5")
        .lists(agent());
    let list = list.run(async |client| {
        client
            .agents()
            .list()
            .search("de")
            .page_size(5)
            .send()
            .await
    });
    assert_eq!(list.await.total, Some(1));
    let deleted = verb("DELETE", path);
    deleted
        .run(async |client| client.agents().delete(&id()).await)
        .await;
}

#[tokio::test]
async fn usage_of_agents_is_read() {
    let usage = json!([{
        "agent": {"agentId": CALL, "name": "desk"},
        "usage": [{"date": "2026-11-20", "billedMinutes": 1.5, "calls": 2}],
    }]);
    let usage = verb("GET", "/api/agents/usage")
        .asks("search", "x")
        .gets(usage);
    let usage = usage
        .run(async |client| client.agents().usage().search("x").send().await)
        .await;
    assert_eq!(
        (usage[0].usage[0].calls, usage[0].agent.name.as_str()),
        (2, "desk")
    );
}

#[tokio::test]
async fn batches_are_created_read_stopped_and_deleted() {
    let list = format!("/api/agents/{CALL}/scheduled_batches");
    let path = format!("{list}/{CALL}");
    let batch = json!({
        "batchId": CALL, "created": NOW, "paused": true, "totalCount": 1, "completedCount": 0, "endedAt": null,
    });
    let outgoing = OutgoingCall::new("+15005550006", "+15005550001");
    let call = BatchCall::new().medium(Medium::Twilio(TelephonyMedium::outgoing(outgoing)));
    let new = CreateScheduledBatch::new([call]);
    let medium = json!({"twilio": {"outgoing": {"to": "+15005550006", "from": "+15005550001"}}});
    let created = verb("POST", &list).sends(json!({"calls": [{"medium": medium}]}));
    let created = created.created(batch.clone());
    let created =
        created.run(async |client| client.agents().scheduled_batches(&id()).create(&new).await);
    assert_eq!(created.await.total_count, 1);
    let read = verb("GET", &path).gets(batch.clone());
    let read = read.run(async |client| client.agents().scheduled_batches(&id()).get(&id()).await);
    assert_eq!(read.await.ended_at, None);
    let pause = UpdateScheduledBatch::new().paused(true);
    let paused = verb("PATCH", &path)
        .sends(json!({"paused": true}))
        .gets(batch.clone());
    let paused = paused.run(async |client| {
        client
            .agents()
            .scheduled_batches(&id())
            .update(&id(), &pause)
            .await
    });
    assert_eq!(paused.await.paused, Some(true));
    let listed = verb("GET", &list).lists(batch);
    let listed =
        listed.run(async |client| client.agents().scheduled_batches(&id()).list().send().await);
    assert_eq!(listed.await.results.len(), 1);
    let entry = json!({"status": "EXPIRED", "batchId": CALL, "callId": null, "error": "late"});
    let entries = verb("GET", format!("{path}/scheduled_calls")).lists(entry);
    let entries = entries.run(async |client| {
        client
            .agents()
            .scheduled_batches(&id())
            .scheduled_calls(&id())
            .send()
            .await
    });
    assert_eq!(
        entries.await.results[0].status,
        ScheduledCallStatus::Expired
    );
    let calls = verb("GET", format!("{path}/created_calls"));
    let calls = calls.lists(json!({"callId": CALL, "created": NOW}));
    let calls = calls.run(async |client| {
        client
            .agents()
            .scheduled_batches(&id())
            .created_calls(&id())
            .send()
            .await
    });
    assert_eq!(calls.await.results[0].call_id, id());
    verb("DELETE", path)
        .run(async |client| client.agents().scheduled_batches(&id()).delete(&id()).await)
        .await;
}

#[tokio::test]
async fn throttles_are_created_read_changed_replaced_and_deleted() {
    let path = format!("/api/call_throttles/{CALL}");
    let rules = json!([{"maxCalls": 5, "windowSeconds": 60}]);
    let throttle = json!({"throttleId": CALL, "name": "slow", "created": NOW, "rules": rules});
    let rule = CallThrottleRule::new(5, Duration::from_secs(60));
    let new = CreateCallThrottle::new("slow", [rule]);
    let sent = json!({"name": "slow", "rules": rules});
    let created = verb("POST", "/api/call_throttles")
        .sends(sent.clone())
        .created(throttle.clone());
    let created = created
        .run(async |client| client.call_throttles().create(&new).await)
        .await;
    assert_eq!(created.rules, [rule]);
    let read = verb("GET", &path).gets(throttle.clone());
    let read = read
        .run(async |client| client.call_throttles().get(&id()).await)
        .await;
    assert_eq!(read.name, "slow");
    let replaced = verb("PUT", &path).sends(sent).gets(throttle.clone());
    let replaced = replaced.run(async |client| client.call_throttles().replace(&id(), &new).await);
    assert_eq!(replaced.await.throttle_id, id());
    let update = UpdateCallThrottle::new().name("slow");
    let changed = verb("PATCH", &path)
        .sends(json!({"name": "slow"}))
        .gets(throttle.clone());
    changed
        .run(async |client| client.call_throttles().update(&id(), &update).await)
        .await;
    let list = verb("GET", "/api/call_throttles").lists(throttle);
    let list = list
        .run(async |client| client.call_throttles().list().send().await)
        .await;
    assert_eq!(list.results[0].rules.len(), 1);
    verb("DELETE", path)
        .run(async |client| client.call_throttles().delete(&id()).await)
        .await;
}
