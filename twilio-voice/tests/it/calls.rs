//! Each operation: what is sent, and what is read.

use std::time::Duration;

use twilio_voice::{
    ApplicationSid, Credential, HttpMethod,
    calls::{
        AnsweredBy, CallDirection, CallEvent, CallStatus, CreateCall, FinalStatus, Instructions,
        UpdateCall,
    },
    twiml::{Hangup, Response},
};
use wiremock::{
    Mock,
    matchers::{basic_auth, body_string, header, method, path},
};

use crate::support::{self, ACCOUNT, CALL, CALLS, FROM, ONE_CALL, TO, form, json, on};

const QUEUED: &str = include_str!("../fixtures/calls/queued.json");
const IN_PROGRESS: &str = include_str!("../fixtures/calls/in_progress.json");
const FULL: &str = include_str!("../fixtures/calls/full.json");

#[tokio::test]
async fn create_sends_a_form_and_reads_the_call() {
    let (server, client) = support::start().await;
    on("POST", CALLS)
        .and(header("content-type", "application/x-www-form-urlencoded"))
        .and(header("accept", "application/json"))
        .and(form(&[
            ("To", TO),
            ("From", FROM),
            (
                "Twiml",
                r#"<?xml version="1.0" encoding="UTF-8"?><Response><Say>Hello.</Say></Response>"#,
            ),
            ("StatusCallback", "https://example.com/status?call=1&x=%2B"),
            ("StatusCallbackEvent", "initiated"),
            ("StatusCallbackEvent", "completed"),
            ("Timeout", "20"),
            ("TimeLimit", "600"),
            ("Record", "false"),
        ]))
        .respond_with(json(201, QUEUED))
        .expect(1)
        .mount(&server)
        .await;
    let call = support::hello()
        .status_callback("https://example.com/status?call=1&x=%2B")
        .status_callback_event([CallEvent::Initiated, CallEvent::Completed])
        .timeout(Duration::from_secs(20))
        .time_limit(Duration::from_secs(600))
        .record(false);
    let call = client.calls().create(&call).await.unwrap();
    assert_eq!(
        (call.sid.as_str(), call.status),
        (CALL, Some(CallStatus::Queued))
    );
    assert_eq!(
        (call.price, call.start_time, call.duration),
        (None, None, None)
    );
}

#[tokio::test]
async fn create_takes_a_url_and_its_method() {
    let (server, client) = support::start().await;
    on("POST", CALLS)
        .and(form(&[
            ("To", "sip:ann@example.com"),
            ("From", "ann"),
            ("Url", "https://example.com/#rc=2"),
            ("Method", "GET"),
        ]))
        .respond_with(json(201, QUEUED))
        .expect(1)
        .mount(&server)
        .await;
    let instructions = Instructions::Url {
        url: "https://example.com/#rc=2".to_owned(),
        method: Some(HttpMethod::Get),
    };
    let from = twilio_voice::calls::Endpoint::Other("ann".to_owned());
    client
        .calls()
        .create(&CreateCall::new("sip:ann@example.com", from, instructions))
        .await
        .unwrap();
}

#[tokio::test]
async fn create_takes_an_application() {
    let (server, client) = support::start().await;
    let application: ApplicationSid = "APcccccccccccccccccccccccccccccccc".parse().unwrap();
    on("POST", CALLS)
        .and(form(&[
            ("To", "client:ann"),
            ("From", FROM),
            ("ApplicationSid", application.as_str()),
        ]))
        .respond_with(json(201, QUEUED))
        .expect(1)
        .mount(&server)
        .await;
    client
        .calls()
        .create(&CreateCall::new("client:ann", FROM, application))
        .await
        .unwrap();
}

