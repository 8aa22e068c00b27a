//! What is refused before anything is sent.

use std::time::Duration;

use twilio_voice::{
    Error,
    calls::{CreateCall, Endpoint, Instructions, UpdateCall},
    twiml::{Connect, RawElement, Response, Say, Stream},
};
use wiremock::{Mock, matchers::any};

use crate::support::{self, FROM, TO, json};

#[tokio::test]
async fn a_call_that_cannot_be_meant_is_not_sent() {
    let (server, client) = support::start().await;
    Mock::given(any())
        .respond_with(json(201, "{}"))
        .expect(0)
        .mount(&server)
        .await;
    let say = |text: &str| Response::new().push(Say::new(text));
    let hello = || support::hello();
    let application = || {
        CreateCall::new(
            TO,
            FROM,
            "APcccccccccccccccccccccccccccccccc"
                .parse::<twilio_voice::ApplicationSid>()
                .unwrap(),
        )
    };
    let with = |instructions: Instructions| CreateCall::new(TO, FROM, instructions);
    let ms = Duration::from_millis;
    for (name, call) in [
        ("To", CreateCall::new("nope", FROM, say("x"))),
        ("To", CreateCall::new("", FROM, say("x"))),
        ("To", CreateCall::new("15005550001", FROM, say("x"))),
        ("From", CreateCall::new(TO, "5550006", say("x"))),
        ("From", CreateCall::new(TO, "client:ann", say("x"))),
        (
            "From",
            CreateCall::new("sip:a@b.example", Endpoint::Other(String::new()), say("x")),
        ),
        ("Twiml", with(say(&"x".repeat(4_000)).into())),
        ("Twiml", with(say("bell \u{7}").into())),
        (
            "Twiml",
            with(
                Response::new()
                    .push(Connect::new(Stream::new("wss://example.com/?secret=1")))
                    .into(),
            ),
        ),
        (
            "Twiml",
            with(Response::new().push(RawElement::new("no name")).into()),
        ),
        (
            "Twiml",
            with(Response::new().push(Say::new("x").attr("a b", "c")).into()),
        ),
        ("Twiml", with(Instructions::twiml_text(" "))),
        ("Twiml", with(Instructions::twiml_text("x".repeat(4_001)))),
        ("Url", with(Instructions::url("/relative"))),
        ("Url", with(Instructions::url("ftp://example.com"))),
        ("Url", with(Instructions::url("https://exa mple.com"))),
        ("FallbackUrl", hello().fallback_url("nope")),
        (
            "FallbackUrl",
            application().fallback_url("https://example.com"),
        ),
        ("StatusCallback", hello().status_callback("")),
        (
            "StatusCallback",
            hello().status_callback("https://a_b.example.com/"),
        ),
        (
            "StatusCallback",
            application().status_callback("https://example.com"),
        ),
        (
            "RecordingStatusCallback",
            hello().recording_status_callback("nope"),
        ),
        (
            "AsyncAmdStatusCallback",
            hello().async_amd_status_callback("nope"),
        ),
        (
            "ClientNotificationUrl",
            hello().client_notification_url("nope"),
        ),
        ("SendDigits", hello().send_digits("1".repeat(33))),
        ("SendDigits", hello().send_digits("1x")),
        ("Timeout", hello().timeout(Duration::from_secs(601))),
        ("Timeout", hello().timeout(ms(1_500))),
        ("Timeout", hello().timeout(Duration::ZERO)),
        ("TimeLimit", hello().time_limit(Duration::ZERO)),
        ("TimeLimit", hello().time_limit(ms(60_001))),
        (
            "SipAuthUsername",
            hello().sip_auth_username("x".repeat(256)),
        ),
        (
            "SipAuthPassword",
            hello().sip_auth_password("x".repeat(256)),
        ),
        (
            "MachineDetectionTimeout",
            hello().machine_detection_timeout(Duration::from_secs(2)),
        ),
        (
            "MachineDetectionSpeechThreshold",
            hello().machine_detection_speech_threshold(ms(999)),
        ),
        (
            "MachineDetectionSpeechEndThreshold",
            hello().machine_detection_speech_end_threshold(ms(5_001)),
        ),
        (
            "MachineDetectionSilenceTimeout",
            hello().machine_detection_silence_timeout(ms(1_999)),
        ),
    ] {
        let error = client.calls().create(&call).await.unwrap_err();
        let Error::InvalidRequest(problem) = &error else {
            panic!("{name}: {error:?}")
        };
        assert!(
            problem.starts_with(&format!("{name}: ")),
            "{name}: {problem}"
        );
        assert!(!problem.contains("secret"), "{problem}");
        assert!(!error.may_have_been_applied() && !error.is_transient());
    }
}

