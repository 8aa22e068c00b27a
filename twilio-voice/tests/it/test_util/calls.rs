//! The life of calls.

use std::time::Duration;

use futures_util::TryStreamExt as _;
use twilio_voice::{
    Error,
    calls::{AnsweredBy, CallDirection, CallStatus, CreateCall, Instructions},
    conferences::participants::CreateParticipant,
};

use super::{create, hello, start, unknown};

fn code(error: &Error) -> Option<u32> {
    match error {
        Error::Api(error) => error.code,
        _ => None,
    }
}

#[tokio::test]
async fn a_call_is_placed_answered_completed_billed_and_deleted() {
    let (double, client) = start().await;
    let call = create(&client).await;
    assert_eq!(call.status, Some(CallStatus::Queued));
    assert_eq!(call.direction, Some(CallDirection::OutboundApi));
    double.ring(&call.sid);
    let status = || async { client.calls().get(&call.sid).await.unwrap().status };
    assert_eq!(status().await, Some(CallStatus::Ringing));
    double.answer(&call.sid);
    double.answered_by(&call.sid, &AnsweredBy::Human);
    assert_eq!(status().await, Some(CallStatus::InProgress));
    assert_eq!(double.live_calls(), [call.sid]);
    let refused = client.calls().delete(&call.sid).await.unwrap_err();
    assert_eq!(code(&refused), Some(20_009));
    double.complete(&call.sid, Duration::from_millis(61_500));
    double.bill(&call.sid, "-0.0280");
    let over = client.calls().get(&call.sid).await.unwrap();
    assert_eq!(over.status, Some(CallStatus::Completed));
    assert_eq!(over.duration, Some(Duration::from_secs(62)));
    assert_eq!(over.answered_by, Some(AnsweredBy::Human));
    assert!(over.price.is_some() && over.end_time >= over.start_time);
    assert!(double.live_calls().is_empty());
    client.calls().delete(&call.sid).await.unwrap();
    let gone = client.calls().get(&call.sid).await.unwrap_err();
    assert!(gone.is_not_found() && code(&gone) == Some(20_404));
}

#[tokio::test]
async fn a_call_ends_once() {
    let (double, client) = start().await;
    let call = create(&client).await;
    double.answer(&call.sid);
    let ended = client.calls().end(&call.sid).await.unwrap();
    assert_eq!(ended.status, Some(CallStatus::Completed));
    let again = client.calls().end(&call.sid).await.unwrap_err();
    assert_eq!((again.status(), code(&again)), (Some(400), Some(21_220)));
    let asked = double.updated_calls();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[1].call, call.sid);
    assert_eq!(asked[1].asked, Some(CallStatus::Completed));
    assert_eq!(asked[1].status, Some(400));
}

#[tokio::test]
async fn a_call_that_nobody_answered_ends_as_the_test_says() {
    let (double, client) = start().await;
    let first = create(&client).await;
    let ended = client.calls().end(&first.sid).await.unwrap();
    assert_eq!(ended.status, Some(CallStatus::Canceled));
    assert_eq!((ended.duration, ended.end_time), (None, None));
    double.unanswered_calls_end_as(CallStatus::Completed);
    let second = create(&client).await;
    let ended = client.calls().end(&second.sid).await.unwrap();
    assert_eq!(ended.status, Some(CallStatus::Completed));
    let third = create(&client).await;
    double.end(&third.sid, &CallStatus::Busy);
    let busy = double.call(&third.sid).unwrap();
    assert_eq!(busy.status, Some(CallStatus::Busy));
}

#[tokio::test]
async fn only_what_waits_is_cancelled_and_only_what_talks_is_redirected() {
    let (double, client) = start().await;
    let call = create(&client).await;
    let early = client
        .calls()
        .redirect(&call.sid, Instructions::url("https://example.com/twiml"))
        .await;
    assert_eq!(code(&early.unwrap_err()), Some(21_220));
    double.answer(&call.sid);
    let late = client.calls().cancel(&call.sid).await.unwrap();
    assert_eq!(late.status, Some(CallStatus::InProgress));
    client
        .calls()
        .redirect(&call.sid, Instructions::url("https://example.com/twiml"))
        .await
        .unwrap();
    let asked = double.updated_calls().pop().unwrap();
    assert_eq!(asked.url.as_deref(), Some("https://example.com/twiml"));
}

