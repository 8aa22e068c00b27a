//! Recordings of an account, a call and a conference. The fixtures are examples of Twilio's description of the API.

use std::time::Duration;

use futures_util::TryStreamExt as _;
use jiff::civil::date;
use twilio_voice::{
    CallSid, ConferenceSid, HttpMethod, RecordingSid,
    calls::{
        RecordingChannels, RecordingEvent, RecordingTrack, Trim, recordings::CreateCallRecording,
    },
    recordings::{
        PauseBehavior, Recording, RecordingRef, RecordingSource, RecordingStatus, UpdateRecording,
    },
};
use wiremock::{Mock, ResponseTemplate, matchers::any};

use crate::support::{self, CALL, at, form, json, on, query};

const RECORDING: &str = include_str!("../fixtures/recordings/recording.json");
const SOFT_DELETED: &str = include_str!("../fixtures/recordings/soft_deleted.json");
const PAGE: &str = include_str!("../fixtures/recordings/page.json");
const OF_CALL: &str = include_str!("../fixtures/recordings/call_recording.json");
const OF_CONFERENCE: &str = include_str!("../fixtures/conferences/recording.json");
const NOT_FOUND: &str = include_str!("../fixtures/calls/not_found.json");
const CALL_OVER: &str = include_str!("../fixtures/calls/invalid_state.json");

fn sid() -> RecordingSid {
    support::sid("RE")
}

fn conference() -> ConferenceSid {
    support::sid("CF")
}

fn one() -> String {
    at(&format!("/Recordings/{}.json", sid()))
}

fn of_call(end: &str) -> String {
    at(&format!("/Calls/{CALL}/Recordings{end}.json"))
}

fn assert_every_field(recording: &Recording) {
    assert_eq!(
        (recording.sid, recording.account_sid),
        (sid(), Some(support::account()))
    );
    assert_eq!(recording.call_sid, Some(support::call_sid()));
    assert_eq!(recording.conference_sid, Some(conference()));
    assert_eq!(recording.status, Some(RecordingStatus::Completed));
    let source = RecordingSource::StartConferenceRecordingApi;
    assert_eq!(recording.source, Some(source));
    assert_eq!((&recording.track, recording.channels), (&None, Some(1)));
    let began = "2016-10-14T21:56:34Z".parse().ok();
    assert_eq!(
        (recording.start_time, recording.date_created),
        (began, began)
    );
    assert_eq!(recording.date_updated, "2016-10-14T21:56:38Z".parse().ok());
    assert_eq!(recording.duration, Some(Duration::from_secs(4)));
    let price = recording.price.as_ref().unwrap();
    assert_eq!(
        (price.as_str(), recording.price_unit.as_deref()),
        ("-0.00250", Some("USD"))
    );
    assert_eq!(recording.error_code, None);
    let encryption = recording.encryption_details.as_ref().unwrap();
    assert!(
        encryption
            .encryption_public_key_sid
            .as_deref()
            .unwrap()
            .starts_with("CRaaa")
    );
    assert!(
        encryption
            .encryption_cek
            .as_deref()
            .unwrap()
            .ends_with("P7Q==")
    );
    assert_eq!(
        encryption.encryption_iv.as_deref(),
        Some("8I2hhNIYNTrwxfHk")
    );
    assert!(
        recording
            .media_url
            .as_deref()
            .unwrap()
            .ends_with(sid().as_str())
    );
    assert_eq!(recording.api_version.as_deref(), Some("2010-04-01"));
    assert_eq!(recording.uri, Some(one()));
    let names: Vec<_> = recording.subresource_uris.keys().collect();
    assert_eq!(names, ["add_on_results", "transcriptions"]);
}

#[tokio::test]
async fn a_recording_is_looked_at_and_every_field_is_read() {
    let (server, client) = support::start().await;
    on("GET", &one())
        .and(query(&[]))
        .respond_with(json(200, RECORDING))
        .expect(1)
        .mount(&server)
        .await;
    assert_every_field(&client.recordings().get(&sid()).await.unwrap());
}

