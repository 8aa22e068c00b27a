//! Signed webhooks.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Extension, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, FromRef, State},
    http::StatusCode,
    routing::post,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt as _, net::TcpStream};
use ultravox_client::{
    axum::{BodyLimits, Signed},
    webhook::{SipFallbackAnswer, SipFallbackRequest, SipRejection, Verifier, WebhookEvent, sign},
};

use super::{Answer, answer, open, send, serve};
use crate::support::CALL;

const SECRET: &str = "the secret of the webhook";

/// A signature by its form, so that the body is read.
const FORGED: (&str, &str) = (
    "x-ultravox-webhook-signature",
    "0000000000000000000000000000000000000000000000000000000000000000",
);

/// A state that has a verifier among other things.
#[derive(Clone, FromRef)]
struct App {
    verifier: Verifier,
    seen: Arc<AtomicUsize>,
}

async fn moved_on(
    State(seen): State<Arc<AtomicUsize>>,
    Signed(event): Signed<WebhookEvent>,
) -> (StatusCode, String) {
    seen.fetch_add(1, Ordering::SeqCst);
    (StatusCode::OK, event.dedupe_key().unwrap().to_string())
}

async fn raw(Signed(body): Signed<Bytes>) -> Bytes {
    body
}

async fn fallback(Signed(request): Signed<SipFallbackRequest>) -> SipFallbackAnswer {
    let code = request.properties.get("code").and_then(Value::as_u64);
    let code = code.unwrap_or(486).try_into().unwrap();
    SipRejection::new().sip_reject_code(code).into()
}

fn app(secrets: &[&str]) -> (Router, Arc<AtomicUsize>) {
    let seen = Arc::new(AtomicUsize::new(0));
    let app = App {
        verifier: Verifier::new(secrets.iter().copied()),
        seen: Arc::clone(&seen),
    };
    let router = Router::new()
        .route("/webhook", post(moved_on))
        .route("/raw", post(raw))
        .route("/fallback", post(fallback))
        .with_state(app);
    (router, seen)
}

fn body() -> Vec<u8> {
    let call = json!({"callId": CALL, "created": "2026-11-20T12:00:00Z"});
    json!({"event": "call.ended", "call": call})
        .to_string()
        .into_bytes()
}

fn time(age: i64) -> String {
    (Timestamp::now() - SignedDuration::from_secs(age)).to_string()
}

async fn post_to(router: Router, path: &str, time: &str, signature: &str, body: &[u8]) -> Answer {
    let headers = [
        ("content-type", "application/json"),
        ("x-ultravox-webhook-timestamp", time),
        ("x-ultravox-webhook-signature", signature),
    ];
    let address = serve(router).await;
    send(address, &format!("POST {path}"), &headers, body).await
}

