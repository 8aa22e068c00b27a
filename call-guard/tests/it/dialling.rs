//! From a request to a guard.

use std::time::Duration;

use call_guard::{CallGuard, Cause, Error, IntentId, Step, Supervisor};

use crate::support::{Creation, Fake, State, start, until};

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
    let strangers = fake.strangers(2);
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
async fn a_redial_does_not_take_the_call_before_it() {
    let fake = Fake::default();
    fake.world().vague = true;
    let (_calls, line) = start(&fake);
    let kept = line.dial("+1").await.unwrap().keep();
    line.dial("+1").await.unwrap().end().await.unwrap();
    fake.world().creation = Creation::AnswerLost;
    let call = line.dial("+1").await.unwrap();
    assert_eq!(call.id(), "call-3");
    call.end().await.unwrap();
    assert_eq!(fake.state(&kept), State::Live);
}

/// Dials, and gives the label once the request is on its way.
async fn dialling(
    fake: &Fake,
    creation: Creation,
) -> (
    Supervisor,
    IntentId,
    tokio::task::JoinHandle<Result<CallGuard<String>, Error>>,
) {
    fake.world().creation = creation;
    let (calls, line) = start(fake);
    let mut events = calls.events();
    let dial = tokio::spawn(async move { line.dial("+1").await });
    let intent = loop {
        let event = events.next().await.unwrap();
        if matches!(event.step, Step::Intended) {
            break event.intent;
        }
    };
    (calls, intent, dial)
}

#[tokio::test]
async fn a_webhook_that_names_the_call_ends_the_search() {
    let fake = Fake::default();
    fake.world().hidden = true;
    let (calls, intent, dial) = dialling(&fake, Creation::Hangs).await;
    until("it is searched", || fake.world().searches > 0).await;
    calls.bind(intent, "call-1").unwrap();
    assert_eq!(dial.await.unwrap().unwrap().id(), "call-1");
}

#[tokio::test]
async fn a_webhook_tells_which_of_several_calls_is_ours_and_it_is_ended() {
    let fake = Fake::default();
    fake.world().vague = true;
    let strangers = fake.strangers(2);
    let (calls, intent, dial) = dialling(&fake, Creation::AnswerLost).await;
    assert!(matches!(dial.await.unwrap(), Err(Error::Lost(_))));
    calls.bind(intent, "call-1").unwrap();
    until("ours is ended", || fake.live() == 2).await;
    for stranger in strangers {
        assert_eq!(fake.state(&stranger), State::Live);
    }
    calls.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_webhook_corrects_a_search_that_took_a_stranger() {
    let fake = Fake::default();
    fake.world().vague = true;
    let strangers = fake.strangers(1);
    // Our call is not listed, the stranger's is.
    fake.world().unlisted = true;
    let (calls, intent, dial) = dialling(&fake, Creation::AnswerLost).await;
    let guard = dial.await.unwrap().unwrap();
    assert_eq!(guard.id(), strangers[0]);
    calls.bind(intent, "call-1").unwrap();
    guard.end().await.unwrap();
    assert_eq!(fake.state(&strangers[0]), State::Live);
    assert_eq!(fake.live(), 1);
}

#[tokio::test]
async fn a_webhook_brings_a_call_that_was_given_up_as_not_found() {
    let fake = Fake::default();
    fake.world().hidden = true;
    let (calls, intent, dial) = dialling(&fake, Creation::AnswerLost).await;
    let Err(Error::Lost(receipt)) = dial.await.unwrap() else {
        panic!("not lost")
    };
    assert_eq!(receipt.cause, Cause::NotFound);
    calls.bind(intent, "call-1").unwrap();
    until("it is ended", || fake.live() == 0).await;
}

#[tokio::test]
async fn a_provider_that_cannot_be_asked_does_not_prove_that_there_is_no_call() {
    let fake = Fake::default();
    fake.world().failures = u32::MAX;
    let (_calls, _intent, dial) = dialling(&fake, Creation::AnswerLost).await;
    // The search window is one second; the caller is told when it is over and nothing is known.
    let Err(error) = dial.await.unwrap() else {
        panic!("there is no call to hand over")
    };
    assert!(
        matches!(error, Error::Unconfirmed(_)) && error.may_be_live(),
        "{error}"
    );
    assert_eq!(fake.live(), 1);
    fake.world().failures = 0;
    until("it is found and ended", || fake.live() == 0).await;
}

#[tokio::test]
async fn what_merely_fits_waits_for_the_answer() {
    let fake = Fake {
        latency: Duration::from_millis(600),
        ..Fake::default()
    };
    fake.world().vague = true;
    let strangers = fake.strangers(1);
    let (_calls, line) = start(&fake);
    let call = line.dial("+1").await.unwrap();
    assert_eq!(call.id(), "call-1");
    call.end().await.unwrap();
    assert_eq!(fake.state(&strangers[0]), State::Live);
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