#[tokio::test]
async fn a_deleted_recording_can_be_looked_at_and_its_offset_is_read() {
    let (server, client) = support::start().await;
    on("GET", &one())
        .and(query(&[("IncludeSoftDeleted", "true")]))
        .respond_with(json(200, SOFT_DELETED))
        .expect(1)
        .mount(&server)
        .await;
    let recording = client.recordings().get_soft_deleted(&sid()).await.unwrap();
    assert_eq!(recording.status, Some(RecordingStatus::Deleted));
    assert_eq!(recording.start_time, "2022-02-14T21:23:00Z".parse().ok());
}

#[tokio::test]
async fn every_filter_of_recordings_is_sent() {
    let (server, client) = support::start().await;
    on("GET", &at("/Recordings.json"))
        .and(query(&[
            ("DateCreated", "2026-11-20"),
            ("DateCreated<", "2026-11-21T10:00:00Z"),
            ("DateCreated>", "2026-11-19"),
            ("CallSid", CALL),
            ("ConferenceSid", conference().as_str()),
            ("IncludeSoftDeleted", "false"),
            ("PageSize", "7"),
        ]))
        .respond_with(json(200, PAGE))
        .expect(1)
        .mount(&server)
        .await;
    let before: jiff::Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
    let list = client
        .recordings()
        .list()
        .date_created(date(2026, 11, 20))
        .date_created_before(before)
        .date_created_from(date(2026, 11, 19))
        .call_sid(support::call_sid())
        .conference_sid(conference())
        .include_soft_deleted(false)
        .page_size(7);
    let recordings: Vec<Recording> = list.stream().try_collect().await.unwrap();
    assert_eq!(recordings[0].price.as_ref().unwrap().as_str(), "0.04");
}

#[tokio::test]
async fn a_recording_is_deleted() {
    let (server, client) = support::start().await;
    for path in [one(), of_call(&format!("/{}", sid()))] {
        on("DELETE", &path)
            .respond_with(ResponseTemplate::new(204))
            .expect(1)
            .mount(&server)
            .await;
    }
    client.recordings().delete(&sid()).await.unwrap();
    let of_call = client.calls().recordings(&support::call_sid());
    of_call.delete(&sid()).await.unwrap();
}

