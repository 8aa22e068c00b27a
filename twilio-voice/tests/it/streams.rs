//! Streams, SIPREC sessions and real-time transcriptions of a call. The fixtures are examples of Twilio's
//! description of the API.

use twilio_voice::{
    HttpMethod,
    calls::{
        Calls,
        payments::CreatePayment,
        siprec::{CreateSiprec, SiprecStatus},
        streams::{CreateStream, StreamStatus},
        transcriptions::{CreateRealtimeTranscription, RealtimeTranscriptionStatus},
    },
    twiml::{StreamTrack, TranscriptionEngine},
};
use wiremock::{Mock, ResponseTemplate, matchers::any};

use crate::support::{self, below_call, call_sid, json, on, post_below_call, sid};

const STREAM: &str = include_str!("../fixtures/call_parts/stream.json");
const SIPREC: &str = include_str!("../fixtures/call_parts/siprec.json");
const TRANSCRIPTION: &str = include_str!("../fixtures/call_parts/transcription.json");
const CALL_OVER: &str = include_str!("../fixtures/calls/invalid_state.json");

#[tokio::test]
async fn a_stream_is_begun_and_stopped() {
    let (server, client) = support::start().await;
    let begun = [
        ("Url", "wss://example.com/sound"),
        ("Name", "myName"),
        ("Track", "both_tracks"),
        ("StatusCallback", "https://example.com/s"),
        ("StatusCallbackMethod", "GET"),
        ("Parameter1.Name", "a"),
        ("Parameter1.Value", "1"),
        ("Parameter2.Name", "b"),
        ("Parameter2.Value", ""),
    ];
    post_below_call(&server, "/Streams", &begun, STREAM).await;
    let stopped = STREAM.replace("in-progress", "stopped");
    post_below_call(
        &server,
        "/Streams/myName",
        &[("Status", "stopped")],
        &stopped,
    )
    .await;
    let stream = CreateStream::new("wss://example.com/sound")
        .name("myName")
        .track(StreamTrack::Both)
        .status_callback("https://example.com/s")
        .status_callback_method(HttpMethod::Get)
        .parameter("a", "1")
        .parameter("b", "");
    assert!(!format!("{stream:?}").contains("example.com"));
    let streams = client.calls().streams(&call_sid());
    let stream = streams.create(&stream).await.unwrap();
    assert_eq!((stream.sid, stream.call_sid), (sid("MZ"), Some(call_sid())));
    assert_eq!(stream.account_sid, Some(support::account()));
    assert_eq!(stream.name.as_deref(), Some("myName"));
    assert_eq!(stream.status, Some(StreamStatus::InProgress));
    assert_eq!(stream.date_updated, "2015-07-30T20:00:00Z".parse().ok());
    assert_eq!(
        stream.uri,
        Some(below_call(&format!("/Streams/{}", stream.sid)))
    );
    let stream = streams.stop("myName").await.unwrap();
    assert_eq!(stream.status, Some(StreamStatus::Stopped));
}

#[tokio::test]
async fn a_stop_is_repeated_if_it_is_named_by_its_sid() {
    let (server, client) = support::start().await;
    let a = "a".repeat(32);
    let calls = client.calls();
    for path in [
        format!("/Streams/MZ{a}"),
        format!("/Siprec/SR{a}"),
        format!("/Transcriptions/GT{a}"),
    ] {
        on("POST", &below_call(&path))
            .respond_with(ResponseTemplate::new(500))
            .up_to_n_times(1)
            .expect(1)
            .mount(&server)
            .await;
    }
    post_below_call(
        &server,
        &format!("/Streams/MZ{a}"),
        &[("Status", "stopped")],
        STREAM,
    )
    .await;
    post_below_call(
        &server,
        &format!("/Siprec/SR{a}"),
        &[("Status", "stopped")],
        SIPREC,
    )
    .await;
    post_below_call(
        &server,
        &format!("/Transcriptions/GT{a}"),
        &[("Status", "stopped")],
        TRANSCRIPTION,
    )
    .await;
    for path in ["/Streams/x", "/Siprec/x", "/Transcriptions/x"] {
        on("POST", &below_call(path))
            .respond_with(ResponseTemplate::new(500))
            .expect(1)
            .mount(&server)
            .await;
    }
    let call = call_sid();
    calls.streams(&call).stop(format!("MZ{a}")).await.unwrap();
    calls.siprec(&call).stop(format!("SR{a}")).await.unwrap();
    calls
        .transcriptions(&call)
        .stop(format!("GT{a}"))
        .await
        .unwrap();
    calls.streams(&call).stop("x").await.unwrap_err();
    calls.siprec(&call).stop("x").await.unwrap_err();
    calls.transcriptions(&call).stop("x").await.unwrap_err();
}

