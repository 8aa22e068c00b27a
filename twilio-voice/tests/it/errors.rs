//! What Twilio refuses, and how it is told.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use twilio_voice::{Error, RetryPolicy};
use wiremock::ResponseTemplate;

use crate::support::{self, CALLS, ONE_CALL, json, on};

#[tokio::test]
async fn create_reports_the_providers_reason() {
    let (server, client) = support::start().await;
    on("POST", CALLS)
        .respond_with(
            json(400, include_str!("../fixtures/calls/invalid_to.json"))
                .insert_header("Twilio-Request-Id", "RQ1"),
        )
        .expect(1)
        .mount(&server)
        .await;
    let error = client.calls().create(&support::hello()).await.unwrap_err();
    let Error::Api(api) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (api.status, api.code, api.message.as_deref()),
        (400, Some(21_211), Some("Invalid 'To' phone number"))
    );
    assert_eq!(
        api.more_info.as_deref(),
        Some("https://www.twilio.com/docs/errors/21211")
    );
    assert_eq!(
        (api.method, api.path),
        ("POST", "/2010-04-01/Accounts/{AccountSid}/Calls.json")
    );
    assert_eq!(
        (error.status(), error.code(), error.request_id()),
        (Some(400), Some(21_211), Some("RQ1"))
    );
    assert!(!error.may_have_been_applied() && !error.is_transient() && !error.is_not_found());
    assert_eq!(
        error.to_string(),
        "Twilio answered 400 to POST /2010-04-01/Accounts/{AccountSid}/Calls.json (21211): Invalid 'To' phone number"
    );
}

#[tokio::test]
async fn a_call_that_is_over_cannot_be_ended() {
    let (server, client) = support::start().await;
    on("POST", ONE_CALL)
        .respond_with(json(
            400,
            include_str!("../fixtures/calls/invalid_state.json"),
        ))
        .expect(1)
        .mount(&server)
        .await;
    let error = client.calls().end(&support::call_sid()).await.unwrap_err();
    assert!(error.is_invalid_call_state() && !error.may_have_been_applied());
}

#[tokio::test]
async fn a_call_that_is_unknown_is_not_found() {
    let (server, client) = support::start().await;
    on("GET", ONE_CALL)
        .respond_with(json(404, include_str!("../fixtures/calls/not_found.json")))
        .expect(1)
        .mount(&server)
        .await;
    let error = client.calls().get(&support::call_sid()).await.unwrap_err();
    assert!(error.is_not_found() && !error.is_invalid_call_state());
    assert_eq!(error.code(), Some(20_404));
}

#[tokio::test]
async fn a_call_that_is_running_cannot_be_deleted() {
    let (server, client) = support::start().await;
    on("DELETE", ONE_CALL)
        .respond_with(json(
            409,
            include_str!("../fixtures/calls/still_running.json"),
        ))
        .expect(1)
        .mount(&server)
        .await;
    let error = client
        .calls()
        .delete(&support::call_sid())
        .await
        .unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(409), Some(20_009)));
}

#[tokio::test]
async fn a_wrong_token_is_told_and_not_shown() {
    let (server, client) = support::start().await;
    on("GET", CALLS)
        .respond_with(json(
            401,
            include_str!("../fixtures/calls/unauthorized.json"),
        ))
        .expect(1)
        .mount(&server)
        .await;
    let error = client.calls().list().send().await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(401), Some(20_003)));
    assert!(!format!("{error} {error:?}").contains(support::TOKEN));
}

#[tokio::test]
async fn problem_details_are_read_too() {
    let (server, client) = support::start().await;
    on("GET", ONE_CALL)
        .respond_with(json(400, include_str!("../fixtures/calls/problem.json")))
        .expect(1)
        .mount(&server)
        .await;
    let error = client.calls().get(&support::call_sid()).await.unwrap_err();
    assert_eq!(error.code(), Some(20_001));
    assert!(
        error
            .to_string()
            .ends_with("(20001): The parameter is not valid"),
        "{error}"
    );
}