#[tokio::test]
async fn a_signed_event_reaches_the_handler() {
    let (router, seen) = app(&[SECRET]);
    let (time, body) = (time(0), body());
    let signature = sign(SECRET, &body, &time);
    let answer = post_to(router, "/webhook", &time, &signature, &body).await;
    assert_eq!(
        (answer.status, answer.body),
        (200, format!("call.ended/{CALL}"))
    );
    assert_eq!(seen.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn secrets_are_exchanged_without_a_gap() {
    let (time, body) = (time(0), body());
    let [old, new] = ["old", "new"].map(|secret| sign(secret, &body, &time));
    for (secrets, signature) in [
        (&["old"][..], old.clone()),
        (&["new", "old"], old.clone()),
        (&["new", "old"], format!("{old}, {new}")),
        (&["new"], format!("{old}, {new}")),
    ] {
        let answer = post_to(app(secrets).0, "/webhook", &time, &signature, &body).await;
        assert_eq!(answer.status, 200, "{secrets:?}");
    }
    let answer = post_to(app(&["new"]).0, "/webhook", &time, &old, &body).await;
    assert_eq!(answer.status, 403);
}

#[tokio::test]
async fn what_is_not_signed_does_not_reach_the_handler() {
    let (now, body) = (time(0), body());
    let good = sign(SECRET, &body, &now);
    let (old, future) = (time(61), time(-30));
    let changed = [&body[..], b" "].concat();
    for (time, signature, body, status, reason) in [
        (&*now, String::new(), &body, 401, "the signature is missing"),
        (
            &now,
            "nonsense".to_owned(),
            &body,
            401,
            "the signature is missing",
        ),
        (
            &now,
            sign("other", &body, &now),
            &body,
            403,
            "the signature does not match",
        ),
        (
            &now,
            good.clone(),
            &changed,
            403,
            "the signature does not match",
        ),
        (&old, good, &body, 403, "the signature does not match"),
        (
            &old,
            sign(SECRET, &body, &old),
            &body,
            403,
            "the timestamp is too old",
        ),
        (
            &future,
            sign(SECRET, &body, &future),
            &body,
            403,
            "the timestamp is in the future",
        ),
    ] {
        let (router, seen) = app(&[SECRET]);
        let answer = post_to(router, "/webhook", time, &signature, body).await;
        assert_eq!(
            (answer.status, answer.json()),
            (status, json!({"error": reason}))
        );
        assert!(
            answer.head.contains("content-type: application/json"),
            "{}",
            answer.head
        );
        assert_eq!(seen.load(Ordering::SeqCst), 0);
    }
    let signature = sign("", &body, &now);
    let answer = post_to(app(&[]).0, "/webhook", &now, &signature, &body).await;
    assert_eq!(answer.status, 500);
}

#[tokio::test]
async fn every_changed_byte_of_a_body_is_refused() {
    let (router, seen) = app(&[SECRET]);
    let address = serve(router).await;
    let (time, body) = (time(0), body());
    let signature = sign(SECRET, &body, &time);
    let headers = [
        ("x-ultravox-webhook-timestamp", &*time),
        ("x-ultravox-webhook-signature", &signature),
    ];
    for index in 0..body.len() {
        let mut changed = body.clone();
        changed[index] ^= 1;
        let answer = send(address, "POST /webhook", &headers, &changed).await;
        assert_eq!(answer.status, 403, "{index}");
    }
    assert_eq!(seen.load(Ordering::SeqCst), 0);
    let answer = send(address, "POST /webhook", &headers, &body).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_signed_body_that_cannot_be_read_is_not_repeated_in_the_answer() {
    for body in [
        &br#"{"event": "call.ended", "call": {"callId": "hunter2"}}"#[..],
        b"hunter2",
        b"",
        b"\xff\xfe",
    ] {
        let time = time(0);
        let signature = sign(SECRET, body, &time);
        let answer = post_to(app(&[SECRET]).0, "/webhook", &time, &signature, body).await;
        assert_eq!(answer.status, 400);
        let reason = answer.json()["error"].as_str().unwrap().to_owned();
        assert!(
            reason.starts_with("unexpected content of a webhook at `"),
            "{reason}"
        );
        assert!(!answer.body.contains("hunter2"));
    }
}

#[tokio::test]
async fn other_signed_bodies_are_read_as_they_are() {
    let (time, body) = (time(0), br#"{"from": "+15550001111"}"#);
    let signature = sign(SECRET, body, &time);
    let answer = post_to(app(&[SECRET]).0, "/raw", &time, &signature, body).await;
    assert_eq!((answer.status, answer.body.as_bytes()), (200, &body[..]));
    let answer = post_to(app(&[SECRET]).0, "/fallback", &time, &signature, body).await;
    assert_eq!(answer.json(), json!({"reject": {"sipRejectCode": 486}}));
    assert!(answer.head.contains("content-type: application/json"));
    let body = br#"{"code": 200}"#;
    let signature = sign(SECRET, body, &time);
    let answer = post_to(app(&[SECRET]).0, "/fallback", &time, &signature, body).await;
    let reason = "invalid request: sip_reject_code: must be 400 to 699";
    assert_eq!(
        (answer.status, answer.json()),
        (500, json!({"error": reason}))
    );
}

#[tokio::test]
async fn a_body_of_another_type_is_refused() {
    let address = serve(app(&[SECRET]).0).await;
    let headers = [("content-type", "text/plain")];
    let answer = send(address, "POST /webhook", &headers, b"").await;
    assert_eq!(answer.status, 415);
}

#[tokio::test]
async fn a_large_body_is_refused_whichever_limit_is_smaller() {
    let limit = |bytes| Extension(BodyLimits::new().bytes(bytes));
    let mib = 1024 * 1024;
    for (router, size, status) in [
        (app(&[SECRET]).0, mib, 403),
        (app(&[SECRET]).0, mib + 1, 413),
        (app(&[SECRET]).0.layer(limit(10)), 10, 403),
        (app(&[SECRET]).0.layer(limit(10)), 11, 413),
        (app(&[SECRET]).0.layer(DefaultBodyLimit::max(10)), 11, 413),
        (
            app(&[SECRET]).0.layer(DefaultBodyLimit::disable()),
            mib + 1,
            413,
        ),
    ] {
        let address = serve(router).await;
        let answer = send(address, "POST /raw", &[FORGED], &vec![b' '; size]).await;
        assert_eq!(answer.status, status, "{size}");
    }
}

#[tokio::test]
async fn a_large_body_of_unknown_length_is_refused() {
    let limits = Extension(BodyLimits::new().bytes(100));
    let address = serve(app(&[SECRET]).0.layer(limits)).await;
    let mut socket = TcpStream::connect(address).await.unwrap();
    let (name, value) = FORGED;
    let head = format!(
        "POST /raw HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n{name}: {value}\r\n\r\n"
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    for _ in 0..3 {
        let chunk = format!("32\r\n{}\r\n", " ".repeat(50));
        socket.write_all(chunk.as_bytes()).await.unwrap();
    }
    assert_eq!(answer(&mut socket).await.status, 413);
}

#[tokio::test]
async fn a_body_that_is_sent_bit_by_bit_is_not_waited_for() {
    let limits = BodyLimits::new().timeout(Duration::from_millis(300));
    let address = serve(app(&[SECRET]).0.layer(Extension(limits))).await;
    let mut socket = open(address, "POST /webhook", &[FORGED], 1000).await;
    let began = std::time::Instant::now();
    let (mut reading, mut writing) = socket.split();
    let dripping = async {
        while writing.write_all(b" ").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let mut byte = [0];
    tokio::select! {
        () = dripping => {}
        peeked = reading.peek(&mut byte) => assert_eq!(peeked.unwrap(), 1),
    }
    assert!(began.elapsed() >= Duration::from_millis(250));
    assert_eq!(answer(&mut socket).await.status, 408);
}

#[tokio::test]
async fn a_body_that_ends_early_is_refused() {
    let address = serve(app(&[SECRET]).0).await;
    let mut socket = open(address, "POST /webhook", &[FORGED], 1000).await;
    socket.write_all(b"half").await.unwrap();
    socket.shutdown().await.unwrap();
    let answer = answer(&mut socket).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json(), json!({"error": "the body did not arrive"}));
}

#[tokio::test]
async fn what_is_not_signed_is_refused_without_waiting_for_its_body() {
    for (secret, signature, status) in [(SECRET, "", 401), ("", FORGED.1, 500)] {
        let (router, seen) = app(&[secret]);
        let headers = [("x-ultravox-webhook-signature", signature)];
        let mut socket = open(serve(router).await, "POST /webhook", &headers, 50).await;
        assert_eq!(answer(&mut socket).await.status, status);
        assert_eq!(seen.load(Ordering::SeqCst), 0);
    }
}