#[tokio::test]
async fn a_siprec_session_is_begun_and_stopped() {
    let (server, client) = support::start().await;
    let begun = [
        ("Name", "recorder"),
        ("ConnectorName", "x"),
        ("Track", "outbound_track"),
        ("StatusCallback", "https://example.com/s"),
        ("StatusCallbackMethod", "POST"),
        ("Parameter1.Name", "a"),
        ("Parameter1.Value", "1"),
    ];
    post_below_call(&server, "/Siprec", &begun, SIPREC).await;
    post_below_call(
        &server,
        "/Siprec/recorder",
        &[("Status", "stopped")],
        SIPREC,
    )
    .await;
    let session = CreateSiprec::new()
        .name("recorder")
        .connector_name("x")
        .track(StreamTrack::Outbound)
        .status_callback("https://example.com/s")
        .status_callback_method(HttpMethod::Post)
        .parameters([("a".to_owned(), "1".to_owned())]);
    let sessions = client.calls().siprec(&call_sid());
    let session = sessions.create(&session).await.unwrap();
    assert_eq!(
        (session.sid, session.call_sid),
        (sid("SR"), Some(call_sid()))
    );
    assert_eq!(session.account_sid, Some(support::account()));
    assert_eq!(
        (session.name, session.status),
        (None, Some(SiprecStatus::InProgress))
    );
    assert_eq!(session.date_updated, "2015-07-30T20:00:00Z".parse().ok());
    assert_eq!(
        session.uri,
        Some(below_call(&format!("/Siprec/{}", session.sid)))
    );
    sessions.stop("recorder").await.unwrap();
}

#[tokio::test]
async fn a_call_is_put_into_writing_until_that_is_stopped() {
    let (server, client) = support::start().await;
    let begun = [
        ("Name", "myName"),
        ("Track", "inbound_track"),
        ("StatusCallbackUrl", "https://example.com/t"),
        ("LanguageCode", "en-GB"),
        ("TranscriptionEngine", "google"),
        ("PartialResults", "true"),
        ("Hints", "Ann,Bob"),
    ];
    post_below_call(&server, "/Transcriptions", &begun, TRANSCRIPTION).await;
    post_below_call(
        &server,
        "/Transcriptions/myName",
        &[("Status", "stopped")],
        TRANSCRIPTION,
    )
    .await;
    let transcription = CreateRealtimeTranscription::new()
        .name("myName")
        .track(StreamTrack::Inbound)
        .status_callback_url("https://example.com/t")
        .language_code("en-GB")
        .transcription_engine(TranscriptionEngine::Google)
        .partial_results(true)
        .hints("Ann,Bob");
    let transcriptions = client.calls().transcriptions(&call_sid());
    let transcription = transcriptions.create(&transcription).await.unwrap();
    assert_eq!(
        (transcription.sid, transcription.call_sid),
        (sid("GT"), Some(call_sid()))
    );
    assert_eq!(transcription.account_sid, Some(support::account()));
    assert_eq!(transcription.name.as_deref(), Some("myName"));
    let status = RealtimeTranscriptionStatus::InProgress;
    assert_eq!(transcription.status, Some(status));
    assert_eq!(
        transcription.date_updated,
        "2015-07-30T20:00:00Z".parse().ok()
    );
    let uri = below_call(&format!("/Transcriptions/{}", transcription.sid));
    assert_eq!(transcription.uri, Some(uri));
    transcriptions.stop("myName").await.unwrap();
}

#[tokio::test]
async fn nothing_is_begun_in_a_call_that_is_over() {
    let (server, client) = support::start().await;
    Mock::given(any())
        .respond_with(json(400, CALL_OVER))
        .expect(4)
        .mount(&server)
        .await;
    let (calls, call): (Calls<'_>, _) = (client.calls(), call_sid());
    let stream = calls
        .streams(&call)
        .create(&CreateStream::new("wss://example.com"))
        .await;
    assert!(stream.unwrap_err().is_invalid_call_state());
    let session = calls.siprec(&call).create(&CreateSiprec::new()).await;
    assert!(session.unwrap_err().is_invalid_call_state());
    let writing = calls
        .transcriptions(&call)
        .create(&CreateRealtimeTranscription::new())
        .await;
    assert!(writing.unwrap_err().is_invalid_call_state());
    let payment = calls
        .payments(&call)
        .create(&CreatePayment::new("k", "/s"))
        .await;
    assert!(payment.unwrap_err().is_invalid_call_state());
}

#[tokio::test]
async fn what_is_begun_is_not_begun_twice() {
    let (server, client) = support::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(500))
        .expect(3)
        .mount(&server)
        .await;
    let (calls, call) = (client.calls(), call_sid());
    let stream = calls
        .streams(&call)
        .create(&CreateStream::new("wss://example.com"))
        .await;
    assert!(stream.unwrap_err().may_have_been_applied());
    let session = calls.siprec(&call).create(&CreateSiprec::new()).await;
    assert!(session.unwrap_err().may_have_been_applied());
    let writing = calls
        .transcriptions(&call)
        .create(&CreateRealtimeTranscription::new())
        .await;
    assert!(writing.unwrap_err().may_have_been_applied());
}
