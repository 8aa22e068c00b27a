//! Transcriptions and add-ons of recordings. The fixtures are examples of Twilio's description of the API.

use std::time::Duration;

use twilio_voice::{
    AddOnPayloadSid, AddOnResultSid, RecordingSid, TranscriptionSid,
    recordings::add_on_results::AddOnStatus,
    transcriptions::{Transcription, TranscriptionStatus},
};
use wiremock::ResponseTemplate;

use crate::support::{self, at, json, on};

const TRANSCRIPTION: &str = include_str!("../fixtures/recordings/transcription.json");
const RESULT: &str = include_str!("../fixtures/recordings/add_on_result.json");
const PAYLOAD: &str = include_str!("../fixtures/recordings/payload.json");
const NOT_FOUND: &str = include_str!("../fixtures/calls/not_found.json");

fn sid() -> TranscriptionSid {
    support::sid("TR")
}

fn recording() -> RecordingSid {
    support::sid("RE")
}

fn page(key: &str, item: &str) -> String {
    format!(r#"{{"{key}": [{item}], "next_page_uri": null}}"#)
}

fn assert_every_field(transcription: &Transcription) {
    assert_eq!(
        (transcription.sid, transcription.recording_sid),
        (sid(), Some(recording()))
    );
    assert_eq!(transcription.account_sid, Some(support::account()));
    assert_eq!(transcription.status, Some(TranscriptionStatus::Failed));
    assert_eq!(
        transcription.transcription_text.as_deref(),
        Some("Hello there.")
    );
    assert_eq!(transcription.kind.as_deref(), Some("fast"));
    assert_eq!(transcription.duration, Some(Duration::from_secs(1)));
    let price = transcription.price.as_ref().unwrap();
    assert_eq!(
        (price.as_str(), transcription.price_unit.as_deref()),
        ("-0.05000", Some("USD"))
    );
    assert_eq!(transcription.api_version.as_deref(), Some("2008-08-01"));
    assert_eq!(
        transcription.date_created,
        "2011-02-13T02:12:08Z".parse().ok()
    );
    assert_eq!(
        transcription.date_updated,
        "2011-02-13T02:30:01Z".parse().ok()
    );
    let uri = at(&format!("/Transcriptions/{}.json", sid()));
    assert_eq!(transcription.uri, Some(uri));
}

#[tokio::test]
async fn transcriptions_of_the_account_are_looked_at_listed_and_deleted() {
    let (server, client) = support::start().await;
    let one = at(&format!("/Transcriptions/{}.json", sid()));
    on("GET", &one)
        .respond_with(json(200, TRANSCRIPTION))
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", &one)
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", &at("/Transcriptions.json"))
        .respond_with(json(200, &page("transcriptions", TRANSCRIPTION)))
        .expect(1)
        .mount(&server)
        .await;
    let transcriptions = client.transcriptions();
    assert_every_field(&transcriptions.get(&sid()).await.unwrap());
    assert_every_field(&transcriptions.list().send().await.unwrap().items[0]);
    transcriptions.delete(&sid()).await.unwrap();
}

#[tokio::test]
async fn transcriptions_of_a_recording_are_looked_at_listed_and_deleted() {
    let (server, client) = support::start().await;
    let many = at(&format!("/Recordings/{}/Transcriptions", recording()));
    let one = format!("{many}/{}.json", sid());
    on("GET", &one)
        .respond_with(json(200, TRANSCRIPTION))
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", &one)
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", &format!("{many}.json"))
        .respond_with(json(200, &page("transcriptions", TRANSCRIPTION)))
        .expect(1)
        .mount(&server)
        .await;
    let transcriptions = client.recordings().transcriptions(&recording());
    assert_every_field(&transcriptions.get(&sid()).await.unwrap());
    assert_every_field(&transcriptions.list().send().await.unwrap().items[0]);
    transcriptions.delete(&sid()).await.unwrap();
}

#[tokio::test]
async fn a_transcription_that_is_not_there_is_told() {
    let (server, client) = support::start().await;
    on("GET", &at(&format!("/Transcriptions/{}.json", sid())))
        .respond_with(json(404, NOT_FOUND))
        .expect(1)
        .mount(&server)
        .await;
    assert!(
        client
            .transcriptions()
            .get(&sid())
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
async fn what_add_ons_found_is_looked_at_listed_and_deleted() {
    let (server, client) = support::start().await;
    let many = at(&format!("/Recordings/{}/AddOnResults", recording()));
    let result: AddOnResultSid = support::sid("XR");
    let one = format!("{many}/{result}.json");
    on("GET", &one)
        .respond_with(json(200, RESULT))
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", &one)
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    let page = include_str!("../fixtures/recordings/add_on_results.json");
    on("GET", &format!("{many}.json"))
        .respond_with(json(200, page))
        .expect(1)
        .mount(&server)
        .await;
    let results = client.recordings().add_on_results(&recording());
    let found = results.get(&result).await.unwrap();
    assert_eq!(
        (found.sid, found.reference_sid),
        (result, Some(recording()))
    );
    assert_eq!(found.account_sid, Some(support::account()));
    assert_eq!(found.status, Some(AddOnStatus::Completed));
    assert_eq!(found.add_on_sid, Some(support::sid("XB")));
    assert_eq!(found.add_on_configuration_sid, Some(support::sid("XE")));
    let time = "2010-09-01T15:15:41Z".parse().ok();
    assert_eq!(
        (found.date_created, found.date_updated, found.date_completed),
        (time, time, time)
    );
    assert!(found.subresource_uris["payloads"].ends_with("/Payloads.json"));
    assert_eq!(results.list().send().await.unwrap().items[0].sid, result);
    results.delete(&result).await.unwrap();
}

#[tokio::test]
async fn the_parts_of_what_add_ons_found_are_looked_at_listed_and_deleted() {
    let (server, client) = support::start().await;
    let result: AddOnResultSid = support::sid("XR");
    let part: AddOnPayloadSid = support::sid("XH");
    let many = at(&format!(
        "/Recordings/{}/AddOnResults/{result}/Payloads",
        recording()
    ));
    let one = format!("{many}/{part}.json");
    on("GET", &one)
        .respond_with(json(200, PAYLOAD))
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", &one)
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    on("GET", &format!("{many}.json"))
        .respond_with(json(200, &page("payloads", PAYLOAD)))
        .expect(1)
        .mount(&server)
        .await;
    let results = client.recordings().add_on_results(&recording());
    let payloads = results.payloads(&result);
    let found = payloads.get(&part).await.unwrap();
    assert_eq!((found.sid, found.add_on_result_sid), (part, Some(result)));
    assert_eq!(found.account_sid, Some(support::account()));
    assert_eq!(found.reference_sid, Some(recording()));
    assert_eq!(found.label.as_deref(), Some(part.as_str()));
    assert_eq!(found.add_on_sid, Some(support::sid("XB")));
    assert_eq!(found.add_on_configuration_sid, Some(support::sid("XE")));
    assert_eq!(found.content_type.as_deref(), Some("application/json"));
    let time = "2010-09-01T15:15:41Z".parse().ok();
    assert_eq!((found.date_created, found.date_updated), (time, time));
    assert!(found.subresource_uris["data"].ends_with("/Data.json"));
    assert_eq!(payloads.list().send().await.unwrap().items[0].sid, part);
    payloads.delete(&part).await.unwrap();
}
