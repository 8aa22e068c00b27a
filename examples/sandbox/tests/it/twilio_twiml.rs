use std::time::Duration;

use axum::http::StatusCode;
use axum::response::IntoResponse;
use sandbox::{CallFilter, Callee, CalleeInput, Config, InboundCall, Provider};

use crate::support::{ACCOUNT, Application, FROM, Rig, TO, instant, manual, start, twiml, until};

async fn dial_url(rig: &Rig, url: &str, more: &[(&str, &str)]) -> String {
    let mut form = vec![("To", TO), ("From", FROM), ("Url", url)];
    form.extend_from_slice(more);
    let answer = rig.twilio("POST", "/Calls.json", &form).await;
    assert_eq!(answer.status, 201, "{:?}", answer.body);
    answer.body["sid"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn verbs_take_their_time_and_the_end_of_the_document_ends_the_call() {
    let rig = start(manual()).await;
    let text = "x".repeat(50);
    let sid = rig
        .place(
            &format!("<Response><Say>{text}</Say><Pause length=\"10\"/></Response>"),
            &[],
        )
        .await;
    rig.advance(1.5).await;
    assert_eq!(rig.state(&sid), "in-progress");
    rig.advance(12.5).await;
    assert_eq!(rig.state(&sid), "in-progress");
    rig.advance(1.0).await;
    assert_eq!(rig.state(&sid), "completed");
    assert_eq!(
        rig.control.call(&sid).unwrap().end_reason.as_deref(),
        Some("twiml")
    );
}

#[tokio::test]
async fn what_follows_a_hang_up_is_not_reached() {
    let rig = instant().await;
    let sid = rig
        .place(
            r#"<Response><Hangup/><Pause length="600"/></Response>"#,
            &[],
        )
        .await;
    rig.until_state(&sid, "completed").await;
}

#[tokio::test]
async fn an_update_replaces_what_runs() {
    let rig = instant().await;
    let app = Application::start(|_, _| twiml("<Hangup/>")).await;
    let sid = rig
        .place(r#"<Response><Say loop="0">x</Say></Response>"#, &[])
        .await;
    rig.until_state(&sid, "in-progress").await;
    let url = format!("{}/new", app.url);
    let answer = rig
        .twilio("POST", &format!("/Calls/{sid}.json"), &[("Url", &url)])
        .await;
    assert_eq!(answer.status, 200);
    rig.until_state(&sid, "completed").await;
    assert_eq!(app.received()[0].path, "/new");
}

#[tokio::test]
async fn gathered_input_reaches_the_action() {
    let mut config = Config::instant();
    config.twilio.callee = Callee::answers(Duration::ZERO)
        .input(CalleeInput::digits("12#3"))
        .input(CalleeInput::speech("yes please"));
    let rig = start(config).await;
    let app = Application::start(|request, _| match request.path.as_str() {
        "/start" => twiml(r#"<Gather action="/keys"/>"#),
        "/keys" => twiml(r#"<Gather input="speech" action="/words"/>"#),
        _ => twiml(r#"<Gather timeout="0" action="/never"/>"#),
    })
    .await;
    let sid = dial_url(&rig, &format!("{}/start", app.url), &[]).await;
    rig.until_state(&sid, "completed").await;
    let received = app.received();
    assert_eq!(received[1].param("Digits").unwrap(), "12");
    assert_eq!(received[1].param("FinishedOnKey").unwrap(), "#");
    assert_eq!(received[2].param("SpeechResult").unwrap(), "yes please");
    assert_eq!(
        received.len(),
        3,
        "without input the call goes on with the next verb"
    );
}

#[tokio::test]
async fn a_failing_voice_url_has_a_fallback_and_then_an_end() {
    let rig = instant().await;
    let app = Application::start(|request, _| match request.path.as_str() {
        "/bad" => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        "/odd" => ([("Content-Type", "text/xml")], "<Answer/>").into_response(),
        _ => twiml("<Pause length=\"600\"/>"),
    })
    .await;
    let fallback = format!("{}/fallback", app.url);
    let sid = dial_url(
        &rig,
        &format!("{}/bad", app.url),
        &[("FallbackUrl", &fallback)],
    )
    .await;
    let received = app.wait(2).await;
    assert_eq!(received[1].path, "/fallback");
    assert_eq!(received[1].param("ErrorCode").unwrap(), "11200");
    assert_eq!(rig.state(&sid), "in-progress");
    let sid = dial_url(&rig, &format!("{}/odd", app.url), &[]).await;
    rig.until_state(&sid, "completed").await;
    let row = rig.control.call(&sid).unwrap();
    assert_eq!(row.end_reason.as_deref(), Some("application-error"));
    assert!(row.warnings[0].starts_with("12102"), "{:?}", row.warnings);
}

#[tokio::test]
async fn a_dialled_leg_is_a_call_of_its_own_and_ends_with_its_parent() {
    let mut config = Config::instant();
    config.twilio.numbers.insert(
        "+14155550188".to_owned(),
        Callee::answers(Duration::ZERO).hangs_up_after(Duration::from_millis(200)),
    );
    let rig = start(config).await;
    let app = Application::start(|_, _| twiml("<Hangup/>")).await;
    let document = format!(
        r#"<Response><Dial action="{}/after"><Number>+14155550188</Number></Dial></Response>"#,
        app.url
    );
    let parent = rig.place(&document, &[]).await;
    let received = app.wait(1).await;
    assert_eq!(received[0].param("DialCallStatus").unwrap(), "completed");
    let legs = rig
        .twilio("GET", &format!("/Calls.json?ParentCallSid={parent}"), &[])
        .await
        .body;
    assert_eq!(legs["calls"][0]["direction"], "outbound-dial");
    rig.until_state(&parent, "completed").await;

    let document = r#"<Response><Dial>+14155550177</Dial></Response>"#;
    let parent = rig.place(document, &[]).await;
    let twilio = || CallFilter::default().provider(Provider::Twilio).live(true);
    until("both legs talk", || async {
        let rows = rig.control.calls(&twilio());
        rows.len() == 2 && rows.iter().all(|row| row.billing)
    })
    .await;
    let rows = rig.control.calls(&twilio());
    let leg = &rows.iter().find(|row| row.parent.is_some()).unwrap().id;
    let other = [("Twiml", "<Response><Hangup/></Response>")];
    rig.twilio("POST", &format!("/Calls/{leg}.json"), &other)
        .await;
    let warnings = rig.control.call(leg).unwrap().warnings;
    assert!(warnings[0].contains("not simulated"), "{warnings:?}");
    rig.twilio(
        "POST",
        &format!("/Calls/{parent}.json"),
        &[("Status", "completed")],
    )
    .await;
    assert_eq!(rig.control.calls(&twilio()).len(), 0);
}

#[tokio::test]
async fn a_call_comes_in_and_is_taken_or_rejected() {
    let rig = instant().await;
    let app = Application::start(|request, _| match request.path.as_str() {
        "/busy" => twiml(r#"<Reject reason="busy"/>"#),
        _ => twiml("<Say>Hello</Say>"),
    })
    .await;
    let inbound = |path: &str| InboundCall {
        account_sid: ACCOUNT.to_owned(),
        from: FROM.to_owned(),
        to: TO.to_owned(),
        url: format!("{}{path}", app.url),
        status_callback: None,
        auth_token: Some(sandbox::Secret::new("12345")),
        caller: Callee::default(),
    };
    let taken = rig.control.inbound(inbound("/voice"));
    rig.until_state(&taken, "completed").await;
    assert_eq!(app.received()[0].param("CallStatus").unwrap(), "ringing");
    assert_eq!(app.received()[0].param("Direction").unwrap(), "inbound");
    assert!(rig.control.call(&taken).unwrap().answered.is_some());
    let rejected = rig.control.inbound(inbound("/busy"));
    rig.until_state(&rejected, "busy").await;
    assert_eq!(rig.control.call(&rejected).unwrap().cost_micros, 0);
}

#[tokio::test]
async fn an_empty_document_has_its_code_and_a_relative_callback_its_place() {
    let rig = instant().await;
    let app = Application::start(|request, _| match request.path.as_str() {
        "/calls/start" => twiml(
            r#"<Connect><Stream url="ws://127.0.0.1:9/x" statusCallback="stream"/></Connect>"#,
        ),
        _ => ([("Content-Type", "text/xml")], "").into_response(),
    })
    .await;
    let empty = dial_url(&rig, &app.url, &[]).await;
    rig.until_state(&empty, "completed").await;
    let warnings = rig.control.call(&empty).unwrap().warnings;
    assert!(warnings[0].starts_with("11770"), "{warnings:?}");
    dial_url(&rig, &format!("{}/calls/start", app.url), &[]).await;
    let received = app.wait(3).await;
    assert_eq!(received[2].path, "/calls/stream");
    assert_eq!(received[2].param("StreamEvent").unwrap(), "stream-error");
}
