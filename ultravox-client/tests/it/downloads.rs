//! Recordings and logs, and the redirects to them.

use futures_util::TryStreamExt as _;
use wiremock::{
    Match, Mock, MockServer, Request, ResponseTemplate,
    matchers::{method, path, query_param},
};

use crate::support::{KEY, Trick, Trickster, builder, call_id, call_path, on, stage_id, start};

/// Nothing in the request shows the key.
struct NoKey;

impl Match for NoKey {
    fn matches(&self, request: &Request) -> bool {
        let shown = request
            .headers
            .iter()
            .any(|(name, value)| name == "x-api-key" || value == KEY);
        !shown && !request.url.as_str().contains(KEY)
    }
}

fn sound() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw("RIFFsound", "audio/wav")
}

#[tokio::test]
async fn a_recording_is_read_from_ultravox() {
    let (server, client) = start().await;
    on("GET", call_path("/recording"))
        .respond_with(sound())
        .expect(1)
        .mount(&server)
        .await;
    let recording = client.calls().recording(&call_id()).await.unwrap();
    assert_eq!(
        (recording.content_type(), recording.content_length()),
        (Some("audio/wav"), Some(9))
    );
    let parts: Vec<_> = recording.into_stream().try_collect().await.unwrap();
    assert_eq!(parts.concat(), b"RIFFsound");
}

#[tokio::test]
async fn a_recording_elsewhere_is_fetched_without_the_key() {
    let storage = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/bucket/recording.wav"))
        .and(query_param("signature", "s1"))
        .and(NoKey)
        .respond_with(sound())
        .expect(1)
        .mount(&storage)
        .await;
    let (server, client) = start().await;
    let target = format!("{}/bucket/recording.wav?signature=s1", storage.uri());
    on("GET", call_path("/recording"))
        .respond_with(ResponseTemplate::new(302).insert_header("location", target))
        .expect(1)
        .mount(&server)
        .await;
    let recording = client.calls().recording(&call_id()).await.unwrap();
    // Whoever knows the address may listen.
    let shown = format!("{recording:?}");
    assert!(shown.contains("audio/wav"), "{shown}");
    assert!(!shown.contains("signature") && !shown.contains("bucket"));
    let mut file = Vec::new();
    let written = recording.write_to(&mut file).await.unwrap();
    assert_eq!((written, file.as_slice()), (9, &b"RIFFsound"[..]));
}

#[tokio::test]
async fn a_relative_redirect_is_followed_without_the_key() {
    let (server, client) = start().await;
    on("GET", call_path("/sip_logs"))
        .respond_with(ResponseTemplate::new(302).insert_header("location", "/logs/1"))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(path("/logs/1"))
        .and(NoKey)
        .respond_with(ResponseTemplate::new(200).set_body_string("INVITE"))
        .expect(1)
        .mount(&server)
        .await;
    let logs = client
        .calls()
        .sip_logs(&call_id())
        .await
        .unwrap()
        .bytes(100)
        .await
        .unwrap();
    assert_eq!(&logs[..], b"INVITE");
}

#[tokio::test]
async fn the_sound_of_a_message_is_named_by_its_position() {
    let (server, client) = start().await;
    let path = call_path(&format!("/stages/{}/messages/3/audio", stage_id()));
    on("GET", path)
        .respond_with(sound())
        .expect(1)
        .mount(&server)
        .await;
    let sound = client
        .calls()
        .message_audio(&call_id(), &stage_id(), 3)
        .await
        .unwrap();
    assert_eq!(sound.bytes(9).await.unwrap().len(), 9);
}

#[tokio::test]
async fn what_is_not_there_is_reported() {
    for (status, not_found, active) in [(404, true, false), (425, false, true)] {
        let (server, client) = start().await;
        on("GET", call_path("/sip_logs"))
            .respond_with(ResponseTemplate::new(status))
            .expect(1)
            .mount(&server)
            .await;
        let error = client.calls().sip_logs(&call_id()).await.unwrap_err();
        assert_eq!(
            (error.is_not_found(), error.is_still_active()),
            (not_found, active)
        );
    }
}

#[tokio::test]
async fn a_refusal_of_the_storage_host_is_reported() {
    let (server, client) = start().await;
    on("GET", call_path("/recording"))
        .respond_with(ResponseTemplate::new(302).insert_header("location", "/gone?signature=s1"))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(path("/gone"))
        .respond_with(ResponseTemplate::new(403))
        .expect(1)
        .mount(&server)
        .await;
    let error = client.calls().recording(&call_id()).await.unwrap_err();
    assert_eq!(error.status(), Some(403));
    assert!(!format!("{error:?}").contains("signature"));
}

#[tokio::test]
async fn redirects_that_lead_nowhere_are_not_followed_for_ever() {
    for location in [
        None,
        Some("ftp://example.com/x"),
        Some("http://["),
        Some("/again"),
    ] {
        let (server, client) = start().await;
        let redirect = location.map_or(ResponseTemplate::new(302), |location| {
            ResponseTemplate::new(302).insert_header("location", location)
        });
        on("GET", call_path("/recording"))
            .respond_with(redirect.clone())
            .expect(1)
            .mount(&server)
            .await;
        Mock::given(path("/again"))
            .respond_with(redirect)
            .mount(&server)
            .await;
        let error = client.calls().recording(&call_id()).await.unwrap_err();
        assert!(
            !error.is_transient() && error.status().is_none(),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn more_than_was_asked_for_is_not_kept() {
    let (server, client) = start().await;
    on("GET", call_path("/recording"))
        .respond_with(sound())
        .expect(1)
        .mount(&server)
        .await;
    client
        .calls()
        .recording(&call_id())
        .await
        .unwrap()
        .bytes(8)
        .await
        .unwrap_err();
}

#[tokio::test]
async fn a_recording_that_breaks_off_is_an_error() {
    let server = Trickster::start(&[Trick::Write(
        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nRIFF",
    )])
    .await;
    let client = builder(&server.url).build().unwrap();
    let recording = client.calls().recording(&call_id()).await.unwrap();
    assert!(
        recording
            .write_to(&mut Vec::new())
            .await
            .unwrap_err()
            .is_transient()
    );
}
