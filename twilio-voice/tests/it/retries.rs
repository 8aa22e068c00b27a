//! What is sent again, and what is not.

use std::time::{Duration, Instant, SystemTime};

use twilio_voice::RetryPolicy;
use wiremock::ResponseTemplate;

use crate::support::{self, CALLS, ONE_CALL, json, on};

const QUEUED: &str = include_str!("../fixtures/calls/queued.json");
const TOO_MANY: &str = include_str!("../fixtures/calls/too_many_requests.json");
const SERVER_ERROR: &str = include_str!("../fixtures/calls/server_error.json");

#[tokio::test]
async fn a_create_is_not_repeated_after_a_server_error() {
    for status in [500, 502, 503, 504] {
        let (server, client) = support::start().await;
        let answer = json(status, SERVER_ERROR).insert_header("Retry-After", "0");
        on("POST", CALLS)
            .respond_with(answer)
            .expect(1)
            .mount(&server)
            .await;
        let error = client.calls().create(&support::hello()).await.unwrap_err();
        assert!(error.may_have_been_applied() && error.is_transient());
    }
}

#[tokio::test]
async fn a_create_is_repeated_after_too_many_requests() {
    let (server, client) = support::start().await;
    on("POST", CALLS)
        .respond_with(json(429, TOO_MANY))
        .up_to_n_times(2)
        .expect(2)
        .mount(&server)
        .await;
    on("POST", CALLS)
        .respond_with(json(201, QUEUED))
        .expect(1)
        .mount(&server)
        .await;
    client.calls().create(&support::hello()).await.unwrap();
}

#[tokio::test]
async fn a_create_gives_up_after_some_attempts() {
    let (server, client) = support::start().await;
    on("POST", CALLS)
        .respond_with(json(429, TOO_MANY))
        .expect(4)
        .mount(&server)
        .await;
    let error = client.calls().create(&support::hello()).await.unwrap_err();
    assert_eq!(error.code(), Some(20_429));
    assert!(!error.may_have_been_applied());
}

#[tokio::test]
async fn get_delete_and_end_are_repeated_after_a_server_error() {
    let (server, client) = support::start().await;
    for (verb, answer) in [
        ("GET", json(200, QUEUED)),
        ("POST", json(200, QUEUED)),
        ("DELETE", ResponseTemplate::new(204)),
    ] {
        on(verb, ONE_CALL)
            .respond_with(json(503, SERVER_ERROR))
            .up_to_n_times(1)
            .expect(1)
            .mount(&server)
            .await;
        on(verb, ONE_CALL)
            .respond_with(answer)
            .expect(1)
            .mount(&server)
            .await;
    }
    let (calls, sid) = (client.calls(), support::call_sid());
    calls.get(&sid).await.unwrap();
    calls.end(&sid).await.unwrap();
    calls.delete(&sid).await.unwrap();
}

#[tokio::test]
async fn an_end_is_repeated_after_a_timeout() {
    let (server, _) = support::start().await;
    let late = json(200, QUEUED).set_delay(Duration::from_secs(30));
    on("POST", ONE_CALL)
        .respond_with(late)
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    on("POST", ONE_CALL)
        .respond_with(json(200, QUEUED))
        .expect(1)
        .mount(&server)
        .await;
    let client = support::client(&server.uri())
        .attempt_timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    client.calls().end(&support::call_sid()).await.unwrap();
}

#[tokio::test]
async fn a_redirect_of_a_call_is_not_repeated_after_a_server_error() {
    let (server, client) = support::start().await;
    on("POST", ONE_CALL)
        .respond_with(json(500, SERVER_ERROR))
        .expect(1)
        .mount(&server)
        .await;
    let error = client
        .calls()
        .redirect(&support::call_sid(), twilio_voice::twiml::Response::new())
        .await
        .unwrap_err();
    assert!(error.may_have_been_applied());
}

