//! Nothing but this machine is contacted, and no page from elsewhere moves anything.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde_json::{Value, json};

use crate::support::{Application, FROM, TO, instant, twiml, until};

/// The same listener by names that are not loopback, although they lead there.
fn elsewhere(url: &str) -> Vec<String> {
    let port = url.rsplit(':').next().unwrap();
    ["0.0.0.0", "[::ffff:127.0.0.1]", "2130706433.example"]
        .map(|host| format!("http://{host}:{port}"))
        .to_vec()
}

#[tokio::test]
async fn webhooks_of_ultravox_stay_on_this_machine() {
    let rig = instant().await;
    let app = Application::quiet().await;
    let mut paths = Vec::new();
    for url in elsewhere(&app.url) {
        let body = json!({"url": url, "events": ["call.started"]});
        let hook = rig.ultravox("POST", "/api/webhooks", body).await.body;
        paths.push(format!(
            "/api/webhooks/{}",
            hook["webhookId"].as_str().unwrap()
        ));
    }
    rig.call(json!({})).await;
    for path in &paths {
        until("a failure is noted", || async {
            let hook = rig.ultravox("GET", path, Value::Null).await.body;
            hook["recentFailures"][0]["failure"] == "not an address of this machine"
        })
        .await;
    }
    assert!(app.received().is_empty());
}

#[tokio::test]
async fn instructions_callbacks_and_sockets_of_twilio_stay_on_this_machine() {
    let rig = instant().await;
    let app = Application::quiet().await;
    for url in elsewhere(&app.url) {
        let ws = url.replace("http", "ws");
        let twiml = format!(
            r#"<Response><Connect><Stream url="{ws}"/></Connect><Connect><ConversationRelay url="{ws}"/></Connect></Response>"#
        );
        let sid = rig.place(&twiml, &[("StatusCallback", &url)]).await;
        rig.until_state(&sid, "completed").await;
        until("the callback was given up", || async {
            let warnings = rig.control.call(&sid).unwrap().warnings;
            let has = |code: &str| warnings.iter().any(|it| it.starts_with(code));
            has("11205") && has("31902") && has("64102")
        })
        .await;
        let form = [("To", TO), ("From", FROM), ("Url", url.as_str())];
        let call = rig.twilio("POST", "/Calls.json", &form).await.body;
        rig.until_state(call["sid"].as_str().unwrap(), "completed")
            .await;
    }
    assert!(app.received().is_empty());
}

#[tokio::test]
async fn a_redirect_does_not_lead_elsewhere() {
    let rig = instant().await;
    let target = Application::start(|_, _| twiml("<Pause/>")).await;
    for place in elsewhere(&target.url) {
        let app = Application::start(move |_, _| {
            (StatusCode::FOUND, [("Location", place.clone())]).into_response()
        })
        .await;
        let form = [("To", TO), ("From", FROM), ("Url", app.url.as_str())];
        let call = rig.twilio("POST", "/Calls.json", &form).await.body;
        let sid = call["sid"].as_str().unwrap();
        rig.until_state(sid, "completed").await;
        assert_eq!(app.received().len(), 1);
        let warnings = rig.control.call(sid).unwrap().warnings;
        assert!(
            warnings.iter().any(|it| it.starts_with("11205")),
            "{warnings:?}"
        );
    }
    assert!(target.received().is_empty());
}

#[tokio::test]
async fn a_page_from_elsewhere_moves_nothing() {
    let rig = instant().await;
    let id = rig.call(json!({})).await;
    let end = |origin: &'static str| {
        let url = rig.url(&format!("/control/calls/{id}/end"));
        let request = rig.http.post(url).header("Origin", origin);
        rig.send(request.body(r#"{"reason": "system_error"}"#))
    };
    for origin in [
        "https://evil.example",
        "null",
        "http://127.0.0.1.evil.example",
    ] {
        assert_eq!(end(origin).await.status, 403, "{origin}");
    }
    assert_eq!(rig.state(&id), "created");
    assert_eq!(end("http://localhost:1").await.status, 204);
}
