//! The guard against both providers, with every failure on the wire that the sandbox knows.

use std::time::Duration;

use call_guard::{Cause, Error};
use sandbox::{FaultKind, Provider};

use crate::{
    support::until,
    world::{World, lost_answers},
};

#[tokio::test]
async fn both_providers_dial_and_end() {
    let world = World::start();
    let call = world.talk().await.unwrap();
    let phone = world.ring("+15551230000").await.unwrap();
    let row = world.control.call(call.id()).unwrap();
    assert_eq!(row.label(), Some(call.intent().to_string().as_str()));
    assert_eq!(row.owner(), Some("tests"));
    for receipt in [call.end().await.unwrap(), phone.end().await.unwrap()] {
        assert!(
            matches!(receipt.cause, Cause::Guard | Cause::ExpiredUnjoined),
            "{receipt}"
        );
        assert!(
            receipt.is_confirmed() && receipt.billed.is_some(),
            "{receipt}"
        );
    }
    assert_eq!(world.live(), 0);
}

#[tokio::test]
async fn a_call_whose_answer_was_lost_is_handed_over_by_both_providers() {
    for kind in lost_answers() {
        let world = World::start();
        world.fault(Provider::Ultravox, "create", kind.clone());
        let call = world
            .talk()
            .await
            .unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        world.fault(Provider::Twilio, "create", kind.clone());
        let phone = world
            .ring("+15551230001")
            .await
            .unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        assert_eq!(world.rows().len(), 2, "{kind:?} was repeated");
        call.end().await.unwrap();
        phone.end().await.unwrap();
        assert_eq!(world.live(), 0, "{kind:?}");
    }
}

#[tokio::test]
async fn a_call_whose_answer_was_lost_and_that_nobody_waits_for_is_ended() {
    for kind in lost_answers() {
        let world = World::start();
        world.fault(Provider::Ultravox, "create", kind.clone());
        drop(tokio::time::timeout(Duration::from_millis(100), world.talk()).await);
        world.fault(Provider::Twilio, "create", kind.clone());
        drop(tokio::time::timeout(Duration::from_millis(100), world.ring("+15551230002")).await);
        until("both calls are made", || world.rows().len() == 2).await;
        until("both calls are ended", || world.live() == 0).await;
    }
}

#[tokio::test]
async fn a_creation_that_never_arrived_is_not_repeated_and_not_found() {
    for kind in [FaultKind::Hang, FaultKind::ResetBefore, FaultKind::Refuse] {
        let world = World::start();
        world.fault(Provider::Twilio, "create", kind.clone());
        let Err(Error::Lost(receipt)) = world.ring("+15551230003").await else {
            panic!("{kind:?}: not lost")
        };
        assert_eq!(
            (receipt.cause, receipt.call),
            (Cause::NotFound, None),
            "{kind:?}"
        );
        assert!(world.rows().is_empty(), "{kind:?} was repeated");
    }
}

#[tokio::test]
async fn of_two_phone_calls_that_fit_none_is_ended() {
    let world = World::start();
    let strangers = [
        world.stranger("+15551230004").await,
        world.stranger("+15551230004").await,
    ];
    world.fault(Provider::Twilio, "create", FaultKind::Refuse);
    let Err(Error::Lost(receipt)) = world.ring("+15551230004").await else {
        panic!("not lost")
    };
    let Cause::Ambiguous { mut candidates } = receipt.cause.clone() else {
        panic!("{receipt}")
    };
    candidates.sort();
    let mut both = strangers;
    both.sort();
    assert_eq!(candidates, both);
    assert!(
        receipt.to_string().contains("none was touched"),
        "{receipt}"
    );
    assert_eq!(world.live(), 2);
    let Err(Error::Unfinished(unended)) = world.calls.shutdown().await else {
        panic!("they may live")
    };
    assert_eq!((unended.len(), world.control.live().len()), (1, 2));
}

#[tokio::test]
async fn a_refusal_for_the_moment_is_repeated_and_a_refusal_for_good_is_not() {
    let world = World::start();
    let busy = |retry_after| FaultKind::Status {
        status: 429,
        retry_after,
        http_date: false,
        html: false,
        after_effect: false,
    };
    world.fault(Provider::Ultravox, "create", busy(Some(0)));
    world.talk().await.unwrap().end().await.unwrap();
    world.fault(Provider::Twilio, "create", busy(None));
    world
        .ring("+15551230005")
        .await
        .unwrap()
        .end()
        .await
        .unwrap();
    let created = world.rows().len();
    assert!(
        matches!(world.ring("12").await, Err(Error::InvalidRequest(what)) if what.contains("To"))
    );
    let mut call = ultravox_client::calls::CreateCall::new("Hot.");
    call.temperature = Some(7.0);
    let error = world.ultravox.dial(call).await.unwrap_err();
    assert!(
        matches!(&error, Error::InvalidRequest(what) if what.contains("temperature")),
        "{error}"
    );
    assert_eq!(world.rows().len(), created);
}

