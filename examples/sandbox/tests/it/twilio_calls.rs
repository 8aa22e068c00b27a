use std::time::Duration;

use sandbox::{AfterRingingEnd, Callee, CancelInProgress, Config, TimeLimitFrom};
use serde_json::Value;

use crate::support::{ACCOUNT, FROM, TO, instant, manual, start};

const TALK: &str = r#"<Response><Pause length="600"/></Response>"#;

#[tokio::test]
async fn a_call_goes_its_documented_way_and_is_billed_by_the_minute() {
    let rig = start(manual()).await;
    let answer = rig
        .twilio(
            "POST",
            "/Calls.json",
            &[("To", TO), ("From", FROM), ("Twiml", TALK)],
        )
        .await;
    assert_eq!(answer.status, 201);
    assert!(
        answer.headers["twilio-request-id"]
            .to_str()
            .unwrap()
            .starts_with("RQ")
    );
    assert_eq!(answer.headers["twilio-concurrent-requests"], "1");
    assert_eq!(answer.body["status"], "queued");
    assert_eq!(answer.body["direction"], "outbound-api");
    assert_eq!(answer.body["start_time"], Value::Null);
    let sid = answer.body["sid"].as_str().unwrap();
    rig.advance(0.5).await;
    assert_eq!(rig.status(sid).await, "ringing");
    rig.advance(1.0).await;
    assert_eq!(rig.status(sid).await, "in-progress");
    rig.advance(61.0).await;
    let path = format!("/Calls/{sid}.json");
    let ended = rig.twilio("POST", &path, &[("Status", "completed")]).await;
    assert_eq!(
        (ended.status, &ended.body["status"]),
        (200, &Value::from("completed"))
    );
    assert_eq!(ended.body["duration"], "61");
    assert_eq!(ended.body["price"], Value::Null, "the price comes later");
    rig.advance(1.0).await;
    let call = rig.twilio("GET", &path, &[]).await.body;
    assert_eq!(
        (&call["price"], &call["price_unit"]),
        (&"-0.02800".into(), &"USD".into())
    );
    assert_eq!(rig.control.ledger().twilio.ended_micros, 28_000);
}

#[tokio::test]
async fn callees_are_busy_away_or_out_of_reach() {
    let mut config = manual();
    let numbers = &mut config.twilio.numbers;
    numbers.insert("+14155550001".into(), Callee::busy(Duration::from_secs(1)));
    numbers.insert("+14155550002".into(), Callee::no_answer());
    numbers.insert(
        "+14155550003".into(),
        Callee::failed(Duration::from_secs(1)),
    );
    numbers.insert(
        "+14155550004".into(),
        Callee::answers(Duration::from_secs(90)),
    );
    config.twilio.calls_per_second = None;
    let rig = start(config).await;
    let mut sids = Vec::new();
    for to in [
        "+14155550001",
        "+14155550002",
        "+14155550003",
        "+14155550004",
    ] {
        let form = [
            ("To", to),
            ("From", FROM),
            ("Twiml", TALK),
            ("Timeout", "20"),
        ];
        let answer = rig.twilio("POST", "/Calls.json", &form).await;
        sids.push(answer.body["sid"].as_str().unwrap().to_owned());
    }
    rig.advance(21.0).await;
    let mut statuses = Vec::new();
    for sid in &sids {
        let call = rig
            .twilio("GET", &format!("/Calls/{sid}.json"), &[])
            .await
            .body;
        statuses.push(call["status"].as_str().unwrap().to_owned());
        assert_eq!(call["duration"], Value::Null);
    }
    assert_eq!(statuses, ["busy", "no-answer", "failed", "no-answer"]);
    assert_eq!(rig.control.ledger().total_micros, 0);
}

#[tokio::test]
async fn calls_wait_in_the_queue_one_a_second() {
    let rig = start(manual()).await;
    let first = rig.place(TALK, &[]).await;
    rig.place(TALK, &[]).await;
    let third = rig
        .twilio(
            "POST",
            "/Calls.json",
            &[("To", TO), ("From", FROM), ("Twiml", TALK)],
        )
        .await;
    assert_eq!(third.body["queue_time"], "2000");
    rig.advance(1.6).await;
    assert_eq!(rig.status(&first).await, "in-progress");
    assert_eq!(rig.state(third.body["sid"].as_str().unwrap()), "queued");
}

