//! Short programs as users write them.

use futures_util::TryStreamExt as _;
use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};
use twilio_voice::{
    Client, Error,
    conferences::participants::CreateParticipant,
    dialing_permissions::UpdateCountries,
    incoming_phone_numbers::{CreateIncomingPhoneNumber, IncomingPhoneNumber, PhoneNumberKind},
    recordings::RecordingMedia,
};
use wiremock::ResponseTemplate;

use crate::support::{self, FROM, TO, at, form, json, on, query};

const AVAILABLE: &str = include_str!("../fixtures/available_phone_numbers/page.json");
const NUMBER: &str = include_str!("../fixtures/incoming_phone_numbers/full.json");
const PARTICIPANT: &str = include_str!("../fixtures/conferences/participant.json");
const CONFERENCES: &str = "/Conferences/CFaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Participants";

/// Buys the first number of an area that can take calls, and lets `url` answer it.
async fn buy(client: &Client, area: u32, url: &str) -> Result<Option<IncomingPhoneNumber>, Error> {
    let us = "US".parse().unwrap();
    let numbers = client.available_phone_numbers();
    let list = numbers.list(&us, PhoneNumberKind::Local);
    let list = list.area_code(area).voice_enabled(true).page_size(1);
    let mut found = list.send().await?.items.into_iter();
    let Some(number) = found.next().and_then(|found| found.phone_number) else {
        return Ok(None);
    };
    let number = CreateIncomingPhoneNumber::number(number).voice_url(url);
    client
        .incoming_phone_numbers()
        .create(&number)
        .await
        .map(Some)
}

#[tokio::test]
async fn a_number_is_found_bought_and_pointed_at_a_url() {
    let (server, client) = support::start().await;
    on("GET", &at("/AvailablePhoneNumbers/US/Local.json"))
        .and(query(&[
            ("AreaCode", "808"),
            ("VoiceEnabled", "true"),
            ("PageSize", "1"),
        ]))
        .respond_with(json(200, AVAILABLE))
        .expect(1)
        .mount(&server)
        .await;
    let wanted: serde_json::Value = serde_json::from_str(AVAILABLE).unwrap();
    let wanted = &wanted["available_phone_numbers"][0]["phone_number"];
    on("POST", &at("/IncomingPhoneNumbers.json"))
        .and(form(&[
            ("PhoneNumber", wanted.as_str().unwrap()),
            ("VoiceUrl", "https://example.com/answer"),
        ]))
        .respond_with(json(201, NUMBER))
        .expect(1)
        .mount(&server)
        .await;
    let bought = buy(&client, 808, "https://example.com/answer")
        .await
        .unwrap();
    assert!(bought.unwrap().voice_url.is_some());
}

#[tokio::test]
async fn a_number_whose_purchase_may_have_happened_is_not_bought_twice() {
    let (server, client) = support::start().await;
    on("GET", &at("/AvailablePhoneNumbers/US/Local.json"))
        .respond_with(json(200, AVAILABLE))
        .mount(&server)
        .await;
    on("POST", &at("/IncomingPhoneNumbers.json"))
        .respond_with(ResponseTemplate::new(504))
        .expect(1)
        .mount(&server)
        .await;
    let error = buy(&client, 808, "https://example.com").await.unwrap_err();
    assert!(error.may_have_been_applied());
}

/// Fetches the sound of all recordings of a day.
async fn recordings_of(client: &Client, day: Date) -> Result<Vec<Vec<u8>>, Error> {
    let recordings = client.recordings();
    let mut list = std::pin::pin!(recordings.list().date_created(day).stream());
    let mut sounds = Vec::new();
    while let Some(recording) = list.try_next().await? {
        let sound = recordings
            .media(&recording.sid, &RecordingMedia::mp3())
            .await?;
        let mut file = Vec::new();
        sound.write_to(&mut file).await?;
        sounds.push(file);
    }
    Ok(sounds)
}

#[tokio::test]
async fn the_recordings_of_yesterday_are_downloaded() {
    let (server, client) = support::start().await;
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let yesterday = today.saturating_sub(1.day());
    on("GET", &at("/Recordings.json"))
        .and(query(&[("DateCreated", &yesterday.to_string())]))
        .respond_with(json(200, include_str!("../fixtures/recordings/page.json")))
        .expect(1)
        .mount(&server)
        .await;
    on(
        "GET",
        &at("/Recordings/REaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.mp3"),
    )
    .respond_with(ResponseTemplate::new(200).set_body_bytes(b"sound"))
    .expect(1)
    .mount(&server)
    .await;
    let sounds = recordings_of(&client, yesterday).await.unwrap();
    assert_eq!(sounds, [b"sound"]);
}

#[tokio::test]
async fn someone_is_called_into_a_room_and_muted() {
    let (server, client) = support::start().await;
    on("POST", &at("/Conferences/support/Participants.json"))
        .and(form(&[
            ("To", TO),
            ("From", FROM),
            ("MaxParticipants", "3"),
        ]))
        .respond_with(json(201, PARTICIPANT))
        .expect(1)
        .mount(&server)
        .await;
    on(
        "POST",
        &at(&format!("{CONFERENCES}/{}.json", support::CALL)),
    )
    .and(form(&[("Muted", "true")]))
    .respond_with(json(200, PARTICIPANT))
    .expect(1)
    .mount(&server)
    .await;
    let conferences = client.conferences();
    let guest = CreateParticipant::new(TO, FROM).max_participants(3);
    let guest = conferences.add("support", &guest).await.unwrap();
    let conference = guest.conference_sid.unwrap();
    let participants = conferences.participants(&conference);
    participants.mute(guest.call_sid, true).await.unwrap();
}

#[tokio::test]
async fn one_kind_of_numbers_of_a_country_is_forbidden_and_the_others_stay() {
    let (server, client) = support::start().await;
    let country = r#"{"iso_code": "LV", "country_codes": ["+371"], "low_risk_numbers_enabled": true,
        "high_risk_special_numbers_enabled": true, "high_risk_tollfraud_numbers_enabled": false}"#;
    on("GET", "/v1/DialingPermissions/Countries/LV")
        .respond_with(json(200, country))
        .expect(1)
        .mount(&server)
        .await;
    let json_sent = concat!(
        r#"[{"iso_code":"LV","low_risk_numbers_enabled":"true","#,
        r#""high_risk_special_numbers_enabled":"false","high_risk_tollfraud_numbers_enabled":"false"}]"#
    );
    on("POST", "/v1/DialingPermissions/BulkCountryUpdates")
        .and(form(&[("UpdateRequest", json_sent)]))
        .respond_with(json(
            201,
            r#"{"update_count": 1, "update_request": "accepted"}"#,
        ))
        .expect(1)
        .mount(&server)
        .await;
    let permissions = client.dialing_permissions();
    let latvia = permissions.country(&"LV".parse().unwrap()).await.unwrap();
    let latvia = latvia.to_update().unwrap();
    let latvia = latvia.high_risk_special_numbers_enabled(false);
    let update = UpdateCountries::new([latvia]);
    let updates = permissions.update_countries(&update).await.unwrap();
    assert_eq!(updates.update_count, Some(1));
}