#[tokio::test]
async fn every_failure_of_an_end_or_a_look_is_outlived() {
    let faults = [
        FaultKind::Refuse,
        FaultKind::ResetBefore,
        FaultKind::ResetAfter,
        FaultKind::AnswerLost,
        FaultKind::Hang,
        FaultKind::Truncate,
        FaultKind::Status {
            status: 500,
            retry_after: None,
            http_date: false,
            html: true,
            after_effect: false,
        },
        FaultKind::Status {
            status: 429,
            retry_after: Some(1),
            http_date: false,
            html: false,
            after_effect: false,
        },
        FaultKind::Status {
            status: 503,
            retry_after: Some(1),
            http_date: true,
            html: true,
            after_effect: false,
        },
    ];
    let world = World::start();
    for kind in faults {
        for (provider, operation) in [
            (Provider::Ultravox, "end"),
            (Provider::Ultravox, "get"),
            (Provider::Twilio, "end"),
            (Provider::Twilio, "get"),
        ] {
            let receipt = match provider {
                Provider::Ultravox => {
                    let call = world.talk().await.unwrap();
                    until("it is joined", || {
                        world.control.call(call.id()).unwrap().answered.is_some()
                    })
                    .await;
                    world.fault(provider, operation, kind.clone());
                    call.end().await.unwrap()
                }
                Provider::Twilio => {
                    let call = world.ring("+15551230006").await.unwrap();
                    world.fault(provider, operation, kind.clone());
                    call.end().await.unwrap()
                }
            };
            assert!(receipt.is_confirmed(), "{operation} {kind:?}: {receipt}");
            assert!(
                world.control.faults().is_empty(),
                "{operation} {kind:?} was not met"
            );
            assert_eq!(world.live(), 0, "{operation} {kind:?}");
        }
    }
}

#[tokio::test]
async fn the_other_side_and_the_limits_of_the_providers_are_told_apart() {
    let world = World::start();
    let call = world.talk().await.unwrap();
    until("it is joined", || {
        world.control.call(call.id()).unwrap().answered.is_some()
    })
    .await;
    world.control.hang_up(call.id()).unwrap();
    assert_eq!(call.ended().await.unwrap().cause, Cause::OtherSide);

    let mut short = ultravox_client::calls::CreateCall::new("Be brief.");
    short.max_duration = Some(Duration::from_millis(200));
    let call = world.ultravox.dial(short).await.unwrap();
    assert_eq!(call.ended().await.unwrap().cause, Cause::Limit);
}

#[tokio::test]
async fn an_unjoined_call_expires_and_is_free() {
    let mut config = sandbox::Config::instant();
    config.ultravox.web_join = None;
    let world = World::with(config, call_guard::Pace::default());
    let mut call = ultravox_client::calls::CreateCall::new("Nobody comes.");
    call.join_timeout = Some(Duration::from_millis(500));
    let receipt = world
        .ultravox
        .dial(call)
        .await
        .unwrap()
        .end()
        .await
        .unwrap();
    assert_eq!(receipt.cause, Cause::ExpiredUnjoined);
    assert_eq!(
        world
            .control
            .call(receipt.call.as_deref().unwrap())
            .unwrap()
            .cost_micros,
        0
    );
}

#[tokio::test]
async fn every_call_has_a_limit_on_the_provider_s_side() {
    let world = World::start();
    let call = world
        .ultravox
        .dial(ultravox_client::calls::CreateCall::new("No limit."))
        .await
        .unwrap();
    assert_eq!(call.max_duration, Some(Duration::from_secs(1800)));
    let mut config = sandbox::Config::instant();
    config.clock = sandbox::ClockMode::Fast { speed: 3600.0 };
    let fast = World::with(config, call_guard::Pace::default());
    let phone = fast.ring("+15551230007").await.unwrap();
    let receipt = phone.ended().await.unwrap();
    let row = fast.control.call(receipt.call.as_deref().unwrap()).unwrap();
    assert_eq!(row.end_reason.as_deref(), Some("time-limit"), "{row:?}");
}
