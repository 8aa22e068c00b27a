//! Many calls at once.

use std::time::Duration;

use sandbox::ClockMode;
use serde_json::{Value, json};

use crate::support::{KEY, manual, start};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_of_calls_are_held_found_and_expire() {
    const CALLS: usize = 20_000;
    let rig = start(manual()).await;
    let url = rig.url("/api/calls");
    let mut workers = Vec::new();
    for worker in 0..8 {
        let (http, url) = (rig.http.clone(), url.clone());
        workers.push(tokio::spawn(async move {
            for n in 0..CALLS / 8 {
                let body = json!({"metadata": {"n": format!("{worker}-{n}")}});
                let answer = http
                    .post(&url)
                    .header("X-API-Key", KEY)
                    .json(&body)
                    .send()
                    .await;
                assert_eq!(answer.unwrap().status(), 201);
            }
        }));
    }
    for worker in workers {
        worker.await.unwrap();
    }
    assert_eq!(rig.control.live_count(), CALLS as u64);
    let found = rig
        .ultravox("GET", "/api/calls?metadata.n=3-77", Value::Null)
        .await
        .body;
    assert_eq!(found["total"], 1);
    rig.control.advance(Duration::from_secs(40)).await.unwrap();
    assert_eq!(rig.control.live_count(), 0);
    assert_eq!(rig.control.set_clock(ClockMode::Real), Ok(()));
}