#[tokio::test]
async fn get_reads_every_field() {
    let (server, client) = support::start().await;
    on("GET", ONE_CALL)
        .respond_with(json(200, FULL))
        .expect(1)
        .mount(&server)
        .await;
    let call = client.calls().get(&support::call_sid()).await.unwrap();
    let sid = |prefix: &str, digit: &str| format!("{prefix}{}", digit.repeat(32));
    assert_eq!(call.sid.as_str(), sid("CA", "b"));
    assert_eq!(call.parent_call_sid.unwrap().as_str(), sid("CA", "d"));
    assert_eq!(call.account_sid.unwrap().as_str(), ACCOUNT);
    assert_eq!(call.phone_number_sid.unwrap().as_str(), sid("PN", "c"));
    assert_eq!(call.group_sid.unwrap().as_str(), sid("GP", "e"));
    assert_eq!(call.trunk_sid.unwrap().as_str(), sid("TK", "f"));
    assert_eq!(
        (call.to.as_deref(), call.to_formatted.as_deref()),
        (Some(TO), Some("(500) 555-0001"))
    );
    assert_eq!(
        (call.from.as_deref(), call.from_formatted.as_deref()),
        (Some(FROM), Some("(500) 555-0006"))
    );
    assert_eq!(
        (call.forwarded_from.as_deref(), call.caller_name.as_deref()),
        (Some("+15005550007"), Some("ANN B"))
    );
    assert_eq!(call.status, Some(CallStatus::Completed));
    assert_eq!(call.direction, Some(CallDirection::OutboundApi));
    assert_eq!(call.answered_by, Some(AnsweredBy::MachineEndBeep));
    assert_eq!(call.start_time.unwrap().to_string(), "2026-11-20T12:00:01Z");
    assert_eq!(call.end_time.unwrap().to_string(), "2026-11-20T12:01:16Z");
    assert_eq!(
        call.date_created.unwrap().to_string(),
        "2026-11-20T12:00:00Z"
    );
    assert_eq!(
        call.date_updated.unwrap().to_string(),
        "2026-11-20T12:01:17Z"
    );
    assert_eq!(
        (call.duration, call.queue_time),
        (
            Some(Duration::from_secs(75)),
            Some(Duration::from_millis(1_500))
        )
    );
    assert_eq!(
        (call.price.unwrap().as_str(), call.price_unit.as_deref()),
        ("-0.03000", Some("USD"))
    );
    assert_eq!(
        (call.api_version.as_deref(), call.uri.as_deref()),
        (Some("2010-04-01"), Some(ONE_CALL))
    );
    assert_eq!(call.subresource_uris.len(), 9);
    assert!(call.subresource_uris["events"].ends_with("/Events.json"));
}

#[tokio::test]
async fn a_call_is_read_however_strange_it_is() {
    let (server, client) = support::start().await;
    on("GET", ONE_CALL)
        .respond_with(json(200, include_str!("../fixtures/calls/strange.json")))
        .expect(1)
        .mount(&server)
        .await;
    let call = client.calls().get(&support::call_sid()).await.unwrap();
    assert_eq!(call.sid.as_str(), CALL);
    assert_eq!(
        call.status,
        Some(CallStatus::Other("levitating".to_owned()))
    );
    assert_eq!(
        call.direction,
        Some(CallDirection::Other("sideways".to_owned()))
    );
    assert_eq!(
        call.answered_by,
        Some(AnsweredBy::Other("ghost".to_owned()))
    );
    assert_eq!(
        (call.start_time, call.queue_time, call.account_sid, call.to),
        (None, None, None, None)
    );
    assert_eq!(
        (call.duration, call.caller_name.as_deref()),
        (Some(Duration::from_secs(75)), Some("7"))
    );
    assert_eq!(call.price.unwrap().as_str(), "-0.5");
    assert!(call.subresource_uris.is_empty());
}

