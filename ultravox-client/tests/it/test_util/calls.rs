//! The life of a call at the double.

use std::time::Duration;

use futures_util::TryStreamExt as _;
use serde_json::json;
use ultravox_client::{
    Error,
    agents::{CallTemplate, CreateAgent},
    calls::{
        BillingStatus, CallState, CreateAgentCall, CreateCall, EndReason, Medium, Message,
        MessageRole, MessagesMode, OutgoingCall, TelephonyMedium,
    },
};

use super::{create, raw, start};

#[tokio::test]
async fn a_call_lives_as_documented() {
    let (double, client) = start().await;
    let call = create(&client).await;
    assert_eq!(call.state(), CallState::Unjoined);
    assert_eq!(call.join_timeout, Some(Duration::from_secs(30)));
    assert_eq!(call.max_duration, Some(Duration::from_secs(3600)));
    assert!(call.join_url.is_some() && call.billed_duration.is_none());

    // Nobody joined: it can be neither hung up nor deleted.
    let id = call.call_id;
    let refused = client.calls().hang_up(&id).await.unwrap_err();
    assert_eq!(refused.status(), Some(422));
    assert!(
        client
            .calls()
            .delete(&id)
            .await
            .unwrap_err()
            .is_still_active()
    );

    double.join(&id);
    assert_eq!(
        client.calls().get(&id).await.unwrap().state(),
        CallState::Joined
    );
    client.calls().hang_up(&id).await.unwrap();
    let ended = client.calls().get(&id).await.unwrap();
    assert_eq!(ended.end_reason, Some(EndReason::AgentHangup));
    assert!(ended.join_url.is_none() && double.live_calls().is_empty());
    let refused = client.calls().hang_up(&id).await.unwrap_err();
    assert_eq!(refused.status(), Some(422));

    double.bill(&id, Duration::from_millis(12_001));
    let billed = client.calls().get(&id).await.unwrap();
    assert_eq!(billed.billed_duration, Some(Duration::from_secs(18)));
    assert_eq!(billed.billing_status, Some(BillingStatus::Billed));

    client.calls().delete(&id).await.unwrap();
    assert!(client.calls().get(&id).await.unwrap_err().is_not_found());
    let rest = client.deleted_calls().get(&id).await.unwrap();
    assert_eq!(rest.end_reason, Some(EndReason::AgentHangup));
}

#[tokio::test]
async fn a_call_may_go_on_although_it_was_asked_to_end() {
    let (double, client) = start().await;
    let id = create(&client).await.call_id;
    double.join(&id);
    double.ignore_hang_ups(true);
    client.calls().hang_up(&id).await.unwrap();
    assert_eq!(double.live_calls(), [id]);
    double.end(&id, &EndReason::Timeout);
    let call = double.call(&id).unwrap();
    assert_eq!(call.end_reason, Some(EndReason::Timeout));
}

#[tokio::test]
async fn calls_are_listed_page_by_page_and_found_by_metadata() {
    let (double, client) = start().await;
    double.page_size(2);
    for order in ["1", "2", "3", "4", "5"] {
        let call = CreateCall::new("Hi").metadata("order", order);
        client.calls().create(&call).await.unwrap();
    }
    let first = client.calls().list().send().await.unwrap();
    assert_eq!((first.results.len(), first.total), (2, Some(5)));
    assert!(first.next.is_some() && first.previous.is_none());
    let all: Vec<_> = client.calls().list().stream().try_collect().await.unwrap();
    assert_eq!(all.len(), 5);
    let found = client.calls().list().metadata("order", "3").send().await;
    let found = found.unwrap().results;
    assert_eq!((found.len(), &found[0].metadata), (1, &all[2].metadata));
    let none = client.calls().list().metadata("order", "6").send().await;
    assert!(none.unwrap().results.is_empty());
}

#[tokio::test]
async fn a_call_of_an_agent_follows_its_template() {
    let (double, client) = start().await;
    let template = CallTemplate::new().system_prompt("You talk to {{name}}.");
    let agent = CreateAgent::new("front desk", template);
    let agent = client.agents().create(&agent).await.unwrap();
    let call = CreateAgentCall::new().template_context("name", "Ada");
    let created = client
        .calls()
        .create_for_agent(&agent.agent_id, &call)
        .await;
    let created = created.unwrap();
    assert_eq!(created.system_prompt.as_deref(), Some("You talk to Ada."));
    assert_eq!(created.agent_id, Some(agent.agent_id));
    let listed = client.agents().calls(&agent.agent_id).send().await.unwrap();
    assert_eq!(listed.results[0].call_id, created.call_id);
    let agent = client.agents().get(&agent.agent_id).await.unwrap();
    assert_eq!(agent.statistics.unwrap().calls, 1);
    let seen = &double.created_calls()[0];
    assert_eq!(seen.agent, Some(agent.agent_id));
    assert_eq!(seen.template_context["name"], "Ada");
}

