//! What is sent again, what is not, and what is known afterwards.

use std::time::{Duration, Instant, SystemTime};

use ultravox_client::{
    Client, Error, RetryPolicy,
    calls::{CreateCall, HangUp},
};
use wiremock::ResponseTemplate;

use crate::support::{Trick, Trickster, builder, call_id, call_path, json, on, start};

const CREATED: &str = include_str!("../fixtures/calls/created.json");
const FAILED: &str = "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n";
const CALL: &str = "HTTP/1.1 200 OK\r\n\r\n\
    {\"callId\": \"3f1c6a0e-5d2b-4c8e-9a41-7b0d2e6f1a23\", \"created\": \"2026-11-20T12:00:00Z\"}";
const TRUNCATED: &str = "HTTP/1.1 201 Created\r\ncontent-length: 5000\r\n\r\n{\"callId\": ";

async fn create(client: &Client) -> Result<(), Error> {
    client.calls().create(&CreateCall::new("x")).await.map(drop)
}

#[tokio::test]
async fn a_create_is_not_repeated_when_it_may_exist() {
    for answer in [
        ResponseTemplate::new(500),
        ResponseTemplate::new(502),
        ResponseTemplate::new(503),
    ] {
        let (server, client) = start().await;
        on("POST", "/api/calls")
            .respond_with(answer)
            .expect(1)
            .mount(&server)
            .await;
        let error = create(&client).await.unwrap_err();
        assert!(
            error.may_have_been_applied() && error.is_transient(),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn a_create_is_repeated_when_it_was_refused() {
    for status in [429, 503] {
        let (server, client) = start().await;
        on("POST", "/api/calls")
            .respond_with(ResponseTemplate::new(status).insert_header("retry-after", "0"))
            .up_to_n_times(2)
            .expect(2)
            .mount(&server)
            .await;
        on("POST", "/api/calls")
            .respond_with(json(201, CREATED))
            .expect(1)
            .mount(&server)
            .await;
        create(&client).await.unwrap();
    }
}

#[tokio::test]
async fn a_refused_create_is_known_not_to_exist() {
    let (server, client) = start().await;
    let client = client.with_retry(RetryPolicy::none());
    let answer = json(429, r#"{"detail": "Too many."}"#).insert_header("retry-after", "7");
    on("POST", "/api/calls")
        .respond_with(answer)
        .expect(1)
        .mount(&server)
        .await;
    let error = create(&client).await.unwrap_err();
    assert!(!error.may_have_been_applied() && error.is_transient());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
}

#[tokio::test]
async fn a_create_whose_answer_was_lost_is_not_repeated() {
    for tricks in [&[Trick::Close][..], &[Trick::Write(TRUNCATED)]] {
        let server = Trickster::start(tricks).await;
        let client = builder(&server.url).build().unwrap();
        let error = create(&client).await.unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
        assert!(error.may_have_been_applied() && error.is_transient() && !error.is_timeout());
        assert_eq!(server.seen(), 1);
    }
}

#[tokio::test]
async fn a_create_that_times_out_is_not_repeated() {
    let server = Trickster::start(&[Trick::Hang]).await;
    let client = builder(&server.url)
        .attempt_timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    let error = create(&client).await.unwrap_err();
    assert!(
        error.is_timeout() && error.may_have_been_applied() && !error.is_connect(),
        "{error:?}"
    );
    assert_eq!(server.seen(), 1);
}

#[tokio::test]
async fn a_create_with_an_unreadable_answer_may_exist() {
    let (server, client) = start().await;
    on("POST", "/api/calls")
        .respond_with(json(201, "{\"callId\": "))
        .expect(1)
        .mount(&server)
        .await;
    let error = create(&client).await.unwrap_err();
    assert!(
        matches!(error, Error::Decode { .. }) && error.may_have_been_applied(),
        "{error:?}"
    );
}

#[tokio::test]
async fn no_connection_means_nothing_was_sent() {
    let server = Trickster::start(&[Trick::Close]).await;
    let free_port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", free_port.local_addr().unwrap());
    drop(free_port);
    let error = create(&builder(&url).build().unwrap()).await.unwrap_err();
    assert!(
        error.is_connect() && error.is_transient() && !error.may_have_been_applied(),
        "{error:?}"
    );
    assert!(!format!("{error:?}").contains("/api/calls"), "{error:?}");
    assert_eq!(server.seen(), 0);
}

#[tokio::test]
async fn a_get_is_repeated_until_it_succeeds() {
    let server = Trickster::start(&[
        Trick::Close,
        Trick::Write(TRUNCATED),
        Trick::Write(FAILED),
        Trick::Write(CALL),
    ])
    .await;
    let call = builder(&server.url)
        .build()
        .unwrap()
        .calls()
        .get(&call_id())
        .await
        .unwrap();
    assert_eq!(call.call_id, call_id());
    assert_eq!(server.seen(), 4);
}

#[tokio::test]
async fn a_get_is_given_up_after_the_last_attempt() {
    let (server, client) = start().await;
    on("GET", call_path(""))
        .respond_with(ResponseTemplate::new(500))
        .expect(4)
        .mount(&server)
        .await;
    assert_eq!(
        client.calls().get(&call_id()).await.unwrap_err().status(),
        Some(500)
    );
}

#[tokio::test]
async fn a_silent_hang_up_is_repeated_and_a_farewell_is_not() {
    let path = call_path("/send_data_message");
    let (server, client) = start().await;
    on("POST", &path)
        .respond_with(ResponseTemplate::new(502))
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    on("POST", &path)
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    client.calls().hang_up(&call_id()).await.unwrap();

    let (server, client) = start().await;
    on("POST", &path)
        .respond_with(ResponseTemplate::new(502))
        .expect(1)
        .mount(&server)
        .await;
    let farewell = HangUp::new().message("Bye").into();
    client
        .calls()
        .send_data_message(&call_id(), &farewell)
        .await
        .unwrap_err();
}

#[tokio::test]
async fn retry_after_is_honoured_in_both_forms() {
    for form in [|| "1".to_owned(), || httpdate_in(Duration::from_secs(2))] {
        let (server, client) = start().await;
        let wait = form();
        on("GET", call_path(""))
            .respond_with(ResponseTemplate::new(429).insert_header("retry-after", wait.as_str()))
            .up_to_n_times(1)
            .expect(1)
            .mount(&server)
            .await;
        on("GET", call_path(""))
            .respond_with(json(200, CREATED))
            .expect(1)
            .mount(&server)
            .await;
        let started = Instant::now();
        client.calls().get(&call_id()).await.unwrap();
        assert!(
            started.elapsed() >= Duration::from_millis(500),
            "{wait}: {:?}",
            started.elapsed()
        );
    }
}

/// The date header has whole seconds, so the wait is up to one second shorter.
fn httpdate_in(wait: Duration) -> String {
    httpdate::fmt_http_date(SystemTime::now() + wait)
}

#[tokio::test]
async fn a_date_in_the_past_means_now() {
    let (server, client) = start().await;
    on("GET", call_path(""))
        .respond_with(
            ResponseTemplate::new(503)
                .insert_header("retry-after", "Fri, 01 Jan 2021 00:00:00 GMT"),
        )
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    on("GET", call_path(""))
        .respond_with(json(200, CREATED))
        .expect(1)
        .mount(&server)
        .await;
    let started = Instant::now();
    client.calls().get(&call_id()).await.unwrap();
    assert!(started.elapsed() < Duration::from_millis(900));
}

#[tokio::test]
async fn a_wait_longer_than_the_total_timeout_is_reported_at_once() {
    let (server, client) = start().await;
    on("GET", call_path(""))
        .respond_with(ResponseTemplate::new(429).insert_header("retry-after", "3600"))
        .expect(1)
        .mount(&server)
        .await;
    let started = Instant::now();
    let error = client.calls().get(&call_id()).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn the_total_timeout_bounds_all_attempts() {
    let server = Trickster::start(&[Trick::Hang]).await;
    let client = builder(&server.url)
        .attempt_timeout(Duration::from_millis(200))
        .total_timeout(Duration::from_millis(300))
        .build()
        .unwrap();
    let started = Instant::now();
    assert!(
        client
            .calls()
            .get(&call_id())
            .await
            .unwrap_err()
            .is_timeout()
    );
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "{:?}",
        started.elapsed()
    );
    assert!(server.seen() <= 2);
}

#[tokio::test]
async fn a_late_error_body_does_not_hide_the_status() {
    let server = Trickster::start(&[Trick::Write(
        "HTTP/1.1 404 Not Found\r\ncontent-length: 500\r\n\r\n{\"det",
    )])
    .await;
    let error = builder(&server.url)
        .build()
        .unwrap()
        .calls()
        .get(&call_id())
        .await
        .unwrap_err();
    assert!(error.is_not_found(), "{error:?}");
}

#[tokio::test]
async fn the_retry_budget_is_shared_by_clones() {
    let (server, _) = start().await;
    let client = builder(&server.uri()).retry_budget(2).build().unwrap();
    on("GET", call_path(""))
        .respond_with(ResponseTemplate::new(500))
        .expect(5)
        .mount(&server)
        .await;
    for client in [
        client.clone(),
        client.with_retry(RetryPolicy::new().max_retries(9)),
        client,
    ] {
        client.calls().get(&call_id()).await.unwrap_err();
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (elsewhere, _) = start().await;
    wiremock::Mock::given(wiremock::matchers::any())
        .respond_with(ResponseTemplate::new(200))
        .expect(0)
        .mount(&elsewhere)
        .await;
    for status in [301, 302, 307, 308] {
        let (server, client) = start().await;
        let answer = ResponseTemplate::new(status).insert_header("location", elsewhere.uri());
        on("GET", call_path(""))
            .respond_with(answer)
            .expect(1)
            .mount(&server)
            .await;
        let error = client.calls().get(&call_id()).await.unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert!(!format!("{error:?}").contains(&elsewhere.uri()));
    }
}

#[tokio::test]
async fn an_endless_answer_is_not_read() {
    let (server, client) = start().await;
    let body = " ".repeat(17 * 1024 * 1024);
    on("GET", call_path(""))
        .respond_with(json(200, &body))
        .expect(1)
        .mount(&server)
        .await;
    let error = client.calls().get(&call_id()).await.unwrap_err();
    assert!(
        matches!(error, Error::Transport(_)) && !error.is_transient(),
        "{error:?}"
    );
}
