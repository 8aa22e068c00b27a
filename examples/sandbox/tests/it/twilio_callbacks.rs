use std::time::Duration;

use axum::http::StatusCode;
use axum::response::IntoResponse;
use base64::Engine;
use hmac::{Hmac, KeyInit, Mac};
use sandbox::{Callee, Config};
use sha1::Sha1;

use crate::support::{Application, FROM, Received, TO, TOKEN, instant, start, twiml};

const SHORT: &str = "<Response/>";

/// The signature, written again from the procedure.
fn signed(url: &str, request: &Received) -> String {
    let mut params = request.params();
    params.sort();
    let text: String = params
        .into_iter()
        .map(|(name, value)| name + &value)
        .collect();
    let mut mac = Hmac::<Sha1>::new_from_slice(TOKEN.as_bytes()).unwrap();
    mac.update(format!("{url}{text}").as_bytes());
    base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes())
}

fn check(app: &Application, request: &Received) {
    let url = format!("{}{}", app.url, request.path);
    assert_eq!(
        request.header("X-Twilio-Signature"),
        signed(&url, request),
        "{}",
        request.path
    );
}

#[tokio::test]
async fn every_step_is_reported_signed_and_numbered() {
    let rig = instant().await;
    let app = Application::quiet().await;
    let callback = format!("{}/status?call-guard.intent=x%2Fy", app.url);
    let sid = rig
        .place(
            SHORT,
            &[
                ("StatusCallback", &callback),
                ("StatusCallbackEvent", "initiated"),
                ("StatusCallbackEvent", "ringing"),
                ("StatusCallbackEvent", "answered"),
                ("StatusCallbackEvent", "completed"),
            ],
        )
        .await;
    let received = app.wait(4).await;
    let column = |name: &str| {
        received
            .iter()
            .map(|it| it.param(name).unwrap_or_default())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        column("CallStatus"),
        ["initiated", "ringing", "in-progress", "completed"]
    );
    assert_eq!(column("SequenceNumber"), ["0", "1", "2", "3"]);
    assert_eq!(column("CallbackSource"), ["call-progress-events"; 4]);
    assert_eq!(column("CallSid"), [sid.as_str(); 4]);
    assert!(received[3].param("Timestamp").unwrap().ends_with("+0000"));
    assert_eq!(received[3].param("Duration").unwrap(), "1");
    assert_eq!(received[0].param("CallDuration"), None);
    let tokens: Vec<_> = received
        .iter()
        .map(|it| it.header("I-Twilio-Idempotency-Token"))
        .collect();
    assert_ne!(tokens[0], tokens[1]);
    for request in &received {
        assert_eq!(request.method, "POST");
        check(&app, request);
    }
    assert_eq!(rig.control.call(&sid).unwrap().label(), Some("x/y"));
}

#[tokio::test]
async fn without_a_list_only_the_end_is_reported_with_its_real_status() {
    let mut config = Config::instant();
    config.twilio.callee = Callee::busy(Duration::ZERO);
    let rig = start(config).await;
    let app = Application::quiet().await;
    rig.place(SHORT, &[("StatusCallback", &app.url)]).await;
    let received = app.wait(1).await;
    assert_eq!(received[0].param("CallStatus").unwrap(), "busy");
    assert_eq!(received[0].param("CallDuration").unwrap(), "0");
    assert_eq!(received[0].param("SipResponseCode").unwrap(), "486");
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(app.received().len(), 1);
}

#[tokio::test]
async fn a_get_callback_carries_its_parameters_in_the_query() {
    let rig = instant().await;
    let app = Application::quiet().await;
    let callback = format!("{}/status?a=1", app.url);
    rig.place(
        SHORT,
        &[
            ("StatusCallback", &callback),
            ("StatusCallbackMethod", "GET"),
        ],
    )
    .await;
    let received = app.wait(1).await;
    assert_eq!(received[0].method, "GET");
    assert!(received[0].path.starts_with("/status?a=1&AccountSid=AC"));
    check(&app, &received[0]);
}

#[tokio::test]
async fn the_fragment_asks_for_retries_with_the_same_token() {
    let rig = instant().await;
    let app = Application::start(|_, before| match before {
        0 | 1 => StatusCode::BAD_GATEWAY.into_response(),
        _ => StatusCode::NO_CONTENT.into_response(),
    })
    .await;
    let callback = format!("{}/status#rc=3&rp=5xx", app.url);
    rig.place(SHORT, &[("StatusCallback", &callback)]).await;
    let received = app.wait(3).await;
    let token = |at: usize| received[at].header("I-Twilio-Idempotency-Token").to_owned();
    assert_eq!(token(0), token(2));
    for request in &received {
        assert_eq!(
            request.path, "/status",
            "the fragment is neither sent nor signed"
        );
        check(&app, request);
    }
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_asked_for_again_within_the_total_time() {
    let rig = instant().await;
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = silent.local_addr().unwrap();
    let callback = format!("http://{place}/status#rc=2&rp=rt&rt=200");
    rig.place(SHORT, &[("StatusCallback", &callback)]).await;
    let mut open = Vec::new();
    for attempt in 0..3 {
        let next = tokio::time::timeout(std::time::Duration::from_secs(5), silent.accept());
        open.push(next.await.unwrap_or_else(|_| panic!("attempt {attempt}")));
    }
}

#[tokio::test]
async fn a_refused_callback_is_not_repeated_by_default_and_is_noted() {
    let rig = instant().await;
    let app = Application::start(|_, _| StatusCode::NOT_FOUND.into_response()).await;
    let sid = rig.place(SHORT, &[("StatusCallback", &app.url)]).await;
    app.wait(1).await;
    crate::support::until("noted", || async {
        !rig.control.call(&sid).unwrap().warnings.is_empty()
    })
    .await;
    assert!(rig.control.call(&sid).unwrap().warnings[0].starts_with("15003"));
    assert_eq!(app.received().len(), 1);
    let path = format!("/Calls/{sid}/Notifications.json");
    let notes = rig.twilio("GET", &path, &[]).await.body;
    assert_eq!(notes["notifications"][0]["error_code"], "15003");
}

#[tokio::test]
async fn the_voice_url_is_asked_signed_and_redirects_are_followed() {
    let rig = instant().await;
    let app = Application::start(|request, _| match request.path.as_str() {
        "/voice" => (StatusCode::TEMPORARY_REDIRECT, [("Location", "/moved")]).into_response(),
        _ => twiml(r#"<Redirect method="GET">done?x=1</Redirect>"#),
    })
    .await;
    let url = format!("{}/voice", app.url);
    let form = [
        ("To", TO),
        ("From", FROM),
        ("Url", url.as_str()),
        ("TimeLimit", "1"),
    ];
    let answer = rig.twilio("POST", "/Calls.json", &form).await;
    assert_eq!(answer.status, 201);
    let received = app.wait(3).await;
    let asked: Vec<_> = received[..2]
        .iter()
        .map(|it| (it.method.as_str(), it.path.as_str()))
        .collect();
    assert_eq!(asked, [("POST", "/voice"), ("POST", "/moved")]);
    assert!(received[2].path.starts_with("/done?x=1&"));
    assert_eq!(received[0].param("CallStatus").unwrap(), "in-progress");
    for request in &received[..3] {
        check(&app, request);
    }
}