#[tokio::test]
async fn an_attempt_that_may_have_been_applied_is_not_forgotten() {
    let (server, client) = support::start().await;
    on("POST", ONE_CALL)
        .respond_with(json(500, SERVER_ERROR))
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    let over = json(400, include_str!("../fixtures/calls/invalid_state.json"));
    on("POST", ONE_CALL)
        .respond_with(over)
        .expect(1)
        .mount(&server)
        .await;
    let error = client.calls().end(&support::call_sid()).await.unwrap_err();
    assert!(error.is_invalid_call_state() && error.may_have_been_applied());
}

#[tokio::test]
async fn retry_after_is_waited_for_in_seconds_and_as_a_date() {
    for (status, date) in [(429, false), (503, true)] {
        let due = SystemTime::now() + Duration::from_secs(2);
        let retry_after = match date {
            true => httpdate::fmt_http_date(due),
            false => "1".to_owned(),
        };
        let (server, client) = support::start().await;
        let answer = json(status, TOO_MANY).insert_header("Retry-After", retry_after.as_str());
        on("GET", ONE_CALL)
            .respond_with(answer)
            .up_to_n_times(1)
            .expect(1)
            .mount(&server)
            .await;
        on("GET", ONE_CALL)
            .respond_with(json(200, QUEUED))
            .expect(1)
            .mount(&server)
            .await;
        let started = Instant::now();
        client.calls().get(&support::call_sid()).await.unwrap();
        if date {
            // A date has whole seconds, and some of the time passes before the request is made.
            assert!(
                SystemTime::now() >= due - Duration::from_secs(1),
                "{status}"
            );
        } else {
            assert!(started.elapsed() >= Duration::from_millis(990), "{status}");
        }
    }
}

#[tokio::test]
async fn a_wait_longer_than_the_total_timeout_is_told_at_once() {
    let (server, _) = support::start().await;
    let answer = json(429, TOO_MANY).insert_header("Retry-After", "3600");
    on("GET", ONE_CALL)
        .respond_with(answer)
        .expect(1)
        .mount(&server)
        .await;
    let client = support::client(&server.uri())
        .total_timeout(Duration::from_secs(10))
        .build()
        .unwrap();
    let started = Instant::now();
    let error = client.calls().get(&support::call_sid()).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3_600)));
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn the_total_timeout_ends_all_attempts() {
    let (server, _) = support::start().await;
    on("GET", ONE_CALL)
        .respond_with(json(200, QUEUED).set_delay(Duration::from_secs(30)))
        .mount(&server)
        .await;
    let client = support::client(&server.uri())
        .attempt_timeout(Duration::from_millis(100))
        .total_timeout(Duration::from_millis(250))
        .build()
        .unwrap();
    let started = Instant::now();
    let error = client.calls().get(&support::call_sid()).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn clones_share_the_retry_budget() {
    let (server, _) = support::start().await;
    // Three requests, and two repetitions between them.
    on("GET", ONE_CALL)
        .respond_with(json(500, SERVER_ERROR))
        .expect(5)
        .mount(&server)
        .await;
    let client = support::client(&server.uri())
        .retry_budget(2)
        .build()
        .unwrap();
    for _ in 0..3 {
        let clone = client
            .clone()
            .with_retry(RetryPolicy::new().base_delay(Duration::ZERO));
        assert_eq!(
            clone
                .calls()
                .get(&support::call_sid())
                .await
                .unwrap_err()
                .status(),
            Some(500)
        );
    }
}

#[tokio::test]
async fn a_client_without_retries_does_not_repeat() {
    let (server, client) = support::start().await;
    on("GET", ONE_CALL)
        .respond_with(json(503, SERVER_ERROR))
        .expect(1)
        .mount(&server)
        .await;
    let client = client.with_retry(RetryPolicy::none());
    assert!(
        client
            .calls()
            .get(&support::call_sid())
            .await
            .unwrap_err()
            .is_transient()
    );
}
