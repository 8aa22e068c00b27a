use serde_json::Value;

use crate::support::{FROM, Rig, TO, manual, start};

const TALK: &str = r#"<Response><Pause length="600"/></Response>"#;

async fn sids(rig: &Rig, query: &str) -> Vec<String> {
    let answer = rig
        .twilio("GET", &format!("/Calls.json?{query}"), &[])
        .await;
    assert_eq!(answer.status, 200, "{:?}", answer.body);
    let calls = answer.body["calls"].as_array().unwrap().clone();
    calls
        .iter()
        .map(|call| call["sid"].as_str().unwrap().to_owned())
        .collect()
}

async fn dial(rig: &Rig, to: &str) -> String {
    let form = [("To", to), ("From", FROM), ("Twiml", TALK)];
    let answer = rig.twilio("POST", "/Calls.json", &form).await;
    answer.body["sid"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn every_filter_selects() {
    let rig = start(manual()).await;
    let one = dial(&rig, TO).await;
    let two = dial(&rig, "+14155550199").await;
    assert_eq!(sids(&rig, "").await, [two.as_str(), one.as_str()]);
    assert_eq!(sids(&rig, "To=%2B14155550100").await, [one.as_str()]);
    assert_eq!(sids(&rig, "From=%2B19999999999").await, [""; 0]);
    rig.advance(0.6).await;
    assert_eq!(sids(&rig, "Status=ringing").await, [one.as_str()]);
    assert_eq!(sids(&rig, "Status=queued").await, [two.as_str()]);
    let today = &rig.control.clock().now[..10].to_owned();
    let since = format!("StartTime%3E={today}");
    assert_eq!(
        sids(&rig, &since).await,
        [one.as_str()],
        "not dialled, no start time"
    );
    assert_eq!(
        sids(&rig, &format!("StartTime={today}")).await,
        [one.as_str()]
    );
    assert_eq!(sids(&rig, &format!("StartTime%3C={today}")).await, [""; 0]);
    rig.advance(5.0).await;
    rig.twilio(
        "POST",
        &format!("/Calls/{one}.json"),
        &[("Status", "completed")],
    )
    .await;
    assert_eq!(sids(&rig, &format!("EndTime%3E={today}")).await, [one]);
    let parent = format!("ParentCallSid={two}");
    assert_eq!(sids(&rig, &parent).await, [""; 0]);
}

#[tokio::test]
async fn pages_are_followed_by_their_uri() {
    let rig = start(manual()).await;
    let mut placed = Vec::new();
    for _ in 0..5 {
        placed.insert(0, dial(&rig, TO).await);
    }
    let mut seen = Vec::new();
    let mut next = Some("/Calls.json?PageSize=2&To=%2B14155550100".to_owned());
    let mut pages = 0;
    while let Some(path) = next.take() {
        let page = rig.twilio("GET", &path, &[]).await.body;
        assert_eq!(page["page"], pages);
        pages += 1;
        for call in page["calls"].as_array().unwrap() {
            seen.push(call["sid"].as_str().unwrap().to_owned());
        }
        next = page["next_page_uri"].as_str().map(|uri| {
            assert!(uri.contains("PageToken=PA"), "{uri}");
            uri[uri.find("/Calls.json").unwrap()..].to_owned()
        });
        // What is new comes before the first page.
        dial(&rig, TO).await;
    }
    assert_eq!((pages, seen), (3, placed));
    let uri = "/Calls.json?PageSize=2&Page=2";
    let third = rig.twilio("GET", uri, &[]).await.body;
    let back = third["previous_page_uri"].as_str().unwrap();
    let back = &back[back.find("/Calls.json").unwrap()..];
    let second = rig.twilio("GET", back, &[]).await.body;
    let sid = |page: &Value, at: usize| page["calls"][at]["sid"].as_str().unwrap().to_owned();
    let all = sids(&rig, "").await;
    assert_eq!([sid(&second, 0), sid(&second, 1)], all[2..4]);
    assert_eq!([sid(&third, 0), sid(&third, 1)], all[4..6]);
    let far = format!("/Calls.json?PageSize=1000&Page={}", usize::MAX);
    assert_eq!(rig.twilio("GET", &far, &[]).await.status, 400);
    let large = rig.twilio("GET", "/Calls.json?PageSize=1001", &[]).await;
    assert_eq!(
        (large.status, &large.body["code"]),
        (400, &Value::from(20007))
    );
}
