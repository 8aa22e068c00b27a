//! Many calls at once.

use std::time::{Duration, Instant};

use call_guard::Pace;

use crate::{
    support::{Fake, quick, start_with, until},
    world::World,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_guards_dropped_at_once_are_all_ended_within_the_pace() {
    const CALLS: usize = 10_000;
    let pace = Pace {
        per_second: Some(20_000.0),
        at_once: 64,
    };
    let fake = Fake {
        pace: Some(pace),
        latency: Duration::from_millis(1),
        ..Fake::default()
    };
    let (calls, line) = start_with(quick().drain(Duration::from_secs(60)), &fake);
    let mut guards = Vec::new();
    for _ in 0..CALLS / 100 {
        let dials = (0..100).map(|_| line.dial("+1"));
        for guard in futures_util::future::join_all(dials).await {
            guards.push(guard.unwrap());
        }
    }
    assert_eq!(fake.live(), CALLS);
    let began = Instant::now();
    drop(guards);
    println!("{CALLS} guards dropped in {:?}", began.elapsed());
    until("all are ended", || fake.live() == 0).await;
    calls.shutdown().await.unwrap();
    println!("all over after {:?}", began.elapsed());
    let world = fake.world();
    assert!(world.most_at_once > 16, "one after the other");
    assert!(world.most_at_once <= 64, "{} at once", world.most_at_once);
    assert!(
        world.calls.values().all(|call| call.asked == 1),
        "some were asked twice"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_calls_at_ultravox_are_ended_within_its_rate_limit() {
    const CALLS: usize = 10_000;
    const LIMIT: u32 = 1_000;
    let mut config = sandbox::Config::instant();
    config.ultravox.web_join = Some(Duration::from_millis(1));
    config.ultravox.requests_per_second = Some(LIMIT);
    let pace = Pace {
        per_second: Some(f64::from(LIMIT) * 0.97),
        at_once: 64,
    };
    let world = World::with(config, pace);
    let mut guards = Vec::new();
    let mut tick = tokio::time::interval(Duration::from_millis(100));
    while guards.len() < CALLS {
        tick.tick().await;
        let dials = (0..80.min(CALLS - guards.len())).map(|_| world.talk());
        for guard in futures_util::future::join_all(dials).await {
            guards.push(guard.unwrap());
        }
    }
    assert_eq!(world.live(), CALLS);
    let requests = || {
        world
            .control
            .requests()
            .iter()
            .map(|row| row.arrived)
            .sum::<u64>()
    };
    let (before, began) = (requests(), Instant::now());
    drop(guards);
    let dropped = began.elapsed();
    let mut half = None;
    let live = || world.control.ledger().ultravox.live;
    while live() > 0 {
        assert!(
            began.elapsed() < Duration::from_secs(120),
            "{} still live",
            live()
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
        if half.is_none() && live() < CALLS as u64 / 2 {
            half = Some(began.elapsed());
        }
    }
    let rate = (requests() - before) as f64 / began.elapsed().as_secs_f64();
    let refused: u64 = world
        .control
        .requests()
        .iter()
        .map(|row| row.rate_limited)
        .sum();
    assert!(
        refused * 20 < requests() - before,
        "{refused} requests were refused: the pace is not kept"
    );
    println!(
        "{CALLS} guards dropped in {dropped:?}; {refused} requests refused; half of the calls over after {half:?}, all after {:?}; \
         {:.2} of the rate that the provider accepts",
        began.elapsed(),
        rate / f64::from(LIMIT)
    );
}
