//! The sound of recordings and the data of add-ons, and the redirects to them.

use std::time::Duration;

use futures_util::TryStreamExt as _;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    sync::oneshot,
};
use twilio_voice::{
    SecretString,
    recordings::{RecordingMedia, add_on_results::AddOnPayloads},
};
use wiremock::{
    Match, Mock, MockServer, Request, ResponseTemplate,
    matchers::{any, header, method, path, query_param},
};

use crate::support::{self, TOKEN, at, json, on, query, sid};

/// Nothing in the request shows the credential.
struct NoCredential;

impl Match for NoCredential {
    fn matches(&self, request: &Request) -> bool {
        !request.headers.contains_key("authorization") && !request.url.as_str().contains(TOKEN)
    }
}

fn sound() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw("RIFFsound", "audio/x-wav")
}

fn to(location: &str) -> ResponseTemplate {
    ResponseTemplate::new(307).insert_header("location", location)
}

fn file(format: &str) -> String {
    let recording: twilio_voice::RecordingSid = sid("RE");
    at(&format!("/Recordings/{recording}.{format}"))
}

fn data() -> String {
    let a = "a".repeat(32);
    at(&format!(
        "/Recordings/RE{a}/AddOnResults/XR{a}/Payloads/XH{a}/Data.json"
    ))
}

async fn wav(client: &twilio_voice::Client) -> twilio_voice::Download {
    let media = RecordingMedia::wav();
    client.recordings().media(&sid("RE"), &media).await.unwrap()
}

fn payloads(client: &twilio_voice::Client) -> AddOnPayloads<'_> {
    client
        .recordings()
        .add_on_results(&sid("RE"))
        .payloads(&sid("XR"))
}

#[tokio::test]
async fn a_recording_comes_in_parts() {
    let (server, client) = support::start().await;
    on("GET", &file("wav"))
        .and(query(&[]))
        .and(header("accept", "*/*"))
        .respond_with(sound())
        .expect(1)
        .mount(&server)
        .await;
    let media = wav(&client).await;
    assert_eq!(
        (media.content_type(), media.content_length()),
        (Some("audio/x-wav"), Some(9))
    );
    let parts: Vec<_> = media.into_stream().try_collect().await.unwrap();
    assert_eq!(parts.concat(), b"RIFFsound");
}

#[tokio::test]
async fn the_format_and_the_channels_are_chosen() {
    let (server, client) = support::start().await;
    on("GET", &file("mp3"))
        .and(query(&[("RequestedChannels", "2")]))
        .respond_with(sound())
        .expect(1)
        .mount(&server)
        .await;
    let media = RecordingMedia::mp3().requested_channels(2);
    let media = client.recordings().media(&sid("RE"), &media).await.unwrap();
    let mut written = Vec::new();
    assert_eq!(media.write_to(&mut written).await.unwrap(), 9);
    assert_eq!(written, b"RIFFsound");
    let three = RecordingMedia::wav().requested_channels(3);
    let error = client
        .recordings()
        .media(&sid("RE"), &three)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("RequestedChannels"));
}

#[tokio::test]
async fn a_recording_that_is_not_ready_is_told() {
    let (server, client) = support::start().await;
    let not_found = include_str!("../fixtures/calls/not_found.json");
    on("GET", &file("wav"))
        .respond_with(json(404, not_found))
        .expect(1)
        .mount(&server)
        .await;
    let media = client
        .recordings()
        .media(&sid("RE"), &RecordingMedia::wav())
        .await;
    assert!(media.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_recording_elsewhere_is_fetched_without_the_credential() {
    let storage = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/bucket/recording.wav"))
        .and(query_param("signature", "s1"))
        .and(NoCredential)
        .respond_with(sound())
        .expect(1)
        .mount(&storage)
        .await;
    let (server, client) = support::start().await;
    let target = format!("{}/bucket/recording.wav?signature=s1", storage.uri());
    on("GET", &file("wav"))
        .respond_with(to(&target))
        .expect(1)
        .mount(&server)
        .await;
    let media = wav(&client).await;
    assert!(!format!("{media:?}").contains("s1"), "{media:?}");
    assert_eq!(&media.bytes(9).await.unwrap()[..], b"RIFFsound");
}

#[tokio::test]
async fn a_redirect_on_the_same_host_has_no_credential_either() {
    let (server, client) = support::start().await;
    on("GET", &file("wav"))
        .respond_with(to("/elsewhere"))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(path("/elsewhere"))
        .and(NoCredential)
        .respond_with(sound())
        .expect(1)
        .mount(&server)
        .await;
    let media = wav(&client).await;
    media.bytes(9).await.unwrap();
}

#[tokio::test]
async fn redirects_that_lead_nowhere_are_not_followed_for_ever() {
    for location in [
        None,
        Some("ftp://example.com/x"),
        Some("http://["),
        Some(""),
        Some("/again"),
    ] {
        let (server, client) = support::start().await;
        let redirect = location.map_or_else(
            || ResponseTemplate::new(307).set_body_raw("{}", "application/json"),
            to,
        );
        on("GET", &file("wav"))
            .respond_with(redirect.clone())
            .expect(1)
            .mount(&server)
            .await;
        Mock::given(path("/again"))
            .respond_with(redirect)
            .mount(&server)
            .await;
        let media = client
            .recordings()
            .media(&sid("RE"), &RecordingMedia::wav())
            .await;
        let error = media.unwrap_err();
        assert!(
            !error.is_transient() && error.status().is_none(),
            "{error:?}"
        );
        assert!(server.received_requests().await.unwrap().len() < 10);
    }
}

#[tokio::test]
async fn a_refusal_of_the_storage_is_told_without_its_address() {
    let (server, client) = support::start().await;
    on("GET", &file("wav"))
        .respond_with(to("/gone?signature=s1"))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(path("/gone"))
        .respond_with(ResponseTemplate::new(403))
        .expect(1)
        .mount(&server)
        .await;
    let media = client
        .recordings()
        .media(&sid("RE"), &RecordingMedia::wav())
        .await;
    let error = media.unwrap_err();
    assert_eq!(error.status(), Some(403));
    assert!(!format!("{error:?}").contains("signature"));
}

#[tokio::test]
async fn a_download_is_begun_again_after_a_server_error() {
    let (server, client) = support::start().await;
    on("GET", &file("wav"))
        .respond_with(ResponseTemplate::new(503))
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    on("GET", &file("wav"))
        .respond_with(sound())
        .expect(1)
        .mount(&server)
        .await;
    let media = wav(&client).await;
    assert_eq!(media.bytes(9).await.unwrap().len(), 9);
}

/// A server that writes the first half of a recording, and closes the connection when `end` comes.
async fn half(end: oneshot::Receiver<()>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            socket.read_buf(&mut request).await.unwrap();
        }
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nRIFF";
        socket.write_all(answer).await.unwrap();
        let _ended = end.await;
    });
    url
}

