use serde_json::{Value, json};

use crate::support::{manual, start};

#[tokio::test]
async fn an_unjoined_call_cannot_be_hung_up_and_expires_free() {
    let rig = start(manual()).await;
    let id = rig.call(json!({"joinTimeout": "10s"})).await;
    assert_eq!(rig.hang_up(&id).await, 422);
    rig.advance(9.9).await;
    assert_eq!(rig.shown(&id).await["ended"], Value::Null);
    rig.advance(0.2).await;
    let call = rig.shown(&id).await;
    assert_eq!(call["endReason"], "unjoined");
    assert_eq!(call["joined"], Value::Null);
    assert_eq!(call["joinUrl"], Value::Null);
    assert_eq!(
        call["billingStatus"],
        "BILLING_STATUS_FREE_ZERO_EFFECTIVE_DURATION"
    );
    assert_eq!(rig.hang_up(&id).await, 422);
    assert_eq!(rig.control.ledger().total_micros, 0);
}

#[tokio::test]
async fn a_joined_call_ends_at_its_longest_duration() {
    let rig = start(manual()).await;
    let id = rig.call(json!({"maxDuration": "60s"})).await;
    rig.advance(5.0).await;
    rig.control.join(&id).unwrap();
    rig.advance(59.0).await;
    assert_eq!(rig.state(&id), "joined");
    rig.advance(2.0).await;
    let call = rig.shown(&id).await;
    assert_eq!(call["endReason"], "timeout");
    assert_eq!(call["billedDuration"], "60s");
    assert_eq!(rig.control.ledger().ultravox.ended_micros, 50_000);
}

#[tokio::test]
async fn an_accepted_hang_up_takes_its_time_and_is_then_refused() {
    let rig = start(manual()).await;
    let id = rig.call(json!({})).await;
    rig.control.join(&id).unwrap();
    rig.advance(31.0).await;
    assert_eq!(rig.hang_up(&id).await, 204);
    assert_eq!(rig.hang_up(&id).await, 204, "repeating it is harmless");
    assert_eq!(rig.state(&id), "joined", "accepted is not over");
    rig.advance(0.3).await;
    let call = rig.shown(&id).await;
    assert_eq!(call["endReason"], "agent_hangup");
    assert_eq!(call["billingStatus"], "BILLING_STATUS_PENDING");
    assert_eq!(call["billedDuration"], Value::Null);
    rig.advance(0.2).await;
    let call = rig.shown(&id).await;
    assert_eq!(call["billingStatus"], "BILLING_STATUS_BILLED");
    assert_eq!(call["billedDuration"], "36s");
    assert_eq!(rig.hang_up(&id).await, 422);
}

#[tokio::test]
async fn a_farewell_delays_the_end() {
    let rig = start(manual()).await;
    let id = rig.call(json!({})).await;
    rig.control.join(&id).unwrap();
    let path = format!("/api/calls/{id}/send_data_message");
    let body = json!({"type": "hang_up", "message": "Goodbye!"});
    assert_eq!(rig.ultravox("POST", &path, body).await.status, 204);
    rig.advance(1.0).await;
    assert_eq!(rig.state(&id), "joined");
    rig.advance(1.0).await;
    assert_eq!(rig.state(&id), "ended");
    let messages = rig
        .ultravox("GET", &format!("/api/calls/{id}/messages"), Value::Null)
        .await;
    assert_eq!(messages.body["results"][0]["text"], "Goodbye!");
}

#[tokio::test]
async fn messages_that_are_none_are_refused_before_the_state_is_looked_at() {
    let rig = start(manual()).await;
    let id = rig.call(json!({})).await;
    let path = format!("/api/calls/{id}/send_data_message");
    for body in [json!({}), json!({"type": "text"})] {
        assert_eq!(rig.ultravox("POST", &path, body).await.status, 400);
    }
    let unknown = "/api/calls/3c90c3cc-0d44-4b50-8888-8dd25736052a/send_data_message";
    assert_eq!(
        rig.ultravox("POST", unknown, json!({"type": "hang_up"}))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn an_error_of_the_provider_is_free() {
    let rig = start(manual()).await;
    let id = rig.call(json!({})).await;
    rig.control.join(&id).unwrap();
    rig.advance(30.0).await;
    rig.control.end_with(&id, "system_error").unwrap();
    let call = rig.shown(&id).await;
    assert_eq!(call["billingStatus"], "BILLING_STATUS_FREE_SYSTEM_ERROR");
    assert_eq!(rig.control.ledger().total_micros, 0);
}

#[tokio::test]
async fn a_simulated_person_joins_web_calls_if_told_so() {
    let mut config = manual();
    config.ultravox.web_join = Some(std::time::Duration::from_secs(2));
    let rig = start(config).await;
    let id = rig.call(json!({})).await;
    let socket = json!({"medium": {"serverWebSocket": {"inputSampleRate": 8000}}});
    let other = rig.call(socket).await;
    rig.advance(2.0).await;
    assert_eq!(rig.state(&id), "joined");
    assert_eq!(rig.state(&other), "created");
}
