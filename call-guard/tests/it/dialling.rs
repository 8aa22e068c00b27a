//! From a request to a guard.

use std::time::Duration;

use call_guard::{Cause, Error, Step};

use crate::support::{Creation, Fake, start, until};

#[tokio::test]
async fn a_guard_derefs_to_the_answer_and_knows_its_id() {
    let fake = Fake::default();
    let (_calls, line) = start(&fake);
    let call = line.dial("+1").await.unwrap();
    assert_eq!(call.as_str(), "call-1");
    assert_eq!((call.id(), call.provider()), ("call-1", "fake"));
    assert_eq!(
        fake.world().calls["call-1"].label,
        call.intent().to_string()
    );
}

#[tokio::test]
async fn a_request_that_cannot_be_stamped_is_never_sent() {
    let fake = Fake::default();
    let (_calls, line) = start(&fake);
    let error = line.dial("").await.unwrap_err();
    assert!(matches!(error, Error::InvalidRequest(what) if what.contains("number")));
    assert_eq!(fake.world().created, 0);
}

#[tokio::test]
async fn a_refusal_is_an_error_and_leaves_nothing_on_watch() {
    let fake = Fake::default();
    fake.world().creation = Creation::Refused;
    let (calls, line) = start(&fake);
    let error = line.dial("+1").await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)));
    assert!(!error.may_be_live());
    calls.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_call_whose_answer_was_lost_is_found_by_its_label_and_handed_over() {
    for creation in [Creation::AnswerLost, Creation::Hangs] {
        let fake = Fake::default();
        fake.world().creation = creation;
        let (_calls, line) = start(&fake);
        let call = line.dial("+1").await.unwrap();
        assert_eq!(call.id(), "call-1", "{creation:?}");
        assert_eq!(call.end().await.unwrap().cause, Cause::Guard);
        assert_eq!(fake.live(), 0);
    }
}

#[tokio::test]
async fn a_call_that_nobody_waits_for_any_more_is_ended() {
    for creation in [Creation::Works, Creation::AnswerLost, Creation::Hangs] {
        let fake = Fake {
            latency: Duration::from_millis(30),
            ..Fake::default()
        };
        fake.world().creation = creation;
        let (_calls, line) = start(&fake);
        let dialled = tokio::time::timeout(Duration::from_millis(10), line.dial("+1")).await;
        assert!(dialled.is_err());
        until("the call is made", || fake.world().created == 1).await;
        until("the call is ended", || fake.live() == 0).await;
    }
}

#[tokio::test]
async fn a_future_of_dial_that_is_never_polled_dials_nothing() {
    let fake = Fake::default();
    let (calls, line) = start(&fake);
    drop(line.dial("+1"));
    calls.shutdown().await.unwrap();
    assert_eq!(fake.world().created, 0);
}

#[tokio::test]
async fn a_creation_that_left_no_trace_is_reported_as_lost_and_not_found() {
    for creation in [Creation::Swallowed, Creation::Panics] {
        let fake = Fake::default();
        fake.world().creation = creation;
        let (calls, line) = start(&fake);
        let Err(Error::Lost(receipt)) = line.dial("+1").await else {
            panic!("not lost")
        };
        assert_eq!(receipt.cause, Cause::NotFound);
        assert_eq!(receipt.call, None);
        calls.shutdown().await.unwrap();
    }
}

#[tokio::test]
async fn of_several_calls_that_fit_none_is_touched() {
    let fake = Fake::default();
    let (calls, line) = start(&fake);
    let strangers = [
        line.dial("+1").await.unwrap().keep(),
        line.dial("+1").await.unwrap().keep(),
    ];
    {
        let mut world = fake.world();
        world.creation = Creation::Swallowed;
        world.vague = true;
    }
    let Err(Error::Lost(receipt)) = line.dial("+1").await else {
        panic!("not lost")
    };
    let Cause::Ambiguous { mut candidates } = receipt.cause else {
        panic!("{:?}", receipt.cause)
    };
    candidates.sort();
    assert_eq!(candidates, strangers);
    assert_eq!(fake.live(), 2);
    let Err(Error::Unfinished(unended)) = calls.shutdown().await else {
        panic!("they may live")
    };
    assert_eq!(unended.len(), 1);
    assert_eq!(fake.live(), 2);
}

#[tokio::test]
async fn a_search_by_circumstances_does_not_take_a_call_that_is_known_to_be_anothers() {
    let fake = Fake::default();
    let (_calls, line) = start(&fake);
    let known = line.dial("+1").await.unwrap();
    {
        let mut world = fake.world();
        world.creation = Creation::AnswerLost;
        world.vague = true;
    }
    let found = line.dial("+1").await.unwrap();
    assert_eq!((known.id(), found.id()), ("call-1", "call-2"));
}

#[tokio::test]
async fn a_webhook_that_names_the_call_ends_the_search() {
    let fake = Fake::default();
    fake.world().creation = Creation::Hangs;
    fake.world().vague = true;
    let (calls, line) = start(&fake);
    let strangers = [String::from("call-8"), String::from("call-9")];
    for id in &strangers {
        let stranger = crate::support::Line {
            label: String::new(),
            state: crate::support::State::Live,
            asked: 0,
        };
        fake.world().calls.insert(id.clone(), stranger);
    }
    let mut events = calls.events();
    let dialling = tokio::spawn(async move { line.dial("+1").await });
    let intent = loop {
        let event = events.next().await.unwrap();
        if matches!(event.step, Step::Intended) {
            break event.intent;
        }
    };
    until("the call is made", || fake.world().created == 1).await;
    calls.bind(intent, "call-1").unwrap();
    let call = dialling.await.unwrap().unwrap();
    assert_eq!(call.id(), "call-1");
}

#[tokio::test]
async fn a_provider_s_name_is_given_once() {
    let fake = Fake::default();
    let (calls, _line) = start(&fake);
    assert!(matches!(
        calls.provider(fake),
        Err(Error::InvalidRequest(_))
    ));
}