#[tokio::test]
async fn what_an_update_may_do_depends_on_the_state() {
    let rig = start(manual()).await;
    let sid = rig.place(TALK, &[]).await;
    let path = format!("/Calls/{sid}.json");
    let redirect = [("Twiml", "<Response><Hangup/></Response>")];
    let early = rig.twilio("POST", &path, &redirect).await;
    assert_eq!((early.status, &early.body["code"]), (400, &21220.into()));
    rig.advance(2.0).await;
    let unchanged = rig.twilio("POST", &path, &[("Status", "canceled")]).await;
    assert_eq!(
        (unchanged.status, &unchanged.body["status"]),
        (200, &"in-progress".into())
    );
    let relative = [("Twiml", r#"<Response><Gather action="/x"/></Response>"#)];
    assert_eq!(
        rig.twilio("POST", &path, &relative).await.body["code"],
        15004
    );
    assert_eq!(rig.twilio("POST", &path, &redirect).await.status, 200);
    rig.until_state(&sid, "completed").await;
    for form in [
        [("Status", "completed")],
        [("Status", "canceled")],
        redirect,
    ] {
        let late = rig.twilio("POST", &path, &form).await;
        assert_eq!((late.status, &late.body["code"]), (400, &21220.into()));
        assert_eq!(
            late.body["message"],
            "Call is not in-progress. Cannot redirect."
        );
    }
    let unknown = format!("/Calls/CA{}.json", "0".repeat(32));
    let answer = rig
        .twilio("POST", &unknown, &[("Status", "completed")])
        .await;
    assert_eq!((answer.status, &answer.body["code"]), (404, &20404.into()));
}

#[tokio::test]
async fn a_ringing_call_is_ended_as_configured() {
    for (switch, expected) in [
        (AfterRingingEnd::Canceled, "canceled"),
        (AfterRingingEnd::Completed, "completed"),
    ] {
        let mut config = manual();
        config.twilio.after_ringing_end = switch;
        config.twilio.cancel_in_progress = CancelInProgress::Refused;
        let rig = start(config).await;
        let sid = rig.place(TALK, &[]).await;
        rig.advance(0.7).await;
        let path = format!("/Calls/{sid}.json");
        let answer = rig.twilio("POST", &path, &[("Status", "completed")]).await;
        assert_eq!(answer.body["status"], expected);
        rig.advance(10.0).await;
        assert_eq!(rig.state(&sid), expected, "it is never answered");
        let other = rig.place(TALK, &[]).await;
        rig.advance(3.0).await;
        let answer = rig
            .twilio(
                "POST",
                &format!("/Calls/{other}.json"),
                &[("Status", "canceled")],
            )
            .await;
        assert_eq!(answer.body["code"], 21220);
    }
}

#[tokio::test]
async fn the_time_limit_ends_the_call_and_can_be_renewed() {
    for (from, left) in [(TimeLimitFrom::Answer, 20.0), (TimeLimitFrom::Update, 60.0)] {
        let mut config = manual();
        config.twilio.time_limit_from = from;
        let rig = start(config).await;
        let sid = rig.place(TALK, &[("TimeLimit", "60")]).await;
        rig.advance(41.5).await;
        let path = format!("/Calls/{sid}.json");
        assert_eq!(
            rig.twilio("POST", &path, &[("TimeLimit", "60")])
                .await
                .status,
            200
        );
        rig.advance(left - 1.0).await;
        assert_eq!(rig.state(&sid), "in-progress");
        rig.advance(2.0).await;
        assert_eq!(rig.status(&sid).await, "completed");
        assert_eq!(
            rig.control.call(&sid).unwrap().end_reason.as_deref(),
            Some("time-limit")
        );
    }
}

#[tokio::test]
async fn the_callee_hangs_up() {
    let mut config = manual();
    config.twilio.callee =
        Callee::answers(Duration::from_secs(1)).hangs_up_after(Duration::from_secs(7));
    let rig = start(config).await;
    let sid = rig.place(TALK, &[]).await;
    rig.advance(10.0).await;
    let call = rig
        .twilio("GET", &format!("/Calls/{sid}.json"), &[])
        .await
        .body;
    assert_eq!(
        (&call["status"], &call["duration"]),
        (&"completed".into(), &"7".into())
    );
}

#[tokio::test]
async fn a_live_call_is_not_deleted() {
    let rig = instant().await;
    let sid = rig.place(TALK, &[]).await;
    let path = format!("/Calls/{sid}.json");
    let refused = rig.twilio("DELETE", &path, &[]).await;
    assert_eq!(
        (refused.status, &refused.body["code"]),
        (409, &20009.into())
    );
    rig.twilio("POST", &path, &[("Status", "completed")]).await;
    assert_eq!(rig.twilio("DELETE", &path, &[]).await.status, 204);
    assert_eq!(rig.twilio("GET", &path, &[]).await.status, 404);
}

#[tokio::test]
async fn a_wrong_sign_in_is_refused() {
    let rig = instant().await;
    let url = rig.url(&format!("/2010-04-01/Accounts/{ACCOUNT}/Calls.json"));
    let other = format!("AC{}", "9".repeat(32));
    for request in [
        rig.http.get(&url),
        rig.http.get(&url).basic_auth(&other, Some("x")),
        rig.http.get(&url).basic_auth(ACCOUNT, Some("")),
    ] {
        let answer = rig.send(request).await;
        assert_eq!((answer.status, &answer.body["code"]), (401, &20003.into()));
    }
    let key = format!("SK{}", "1".repeat(32));
    let with_key = rig.http.get(&url).basic_auth(&key, Some("secret"));
    assert_eq!(rig.send(with_key).await.status, 200);
}

#[tokio::test]
async fn test_credentials_know_magic_numbers_and_nothing_else() {
    let mut config = Config::instant();
    config.twilio.test_accounts.push(ACCOUNT.to_owned());
    let rig = start(config).await;
    let magic = "+15005550006";
    for (to, code) in [
        ("+15005550001", 21217),
        ("+15005550002", 21214),
        ("+15005550004", 21216),
    ] {
        let form = [("To", to), ("From", magic), ("Twiml", TALK)];
        assert_eq!(
            rig.twilio("POST", "/Calls.json", &form).await.body["code"],
            code
        );
    }
    let form = [("To", TO), ("From", magic), ("Twiml", TALK)];
    let placed = rig.twilio("POST", "/Calls.json", &form).await;
    assert_eq!(placed.status, 201);
    let sid = placed.body["sid"].as_str().unwrap();
    let fetched = rig.twilio("GET", &format!("/Calls/{sid}.json"), &[]).await;
    assert_eq!(
        (fetched.status, &fetched.body["code"]),
        (403, &20008.into())
    );
    assert_eq!(rig.control.live().len(), 0);
}

#[tokio::test]
async fn too_many_requests_at_once_are_not_processed() {
    let mut config = Config::instant();
    config.twilio.concurrent_requests = Some(1);
    let rig = start(config).await;
    let slow = sandbox::FaultRule::new(sandbox::FaultKind::SlowBody { ms: 1 });
    rig.control.add_fault(slow.times(1));
    let form = [("To", TO), ("From", FROM), ("Twiml", TALK)];
    let mut all = Vec::new();
    for _ in 0..20 {
        all.push(rig.twilio_request("POST", "/Calls.json", &form).send());
    }
    let mut created = 0;
    for answer in futures_util::future::join_all(all).await {
        match answer.unwrap().status().as_u16() {
            201 => created += 1,
            status => assert_eq!(status, 429),
        }
    }
    assert_eq!(rig.control.ledger().twilio.calls, created);
}

#[tokio::test]
async fn a_wrong_method_is_answered_in_the_shape_of_each_provider() {
    let rig = instant().await;
    let twilio = rig.twilio("PUT", "/Calls.json", &[]).await;
    assert_eq!(
        (twilio.status, &twilio.body["code"]),
        (405, &serde_json::json!(20_004))
    );
    let ultravox = rig.ultravox("PUT", "/api/calls", Value::Null).await;
    assert_eq!(ultravox.status, 405);
    assert!(ultravox.body["detail"].is_string(), "{:?}", ultravox.body);
}
