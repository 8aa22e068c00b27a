//! From a guard to a receipt.

use std::{thread, time::Duration};

use call_guard::{Cause, Error, OverReason, Step};

use crate::support::{Fake, State, quick, start, start_with, until};

#[tokio::test]
async fn end_returns_a_receipt_with_the_charge() {
    let fake = Fake::default();
    fake.world().unbilled_looks = 2;
    let (_calls, line) = start(&fake);
    let receipt = line.dial("+1").await.unwrap().end().await.unwrap();
    assert_eq!(receipt.cause, Cause::Guard);
    assert_eq!(receipt.call.as_deref(), Some("call-1"));
    assert_eq!(receipt.attempts, 1);
    assert!(receipt.requested <= receipt.confirmed && receipt.is_confirmed());
    assert_eq!(
        receipt.billed.unwrap().duration,
        Some(Duration::from_secs(6))
    );
}

#[tokio::test]
async fn a_dropped_guard_ends_its_call_without_waiting() {
    let fake = Fake {
        latency: Duration::from_millis(50),
        ..Fake::default()
    };
    let (_calls, line) = start(&fake);
    let call = line.dial("+1").await.unwrap();
    let began = std::time::Instant::now();
    drop(call);
    assert!(began.elapsed() < fake.latency, "the drop waited");
    until("the call is ended", || fake.live() == 0).await;
}

#[test]
fn a_guard_dropped_outside_any_runtime_ends_its_call() {
    let fake = Fake::default();
    let (calls, line) = start(&fake);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let call = runtime.block_on(line.dial("+1")).unwrap();
    drop(runtime);
    thread::spawn(move || drop(call)).join().unwrap();
    drop(calls);
    assert_eq!(fake.live(), 0);
}

#[tokio::test]
async fn a_guard_dropped_by_a_panic_ends_its_call() {
    let fake = Fake::default();
    let (_calls, line) = start(&fake);
    let call = line.dial("+1").await.unwrap();
    let task = tokio::spawn(async move {
        let _call = call;
        panic!("on purpose");
    });
    assert!(task.await.unwrap_err().is_panic());
    until("the call is ended", || fake.live() == 0).await;
}

#[tokio::test]
async fn cancelling_end_does_not_cancel_the_ending() {
    let fake = Fake {
        latency: Duration::from_millis(50),
        ..Fake::default()
    };
    let (_calls, line) = start(&fake);
    let call = line.dial("+1").await.unwrap();
    assert!(
        tokio::time::timeout(Duration::from_millis(5), call.end())
            .await
            .is_err()
    );
    until("the call is ended", || fake.live() == 0).await;
    let call = line.dial("+1").await.unwrap();
    drop(call.end());
    until("the call is ended", || fake.live() == 0).await;
}

#[tokio::test]
async fn a_kept_call_is_left_alone() {
    let fake = Fake::default();
    let (calls, line) = start(&fake);
    assert_eq!(line.dial("+1").await.unwrap().keep(), "call-1");
    calls.shutdown().await.unwrap();
    assert_eq!(fake.state("call-1"), State::Live);
}

#[tokio::test]
async fn an_adopted_call_is_ended_like_a_dialled_one() {
    let fake = Fake::default();
    let (_calls, line) = start(&fake);
    let id = line.dial("+1").await.unwrap().keep();
    let receipt = line.adopt(&id).await.unwrap().end().await.unwrap();
    assert_eq!(receipt.cause, Cause::Guard);
    assert!(matches!(
        line.adopt("nobody").await,
        Err(Error::Provider(_))
    ));
}

#[tokio::test]
async fn ended_tells_that_the_other_side_hung_up() {
    let fake = Fake::default();
    let (_calls, line) = start(&fake);
    for (reason, cause) in [
        (OverReason::Ended, Cause::OtherSide),
        (OverReason::Limit, Cause::Limit),
    ] {
        let call = line.dial("+1").await.unwrap();
        let ended = call.ended();
        fake.set(call.id(), State::Over(reason));
        let receipt = ended.await.unwrap();
        assert_eq!((receipt.cause.clone(), receipt.attempts), (cause, 0));
        assert_eq!(
            call.end().await.unwrap(),
            receipt,
            "end tells the same afterwards"
        );
    }
}

#[tokio::test]
async fn nobody_is_asked_about_a_call_that_nobody_watches() {
    let fake = Fake::default();
    let (_calls, line) = start(&fake);
    let call = line.dial("+1").await.unwrap();
    tokio::time::timeout(Duration::from_millis(100), call.ended())
        .await
        .unwrap_err();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let looks = fake.world().looks;
    assert!(looks > 0);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(fake.world().looks, looks);
}

#[tokio::test]
async fn a_call_that_is_over_already_says_so() {
    let fake = Fake::default();
    let (_calls, line) = start(&fake);
    let call = line.dial("+1").await.unwrap();
    fake.set(call.id(), State::Over(OverReason::Ended));
    let receipt = call.end().await.unwrap();
    assert_eq!((receipt.cause, receipt.attempts), (Cause::AlreadyOver, 1));
}

#[tokio::test]
async fn a_call_that_the_provider_forgot_is_not_found() {
    let fake = Fake::default();
    let (_calls, line) = start(&fake);
    let call = line.dial("+1").await.unwrap();
    fake.world().calls.clear();
    assert_eq!(call.end().await.unwrap().cause, Cause::NotFound);
}

#[tokio::test]
async fn an_unjoined_call_is_watched_until_it_expires() {
    let fake = Fake::default();
    fake.world().unjoined = true;
    let (calls, line) = start(&fake);
    let mut events = calls.events();
    let call = line.dial("+1").await.unwrap();
    let ending = tokio::spawn(call.end());
    while !matches!(events.next().await.unwrap().step, Step::Waiting) {}
    fake.set("call-1", State::Over(OverReason::Unjoined));
    assert_eq!(ending.await.unwrap().unwrap().cause, Cause::ExpiredUnjoined);
}

#[tokio::test]
async fn an_unjoined_call_that_is_joined_meanwhile_is_ended() {
    let fake = Fake::default();
    fake.world().unjoined = true;
    let (calls, line) = start(&fake);
    let mut events = calls.events();
    let ending = tokio::spawn(line.dial("+1").await.unwrap().end());
    while !matches!(events.next().await.unwrap().step, Step::Waiting) {}
    fake.set("call-1", State::Live);
    let receipt = ending.await.unwrap().unwrap();
    assert_eq!((receipt.cause, receipt.attempts), (Cause::Guard, 2));
}

#[tokio::test]
async fn failures_and_panics_of_the_provider_are_outlived() {
    let fake = Fake::default();
    let (_calls, line) = start(&fake);
    let call = line.dial("+1").await.unwrap();
    fake.world().failures = 2;
    fake.world().panics = 2;
    let receipt = call.end().await.unwrap();
    assert_eq!(receipt.cause, Cause::Guard);
    assert_eq!(fake.live(), 0);
}

#[tokio::test]
async fn an_end_without_effect_is_reported_and_asked_for_again() {
    let fake = Fake::default();
    fake.world().deaf = true;
    let (_calls, line) = start_with(quick().end_deadline(Duration::from_millis(300)), &fake);
    let call = line.dial("+1").await.unwrap();
    let Err(Error::Unconfirmed(unended)) = call.end().await else {
        panic!("confirmed")
    };
    assert_eq!(unended.call.as_deref(), Some("call-1"));
    fake.world().deaf = false;
    until("it is asked for again", || fake.live() == 0).await;
    assert_eq!(fake.world().calls["call-1"].asked, 2);
}
