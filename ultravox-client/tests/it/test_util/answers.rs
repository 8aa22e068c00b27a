//! Failures on purpose.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use ultravox_client::{
    Client, Error, RetryPolicy,
    calls::CreateCall,
    test_util::{Answer, MockUltravox},
};

use super::{create, raw, start, unknown};
use crate::support::double;

fn hasty(double: &MockUltravox) -> Client {
    double.client().with_retry(RetryPolicy::none())
}

#[tokio::test]
async fn a_refusal_is_given_as_often_as_planned() {
    let (double, client) = start().await;
    let busy = Answer::status(429).retry_after(Duration::from_millis(1));
    double.on("POST /api/calls").times(2).answer(busy);
    let client = client.with_retry(RetryPolicy::none());
    for _ in 0..2 {
        let call = CreateCall::new("Hi");
        let error = client.calls().create(&call).await.unwrap_err();
        assert_eq!(error.status(), Some(429));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
        assert!(!error.may_have_been_applied());
    }
    create(&client).await;
    let seen = double.received("POST /api/calls");
    let statuses: Vec<_> = seen.iter().map(|request| request.status).collect();
    assert_eq!(statuses, [Some(429), Some(429), Some(201)]);
    assert_eq!(double.live_calls().len(), 1);
}

#[tokio::test]
async fn a_lost_answer_leaves_a_call_that_is_found_by_metadata() {
    let double = double().await;
    let client = hasty(&double);
    double.on("POST /api/calls").times(1).answer(Answer::lost());
    let call = CreateCall::new("Hi").metadata("intent", "7");
    let error = client.calls().create(&call).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)) && error.may_have_been_applied());
    let found = client.calls().list().metadata("intent", "7").send().await;
    assert_eq!(found.unwrap().results.len(), 1);
    assert_eq!(double.created_calls()[0].status, None);
}

#[tokio::test]
async fn a_closed_connection_leaves_nothing() {
    let double = double().await;
    let client = hasty(&double);
    double
        .on("POST /api/calls")
        .times(1)
        .answer(Answer::closed());
    let error = client
        .calls()
        .create(&CreateCall::new("Hi"))
        .await
        .unwrap_err();
    assert!(error.may_have_been_applied());
    assert!(double.live_calls().is_empty());
}

#[tokio::test]
async fn a_malformed_answer_leaves_a_call() {
    let (double, client) = start().await;
    double.on("POST /api/calls").answer(Answer::malformed());
    let error = client
        .calls()
        .create(&CreateCall::new("Hi"))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
    assert_eq!(double.live_calls().len(), 1);
}

#[tokio::test]
async fn a_gateway_may_fail_after_the_effect() {
    let (double, client) = start().await;
    let gateway = Answer::raw(502, "text/html", "<h1>Bad gateway</h1>").after_effect();
    double.on("POST /api/calls").answer(gateway);
    let error = client
        .calls()
        .create(&CreateCall::new("Hi"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.status(), error.may_have_been_applied()),
        (Some(502), true)
    );
    assert_eq!(double.live_calls().len(), 1);
}

#[tokio::test]
async fn an_answer_may_be_late() {
    let (double, client) = start().await;
    let pause = Duration::from_millis(80);
    double
        .on("GET /api/accounts/me")
        .answer(Answer::usual().delay(pause));
    let started = Instant::now();
    client.accounts().me().await.unwrap();
    assert!(started.elapsed() >= pause);
    double.forget_answers();
    double
        .on("GET /api/accounts/me")
        .answer(Answer::usual().delay(Duration::from_secs(60)));
    let impatient = double
        .client_builder()
        .attempt_timeout(pause)
        .retry(RetryPolicy::none());
    let error = impatient
        .build()
        .unwrap()
        .accounts()
        .me()
        .await
        .unwrap_err();
    assert!(error.is_timeout());
}

#[tokio::test]
async fn retry_after_may_be_a_date() {
    let double = double().await;
    let later = Timestamp::now() + SignedDuration::from_secs(100);
    double
        .on("GET /api/accounts/me")
        .answer(Answer::status(503).retry_at(later));
    let error = hasty(&double).accounts().me().await.unwrap_err();
    let pause = error.retry_after().unwrap();
    assert!(
        (Duration::from_secs(90)..=Duration::from_secs(100)).contains(&pause),
        "{pause:?}"
    );
}

#[tokio::test]
async fn an_answer_may_be_planned_for_one_id() {
    let (double, client) = start().await;
    let [first, second] = [create(&client).await.call_id, create(&client).await.call_id];
    let gone = Answer::json(404, json!({"detail": "Gone for good."}));
    double.on(&format!("GET /api/calls/{first}")).answer(gone);
    let error = client.calls().get(&first).await.unwrap_err();
    assert!(error.to_string().ends_with("Gone for good."), "{error}");
    assert!(client.calls().get(&second).await.is_ok());
    let seen = double.received(&format!("GET /api/calls/{first}"));
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].id(0), Some(first));
    assert_eq!(double.received("GET /api/calls/{call_id}").len(), 2);
}

#[tokio::test]
async fn several_answers_are_given_one_after_the_other() {
    let (double, client) = start().await;
    let client = client.with_retry(RetryPolicy::none());
    for status in [500, 404, 422] {
        let me = double.on("GET /api/accounts/me").times(1);
        me.answer(Answer::status(status));
    }
    for status in [500, 404, 422] {
        let error = client.accounts().me().await.unwrap_err();
        assert_eq!(error.status(), Some(status));
    }
    client.accounts().me().await.unwrap();
}

#[tokio::test]
#[should_panic(expected = "no operation POST /api/call")]
async fn an_operation_that_does_not_exist_cannot_be_planned() {
    let double = double().await;
    double.on("POST /api/call").answer(Answer::status(500));
}

#[tokio::test]
async fn a_key_is_needed_and_must_be_the_right_one() {
    let double = double().await;
    let wrong = Client::builder("wrong")
        .base_url(double.url())
        .build()
        .unwrap();
    let error = wrong.accounts().me().await.unwrap_err();
    assert_eq!(error.status(), Some(403));
    assert_eq!(raw(&double, "GET", "/api/accounts/me", None, "").await, 401);
    let document = wrong.schema().send().await.unwrap();
    assert!(document.contains("/api/calls/{call_id}/send_data_message"));
}

#[tokio::test]
async fn an_id_that_was_never_given_is_not_found() {
    let (double, client) = start().await;
    let calls = client.calls();
    assert!(calls.get(&unknown()).await.unwrap_err().is_not_found());
    assert!(calls.hang_up(&unknown()).await.unwrap_err().is_not_found());
    assert!(
        calls
            .events(&unknown())
            .send()
            .await
            .unwrap_err()
            .is_not_found()
    );
    let sources = client.corpora().sources(&unknown());
    assert!(sources.list().send().await.unwrap_err().is_not_found());
    let agent = client.agents().delete(&unknown()).await;
    assert!(agent.unwrap_err().is_not_found());
    for (method, path, status) in [("PUT", "/api/calls", 405), ("GET", "/api/spies", 404)] {
        let answer = raw(&double, method, path, Some(double.api_key()), "").await;
        assert_eq!(answer, status, "{path}");
    }
}
