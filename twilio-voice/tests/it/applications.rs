//! TwiML applications.

use twilio_voice::{
    ErrorCode, HttpMethod, Patch,
    applications::{CreateApplication, UpdateApplication},
};
use wiremock::{Mock, ResponseTemplate, matchers::any, matchers::query_param};

use crate::support::{self, ACCOUNT, form, json, on};

const APPLICATIONS: &str =
    "/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Applications.json";
const SID: &str = "AP11111111111111111111111111111111";
const ONE: &str = "/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Applications/AP11111111111111111111111111111111.json";
const FULL: &str = include_str!("../fixtures/applications/full.json");

#[tokio::test]
async fn create_sends_what_is_set_and_reads_every_field() {
    let (server, client) = support::start().await;
    on("POST", APPLICATIONS)
        .and(form(&[
            ("FriendlyName", "Hotline"),
            ("VoiceUrl", "https://example.com/voice"),
            ("VoiceMethod", "GET"),
            ("VoiceCallerIdLookup", "true"),
            ("PublicApplicationConnectEnabled", "true"),
        ]))
        .respond_with(json(201, FULL))
        .expect(1)
        .mount(&server)
        .await;
    let application = CreateApplication::new()
        .friendly_name("Hotline")
        .voice_url("https://example.com/voice")
        .voice_method(HttpMethod::Get)
        .voice_caller_id_lookup(true)
        .public_application_connect_enabled(true);
    let application = client.applications().create(&application).await.unwrap();
    assert_eq!(application.sid.as_str(), SID);
    assert_eq!(application.account_sid.unwrap().as_str(), ACCOUNT);
    assert_eq!(application.api_version.as_deref(), Some("2010-04-01"));
    assert_eq!(application.friendly_name.as_deref(), Some("Hotline"));
    for (url, path) in [
        (&application.voice_url, "voice"),
        (&application.voice_fallback_url, "fallback"),
        (&application.status_callback, "status"),
        (&application.sms_url, "sms"),
        (&application.sms_fallback_url, "sms-fallback"),
        (&application.sms_status_callback, "sms-status"),
        (&application.message_status_callback, "message-status"),
    ] {
        assert_eq!(*url, Some(format!("https://example.com/{path}")));
    }
    assert_eq!(application.voice_method, Some(HttpMethod::Get));
    assert_eq!(application.sms_method, Some(HttpMethod::Post));
    assert!(application.voice_fallback_method.is_some());
    assert!(application.status_callback_method.is_some());
    assert!(application.sms_fallback_method.is_some());
    assert_eq!(application.voice_caller_id_lookup, Some(true));
    assert_eq!(application.public_application_connect_enabled, Some(true));
    assert!(application.date_created.is_some() && application.date_updated.is_some());
    assert_eq!(application.uri.as_deref(), Some(ONE));
}

#[tokio::test]
async fn update_tells_what_to_empty_from_what_to_leave() {
    let (server, client) = support::start().await;
    on("POST", ONE)
        .and(form(&[
            ("FriendlyName", "Hotline 2"),
            ("VoiceUrl", ""),
            ("SmsUrl", "https://example.com/sms"),
        ]))
        .respond_with(json(200, FULL))
        .expect(1)
        .mount(&server)
        .await;
    let update = UpdateApplication::new()
        .friendly_name("Hotline 2")
        .voice_url("https://example.com/forgotten")
        .clear_voice_url()
        .sms_url("https://example.com/sms");
    assert_eq!(update.voice_url, Patch::Clear);
    assert_eq!(update.status_callback, Patch::Keep);
    let debug = format!("{update:?}");
    assert!(debug.contains("voice_url") && !debug.contains("example.com"));
    let sid = SID.parse().unwrap();
    client.applications().update(&sid, &update).await.unwrap();
}

#[tokio::test]
async fn applications_are_listed_looked_at_and_deleted() {
    let (server, client) = support::start().await;
    let page = include_str!("../fixtures/applications/page.json");
    on("GET", APPLICATIONS)
        .and(query_param("FriendlyName", "Hotline"))
        .respond_with(json(200, page))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", ONE)
        .respond_with(json(200, FULL))
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", ONE)
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    let applications = client.applications();
    let list = applications.list().friendly_name("Hotline");
    let found = list.send().await.unwrap().items.remove(0);
    assert_eq!(applications.get(&found.sid).await.unwrap().sid, found.sid);
    applications.delete(&found.sid).await.unwrap();
}

#[tokio::test]
async fn a_url_that_twilio_refuses_has_a_code() {
    let (server, client) = support::start().await;
    let invalid = include_str!("../fixtures/applications/invalid_url.json");
    on("POST", APPLICATIONS)
        .respond_with(json(400, invalid))
        .expect(1)
        .mount(&server)
        .await;
    let application = CreateApplication::new().voice_url("https://nope");
    let error = client.applications().create(&application).await;
    let error = error.unwrap_err();
    assert_eq!(error.error_code(), Some(ErrorCode::INVALID_URL));
    assert!(!error.may_have_been_applied());
}

#[tokio::test]
async fn what_cannot_be_meant_is_never_sent() {
    let (server, client) = support::start().await;
    Mock::given(any())
        .respond_with(json(201, FULL))
        .expect(0)
        .mount(&server)
        .await;
    let create = |request: CreateApplication| {
        let client = client.clone();
        async move {
            let error = client.applications().create(&request).await.unwrap_err();
            error.to_string()
        }
    };
    let error = create(CreateApplication::new().voice_url("/relative")).await;
    assert!(error.contains("VoiceUrl"), "{error}");
    let error = create(CreateApplication::new().friendly_name("x".repeat(65))).await;
    assert!(error.contains("FriendlyName"), "{error}");
    let update = UpdateApplication::new().sms_url("ftp://a.example");
    assert!(update.to_form().unwrap_err().to_string().contains("SmsUrl"));
}
