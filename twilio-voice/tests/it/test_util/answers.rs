//! Failures on purpose, and who may ask.

use std::time::{Duration, Instant};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use twilio_voice::{
    Client, Credential, Error, RetryPolicy,
    test_util::{Answer, MockTwilio},
};

use super::{create, hello, start, unknown};

/// The answer to a request that the client would not send, signed in.
pub(super) async fn post(double: &MockTwilio, path: &str, form: &str) -> String {
    let account = double.account();
    let credential = format!("{account}:{}", double.auth_token());
    let credential = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, credential);
    let head = format!("authorization: Basic {credential}\r\n");
    raw(
        double,
        "POST",
        &format!("/2010-04-01/Accounts/{account}/{path}"),
        &head,
        form,
    )
    .await
}

async fn raw(double: &MockTwilio, method: &str, path: &str, head: &str, body: &str) -> String {
    let url = double.url();
    let address = url.strip_prefix("http://").unwrap();
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{head}\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    answer
}

fn hasty(client: &Client) -> Client {
    client.with_retry(RetryPolicy::none())
}

#[tokio::test]
async fn a_refusal_is_given_as_often_as_planned() {
    let (double, client) = start().await;
    let busy = Answer::status(429).retry_after(Duration::from_millis(1));
    double.on("POST /Calls.json").times(2).answer(busy);
    let client = hasty(&client);
    for _ in 0..2 {
        let error = client.calls().create(&hello()).await.unwrap_err();
        assert_eq!(error.status(), Some(429));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
        assert!(!error.may_have_been_applied() && error.request_id().is_some());
    }
    create(&client).await;
    let statuses: Vec<_> = (double.created_calls().iter())
        .map(|call| call.status)
        .collect();
    assert_eq!(statuses, [Some(429), Some(429), Some(201)]);
    assert_eq!(double.live_calls().len(), 1);
}

#[tokio::test]
async fn a_lost_answer_leaves_a_call_and_a_closed_connection_none() {
    let (double, client) = start().await;
    let client = hasty(&client);
    double
        .on("POST /Calls.json")
        .times(1)
        .answer(Answer::closed());
    let error = client.calls().create(&hello()).await.unwrap_err();
    assert!(error.may_have_been_applied());
    assert!(double.live_calls().is_empty());
    double
        .on("POST /Calls.json")
        .times(1)
        .answer(Answer::lost());
    let error = client.calls().create(&hello()).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)) && error.may_have_been_applied());
    let found = client
        .calls()
        .list()
        .to("+15005550001")
        .send()
        .await
        .unwrap();
    assert_eq!(found.items.len(), 1);
    assert_eq!(double.created_calls()[1].status, None);
}

#[tokio::test]
async fn a_gateway_may_answer_although_the_call_was_placed() {
    let (double, client) = start().await;
    let gateway = Answer::raw(504, "text/html", "<html>504 Gateway Time-out</html>");
    double.on("POST /Calls.json").answer(gateway.after_effect());
    let error = client.calls().create(&hello()).await.unwrap_err();
    assert_eq!(error.status(), Some(504));
    assert!(error.may_have_been_applied());
    assert_eq!(
        (double.live_calls().len(), double.created_calls().len()),
        (1, 1)
    );
}

#[tokio::test]
async fn a_malformed_answer_leaves_a_call() {
    let (double, client) = start().await;
    double.on("POST /Calls.json").answer(Answer::malformed());
    let error = client.calls().create(&hello()).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
    assert_eq!(double.live_calls().len(), 1);
}

#[tokio::test]
async fn an_answer_may_be_late_and_only_for_one_call() {
    let (double, client) = start().await;
    let (slow, quick) = (create(&client).await.sid, create(&client).await.sid);
    let late = Duration::from_millis(80);
    double
        .on(&format!("GET /Calls/{slow}.json"))
        .answer(Answer::usual().delay(late));
    let began = Instant::now();
    client.calls().get(&slow).await.unwrap();
    assert!(began.elapsed() >= late);
    double
        .on(&format!("GET /Calls/{quick}.json"))
        .answer(Answer::error(400, 21_220, "No."));
    let error = client.calls().get(&quick).await.unwrap_err();
    assert!(error.is_invalid_call_state(), "{error}");
    double.forget_answers();
    client.calls().get(&quick).await.unwrap();
    assert_eq!(
        double.received(&format!("GET /Calls/{quick}.json")).len(),
        2
    );
    assert_eq!(double.received("GET /Calls/{Sid}.json").len(), 3);
}

#[tokio::test]
#[should_panic(expected = "no operation GET /Cals.json")]
async fn a_slip_of_the_pen_is_told() {
    MockTwilio::start()
        .await
        .on("GET /Cals.json")
        .answer(Answer::usual());
}

#[tokio::test]
async fn only_the_account_and_its_key_sign_in() {
    let (double, _) = start().await;
    let builder = |credential| {
        Client::builder(double.account(), credential)
            .base_url(double.url())
            .build()
            .unwrap()
    };
    let (key, secret) = double.api_key();
    let with_key = builder(Credential::api_key(key, secret));
    create(&with_key).await;
    for wrong in [
        Credential::auth_token("another"),
        Credential::api_key(key, "another"),
        Credential::api_key(unknown("SK"), secret),
    ] {
        let error = builder(wrong).calls().list().send().await.unwrap_err();
        assert_eq!(error.status(), Some(401));
        assert!(error.to_string().contains("20003"), "{error}");
    }
    let path = format!("/2010-04-01/Accounts/{}/Calls.json", double.account());
    let answer = raw(&double, "GET", &path, "", "").await;
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert!(
        double
            .requests()
            .iter()
            .all(|request| request.header("authorization").is_none())
    );
}

#[tokio::test]
async fn what_is_no_operation_is_told_apart_from_a_wrong_method() {
    let (double, _) = start().await;
    for (path, status) in [("Balance.json", 405), ("Cals.json", 404), ("Calls", 404)] {
        let answer = post(&double, path, "").await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer}"
        );
    }
}
