//! Conferences and who is in them. The fixtures are examples of Twilio's description of the API.

use std::time::Duration;

use jiff::civil::date;
use twilio_voice::{
    AnsweringMachineDetection, ApplicationSid, ConferenceSid, HttpMethod,
    calls::{CallEvent, Endpoint, MachineDetection},
    conferences::{
        Conference, ConferenceEndReason, ConferenceStatus, UpdateConference,
        participants::{
            CreateParticipant, Participant, ParticipantRef, ParticipantStatus, UpdateParticipant,
        },
    },
    twiml::{ConferenceBeep, ConferenceRegion},
};
use wiremock::{Mock, ResponseTemplate, matchers::any};

use crate::support::{self, CALL, FROM, TO, at, form, json, on, query};

const CONFERENCE: &str = include_str!("../fixtures/conferences/conference.json");
const PARTICIPANT: &str = include_str!("../fixtures/conferences/participant.json");
const PARTICIPANTS: &str = include_str!("../fixtures/conferences/participants.json");
const NOT_FOUND: &str = include_str!("../fixtures/calls/not_found.json");

fn sid() -> ConferenceSid {
    support::sid("CF")
}

fn one() -> String {
    at(&format!("/Conferences/{}.json", sid()))
}

fn participants(end: &str) -> String {
    at(&format!("/Conferences/{}/Participants{end}.json", sid()))
}

fn assert_every_field(conference: &Conference) {
    assert_eq!(
        (conference.sid, conference.account_sid),
        (sid(), Some(support::account()))
    );
    assert_eq!(conference.friendly_name.as_deref(), Some("AHH YEAH"));
    assert_eq!(conference.status, Some(ConferenceStatus::Completed));
    assert_eq!(conference.region, Some(ConferenceRegion::Us1));
    let reason = ConferenceEndReason::LastParticipantLeft;
    assert_eq!(conference.reason_conference_ended, Some(reason));
    assert_eq!(
        conference.call_sid_ending_conference,
        Some(support::call_sid())
    );
    assert_eq!(conference.api_version.as_deref(), Some("2010-04-01"));
    assert_eq!(conference.date_created, "2011-02-18T19:26:50Z".parse().ok());
    assert_eq!(conference.date_updated, "2011-02-18T19:27:33Z".parse().ok());
    assert_eq!(conference.uri, Some(one()));
    let names: Vec<_> = conference.subresource_uris.keys().collect();
    assert_eq!(names, ["participants", "recordings"]);
}

fn assert_every_field_of_participant(participant: &Participant) {
    assert_eq!(participant.call_sid, support::call_sid());
    assert_eq!(participant.account_sid, Some(support::account()));
    assert_eq!(participant.conference_sid, Some(sid()));
    assert_eq!(participant.label.as_deref(), Some("customer"));
    assert_eq!(participant.status, Some(ParticipantStatus::Queued));
    assert_eq!(
        (participant.muted, participant.hold),
        (Some(false), Some(false))
    );
    assert_eq!(
        (participant.coaching, participant.call_sid_to_coach),
        (Some(false), None)
    );
    assert_eq!(participant.start_conference_on_enter, Some(true));
    assert_eq!(participant.end_conference_on_exit, Some(false));
    assert_eq!(participant.queue_time, Some(Duration::from_secs(1)));
    let time = "2011-02-18T21:07:19Z".parse().ok();
    assert_eq!(
        (participant.date_created, participant.date_updated),
        (time, time)
    );
    assert_eq!(participant.uri, Some(participants(&format!("/{CALL}"))));
}

#[tokio::test]
async fn a_conference_is_looked_at_and_every_field_is_read() {
    let (server, client) = support::start().await;
    on("GET", &one())
        .respond_with(json(200, CONFERENCE))
        .expect(1)
        .mount(&server)
        .await;
    assert_every_field(&client.conferences().get(&sid()).await.unwrap());
}