#[tokio::test]
async fn a_call_may_go_on_although_it_was_asked_to_end() {
    let (double, client) = start().await;
    let call = create(&client).await;
    double.answer(&call.sid);
    double.ignore_ends(true);
    let answer = client.calls().end(&call.sid).await.unwrap();
    assert_eq!(answer.status, Some(CallStatus::InProgress));
    assert_eq!(double.live_calls(), [call.sid]);
}

#[tokio::test]
async fn a_program_finds_who_called() {
    let (double, client) = start().await;
    let inbound = double.receive_call("+15005550009", "+15005550006");
    create(&client).await;
    let calls = client.calls();
    let found: Vec<_> = calls
        .list()
        .from("+15005550009")
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].sid, found[0].direction.clone()),
        (inbound, Some(CallDirection::Inbound))
    );
    let ringing = calls
        .list()
        .status(CallStatus::Ringing)
        .send()
        .await
        .unwrap();
    assert_eq!(ringing.items.len(), 1);
}

#[tokio::test]
async fn what_was_asked_for_is_seen_with_its_types() {
    let (double, client) = start().await;
    let call = hello()
        .time_limit(Duration::from_secs(600))
        .timeout(Duration::from_secs(20));
    client.calls().create(&call).await.unwrap();
    let asked = double.created_calls().remove(0);
    assert_eq!(
        (asked.to.as_str(), asked.from.as_str()),
        ("+15005550001", "+15005550006")
    );
    assert_eq!(asked.time_limit, Some(Duration::from_secs(600)));
    assert_eq!(asked.timeout, Some(Duration::from_secs(20)));
    assert_eq!(asked.account, Some(double.account()));
    assert!(asked.twiml.is_some_and(|twiml| twiml.contains("Hello.")));
    assert!(!format!("{:?}", double.created_calls()).contains("+1500"));
    assert!(double.requests()[0].has_form(&call.to_form().unwrap()));
}

#[tokio::test]
async fn a_wrong_number_is_refused_with_the_documented_code() {
    let (double, client) = start().await;
    let document = twilio_voice::twiml::Response::new();
    // What the client would not send is sent by hand.
    let call = CreateCall::new("sip:nobody@example.com", "+15005550006", document);
    client.calls().create(&call).await.unwrap();
    for (form, code) in [
        ("From=%2B15005550006&Url=x", "21201"),
        ("To=%2B15005550001&Url=x", "21213"),
        ("To=nobody&From=%2B15005550006&Url=x", "21211"),
        ("To=%2B15005550001&From=%2B15005550006", "21205"),
    ] {
        let answer = super::answers::post(&double, "Calls.json", form).await;
        assert!(
            answer.starts_with("HTTP/1.1 400") && answer.contains(code),
            "{answer}"
        );
        assert!(
            answer.contains("https://www.twilio.com/docs/errors/"),
            "{answer}"
        );
    }
    assert_eq!(double.live_calls().len(), 1);
}

#[tokio::test]
async fn who_is_dialled_into_a_conference_has_a_call_that_ends_with_it() {
    let (double, client) = start().await;
    let conferences = client.conferences();
    let mut calls = Vec::new();
    for last in [1, 2] {
        let who = CreateParticipant::new("+15005550006", format!("+1500555000{last}"));
        let participant = conferences.add("room", &who).await.unwrap();
        double.answer(&participant.call_sid);
        calls.push(participant);
    }
    let sid = calls[0].conference_sid.unwrap();
    assert_eq!(calls[1].conference_sid, Some(sid));
    let running = conferences.get(&sid).await.unwrap();
    assert_eq!(running.status.unwrap().as_str(), "in-progress");
    conferences.end(&sid).await.unwrap();
    assert!(double.live_calls().is_empty());
    let over = conferences.get(&sid).await.unwrap();
    assert_eq!(
        over.reason_conference_ended.unwrap().as_str(),
        "conference-ended-via-api"
    );
    assert!(
        conferences
            .get(&unknown("CF"))
            .await
            .unwrap_err()
            .is_not_found()
    );
}