#[tokio::test]
async fn null_and_missing_are_the_same() {
    let (server, client) = support::start().await;
    on("GET", ONE_CALL)
        .respond_with(json(200, include_str!("../fixtures/calls/nulls.json")))
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    on("GET", ONE_CALL)
        .respond_with(json(200, &format!(r#"{{"sid": "{CALL}"}}"#)))
        .expect(1)
        .mount(&server)
        .await;
    let nulls = client.calls().get(&support::call_sid()).await.unwrap();
    let missing = client.calls().get(&support::call_sid()).await.unwrap();
    assert_eq!(format!("{nulls:?}"), format!("{missing:?}"));
    assert_eq!((missing.status, missing.price_unit), (None, None));
}

#[tokio::test]
async fn end_and_cancel_send_a_final_status() {
    let (server, client) = support::start().await;
    for status in ["completed", "canceled"] {
        on("POST", ONE_CALL)
            .and(form(&[("Status", status)]))
            .respond_with(json(200, IN_PROGRESS))
            .expect(1)
            .mount(&server)
            .await;
    }
    let call = client.calls().end(&support::call_sid()).await.unwrap();
    assert_eq!(call.status, Some(CallStatus::InProgress));
    client.calls().cancel(&support::call_sid()).await.unwrap();
}

#[tokio::test]
async fn a_call_is_redirected_to_a_document_or_a_url() {
    let (server, client) = support::start().await;
    let xml = r#"<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>"#;
    for pair in [
        ("Twiml", xml),
        ("Twiml", "<Response/>"),
        ("Url", "https://example.com/next"),
    ] {
        on("POST", ONE_CALL)
            .and(form(&[pair]))
            .respond_with(json(200, IN_PROGRESS))
            .expect(1)
            .mount(&server)
            .await;
    }
    let (calls, sid) = (client.calls(), support::call_sid());
    calls
        .redirect(&sid, Response::new().push(Hangup::new()))
        .await
        .unwrap();
    calls
        .redirect(&sid, Instructions::twiml_text("<Response/>"))
        .await
        .unwrap();
    calls
        .redirect(&sid, Instructions::url("https://example.com/next"))
        .await
        .unwrap();
}

#[tokio::test]
async fn the_time_limit_and_the_callbacks_of_a_call_change() {
    let (server, client) = support::start().await;
    on("POST", ONE_CALL)
        .and(body_string("TimeLimit=90"))
        .respond_with(json(200, IN_PROGRESS))
        .expect(1)
        .mount(&server)
        .await;
    on("POST", ONE_CALL)
        .and(form(&[
            ("StatusCallback", "https://example.com/s"),
            ("StatusCallbackMethod", "GET"),
            ("FallbackUrl", "https://example.com/f"),
            ("FallbackMethod", "POST"),
        ]))
        .respond_with(json(200, IN_PROGRESS))
        .expect(1)
        .mount(&server)
        .await;
    let (calls, sid) = (client.calls(), support::call_sid());
    calls
        .set_time_limit(&sid, Duration::from_secs(90))
        .await
        .unwrap();
    let update = UpdateCall::new()
        .status_callback("https://example.com/s")
        .status_callback_method(HttpMethod::Get)
        .fallback_url("https://example.com/f")
        .fallback_method(HttpMethod::Post);
    calls.update(&sid, &update).await.unwrap();
}

#[tokio::test]
async fn delete_expects_no_body() {
    let (server, client) = support::start().await;
    on("DELETE", ONE_CALL)
        .respond_with(wiremock::ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    client.calls().delete(&support::call_sid()).await.unwrap();
}

#[tokio::test]
async fn an_api_key_signs_in_for_any_account() {
    let (server, client) = support::start().await;
    let key = "SKdddddddddddddddddddddddddddddddd";
    let other = "ACeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";
    Mock::given(method("GET"))
        .and(path(ONE_CALL.replace(ACCOUNT, other)))
        .and(basic_auth(key, "the-secret"))
        .respond_with(json(200, QUEUED))
        .expect(1)
        .mount(&server)
        .await;
    let credential = Credential::api_key(key.parse().unwrap(), "the-secret");
    let client = twilio_voice::Client::builder(client.account(), credential)
        .base_url(server.uri())
        .build()
        .unwrap();
    let client = client.with_account(other.parse().unwrap());
    client.calls().get(&support::call_sid()).await.unwrap();
}

#[test]
fn final_statuses_are_those_of_a_call_that_is_over() {
    for (word, is_final) in [
        ("queued", false),
        ("initiated", false),
        ("ringing", false),
        ("in-progress", false),
        ("completed", true),
        ("busy", true),
        ("failed", true),
        ("no-answer", true),
        ("canceled", true),
        ("levitating", false),
    ] {
        let status = CallStatus::from(word);
        assert_eq!((status.as_str(), status.is_final()), (word, is_final));
        let read: CallStatus =
            serde_json::from_str(&serde_json::to_string(&status).unwrap()).unwrap();
        assert_eq!(read, status);
    }
    assert_eq!(FinalStatus::Completed.to_string(), "completed");
}
