use sandbox::{LastPage, NextLink};
use serde_json::{Value, json};

use crate::support::{Rig, manual, start};

async fn ids(rig: &Rig, query: &str) -> Vec<String> {
    let answer = rig
        .ultravox("GET", &format!("/api/calls?{query}"), Value::Null)
        .await;
    assert_eq!(answer.status, 200, "{:?}", answer.body);
    let results = answer.body["results"].as_array().unwrap().clone();
    results
        .iter()
        .map(|call| call["callId"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn metadata_filters_are_exact_and_combine() {
    let rig = start(manual()).await;
    let one = rig
        .call(json!({"metadata": {"owner": "a", "n": "1"}}))
        .await;
    let two = rig
        .call(json!({"metadata": {"owner": "a", "n": "2"}}))
        .await;
    rig.call(json!({"metadata": {"owner": "ab"}})).await;
    assert_eq!(ids(&rig, "metadata.owner=a").await, [two, one.clone()]);
    assert_eq!(ids(&rig, "metadata.owner=a&metadata.n=1").await, [one]);
    assert!(ids(&rig, "metadata.owner=none").await.is_empty());
}

#[tokio::test]
async fn a_new_call_can_be_missing_for_a_while() {
    let mut config = manual();
    config.ultravox.list_lag = std::time::Duration::from_secs(3);
    let rig = start(config).await;
    let id = rig.call(json!({"metadata": {"k": "v"}})).await;
    assert!(ids(&rig, "metadata.k=v").await.is_empty());
    rig.advance(3.0).await;
    assert_eq!(ids(&rig, "metadata.k=v").await, [id]);
}

#[tokio::test]
async fn dates_durations_text_and_order() {
    let rig = start(manual()).await;
    let short = rig.call(json!({"systemPrompt": "Ask for Ann"})).await;
    rig.control.join(&short).unwrap();
    rig.advance(10.0).await;
    rig.control.hang_up(&short).unwrap();
    let long = rig.call(json!({"voice": "Mark"})).await;
    rig.control.join(&long).unwrap();
    rig.advance(100.0).await;
    rig.control.hang_up(&long).unwrap();
    let between = rig.shown(&long).await["created"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        ids(&rig, &format!("fromDate={between}")).await,
        [long.as_str()]
    );
    let day = &between[..10];
    assert_eq!(
        ids(&rig, &format!("toDate={day}&fromDate=2020-01-01"))
            .await
            .len(),
        2
    );
    assert_eq!(ids(&rig, "durationMin=50s").await, [long.as_str()]);
    assert_eq!(ids(&rig, "durationMax=50s").await, [short.as_str()]);
    assert_eq!(ids(&rig, "search=ann").await, [short.as_str()]);
    assert_eq!(ids(&rig, "voiceId=Mark").await, [long.as_str()]);
    assert_eq!(
        ids(&rig, "sort=created").await,
        [short.as_str(), long.as_str()]
    );
    assert_eq!(ids(&rig, "sort=-duration").await, [long, short]);
    for wrong in [
        "durationMin=5",
        "fromDate=soon",
        "sort=colour",
        "search=",
        "pageSize=0",
    ] {
        let answer = rig
            .ultravox("GET", &format!("/api/calls?{wrong}"), Value::Null)
            .await;
        assert_eq!(answer.status, 400, "{wrong}");
    }
}

#[tokio::test]
async fn pages_follow_the_cursor_even_when_calls_are_new() {
    let rig = start(manual()).await;
    for n in 0..7 {
        rig.call(json!({"metadata": {"n": n.to_string(), "all": "x"}}))
            .await;
    }
    let mut seen = Vec::new();
    let mut next = Some("/api/calls?pageSize=3&metadata.all=x".to_owned());
    while let Some(path) = next.take() {
        let page = rig.ultravox("GET", &path, Value::Null).await.body;
        for call in page["results"].as_array().unwrap() {
            seen.push(call["metadata"]["n"].as_str().unwrap().to_owned());
        }
        if let Some(url) = page["next"].as_str() {
            next = Some(url.strip_prefix(rig.sandbox.url()).unwrap().to_owned());
            rig.call(json!({"metadata": {"n": "new", "all": "x"}}))
                .await;
        }
    }
    assert_eq!(seen, ["6", "5", "4", "3", "2", "1", "0"]);
}

#[tokio::test]
async fn links_can_be_relative_and_the_last_one_empty() {
    let mut config = manual();
    config.ultravox.next_link = NextLink::Relative;
    config.ultravox.last_page = LastPage::Empty;
    let rig = start(config).await;
    rig.call(json!({})).await;
    rig.call(json!({})).await;
    let page = rig
        .ultravox("GET", "/api/calls?pageSize=1", Value::Null)
        .await
        .body;
    let next = page["next"].as_str().unwrap();
    assert!(next.starts_with("/api/calls?cursor="), "{next}");
    let last = rig.ultravox("GET", next, Value::Null).await.body;
    assert_eq!(last["next"], "");
}
