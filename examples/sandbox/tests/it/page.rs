//! The page that shows what is going on.

use sandbox::CallFilter;
use serde_json::{Value, json};

use crate::support::instant;

#[tokio::test]
async fn the_page_is_served_whole_and_refers_to_nothing_elsewhere() {
    let rig = instant().await;
    let answer = rig.send(rig.http.get(rig.url("/"))).await;
    assert_eq!(answer.status, 200);
    let header = |name: &str| answer.headers[name].to_str().unwrap();
    assert_eq!(header("content-type"), "text/html; charset=utf-8");
    assert!(header("content-security-policy").starts_with("default-src 'none'"));
    let page = answer.body.as_str().unwrap();
    for elsewhere in [
        "http:", "https:", "ws:", "\"//", "@import", "url(", " src=", "<link",
    ] {
        assert!(!page.contains(elsewhere), "{elsewhere}");
    }
    // What calls carry is shown as text, never as markup.
    for markup in [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
    ] {
        assert!(!page.contains(markup), "{markup}");
    }
    assert!(page.contains("lang=\"en\"") && page.contains("<title>"));
}

#[tokio::test]
async fn every_address_the_page_asks_answers_what_it_reads() {
    let rig = instant().await;
    let page = rig.send(rig.http.get(rig.url("/"))).await.body;
    let page = page.as_str().unwrap();
    let call = rig.call(json!({})).await;
    let look = |path: &'static str| {
        assert!(page.contains(&format!("\"{path}\"")), "{path}");
        rig.send(rig.http.get(rig.url(path)))
    };
    let all = look("/control").await.body;
    assert!(all["clock"]["now"].is_string() && all["clock"]["mode"].is_string());
    assert!(all["ledger"]["ultravox"]["endedMicros"].is_u64());
    assert!(all["ledger"]["perMinuteMicros"].is_u64());
    let live = look("/control/calls?live=true&last=200").await.body;
    assert_eq!(live[0]["id"], call);
    for name in ["provider", "state", "costMicros", "created", "warnings"] {
        assert_ne!(live[0][name], Value::Null, "{name}");
    }
    assert!(live[0]["media"]["framesReceived"].is_u64());
    assert_eq!(
        look("/control/calls?live=false&last=20").await.body,
        json!([])
    );
    assert_eq!(look("/control/faults").await.body, json!([]));
    let requests = look("/control/requests").await.body;
    assert!(requests[0]["arrived"].is_u64() && requests[0]["answered"].is_object());
}

#[tokio::test]
async fn the_youngest_calls_can_be_listed_alone() {
    let rig = instant().await;
    let mut all = Vec::new();
    for _ in 0..3 {
        all.push(rig.call(json!({})).await);
    }
    let rows = rig.control.calls(&CallFilter::default().last(2));
    let ids: Vec<_> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, all[1..]);
    let wrong = rig
        .send(rig.http.get(rig.url("/control/calls?last=few")))
        .await;
    assert_eq!(wrong.status, 400);
}