#[tokio::test]
async fn every_filter_of_conferences_is_sent() {
    let (server, client) = support::start().await;
    on("GET", &at("/Conferences.json"))
        .and(query(&[
            ("DateCreated", "2026-11-20"),
            ("DateCreated<", "2026-11-21"),
            ("DateCreated>", "2026-11-19"),
            ("DateUpdated", "2026-11-20"),
            ("DateUpdated<", "2026-11-21"),
            ("DateUpdated>", "2026-11-19"),
            ("FriendlyName", "room & more"),
            ("Status", "in-progress"),
        ]))
        .respond_with(json(200, &format!(r#"{{"conferences": [{CONFERENCE}]}}"#)))
        .expect(1)
        .mount(&server)
        .await;
    let (day, next, last) = (date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 19));
    let list = client.conferences().list();
    let list = list
        .date_created(day)
        .date_created_before(next)
        .date_created_from(last);
    let list = list
        .date_updated(day)
        .date_updated_before(next)
        .date_updated_from(last);
    let list = list
        .friendly_name("room & more")
        .status(ConferenceStatus::InProgress);
    assert_every_field(&list.send().await.unwrap().items[0]);
}

#[tokio::test]
async fn a_conference_is_ended_however_often_it_takes() {
    let (server, client) = support::start().await;
    on("POST", &one())
        .and(form(&[("Status", "completed")]))
        .respond_with(ResponseTemplate::new(502))
        .up_to_n_times(2)
        .expect(2)
        .mount(&server)
        .await;
    on("POST", &one())
        .and(form(&[("Status", "completed")]))
        .respond_with(json(200, CONFERENCE))
        .expect(1)
        .mount(&server)
        .await;
    assert_every_field(&client.conferences().end(&sid()).await.unwrap());
}

#[tokio::test]
async fn an_announcement_is_not_made_twice() {
    let (server, client) = support::start().await;
    on("POST", &one())
        .and(form(&[("AnnounceUrl", "https://example.com/a.mp3")]))
        .respond_with(ResponseTemplate::new(500))
        .expect(1)
        .mount(&server)
        .await;
    on("POST", &participants(&format!("/{CALL}")))
        .and(form(&[("AnnounceUrl", "https://example.com/a.mp3")]))
        .respond_with(ResponseTemplate::new(500))
        .expect(1)
        .mount(&server)
        .await;
    let conferences = client.conferences();
    let url = "https://example.com/a.mp3";
    conferences.announce(&sid(), url).await.unwrap_err();
    let call = support::call_sid();
    conferences
        .participants(&sid())
        .announce(call, url)
        .await
        .unwrap_err();
}

#[tokio::test]
async fn an_announcement_has_a_method() {
    let (server, client) = support::start().await;
    on("POST", &one())
        .and(form(&[
            ("AnnounceUrl", "https://example.com/a"),
            ("AnnounceMethod", "GET"),
        ]))
        .respond_with(json(200, CONFERENCE))
        .expect(1)
        .mount(&server)
        .await;
    let update = UpdateConference::new()
        .announce_url("https://example.com/a")
        .announce_method(HttpMethod::Get);
    assert!(!format!("{update:?}").contains("example.com"));
    client.conferences().update(&sid(), &update).await.unwrap();
}

#[tokio::test]
async fn someone_is_called_into_a_room_of_a_name() {
    let (server, client) = support::start().await;
    on("POST", &at("/Conferences/the%20room/Participants.json"))
        .and(form(&[
            ("To", TO),
            ("From", FROM),
            ("Label", "customer"),
            ("Timeout", "20"),
            ("TimeLimit", "600"),
            ("Beep", "false"),
            ("EndConferenceOnExit", "true"),
            ("StatusCallback", "https://example.com/s"),
            ("StatusCallbackEvent", "answered"),
            ("StatusCallbackEvent", "completed"),
            ("MachineDetection", "Enable"),
            ("MachineDetectionTimeout", "10"),
            ("AmdStatusCallback", "https://example.com/amd"),
        ]))
        .respond_with(json(201, PARTICIPANT))
        .expect(1)
        .mount(&server)
        .await;
    let detection = AnsweringMachineDetection::new(MachineDetection::Enable)
        .timeout(Duration::from_secs(10))
        .status_callback("https://example.com/amd");
    let call = CreateParticipant::new(TO, FROM)
        .label("customer")
        .timeout(Duration::from_secs(20))
        .time_limit(Duration::from_secs(600))
        .beep(ConferenceBeep::Never)
        .end_conference_on_exit(true)
        .status_callback("https://example.com/s")
        .status_callback_event([CallEvent::Answered, CallEvent::Completed])
        .answering_machine(&detection);
    assert!(!format!("{call:?}").contains("example.com"));
    let participant = client.conferences().add("the room", &call).await.unwrap();
    assert_every_field_of_participant(&participant);
}

#[tokio::test]
async fn an_application_is_called_into_a_conference() {
    let (server, client) = support::start().await;
    let application: ApplicationSid = support::sid("AP");
    on("POST", &participants(""))
        .and(form(&[
            ("To", &format!("app:{application}")),
            ("From", FROM),
        ]))
        .respond_with(json(201, PARTICIPANT))
        .expect(1)
        .mount(&server)
        .await;
    let call = CreateParticipant::new(application, FROM);
    let handle = client.conferences().participants(&sid());
    assert_every_field_of_participant(&handle.create(&call).await.unwrap());
}

#[tokio::test]
async fn a_participant_is_not_called_twice() {
    let (server, client) = support::start().await;
    on("POST", &participants(""))
        .respond_with(ResponseTemplate::new(503))
        .expect(1)
        .mount(&server)
        .await;
    let handle = client.conferences().participants(&sid());
    let error = handle
        .create(&CreateParticipant::new(TO, FROM))
        .await
        .unwrap_err();
    assert!(error.may_have_been_applied());
}

#[tokio::test]
async fn what_cannot_be_meant_is_not_sent() {
    let (server, client) = support::start().await;
    Mock::given(any())
        .respond_with(json(201, PARTICIPANT))
        .expect(0)
        .mount(&server)
        .await;
    let call = || CreateParticipant::new(TO, FROM);
    let conferences = client.conferences();
    for (problem, call) in [
        ("To", CreateParticipant::new("nope", FROM)),
        (
            "From",
            CreateParticipant::new(TO, Endpoint::Client("ann".to_owned())),
        ),
        ("Timeout", call().timeout(Duration::from_secs(4))),
        ("MaxParticipants", call().max_participants(1)),
        ("MaxParticipants", call().max_participants(251)),
        ("CallSidToCoach", call().coaching(true)),
        (
            "StatusCallback",
            call().status_callback("https://a_b.example.com"),
        ),
        ("CallerDisplayName", call().caller_display_name("A")),
        ("Label", call().label("")),
        ("WaitUrl", call().wait_url("music.mp3")),
        (
            "MachineDetectionTimeout",
            call().machine_detection_timeout(Duration::from_secs(2)),
        ),
        ("SipAuthPassword", call().sip_auth_password("x".repeat(256))),
    ] {
        let error = conferences.add("room", &call).await.unwrap_err();
        let expected = format!("invalid request: {problem}: ");
        assert!(error.to_string().starts_with(&expected), "{error}");
    }
    // They would lead to another path.
    for name in ["", ".", ".."] {
        let error = conferences.add(name, &call()).await.unwrap_err();
        assert!(error.to_string().contains("conference: "), "{error}");
        let handle = conferences.participants(&sid());
        handle.get(name).await.unwrap_err();
        handle.mute(name, true).await.unwrap_err();
        handle.delete(name).await.unwrap_err();
    }
}

#[tokio::test]
async fn participants_are_found_by_sid_and_by_label() {
    let (server, client) = support::start().await;
    for name in [CALL, "the%20agent%2F1"] {
        on("GET", &participants(&format!("/{name}")))
            .respond_with(json(200, PARTICIPANT))
            .expect(1)
            .mount(&server)
            .await;
    }
    let handle = client.conferences().participants(&sid());
    assert_every_field_of_participant(&handle.get(CALL).await.unwrap());
    assert_every_field_of_participant(&handle.get("the agent/1").await.unwrap());
    assert_eq!(
        ParticipantRef::from(CALL),
        ParticipantRef::Sid(support::call_sid())
    );
}

#[tokio::test]
async fn participants_are_listed() {
    let (server, client) = support::start().await;
    on("GET", &participants(""))
        .and(query(&[
            ("Muted", "true"),
            ("Hold", "false"),
            ("Coaching", "true"),
        ]))
        .respond_with(json(200, PARTICIPANTS))
        .expect(1)
        .mount(&server)
        .await;
    let list = client.conferences().participants(&sid()).list();
    let page = list
        .muted(true)
        .hold(false)
        .coaching(true)
        .send()
        .await
        .unwrap();
    assert_eq!((page.items.len(), page.next.is_some()), (2, true));
    assert_eq!(page.items[0].call_sid_to_coach, Some(support::call_sid()));
    assert_eq!(
        (&page.items[0].label, page.items[0].queue_time),
        (&None, None)
    );
}

#[tokio::test]
async fn participants_are_muted_held_and_coached() {
    let (server, client) = support::start().await;
    let call = support::call_sid();
    for parameters in [
        &[("Muted", "true")][..],
        &[("Hold", "false")],
        &[("Coaching", "true"), ("CallSidToCoach", CALL)],
        &[
            ("Hold", "true"),
            ("HoldUrl", "https://example.com/hold"),
            ("HoldMethod", "POST"),
            ("WaitUrl", "https://example.com/wait"),
            ("WaitMethod", "GET"),
            ("BeepOnExit", "true"),
            ("EndConferenceOnExit", "false"),
        ],
    ] {
        on("POST", &participants("/agent"))
            .and(form(parameters))
            .respond_with(json(200, PARTICIPANT))
            .expect(1)
            .mount(&server)
            .await;
    }
    let handle = client.conferences().participants(&sid());
    handle.mute("agent", true).await.unwrap();
    handle.hold("agent", false).await.unwrap();
    handle.coach("agent", &call).await.unwrap();
    let update = UpdateParticipant::new()
        .hold(true)
        .hold_url("https://example.com/hold")
        .hold_method(HttpMethod::Post)
        .wait_url("https://example.com/wait")
        .wait_method(HttpMethod::Get)
        .beep_on_exit(true)
        .end_conference_on_exit(false);
    handle.update("agent", &update).await.unwrap();
}

#[tokio::test]
async fn a_mute_is_repeated_if_the_call_is_named_by_its_sid() {
    let (server, client) = support::start().await;
    on("POST", &participants(&format!("/{CALL}")))
        .respond_with(ResponseTemplate::new(500))
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    on("POST", &participants(&format!("/{CALL}")))
        .respond_with(json(200, PARTICIPANT))
        .expect(1)
        .mount(&server)
        .await;
    on("POST", &participants("/agent"))
        .respond_with(ResponseTemplate::new(500))
        .expect(1)
        .mount(&server)
        .await;
    let handle = client.conferences().participants(&sid());
    handle.mute(support::call_sid(), true).await.unwrap();
    handle.mute("agent", true).await.unwrap_err();
}

#[tokio::test]
async fn a_participant_is_removed_or_was_not_there() {
    let (server, client) = support::start().await;
    on("DELETE", &participants(&format!("/{CALL}")))
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    on("DELETE", &participants("/nobody"))
        .respond_with(json(404, NOT_FOUND))
        .expect(1)
        .mount(&server)
        .await;
    let handle = client.conferences().participants(&sid());
    handle.delete(&support::call_sid()).await.unwrap();
    assert!(handle.delete("nobody").await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_participant_is_not_removed_again_by_a_label_that_another_may_have() {
    let (server, client) = support::start().await;
    on("DELETE", &participants("/agent"))
        .respond_with(ResponseTemplate::new(502))
        .expect(1)
        .mount(&server)
        .await;
    let handle = client.conferences().participants(&sid());
    let error = handle.delete("agent").await.unwrap_err();
    assert!(error.may_have_been_applied(), "{error:?}");
}