#[tokio::test]
async fn the_page_of_a_gateway_does_not_hide_the_status() {
    let (server, client) = support::start().await;
    let page = include_str!("../fixtures/calls/gateway_timeout.html");
    on("POST", CALLS)
        .respond_with(ResponseTemplate::new(504).set_body_raw(page, "text/html"))
        .expect(1)
        .mount(&server)
        .await;
    let error = client.calls().create(&support::hello()).await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(504), None));
    assert!(error.may_have_been_applied() && error.is_transient());
    assert!(!format!("{error} {error:?}").contains("html"));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (server, client) = support::start().await;
    let (elsewhere, _) = support::start().await;
    wiremock::Mock::given(wiremock::matchers::any())
        .respond_with(json(200, include_str!("../fixtures/calls/queued.json")))
        .expect(0)
        .mount(&elsewhere)
        .await;
    let answer =
        ResponseTemplate::new(307).insert_header("location", format!("{}{CALLS}", elsewhere.uri()));
    on("POST", CALLS)
        .respond_with(answer.clone())
        .expect(1)
        .mount(&server)
        .await;
    on("GET", ONE_CALL)
        .respond_with(answer)
        .expect(1)
        .mount(&server)
        .await;
    let error = client.calls().create(&support::hello()).await.unwrap_err();
    assert_eq!(
        (error.status(), error.may_have_been_applied()),
        (Some(307), true)
    );
    let error = client.calls().get(&support::call_sid()).await.unwrap_err();
    assert_eq!(error.status(), Some(307));
}

#[tokio::test]
async fn a_success_that_cannot_be_read_may_be_a_call() {
    let whole = include_str!("../fixtures/calls/queued.json");
    for body in [
        "",
        "{}",
        "[]",
        "<html></html>",
        r#"{"sid": null}"#,
        r#"{"sid": "+15005550001"}"#,
        &whole[..200],
    ] {
        let (server, client) = support::start().await;
        on("POST", CALLS)
            .respond_with(json(201, body))
            .expect(1)
            .mount(&server)
            .await;
        let error = client.calls().create(&support::hello()).await.unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{body}: {error:?}");
        assert!(error.may_have_been_applied() && !error.is_transient());
        assert!(
            !format!("{error} {error:?}").contains("15005550001"),
            "{error:?}"
        );
    }
}

/// A server that reads a request and writes `answer` before it closes the connection. Counts the connections.
async fn broken_server(answer: &'static str) -> (String, tokio::task::JoinHandle<u32>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = tokio::spawn(async move {
        let mut connections = 0;
        while let Ok(Ok((mut socket, _))) =
            tokio::time::timeout(Duration::from_millis(500), listener.accept()).await
        {
            connections += 1;
            let mut request = Vec::new();
            while !request.ends_with(b"%3C%2FResponse%3E") {
                socket.read_buf(&mut request).await.unwrap();
            }
            socket.write_all(answer.as_bytes()).await.unwrap();
        }
        connections
    });
    (url, count)
}

#[tokio::test]
async fn a_call_whose_answer_breaks_off_may_exist_and_is_not_placed_again() {
    for answer in [
        "",
        "HTTP/1.1 201 Created\r\ncontent-length: 1000\r\n\r\n{\"sid\": \"CA",
    ] {
        let (url, connections) = broken_server(answer).await;
        let client = support::client(&url).build().unwrap();
        let error = client.calls().create(&support::hello()).await.unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
        assert!(error.may_have_been_applied() && error.is_transient() && !error.is_connect());
        assert_eq!(connections.await.unwrap(), 1);
    }
}

#[tokio::test]
async fn no_connection_means_no_call() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = support::client(&url).build().unwrap();
    let error = client.calls().create(&support::hello()).await.unwrap_err();
    assert!(
        error.is_connect() && error.is_transient() && !error.may_have_been_applied(),
        "{error:?}"
    );
    assert_eq!(error.status(), None);
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_a_timeout() {
    let (server, _) = support::start().await;
    let late =
        json(201, include_str!("../fixtures/calls/queued.json")).set_delay(Duration::from_secs(30));
    on("POST", CALLS)
        .respond_with(late)
        .expect(1)
        .mount(&server)
        .await;
    let client = support::client(&server.uri())
        .attempt_timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    let error = client.calls().create(&support::hello()).await.unwrap_err();
    assert!(
        error.is_timeout() && error.may_have_been_applied() && error.is_transient(),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_answer_without_end_is_given_up() {
    let (server, client) = support::start().await;
    let client = client.with_retry(RetryPolicy::none());
    let body = format!("{{\"sid\": \"{}\"}}", "x".repeat(17 * 1024 * 1024));
    on("GET", ONE_CALL)
        .respond_with(json(200, &body))
        .expect(1)
        .mount(&server)
        .await;
    let error = client.calls().get(&support::call_sid()).await.unwrap_err();
    assert!(
        matches!(error, Error::Transport(_)) && !error.is_transient(),
        "{error:?}"
    );
}
