use std::time::Duration;

use axum::http::StatusCode;
use axum::response::IntoResponse;
use hmac::{Hmac, KeyInit, Mac};
use sandbox::{Config, FaultKind, FaultRule};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::support::{Application, Received, instant, start};

const SECRET: &str = "test-secret-0123456789";

fn signed(request: &Received, secret: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(&request.body);
    mac.update(request.header("X-Ultravox-Webhook-Timestamp").as_bytes());
    mac.finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn events(received: &[Received]) -> Vec<String> {
    received
        .iter()
        .map(|it| it.json()["event"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_registered_webhook_hears_the_whole_life_signed() {
    let rig = instant().await;
    let app = Application::quiet().await;
    let every = ["call.started", "call.joined", "call.ended", "call.billed"];
    let body = json!({"url": app.url, "events": every, "secrets": [SECRET, "second-secret"]});
    assert_eq!(
        rig.ultravox("POST", "/api/webhooks", body).await.status,
        201
    );
    let id = rig.call(json!({})).await;
    rig.control.join(&id).unwrap();
    assert_eq!(rig.hang_up(&id).await, 204);
    let received = app.wait(4).await;
    assert_eq!(events(&received), every);
    for request in &received {
        let expected = format!(
            "{},{}",
            signed(request, SECRET),
            signed(request, "second-secret")
        );
        assert_eq!(request.header("X-Ultravox-Webhook-Signature"), expected);
        assert_eq!(request.json()["call"]["callId"], id);
    }
    let last = received[3].json();
    assert_eq!(last["call"]["billingStatus"], "BILLING_STATUS_BILLED");
}

#[tokio::test]
async fn callbacks_of_one_call_are_signed_with_their_own_secret() {
    let rig = instant().await;
    let app = Application::quiet().await;
    let callback = json!({"url": format!("{}/own", app.url), "secrets": [SECRET]});
    let id = rig
        .call(json!({"callbacks": {"ended": callback}, "joinTimeout": "0.05s"}))
        .await;
    let received = app.wait(1).await;
    assert_eq!(received[0].path, "/own");
    let body = received[0].json();
    assert_eq!(body["event"], "call.ended");
    assert_eq!(body["call"]["endReason"], "unjoined");
    assert_eq!(
        received[0].header("X-Ultravox-Webhook-Signature"),
        signed(&received[0], SECRET)
    );
    let shown = rig.shown(&id).await;
    assert!(!shown.to_string().contains(SECRET));
}

#[tokio::test]
async fn a_failed_delivery_is_repeated_with_a_new_timestamp() {
    let mut config = Config::instant();
    config.ultravox.webhook_first_retry = Duration::from_millis(20);
    let rig = start(config).await;
    let app = Application::start(|_, before| match before {
        0 | 1 => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        _ => StatusCode::NO_CONTENT.into_response(),
    })
    .await;
    let body = json!({"url": app.url, "events": ["call.started"]});
    let hook = rig.ultravox("POST", "/api/webhooks", body).await.body;
    assert_eq!(
        hook["secrets"].as_array().unwrap().len(),
        1,
        "one is made up"
    );
    rig.call(json!({})).await;
    let received = app.wait(3).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(app.received().len(), 3);
    let stamp = |at: usize| {
        received[at]
            .header("X-Ultravox-Webhook-Timestamp")
            .to_owned()
    };
    assert_ne!(stamp(0), stamp(2));
    let path = format!("/api/webhooks/{}", hook["webhookId"].as_str().unwrap());
    let hook = rig.ultravox("GET", &path, Value::Null).await.body;
    assert_eq!(hook["status"], "unhealthy");
    assert_eq!(hook["recentFailures"][0]["failure"], "status 500");
    assert_eq!(rig.ultravox("DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(rig.ultravox("GET", &path, Value::Null).await.status, 404);
}

#[tokio::test]
async fn webhooks_can_be_lost_doubled_and_late() {
    let rig = instant().await;
    let app = Application::quiet().await;
    let every = ["call.started", "call.joined", "call.ended", "call.billed"];
    rig.ultravox(
        "POST",
        "/api/webhooks",
        json!({"url": app.url, "events": every}),
    )
    .await;
    let fault = |kind, event| rig.control.add_fault(FaultRule::new(kind).operation(event));
    fault(FaultKind::WebhookMissing, "call.started");
    fault(FaultKind::WebhookReorder { ms: 150 }, "call.joined");
    fault(FaultKind::WebhookDuplicate, "call.billed");
    let id = rig.call(json!({})).await;
    rig.control.join(&id).unwrap();
    rig.control.hang_up(&id).unwrap();
    let received = app.wait(4).await;
    assert_eq!(
        events(&received),
        ["call.ended", "call.billed", "call.billed", "call.joined"]
    );
}

#[tokio::test]
async fn a_webhook_without_secrets_gets_one() {
    let rig = crate::support::instant().await;
    for secrets in [json!(null), json!([])] {
        let hook =
            json!({"url": "http://127.0.0.1:9/", "events": ["call.ended"], "secrets": secrets});
        let hook = rig.ultravox("POST", "/api/webhooks", hook).await.body;
        assert_eq!(hook["secrets"].as_array().unwrap().len(), 1, "{secrets}");
    }
}

#[tokio::test]
async fn a_webhook_can_be_replaced_and_changed() {
    let rig = instant().await;
    let hook = json!({"url": "http://127.0.0.1:9/a", "events": ["call.started"]});
    let hook = rig.ultravox("POST", "/api/webhooks", hook).await.body;
    let path = format!("/api/webhooks/{}", hook["webhookId"].as_str().unwrap());
    let other = json!({"url": "http://127.0.0.1:9/b", "events": ["call.ended"]});
    let replaced = rig.ultravox("PUT", &path, other).await.body;
    assert_eq!(replaced["url"], "http://127.0.0.1:9/b");
    let events = json!({"events": ["call.billed"]});
    let changed = rig.ultravox("PATCH", &path, events).await.body;
    assert_eq!(changed["url"], "http://127.0.0.1:9/b");
    assert_eq!(changed["events"], json!(["call.billed"]));
    assert_eq!(rig.ultravox("DELETE", &path, json!(null)).await.status, 204);
}
