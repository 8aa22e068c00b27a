use std::time::Duration;

use sandbox::{ClockMode, Config, ControlError};
use serde_json::json;

use crate::support::{manual, start};

#[tokio::test]
async fn a_fast_clock_lets_an_hour_pass_in_seconds() {
    let config = Config {
        clock: ClockMode::Fast { speed: 3600.0 },
        ..Config::default()
    };
    let rig = start(config).await;
    let id = rig
        .call(json!({"maxDuration": "3600s", "joinTimeout": "600s"}))
        .await;
    rig.control.join(&id).unwrap();
    rig.until_state(&id, "ended").await;
    let row = rig.control.call(&id).unwrap();
    assert_eq!(row.end_reason.as_deref(), Some("timeout"));
    assert_eq!(
        (row.billed_seconds, row.cost_micros),
        (Some(3600), 3_000_000)
    );
}

#[tokio::test]
async fn the_clock_is_moved_and_changed_over_http() {
    let rig = start(manual()).await;
    let id = rig.call(json!({"joinTimeout": "30s"})).await;
    let clock = rig.url("/control/clock");
    let before = rig.send(rig.http.get(&clock)).await.body;
    assert_eq!(before["mode"], "manual");
    let moved = rig
        .send(rig.http.post(&clock).body(r#"{"advance": "31s"}"#))
        .await;
    assert_eq!(moved.status, 200, "{:?}", moved.body);
    assert_eq!(rig.state(&id), "ended");
    let fast = rig
        .send(
            rig.http
                .post(&clock)
                .body(r#"{"mode": "fast", "speed": 10.0}"#),
        )
        .await;
    assert_eq!(fast.body["mode"], "fast");
    let step = rig
        .send(rig.http.post(&clock).body(r#"{"advance": "1s"}"#))
        .await;
    assert_eq!(step.status, 409);
    assert_eq!(
        rig.control.advance(Duration::ZERO).await,
        Err(ControlError::WrongState)
    );
    let wrong = rig.control.set_clock(ClockMode::Fast { speed: 0.0 });
    assert_eq!(wrong, Err(ControlError::Invalid));
}