#[tokio::test]
async fn what_was_said_is_read_stage_by_stage() {
    let (double, client) = start().await;
    let call = CreateCall::new("Hi").initial_messages([Message::user("Earlier.")]);
    let id = client.calls().create(&call).await.unwrap().call_id;
    double.say(&id, &Message::agent("Hello!"));
    let messages = client.calls().messages(&id).send().await.unwrap().results;
    assert_eq!(messages.len(), 2);
    let in_call = client.calls().messages(&id).mode(MessagesMode::InCall);
    let in_call = in_call.send().await.unwrap().results;
    assert_eq!(in_call[0].role, Some(MessageRole::Agent));
    assert_eq!(in_call.len(), 1);
    let stages = client.calls().stages(&id).send().await.unwrap().results;
    assert_eq!(in_call[0].call_stage_id, Some(stages[0].call_stage_id));
}

#[tokio::test]
async fn calls_are_sorted_if_asked_to() {
    let (_double, client) = start().await;
    let [first, second] = [create(&client).await.call_id, create(&client).await.call_id];
    let newest = client.calls().list().sort("-created").send().await.unwrap();
    let ids: Vec<_> = newest.results.iter().map(|call| call.call_id).collect();
    assert_eq!(ids, [second, first]);
}

#[tokio::test]
async fn only_what_is_not_outgoing_has_a_join_url() {
    let (_double, client) = start().await;
    let outgoing = OutgoingCall::new("+15550001111", "+15550002222");
    let medium = Medium::Twilio(TelephonyMedium::outgoing(outgoing));
    let call = CreateCall::new("Hi").medium(medium);
    assert!(
        client
            .calls()
            .create(&call)
            .await
            .unwrap()
            .join_url
            .is_none()
    );
}

#[tokio::test]
async fn a_recording_is_there_when_the_call_has_ended() {
    let (double, client) = start().await;
    let call = CreateCall::new("Hi").recording_enabled(true);
    let id = client.calls().create(&call).await.unwrap().call_id;
    assert!(
        client
            .calls()
            .recording(&id)
            .await
            .unwrap_err()
            .is_not_found()
    );
    double.end(&id, &EndReason::Unjoined);
    let recording = client.calls().recording(&id).await.unwrap();
    assert_eq!(recording.content_type(), Some("audio/wav"));
    let bytes = recording.bytes(1_000_000).await.unwrap();
    assert!(bytes.starts_with(b"RIFF"));
    assert!(
        client
            .calls()
            .sip_logs(&id)
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
async fn a_test_sees_what_the_program_asked_for() {
    let (double, client) = start().await;
    let call = CreateCall::new("You sell pizza.")
        .medium(Medium::server_web_socket(16_000))
        .max_duration(Duration::from_secs(90))
        .metadata("order", "7");
    let id = client.calls().create(&call).await.unwrap().call_id;
    double.join(&id);
    let message = ultravox_client::calls::UserTextMessage::new("One more.");
    client
        .calls()
        .send_data_message(&id, &message.into())
        .await
        .unwrap();

    let seen = &double.created_calls()[0];
    assert_eq!(seen.system_prompt.as_deref(), Some("You sell pizza."));
    assert_eq!(seen.max_duration, Some(Duration::from_secs(90)));
    assert!(matches!(&seen.medium, Some(Medium::ServerWebSocket(_))));
    assert_eq!(
        (seen.metadata["order"].as_str(), seen.status),
        ("7", Some(201))
    );
    let requests = double.received("POST /api/calls");
    assert!(requests[0].is(&call));
    assert!(requests[0].header("x-api-key").is_none());
    let sent = &double.messages()[0];
    assert_eq!((sent.call, sent.kind.as_str()), (id, "user_text_message"));
    assert_eq!(sent.body["text"], "One more.");
    // The key is not there, and what is private is not shown.
    let shown = format!("{:?} {double:?}", double.requests());
    assert!(!shown.contains(double.api_key()) && !shown.contains("pizza"));
}

#[tokio::test]
async fn events_and_stages_are_put_there_by_the_test() {
    let (double, client) = start().await;
    let id = create(&client).await.call_id;
    let list = format!("/api/calls/{id}/events");
    double.insert(&list, json!({"type": "thread.failed", "severity": "error"}));
    double.insert(&list, json!({"type": "chatter", "severity": "debug"}));
    let events = client.calls().events(&id).send().await.unwrap().results;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].event_type.as_deref(), Some("thread.failed"));
}

#[tokio::test]
async fn metadata_that_belongs_to_ultravox_is_refused() {
    let (double, _) = start().await;
    // The client would not send it, so something else does.
    let body = r#"{"metadata": {"ultravox.x": "1"}}"#;
    assert_eq!(
        raw(&double, "POST", "/api/calls", Some(double.api_key()), body).await,
        400
    );
}

#[tokio::test]
async fn a_call_after_another_takes_its_settings_over() {
    let (double, client) = start().await;
    let first = create(&client).await.call_id;
    let next = CreateCall::default().prior_call_id(first);
    let next = client.calls().create(&next).await.unwrap();
    assert_eq!(next.system_prompt.as_deref(), Some("You sell pizza."));
    let unknown = CreateCall::default().prior_call_id(super::unknown());
    let error = client.calls().create(&unknown).await.unwrap_err();
    assert!(matches!(error, Error::Api(api) if api.fields.contains_key("priorCallId")));
    assert_eq!(double.live_calls().len(), 2);
}
