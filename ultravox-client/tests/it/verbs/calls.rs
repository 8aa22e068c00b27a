//! Calls and what remains of them.

use serde_json::{Value, json};
use ultravox_client::{
    AgentId,
    calls::{
        CreateAgentCall, CreateCall, EndReason, MessagesMode, Severity, Urgency, UserTextMessage,
    },
};

use super::{NOW, id, verb};
use crate::support::CALL;

fn call() -> Value {
    json!({"callId": CALL, "created": NOW, "joined": NOW, "ended": NOW, "endReason": "hangup"})
}

#[tokio::test]
async fn calls_are_created_with_an_agent_or_without() {
    let new = CreateCall::new("Hi")
        .throttle("slow")
        .enable_greeting_prompt(false);
    let created = verb("POST", "/api/calls")
        .sends(json!({"systemPrompt": "Hi"}))
        .asks("throttle", "slow")
        .asks("enableGreetingPrompt", "false")
        .created(call());
    let created = created
        .run(async |client| client.calls().create(&new).await)
        .await;
    assert_eq!(created.end_reason, Some(EndReason::Hangup));
    let new = CreateAgentCall::new().template_context("name", "Ada");
    let created = verb("POST", format!("/api/agents/{CALL}/calls"))
        .sends(json!({"templateContext": {"name": "Ada"}}))
        .created(call());
    let agent: AgentId = id();
    let created = created.run(async |client| client.calls().create_for_agent(&agent, &new).await);
    assert_eq!(created.await.call_id, id());
}

#[tokio::test]
async fn calls_are_listed_and_read() {
    let read = verb("GET", format!("/api/calls/{CALL}")).gets(call());
    let read = read
        .run(async |client| client.calls().get(&id()).await)
        .await;
    assert_eq!(read.call_id, id());
    let list = verb("GET", "/api/calls")
        .asks("metadata.order", "7")
        .asks("sort", "-created")
        .lists(call());
    let list = list.run(async |client| {
        client
            .calls()
            .list()
            .metadata("order", "7")
            .sort("-created")
            .send()
            .await
    });
    assert_eq!(list.await.results.len(), 1);
    let list = verb("GET", format!("/api/agents/{CALL}/calls")).lists(call());
    let list = list
        .run(async |client| client.calls().list_for_agent(&id()).send().await)
        .await;
    assert_eq!(list.results[0].call_id, id());
}

#[tokio::test]
async fn messages_are_sent_into_calls() {
    let message = UserTextMessage::new("One more.")
        .urgency(Urgency::Later)
        .into();
    let sent = json!({"type": "user_text_message", "text": "One more.", "urgency": "later"});
    let path = format!("/api/calls/{CALL}/send_data_message");
    let mut accepted = verb("POST", path).sends(sent);
    accepted.status = 204;
    accepted
        .run(async |client| client.calls().send_data_message(&id(), &message).await)
        .await;
}

#[tokio::test]
async fn what_calls_said_and_did_is_read() {
    let path = format!("/api/calls/{CALL}");
    let message = json!({"role": "MESSAGE_ROLE_USER", "text": "Hello", "callStageId": CALL});
    let messages = verb("GET", format!("{path}/messages")).asks("mode", "in_call");
    let messages = messages.lists(message.clone()).run(async |client| {
        client
            .calls()
            .messages(&id())
            .mode(MessagesMode::InCall)
            .send()
            .await
    });
    assert_eq!(messages.await.results[0].text.as_deref(), Some("Hello"));
    let event = json!({"callId": CALL, "type": "thread.failed", "severity": "error"});
    let events = verb("GET", format!("{path}/events")).asks("minimum_severity", "warning");
    let events = events.lists(event).run(async |client| {
        client
            .calls()
            .events(&id())
            .minimum_severity(Severity::Warning)
            .send()
            .await
    });
    assert_eq!(events.await.results[0].severity, Some(Severity::Error));
    let stage = json!({"callId": CALL, "callStageId": CALL, "created": NOW, "errorCount": 2});
    let stages = verb("GET", format!("{path}/stages")).lists(stage.clone());
    let stages = stages
        .run(async |client| client.calls().stages(&id()).send().await)
        .await;
    assert_eq!(stages.results[0].error_count, Some(2));
    let one = verb("GET", format!("{path}/stages/{CALL}")).gets(stage);
    let one = one
        .run(async |client| client.calls().stage(&id(), &id()).await)
        .await;
    assert_eq!(one.call_stage_id, id());
    let of_stage = verb("GET", format!("{path}/stages/{CALL}/messages")).lists(message);
    let of_stage =
        of_stage.run(async |client| client.calls().stage_messages(&id(), &id()).send().await);
    assert_eq!(of_stage.await.results.len(), 1);
    let tools = json!([{"callToolId": CALL, "name": "find", "definition": {"client": {}}}]);
    let read = verb("GET", format!("{path}/tools")).gets(tools.clone());
    let read = read
        .run(async |client| client.calls().tools(&id()).await)
        .await;
    assert_eq!(read[0].name, "find");
    let read = verb("GET", format!("{path}/stages/{CALL}/tools")).gets(tools);
    let read = read
        .run(async |client| client.calls().stage_tools(&id(), &id()).await)
        .await;
    assert_eq!(read.len(), 1);
}

#[tokio::test]
async fn calls_are_deleted_and_leave_something_behind() {
    let deleted = verb("DELETE", format!("/api/calls/{CALL}"));
    deleted
        .run(async |client| client.calls().delete(&id()).await)
        .await;
    let rest = json!({
        "callId": CALL, "accountId": CALL, "created": NOW, "deletionTime": NOW, "endReason": "unjoined",
        "recordingEnabled": false, "hadSummary": true,
    });
    let read = verb("GET", format!("/api/deleted_calls/{CALL}")).gets(rest.clone());
    let read = read
        .run(async |client| client.deleted_calls().get(&id()).await)
        .await;
    assert_eq!(
        (read.had_summary, read.end_reason),
        (Some(true), Some(EndReason::Unjoined))
    );
    let list = verb("GET", "/api/deleted_calls")
        .asks("search", "x")
        .lists(rest);
    let list = list.run(async |client| client.deleted_calls().list().search("x").send().await);
    assert_eq!(list.await.results.len(), 1);
}
