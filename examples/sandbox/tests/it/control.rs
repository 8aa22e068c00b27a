use std::time::Duration;

use sandbox::{CallFilter, Config, ControlError, Provider, Sandbox};
use serde_json::{Value, json};

use crate::support::{instant, manual, start};

#[tokio::test]
async fn rows_are_filtered_by_owner_label_and_provider() {
    let rig = start(manual()).await;
    let metadata = json!({"call-guard.owner": "me", "call-guard.intent": "one"});
    let id = rig.call(json!({"metadata": metadata})).await;
    rig.call(json!({})).await;
    let callback = "http://127.0.0.1:9/s?call-guard.owner=me&call-guard.intent=two";
    let sid = rig
        .place("<Response/>", &[("StatusCallback", callback)])
        .await;
    let rows = rig.control.calls(&CallFilter::default().owner("me"));
    let ids: Vec<_> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, [&id, &sid]);
    let get = async |query: &str| {
        let url = rig.url(&format!("/control/calls?{query}"));
        rig.send(rig.http.get(url)).await
    };
    let rows = get("live=true&label=two").await.body;
    assert_eq!(rows[0]["id"], sid);
    assert_eq!(rows[0]["metadata"]["call-guard.owner"], "me");
    assert_eq!(
        get("provider=ultravox")
            .await
            .body
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(get("colour=red").await.status, 400);
}

#[tokio::test]
async fn people_join_and_hang_up_over_http() {
    let rig = instant().await;
    let id = rig.call(json!({})).await;
    let post = async |what: &str| {
        let url = rig.url(&format!("/control/calls/{id}/{what}"));
        rig.send(rig.http.post(url)).await.status
    };
    assert_eq!(post("hang-up").await, 409);
    assert_eq!(post("join").await, 204);
    assert_eq!(post("join").await, 409);
    let row = rig
        .send(rig.http.get(rig.url(&format!("/control/calls/{id}"))))
        .await
        .body;
    assert_eq!(
        (&row["state"], &row["billing"]),
        (&"joined".into(), &true.into())
    );
    assert_eq!(post("hang-up").await, 204);
    assert_eq!(rig.shown(&id).await["endReason"], "hangup");
    assert_eq!(rig.control.join("nobody"), Err(ControlError::NotFound));
}

#[tokio::test]
async fn the_ledger_knows_what_runs_and_what_it_costs() {
    let rig = start(manual()).await;
    let id = rig.call(json!({})).await;
    let sid = rig
        .place(r#"<Response><Pause length="900"/></Response>"#, &[])
        .await;
    rig.control.join(&id).unwrap();
    rig.advance(61.5).await;
    let ledger = rig.control.ledger();
    assert_eq!((ledger.ultravox.live, ledger.ultravox.billing), (1, 1));
    assert_eq!(ledger.ultravox.live_micros, 55_000, "66 s");
    assert_eq!(ledger.twilio.live_micros, 14_000, "60 s");
    assert_eq!(ledger.per_minute_micros, 64_000);
    rig.control.hang_up(&id).unwrap();
    rig.control.hang_up(&sid).unwrap();
    let shown = rig
        .send(rig.http.get(rig.url("/control/ledger")))
        .await
        .body;
    assert_eq!(shown["totalMicros"], 69_000);
    assert_eq!(shown["perMinuteMicros"], 0);
}

#[tokio::test]
async fn numbers_are_scripted_while_running() {
    let rig = instant().await;
    let body = json!({"+14155550100": {"outcome": "busy", "after": "1ms"}});
    let set = rig
        .send(rig.http.post(rig.url("/control/numbers")).json(&body))
        .await;
    assert_eq!(set.status, 204);
    let sid = rig.place("<Response/>", &[]).await;
    rig.until_state(&sid, "busy").await;
}

#[tokio::test]
async fn arrivals_are_counted_by_operation() {
    let rig = instant().await;
    let id = rig.call(json!({})).await;
    rig.control.join(&id).unwrap();
    rig.shown(&id).await;
    rig.hang_up(&id).await;
    assert_eq!(rig.control.arrived(Provider::Ultravox, "create"), 1);
    assert_eq!(rig.control.arrived(Provider::Ultravox, "get"), 1);
    assert_eq!(rig.control.arrived(Provider::Ultravox, "end"), 1);
    let url = rig.url("/control/requests?operation=end");
    let rows = rig.send(rig.http.get(url)).await.body;
    assert_eq!(rows[0]["answered"], json!({"204": 1}));
    assert_eq!(rows.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn bodies_are_bounded() {
    let rig = instant().await;
    let large = vec![b' '; 1024 * 1024 + 1];
    let request = rig
        .ultravox_request("POST", "/api/calls", Value::Null)
        .body(large);
    assert_eq!(rig.send(request).await.status, 413);
}

#[tokio::test]
async fn a_stopped_sandbox_answers_no_more() {
    let rig = instant().await;
    let url = rig.url("/control");
    assert_eq!(rig.send(rig.http.get(&url)).await.status, 200);
    rig.sandbox.shutdown().await;
    assert!(rig.http.get(&url).send().await.is_err());
}

#[test]
fn a_sandbox_on_its_own_thread_serves_a_program_without_runtime() {
    let sandbox = Sandbox::start_on_thread(Config::instant()).unwrap();
    let address = sandbox.url().trim_start_matches("http://").to_owned();
    std::net::TcpStream::connect(&address).unwrap();
    assert!(sandbox.control().live().is_empty());
    drop(sandbox);
    let start = std::time::Instant::now();
    while std::net::TcpStream::connect(&address).is_ok() {
        assert!(start.elapsed() < Duration::from_secs(5));
        std::thread::sleep(Duration::from_millis(10));
    }
}