#[tokio::test]
async fn a_recording_that_is_not_there_is_told() {
    let (server, client) = support::start().await;
    on("GET", &one())
        .respond_with(json(404, NOT_FOUND))
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", &one())
        .respond_with(json(404, NOT_FOUND))
        .expect(1)
        .mount(&server)
        .await;
    assert!(
        client
            .recordings()
            .get(&sid())
            .await
            .unwrap_err()
            .is_not_found()
    );
    assert!(
        client
            .recordings()
            .delete(&sid())
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
async fn a_call_is_recorded_from_now_on() {
    let (server, client) = support::start().await;
    on("POST", &of_call(""))
        .and(form(&[
            ("RecordingStatusCallbackEvent", "in-progress"),
            ("RecordingStatusCallbackEvent", "completed"),
            ("RecordingStatusCallback", "https://example.com/r"),
            ("RecordingStatusCallbackMethod", "GET"),
            ("Trim", "trim-silence"),
            ("RecordingChannels", "dual"),
            ("RecordingTrack", "both"),
            ("RecordingConfigurationId", "x"),
        ]))
        .respond_with(json(201, OF_CALL))
        .expect(1)
        .mount(&server)
        .await;
    let recording = CreateCallRecording::new()
        .recording_status_callback_event([RecordingEvent::InProgress, RecordingEvent::Completed])
        .recording_status_callback("https://example.com/r")
        .recording_status_callback_method(HttpMethod::Get)
        .trim(Trim::TrimSilence)
        .recording_channels(RecordingChannels::Dual)
        .recording_track(RecordingTrack::Both)
        .recording_configuration_id("x");
    let handle = client.calls().recordings(&support::call_sid());
    let recording = handle.create(&recording).await.unwrap();
    assert_eq!(recording.status, Some(RecordingStatus::InProgress));
    assert_eq!(
        recording.source,
        Some(RecordingSource::StartCallRecordingApi)
    );
    assert_eq!(
        (recording.track, recording.channels),
        (Some(RecordingTrack::Both), Some(2))
    );
    assert!(recording.duration.is_none() && recording.encryption_details.is_none());
}

#[tokio::test]
async fn a_call_that_is_over_is_not_recorded() {
    let (server, client) = support::start().await;
    on("POST", &of_call(""))
        .and(form(&[]))
        .respond_with(json(400, CALL_OVER))
        .expect(1)
        .mount(&server)
        .await;
    let handle = client.calls().recordings(&support::call_sid());
    let error = handle
        .create(&CreateCallRecording::new())
        .await
        .unwrap_err();
    assert!(error.is_invalid_call_state());
}

#[tokio::test]
async fn recordings_of_a_call_are_paused_resumed_and_stopped() {
    let (server, client) = support::start().await;
    let current = of_call("/Twilio.CURRENT");
    let by_sid = of_call(&format!("/{}", sid()));
    let pause: &[(&str, &str)] = &[("Status", "paused"), ("PauseBehavior", "skip")];
    for (path, parameters) in [
        (&current, pause),
        (&current, &[("Status", "in-progress")]),
        (&by_sid, &[("Status", "stopped")]),
    ] {
        on("POST", path)
            .and(form(parameters))
            .respond_with(json(200, OF_CALL))
            .expect(1)
            .mount(&server)
            .await;
    }
    let handle = client.calls().recordings(&support::call_sid());
    handle
        .pause(RecordingRef::Current, PauseBehavior::Skip)
        .await
        .unwrap();
    handle.resume(RecordingRef::Current).await.unwrap();
    handle.stop(sid()).await.unwrap();
}

#[tokio::test]
async fn the_current_recording_may_be_another_the_second_time() {
    let (server, client) = support::start().await;
    on("POST", &of_call("/Twilio.CURRENT"))
        .respond_with(ResponseTemplate::new(500))
        .expect(1)
        .mount(&server)
        .await;
    on("POST", &of_call(&format!("/{}", sid())))
        .respond_with(ResponseTemplate::new(500))
        .up_to_n_times(2)
        .expect(2)
        .mount(&server)
        .await;
    on("POST", &of_call(&format!("/{}", sid())))
        .respond_with(json(200, OF_CALL))
        .expect(1)
        .mount(&server)
        .await;
    let handle = client.calls().recordings(&support::call_sid());
    let error = handle.stop(RecordingRef::Current).await.unwrap_err();
    assert!(error.may_have_been_applied());
    handle.stop(sid()).await.unwrap();
}

#[tokio::test]
async fn after_408_it_is_not_known_whether_a_recording_was_stopped() {
    let (server, client) = support::start().await;
    let timeout = include_str!("../fixtures/recordings/request_timeout.json");
    on("POST", &of_call(&format!("/{}", sid())))
        .respond_with(json(408, timeout))
        .expect(1)
        .mount(&server)
        .await;
    let handle = client.calls().recordings(&support::call_sid());
    let error = handle.stop(sid()).await.unwrap_err();
    assert_eq!(
        (error.status(), error.may_have_been_applied()),
        (Some(408), true)
    );
}

#[tokio::test]
async fn a_status_that_cannot_be_set_is_not_sent() {
    let (server, client) = support::start().await;
    Mock::given(any())
        .respond_with(json(200, OF_CALL))
        .expect(0)
        .mount(&server)
        .await;
    let handle = client.calls().recordings(&support::call_sid());
    for status in [
        RecordingStatus::Completed,
        RecordingStatus::Absent,
        RecordingStatus::Deleted,
    ] {
        let mut update = UpdateRecording::stop();
        update.status = status;
        let error = handle
            .update(RecordingRef::Current, &update)
            .await
            .unwrap_err();
        assert!(error.to_string().contains("Status"), "{error}");
    }
}

#[tokio::test]
async fn recordings_of_a_call_are_looked_at_and_listed() {
    let (server, client) = support::start().await;
    on("GET", &of_call(&format!("/{}", sid())))
        .respond_with(json(200, OF_CALL))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", &of_call(""))
        .and(query(&[
            ("DateCreated", "2026-11-20"),
            ("DateCreated<", "2026-11-21"),
            ("DateCreated>", "2026-11-19"),
        ]))
        .respond_with(json(200, PAGE))
        .expect(1)
        .mount(&server)
        .await;
    let handle = client.calls().recordings(&support::call_sid());
    assert_eq!(handle.get(&sid()).await.unwrap().sid, sid());
    let list = handle
        .list()
        .date_created(date(2026, 11, 20))
        .date_created_before(date(2026, 11, 21))
        .date_created_from(date(2026, 11, 19));
    let page = list.send().await.unwrap();
    assert_eq!((page.items.len(), page.next), (1, None));
}

#[tokio::test]
async fn recordings_of_a_conference_are_looked_at_changed_and_deleted() {
    let (server, client) = support::start().await;
    let many = at(&format!("/Conferences/{}/Recordings", conference()));
    let one = format!("{many}/{}.json", sid());
    on("GET", &format!("{many}.json"))
        .and(query(&[("DateCreated>", "2026-11-19")]))
        .respond_with(json(200, PAGE))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", &one)
        .respond_with(json(200, OF_CONFERENCE))
        .expect(1)
        .mount(&server)
        .await;
    on("POST", &format!("{many}/Twilio.CURRENT.json"))
        .and(form(&[("Status", "paused"), ("PauseBehavior", "silence")]))
        .respond_with(json(200, OF_CONFERENCE))
        .expect(1)
        .mount(&server)
        .await;
    for status in ["in-progress", "stopped"] {
        on("POST", &one)
            .and(form(&[("Status", status)]))
            .respond_with(json(200, OF_CONFERENCE))
            .expect(1)
            .mount(&server)
            .await;
    }
    on("DELETE", &one)
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    let handle = client.conferences().recordings(&conference());
    let list = handle.list().date_created_from(date(2026, 11, 19));
    assert_eq!(list.send().await.unwrap().items.len(), 1);
    let recording = handle.get(&sid()).await.unwrap();
    assert_eq!(recording.price.unwrap().as_str(), "-0.0025");
    handle
        .pause(RecordingRef::Current, PauseBehavior::Silence)
        .await
        .unwrap();
    handle.resume(sid()).await.unwrap();
    handle.stop(&sid()).await.unwrap();
    handle.delete(&sid()).await.unwrap();
}

#[test]
fn an_odd_recording_is_read_as_far_as_it_can_be() {
    let odd = format!(
        r#"{{"sid": "{}", "call_sid": "{CALL}", "duration": "-1", "price": -0.5, "channels": "2",
            "encryption_details": [7], "error_code": "16112", "status": "levitating",
            "subresource_uris": null}}"#,
        sid()
    );
    let recording: Recording = serde_json::from_str(&odd).unwrap();
    assert_eq!((recording.sid, recording.duration), (sid(), None));
    assert_eq!(recording.call_sid, CALL.parse::<CallSid>().ok());
    assert_eq!(recording.price.unwrap().as_str(), "-0.5");
    assert_eq!(recording.channels, Some(2));
    assert!(recording.encryption_details.is_none());
    assert_eq!(recording.error_code.map(|code| code.as_u32()), Some(16_112));
    let status = RecordingStatus::Other("levitating".to_owned());
    assert_eq!(recording.status, Some(status));
}