#[tokio::test]
async fn a_recording_that_breaks_off_is_an_error_and_no_end() {
    let (end, ended) = oneshot::channel();
    let client = support::client(&half(ended).await).build().unwrap();
    let media = wav(&client).await;
    let mut parts = std::pin::pin!(media.into_stream());
    assert_eq!(&parts.try_next().await.unwrap().unwrap()[..], b"RIFF");
    drop(end);
    assert!(parts.try_next().await.unwrap_err().is_transient());
}

#[tokio::test]
async fn a_recording_that_stops_coming_is_given_up() {
    let (end, ended) = oneshot::channel();
    let client = support::client(&half(ended).await)
        .attempt_timeout(Duration::from_millis(300))
        .build()
        .unwrap();
    let media = wav(&client).await;
    assert!(media.bytes(9).await.unwrap_err().is_timeout());
    drop(end);
}

#[tokio::test]
async fn more_than_was_asked_for_is_not_kept() {
    let (server, client) = support::start().await;
    on("GET", &file("wav"))
        .respond_with(sound())
        .expect(1)
        .mount(&server)
        .await;
    let media = wav(&client).await;
    media.bytes(8).await.unwrap_err();
}

#[tokio::test]
async fn the_data_of_an_add_on_lie_where_the_body_of_the_answer_says() {
    let storage = MockServer::start().await;
    Mock::given(path("/data"))
        .and(query_param("signature", "s1"))
        .and(NoCredential)
        .respond_with(ResponseTemplate::new(200).set_body_string("{}"))
        .expect(1)
        .mount(&storage)
        .await;
    let (server, client) = support::start().await;
    let target = format!("{}/data?signature=s1", storage.uri());
    let body = format!(r#"{{"redirect_to": "{target}"}}"#);
    on("GET", &data())
        .respond_with(json(307, &body))
        .expect(2)
        .mount(&server)
        .await;
    let found = payloads(&client).data(&sid("XH")).await.unwrap();
    assert_eq!(&found.bytes(10).await.unwrap()[..], b"{}");
    let url: SecretString = payloads(&client).data_url(&sid("XH")).await.unwrap();
    assert_eq!(secrecy::ExposeSecret::expose_secret(&url), target);
    assert!(!format!("{url:?}").contains("s1"));
}

#[tokio::test]
async fn the_data_of_an_add_on_may_lie_where_the_header_says() {
    let (server, client) = support::start().await;
    on("GET", &data())
        .respond_with(to("/data"))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(path("/data"))
        .and(NoCredential)
        .respond_with(ResponseTemplate::new(200).set_body_string("[]"))
        .expect(1)
        .mount(&server)
        .await;
    let found = payloads(&client).data(&sid("XH")).await.unwrap();
    assert_eq!(&found.bytes(10).await.unwrap()[..], b"[]");
}

#[tokio::test]
async fn an_address_of_data_that_is_none_is_told() {
    for answer in [
        json(307, r#"{"redirect_to": null}"#),
        json(307, r#"{"redirect_to": "ftp://example.com"}"#),
        json(307, "<html>"),
        json(200, r#"{"redirect_to": "https://example.com"}"#),
    ] {
        let (server, client) = support::start().await;
        Mock::given(any())
            .respond_with(answer)
            .expect(1)
            .mount(&server)
            .await;
        payloads(&client).data_url(&sid("XH")).await.unwrap_err();
    }
}
