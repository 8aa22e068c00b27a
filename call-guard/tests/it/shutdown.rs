//! The end of the supervisor.

use std::{mem, time::Duration};

use call_guard::Error;

use crate::support::{Creation, Fake, State, quick, start, start_with, until};

#[tokio::test]
async fn shutdown_ends_every_call_guard_or_no_guard() {
    let fake = Fake::default();
    let (calls, line) = start(&fake);
    let held = line.dial("+1").await.unwrap();
    let forgotten = line.dial("+1").await.unwrap();
    #[allow(clippy::mem_forget, reason = "a leaked guard is what this is about")]
    mem::forget(forgotten);
    calls.shutdown().await.unwrap();
    assert_eq!(fake.live(), 0);
    assert!(matches!(held.end().await, Err(Error::Closed)));
    assert!(matches!(line.dial("+1").await, Err(Error::Closed)));
}

#[tokio::test]
async fn dropping_the_supervisor_does_the_same() {
    let fake = Fake::default();
    let (calls, line) = start(&fake);
    let _held = line.dial("+1").await.unwrap();
    drop(calls);
    assert_eq!(fake.live(), 0);
}

#[tokio::test]
async fn shutdown_names_the_calls_that_may_live() {
    let fake = Fake::default();
    fake.world().deaf = true;
    let (calls, line) = start_with(quick().drain(Duration::from_millis(300)), &fake);
    let _held = line.dial("+1").await.unwrap();
    let Err(Error::Unfinished(unended)) = calls.shutdown().await else {
        panic!("it lives")
    };
    assert_eq!(unended.len(), 1);
    assert_eq!(unended[0].call.as_deref(), Some("call-1"));
    assert!(
        unended[0].why.contains("not confirmed"),
        "{}",
        unended[0].why
    );
}

#[tokio::test]
async fn a_call_that_is_being_dialled_at_shutdown_is_ended() {
    for creation in [Creation::Works, Creation::AnswerLost, Creation::Hangs] {
        let fake = Fake {
            latency: Duration::from_millis(50),
            ..Fake::default()
        };
        fake.world().creation = creation;
        let (calls, line) = start(&fake);
        let dialling = tokio::spawn(async move { line.dial("+1").await.map(|_| ()) });
        tokio::time::sleep(Duration::from_millis(20)).await;
        calls.shutdown().await.unwrap();
        assert!(matches!(dialling.await.unwrap(), Err(Error::Closed)));
        assert_eq!(fake.created(), 1);
        assert_eq!(fake.live(), 0, "{creation:?}");
    }
}

#[tokio::test]
async fn an_unjoined_call_at_shutdown_is_named() {
    let fake = Fake::default();
    fake.world().unjoined = true;
    let (calls, line) = start_with(quick().drain(Duration::from_millis(300)), &fake);
    let _held = line.dial("+1").await.unwrap();
    let Err(Error::Unfinished(unended)) = calls.shutdown().await else {
        panic!("it waits")
    };
    assert!(
        unended[0].why.contains("nobody has joined"),
        "{}",
        unended[0].why
    );
    assert_eq!(fake.state("call-1"), State::Unjoined);
}

#[test]
fn a_dropped_runtime_ends_the_calls_of_its_tasks() {
    for threads in [false, true] {
        let fake = Fake::default();
        let (calls, line) = start(&fake);
        let runtime = if threads {
            tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_time()
                .build()
        } else {
            tokio::runtime::Builder::new_current_thread()
                .enable_time()
                .build()
        };
        let runtime = runtime.unwrap();
        let (armed, ready) = std::sync::mpsc::channel();
        runtime.spawn(async move {
            let _call = line.dial("+1").await.unwrap();
            armed.send(()).unwrap();
            std::future::pending::<()>().await;
        });
        runtime.block_on(until("the call is armed", || ready.try_recv().is_ok()));
        drop(runtime);
        drop(calls);
        assert_eq!(fake.created(), 1);
        assert_eq!(fake.live(), 0);
    }
}

#[tokio::test]
async fn a_cancelled_shutdown_goes_on_when_the_supervisor_is_dropped() {
    let fake = Fake {
        latency: Duration::from_millis(100),
        ..Fake::default()
    };
    let (calls, line) = start(&fake);
    let _held = line.dial("+1").await.unwrap();
    // The future owns the supervisor, so this drops it in the middle of its drain.
    let cancelled = tokio::time::timeout(Duration::from_millis(20), calls.shutdown()).await;
    assert!(cancelled.is_err());
    assert_eq!(fake.live(), 0);
}

#[tokio::test]
async fn a_call_that_is_adopted_during_shutdown_is_ended_or_not_taken() {
    let fake = Fake {
        latency: Duration::from_millis(100),
        ..Fake::default()
    };
    let (calls, line) = start(&fake);
    let held = line.dial("+1").await.unwrap();
    let stranger = fake.strangers(1).remove(0);
    let adopting = tokio::spawn({
        let stranger = stranger.clone();
        async move { line.adopt(&stranger).await.map(drop) }
    });
    tokio::time::sleep(Duration::from_millis(30)).await;
    calls.shutdown().await.unwrap();
    assert!(matches!(adopting.await.unwrap(), Err(Error::Closed)));
    assert_eq!(fake.state(&stranger), State::Live);
    assert_eq!(
        fake.state(held.id()),
        State::Over(call_guard::OverReason::Ended)
    );
}

#[tokio::test]
async fn times_beyond_reason_are_as_good_as_for_ever() {
    let fake = Fake {
        pace: Some(call_guard::Pace {
            per_second: Some(f64::INFINITY),
            at_once: usize::MAX,
        }),
        ..Fake::default()
    };
    fake.world().unbilled_looks = 1;
    let builder = quick()
        .drain(Duration::MAX)
        .billing_wait(Duration::MAX)
        .observe_every(Duration::MAX)
        .end_deadline(Duration::MAX)
        .dial_timeout(Duration::MAX)
        .attempt_timeout(Duration::MAX)
        .answer_patience(Duration::MAX);
    let (calls, line) = start_with(builder, &fake);
    let call = line.dial("+1").await.unwrap();
    drop(tokio::time::timeout(Duration::from_millis(50), call.ended()).await);
    assert!(call.end().await.unwrap().billed.is_some());
    let _held = line.dial("+1").await.unwrap();
    calls.shutdown().await.unwrap();
    assert_eq!(fake.live(), 0);
}
