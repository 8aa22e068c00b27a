//! Many calls at once.

use std::time::{Duration, Instant};

use call_guard::Pace;

use crate::support::{Fake, quick, start_with, until};

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
    assert!(
        world.most_at_once <= 64 + 16,
        "{} at once",
        world.most_at_once
    );
    assert!(
        world.calls.values().all(|call| call.asked == 1),
        "some were asked twice"
    );
}
