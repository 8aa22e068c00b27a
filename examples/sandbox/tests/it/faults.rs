use std::error::Error;
use std::io;
use std::time::{Duration, Instant};

use sandbox::{FaultKind, FaultRule, Provider};
use serde_json::{Value, json};

use crate::support::{FROM, Rig, TO, instant, until};

/// Sends a create with this fault in its way.
async fn create_with(rig: &Rig, fault: FaultKind) -> Result<reqwest::Response, reqwest::Error> {
    let rule = FaultRule::new(fault)
        .provider(Provider::Ultravox)
        .operation("create");
    rig.control.add_fault(rule.times(1));
    let request = rig.ultravox_request("POST", "/api/calls", json!({}));
    request.timeout(Duration::from_millis(400)).send().await
}

fn live(rig: &Rig) -> usize {
    rig.control.live().len()
}

/// The error of the operating system at the bottom.
fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    let mut source = error.source();
    while let Some(error) = source {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return Some(error.kind());
        }
        source = error.source();
    }
    None
}

#[tokio::test]
async fn a_reset_is_a_reset_on_the_wire_before_and_after_the_effect() {
    let rig = instant().await;
    for (fault, calls) in [(FaultKind::ResetBefore, 0), (FaultKind::ResetAfter, 1)] {
        let error = create_with(&rig, fault).await.unwrap_err();
        assert_eq!(
            io_kind(&error),
            Some(io::ErrorKind::ConnectionReset),
            "{error:?}"
        );
        assert_eq!(live(&rig), calls);
    }
}

#[tokio::test]
async fn a_refused_request_sees_the_end_of_the_connection() {
    let rig = instant().await;
    let error = create_with(&rig, FaultKind::Refuse).await.unwrap_err();
    assert_ne!(
        io_kind(&error),
        Some(io::ErrorKind::ConnectionReset),
        "{error:?}"
    );
    assert_eq!(live(&rig), 0);
}

#[tokio::test]
async fn a_lost_answer_leaves_a_call_and_a_hung_request_none() {
    let rig = instant().await;
    let error = create_with(&rig, FaultKind::Hang).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(live(&rig), 0);
    let error = create_with(&rig, FaultKind::AnswerLost).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(live(&rig), 1);
}

#[tokio::test]
async fn a_late_request_is_carried_out_even_when_the_client_has_gone() {
    let rig = instant().await;
    let error = create_with(&rig, FaultKind::Latency { ms: 600 })
        .await
        .unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(live(&rig), 0);
    until("carried out later", || async { live(&rig) == 1 }).await;
}

#[tokio::test]
async fn a_delayed_answer_has_had_its_effect() {
    let rig = instant().await;
    let start = Instant::now();
    let delayed = create_with(&rig, FaultKind::DelayAfter { ms: 200 });
    let early = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        live(&rig)
    };
    let (answer, early) = tokio::join!(delayed, early);
    assert_eq!((answer.unwrap().status().as_u16(), early), (201, 1));
    assert!(start.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn statuses_come_with_their_headers_before_or_after_the_effect() {
    let rig = instant().await;
    let status = |status, http_date, html, after_effect| FaultKind::Status {
        status,
        retry_after: Some(7),
        http_date,
        html,
        after_effect,
    };
    let answer = create_with(&rig, status(503, false, false, false))
        .await
        .unwrap();
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["retry-after"]),
        (503, &"7".parse().unwrap())
    );
    let answer = create_with(&rig, status(429, true, false, false))
        .await
        .unwrap();
    assert!(
        answer.headers()["retry-after"]
            .to_str()
            .unwrap()
            .ends_with("GMT")
    );
    assert_eq!(live(&rig), 0);
    let answer = create_with(&rig, status(502, false, true, true))
        .await
        .unwrap();
    assert_eq!(answer.headers()["content-type"], "text/html");
    assert!(answer.text().await.unwrap().contains("502 Bad Gateway"));
    assert_eq!(live(&rig), 1);
}

#[tokio::test]
async fn a_truncated_body_ends_in_the_middle() {
    let rig = instant().await;
    let answer = create_with(&rig, FaultKind::Truncate).await.unwrap();
    assert_eq!(answer.status().as_u16(), 201);
    assert!(answer.text().await.is_err());
    assert_eq!(live(&rig), 1);
}

#[tokio::test]
async fn a_slow_body_arrives_whole() {
    let rig = instant().await;
    let start = Instant::now();
    let answer = create_with(&rig, FaultKind::SlowBody { ms: 200 })
        .await
        .unwrap();
    let body: Value = answer.json().await.unwrap();
    assert!(body["callId"].is_string());
    assert!(start.elapsed() >= Duration::from_millis(190));
}

#[tokio::test]
async fn rules_are_kept_over_http_and_touch_only_what_they_name() {
    let rig = instant().await;
    let rule = json!({"provider": "twilio", "method": "POST", "path": "*/Calls.json", "skip": 1,
        "times": 1, "fault": {"kind": "reset-after"}});
    let url = rig.url("/control/faults");
    let added = rig.send(rig.http.post(&url).json(&rule)).await.body;
    rig.call(json!({})).await;
    let form = [("To", TO), ("From", FROM), ("Twiml", "<Response/>")];
    assert_eq!(rig.twilio("POST", "/Calls.json", &form).await.status, 201);
    let broken = rig
        .twilio_request("POST", "/Calls.json", &form)
        .send()
        .await;
    assert!(broken.is_err());
    assert_eq!(rig.control.ledger().twilio.calls, 2);
    let gone = rig
        .send(rig.http.delete(format!("{url}/{}", added["id"])))
        .await;
    assert_eq!(gone.status, 404, "it removed itself");
    let unreadable = rig.http.post(&url).body(r#"{"fault": {"kind": "magic"}}"#);
    assert_eq!(rig.send(unreadable).await.status, 400);
    rig.control
        .add_fault(FaultRule::new(FaultKind::status(500)));
    assert_eq!(
        rig.ultravox("GET", "/api/calls", Value::Null).await.status,
        500
    );
    assert_eq!(rig.send(rig.http.delete(&url)).await.status, 204);
    assert_eq!(
        rig.ultravox("GET", "/api/calls", Value::Null).await.status,
        200
    );
    let rows = rig.control.requests();
    assert_eq!(rows.iter().map(|row| row.faulted).sum::<u64>(), 2);
}
