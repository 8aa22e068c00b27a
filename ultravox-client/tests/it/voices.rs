//! Voices.

use serde_json::json;
use ultravox_client::{
    Ownership, Upload, VoiceId,
    voices::{CloneVoice, CreateVoice, GoogleVoice, UpdateVoice, VoiceBillingStyle, VoiceProvider},
};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{any, body_json, query_param},
};

use crate::support::{CALL, is_invalid, json, on, start};

fn voice() -> VoiceId {
    CALL.parse().unwrap()
}

fn answer() -> serde_json::Value {
    json!({
        "voiceId": CALL,
        "name": "Ada",
        "description": null,
        "primaryLanguage": "en",
        "languageLabel": "English",
        "previewUrl": "https://example.com/a.wav",
        "ownership": "private",
        "billingStyle": "VOICE_BILLING_STYLE_EXTERNAL",
        "provider": "newcomer",
        "definition": {"google": {"voiceId": "v"}},
    })
}

#[tokio::test]
async fn a_clone_is_a_form_with_a_file() {
    let (server, client) = start().await;
    on("POST", "/api/voices")
        .respond_with(ResponseTemplate::new(201).set_body_json(answer()))
        .expect(1)
        .mount(&server)
        .await;
    let file = Upload::new("ada.wav", "audio/wav", [0, 255, 13, 10]);
    let new = CloneVoice::new("Ada", file).language("en");
    let voice = client.voices().clone_voice(&new).await.unwrap();
    assert_eq!(voice.ownership, Some(Ownership::Private));
    assert_eq!(voice.billing_style, Some(VoiceBillingStyle::External));
    assert_eq!(
        voice.provider,
        Some(VoiceProvider::Other("newcomer".to_owned()))
    );
    let request = server.received_requests().await.unwrap().remove(0);
    let find = |part: &[u8]| request.body.windows(part.len()).any(|bytes| bytes == part);
    assert!(find(b"Content-Type: audio/wav\r\n\r\n\x00\xff\r\n\r\n--"));
    assert!(find(b"name=\"name\"\r\n\r\nAda\r\n"));
    assert!(find(b"name=\"language\"\r\n\r\nen\r\n"));
    assert!(!find(b"name=\"description\""));
}

#[tokio::test]
async fn a_clone_is_not_repeated_if_it_may_exist() {
    let (server, client) = start().await;
    on("POST", "/api/voices")
        .respond_with(json(500, ""))
        .expect(1)
        .mount(&server)
        .await;
    let new = CloneVoice::new("Ada", Upload::new("a.wav", "audio/wav", *b"RIFF"));
    let error = client.voices().clone_voice(&new).await.unwrap_err();
    assert!(error.may_have_been_applied());
    let empty = CloneVoice::new("Ada", Upload::new("a.wav", "audio/wav", *b""));
    let error = client.voices().clone_voice(&empty).await.unwrap_err();
    assert!(is_invalid(&error, "file.bytes"), "{error}");
}

#[tokio::test]
async fn a_list_repeats_each_provider() {
    let (server, client) = start().await;
    on("GET", "/api/voices")
        .and(query_param("provider", "eleven_labs"))
        .and(query_param("provider", "lmnt"))
        .and(query_param("billingStyle", "VOICE_BILLING_STYLE_INCLUDED"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"results": [answer()]})))
        .expect(1)
        .mount(&server)
        .await;
    let list = client
        .voices()
        .list()
        .billing_style(VoiceBillingStyle::Included);
    let list = list.provider([VoiceProvider::ElevenLabs, VoiceProvider::Lmnt]);
    assert_eq!(list.send().await.unwrap().results.len(), 1);
}

#[tokio::test]
async fn update_sets_and_empties() {
    let (server, client) = start().await;
    on("PATCH", format!("/api/voices/{CALL}"))
        .and(body_json(json!({"name": "Ada", "description": null})))
        .respond_with(ResponseTemplate::new(200).set_body_json(answer()))
        .expect(1)
        .mount(&server)
        .await;
    let update = UpdateVoice::new().name("Ada").clear_description();
    client.voices().update(&voice(), &update).await.unwrap();
}

#[tokio::test]
async fn a_sample_is_fetched_elsewhere_without_the_key() {
    let elsewhere = MockServer::start().await;
    Mock::given(any())
        .respond_with(|request: &wiremock::Request| {
            assert!(!request.headers.contains_key("x-api-key"));
            ResponseTemplate::new(200).set_body_raw("RIFF", "audio/wav")
        })
        .expect(1)
        .mount(&elsewhere)
        .await;
    let (server, client) = start().await;
    let redirect = ResponseTemplate::new(302).insert_header("location", elsewhere.uri());
    on("GET", format!("/api/voices/{CALL}/preview"))
        .respond_with(redirect)
        .expect(1)
        .mount(&server)
        .await;
    let sample = client.voices().sample(&voice()).await.unwrap();
    assert_eq!(sample.bytes(100).await.unwrap(), "RIFF");
}

#[tokio::test]
async fn a_preview_that_the_company_refuses_is_an_error() {
    let (server, client) = start().await;
    on("POST", "/api/voice_preview")
        .and(body_json(
            json!({"name": "Ada", "definition": {"google": {"voiceId": "v"}}}),
        ))
        .respond_with(json(400, r#"{"detail": "Unknown voice."}"#))
        .expect(1)
        .mount(&server)
        .await;
    let new = CreateVoice::new("Ada", GoogleVoice::new("v"));
    let error = client.voices().preview(&new).await.unwrap_err();
    assert_eq!(error.status(), Some(400));
    assert!(error.to_string().ends_with("Unknown voice."), "{error}");
}