#[tokio::test]
async fn a_change_that_cannot_be_meant_is_not_sent() {
    let (server, client) = support::start().await;
    Mock::given(any())
        .respond_with(json(200, "{}"))
        .expect(0)
        .mount(&server)
        .await;
    let application: twilio_voice::ApplicationSid =
        "APcccccccccccccccccccccccccccccccc".parse().unwrap();
    for (name, update) in [
        (
            "ApplicationSid",
            UpdateCall::new().instructions(application),
        ),
        (
            "Twiml",
            UpdateCall::new().instructions(Response::new().push(Say::new("\0"))),
        ),
        ("Url", UpdateCall::new().instructions(Instructions::url(""))),
        ("FallbackUrl", UpdateCall::new().fallback_url("nope")),
        ("StatusCallback", UpdateCall::new().status_callback("nope")),
        (
            "StatusCallback",
            UpdateCall::new().status_callback("https://a_b.example.com"),
        ),
        (
            "TimeLimit",
            UpdateCall::new().time_limit(Duration::from_millis(1)),
        ),
    ] {
        let error = client
            .calls()
            .update(&support::call_sid(), &update)
            .await
            .unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with(&format!("invalid request: {name}: ")),
            "{name}: {error}"
        );
    }
    let error = client
        .calls()
        .list()
        .page_size(1_001)
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid request: PageSize: must be at most 1000"
    );
    let error = client.calls().list().page_size(0).send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid request: PageSize: must be at least 1"
    );
}

#[test]
fn debug_of_a_request_shows_no_secret() {
    let call = CreateCall::new(
        "sip:ann@example.com",
        FROM,
        Response::new().push(Connect::new(Stream::new("wss://example.com/hunter2"))),
    )
    .sip_auth_password("hunter2")
    .call_token("hunter2")
    .status_callback("https://ann:hunter2@example.com");
    let update =
        UpdateCall::new().instructions(Instructions::url("https://ann:hunter2@example.com"));
    let shown = format!(
        "{call:?} {update:?} {:?}",
        Instructions::twiml_text("hunter2")
    );
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn debug_of_an_answer_shows_no_url_of_ours() {
    fn shown<T: serde::de::DeserializeOwned + std::fmt::Debug>(sid: &str) -> String {
        let url = "https://ann:hunter2@example.com";
        let json = serde_json::json!({
            "sid": format!("{sid}{}", "a".repeat(32)), "voice_url": url, "voice_fallback_url": url,
            "status_callback": url, "status_callback_url": url, "sms_url": url, "sms_fallback_url": url,
            "sms_status_callback": url, "message_status_callback": url, "request_url": url,
            "message_text": url, "request": {"url": url, "parameters": {"url": url}},
        });
        let value: T = serde_json::from_value(json).unwrap();
        format!("{value:?}")
    }

    for shown in [
        shown::<twilio_voice::incoming_phone_numbers::IncomingPhoneNumber>("PN"),
        shown::<twilio_voice::applications::Application>("AP"),
        shown::<twilio_voice::byoc_trunks::ByocTrunk>("BY"),
        shown::<twilio_voice::notifications::Notification>("NO"),
        shown::<twilio_voice::calls::events::Event>(""),
    ] {
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    let number = shown::<twilio_voice::incoming_phone_numbers::IncomingPhoneNumber>("PN");
    assert!(number.contains("voice_url: Some(<redacted>)"), "{number}");
}
