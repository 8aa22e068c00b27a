use sandbox::Config;
use serde_json::{Value, json};

use crate::support::start;

#[tokio::test]
async fn the_cap_counts_unjoined_calls_and_names_a_wait() {
    let mut config = Config::instant();
    config.ultravox.concurrent_calls = Some(2);
    let rig = start(config).await;
    rig.call(json!({})).await;
    let second = rig.call(json!({})).await;
    let refused = rig.ultravox("POST", "/api/calls", json!({})).await;
    assert_eq!(refused.status, 429);
    assert!(refused.headers.contains_key("retry-after"));
    rig.control.join(&second).unwrap();
    rig.control.hang_up(&second).unwrap();
    rig.call(json!({})).await;
}

#[tokio::test]
async fn requests_are_limited_per_key_and_second() {
    let mut config = Config::instant();
    config.ultravox.requests_per_second = Some(3);
    let rig = start(config).await;
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(rig.ultravox("GET", "/api/calls", Value::Null).await.status);
    }
    assert_eq!(statuses, [200, 200, 200, 429]);
    let rows = rig.control.requests();
    assert_eq!(rows.iter().map(|row| row.rate_limited).sum::<u64>(), 1);
    tokio::time::sleep(std::time::Duration::from_millis(1050)).await;
    assert_eq!(
        rig.ultravox("GET", "/api/calls", Value::Null).await.status,
        200
    );
}

#[tokio::test]
async fn creations_are_limited_and_a_refused_one_is_no_call() {
    let mut config = Config::instant();
    config.ultravox.creates_per_second = Some(1);
    config.ultravox.creates_per_minute = Some(30);
    let rig = start(config).await;
    rig.call(json!({})).await;
    let refused = rig.ultravox("POST", "/api/calls", json!({})).await;
    assert_eq!(
        (
            refused.status,
            refused.headers["retry-after"].to_str().unwrap()
        ),
        (429, "1")
    );
    assert_eq!(rig.control.live().len(), 1);
}
