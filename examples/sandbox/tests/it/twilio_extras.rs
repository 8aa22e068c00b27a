//! Keys, answering machines and recordings of a Twilio call.

use std::time::Duration;

use sandbox::{AnsweredBy, Callee, CalleeInput, Config};
use serde_json::Value;

use crate::support::{Application, FROM, Rig, TO, instant, manual, read, start, twiml};

async fn place_at(rig: &Rig, url: &str, more: &[(&str, &str)]) -> String {
    let mut form = vec![("To", TO), ("From", FROM), ("Url", url)];
    form.extend_from_slice(more);
    let answer = rig.twilio("POST", "/Calls.json", &form).await;
    assert_eq!(answer.status, 201, "{:?}", answer.body);
    answer.body["sid"].as_str().unwrap().to_owned()
}

fn machine(who: AnsweredBy) -> Config {
    let mut config = Config::instant();
    config.twilio.callee = Callee::answers(Duration::from_millis(15)).answered_by(who);
    config
}

#[tokio::test]
async fn keys_are_pressed_before_the_instructions_run() {
    let mut config = manual();
    config.twilio.callee = Callee::answers(Duration::ZERO);
    let rig = start(config).await;
    let app = Application::start(|_, _| twiml("<Hangup/>")).await;
    place_at(&rig, &app.url, &[("SendDigits", "12WW")]).await;
    rig.advance(2.0).await;
    assert!(app.received().is_empty(), "2.4 s of keys");
    rig.advance(1.0).await;
    app.wait(1).await;
}

#[tokio::test]
async fn a_detection_is_waited_for_or_told_later() {
    for (who, mode, expected) in [
        (AnsweredBy::Human, "Enable", "human"),
        (AnsweredBy::Machine, "Enable", "machine_start"),
        (AnsweredBy::Fax, "DetectMessageEnd", "fax"),
    ] {
        let rig = start(machine(who)).await;
        let app = Application::start(|_, _| twiml(r#"<Pause length="60"/>"#)).await;
        let sid = place_at(&rig, &app.url, &[("MachineDetection", mode)]).await;
        let asked = app.wait(1).await.remove(0);
        assert_eq!(asked.param("AnsweredBy").as_deref(), Some(expected));
        assert!(asked.param("MachineDetectionDuration").is_some());
        let call = rig.twilio("GET", &format!("/Calls/{sid}.json"), &[]).await;
        assert_eq!(call.body["answered_by"], expected);
    }
    let rig = start(machine(AnsweredBy::Machine)).await;
    let app = Application::start(|_, _| twiml(r#"<Pause length="60"/>"#)).await;
    let callback = format!("{}/amd", app.url);
    let wanted = [
        ("MachineDetection", "Enable"),
        ("AsyncAmd", "true"),
        ("AsyncAmdStatusCallback", callback.as_str()),
    ];
    let sid = place_at(&rig, &app.url, &wanted).await;
    let asked = app.wait(2).await;
    let told = asked.iter().find(|it| it.path == "/amd").unwrap();
    assert_eq!(told.param("AnsweredBy").as_deref(), Some("machine_start"));
    assert_eq!(told.param("CallSid"), Some(sid));
    assert!(!told.header("x-twilio-signature").is_empty());
    let instructions = asked.iter().find(|it| it.path == "/").unwrap();
    assert_eq!(instructions.param("AnsweredBy"), None);
}

#[tokio::test]
async fn a_recorded_call_has_a_recording_that_can_be_heard() {
    let rig = instant().await;
    let app = Application::quiet().await;
    let (status, recording) = (
        format!("{}/status", app.url),
        format!("{}/recording", app.url),
    );
    let more = [
        ("Record", "true"),
        ("RecordingChannels", "dual"),
        ("RecordingStatusCallback", recording.as_str()),
        ("RecordingStatusCallbackEvent", "in-progress completed"),
        ("StatusCallback", status.as_str()),
    ];
    let sid = rig
        .place(r#"<Response><Pause length="1"/></Response>"#, &more)
        .await;
    let told = app.wait(3).await;
    let states: Vec<_> = told
        .iter()
        .filter(|it| it.path == "/recording")
        .map(|it| it.param("RecordingStatus").unwrap())
        .collect();
    assert_eq!(states, ["in-progress", "completed"]);
    let completed = told.iter().find(|it| it.path == "/status").unwrap();
    let url = completed.param("RecordingUrl").unwrap();
    assert_eq!(completed.param("RecordingDuration").as_deref(), Some("1"));
    let list = rig
        .twilio("GET", &format!("/Calls/{sid}/Recordings.json"), &[])
        .await;
    let shown = &list.body["recordings"][0];
    assert_eq!(shown["source"], "OutboundAPI");
    assert_eq!(shown["channels"], 2);
    assert_eq!(shown["media_url"], url.as_str());
    let sound = rig.http.get(format!("{url}.wav")).send().await.unwrap();
    assert_eq!(sound.headers()["content-type"], "audio/x-wav");
    assert!(sound.bytes().await.unwrap().starts_with(b"RIFF"));
    let path = format!("/Recordings/{}.json", shown["sid"].as_str().unwrap());
    assert_eq!(
        rig.twilio("GET", &path, &[]).await.body["status"],
        "completed"
    );
    assert_eq!(rig.twilio("DELETE", &path, &[]).await.status, 204);
    assert_eq!(
        read(rig.http.get(url).send().await.unwrap()).await.status,
        404
    );
    let all = rig
        .twilio("GET", &format!("/Recordings.json?CallSid={sid}"), &[])
        .await;
    assert_eq!(all.body["recordings"], Value::Array(Vec::new()));
}

#[tokio::test]
async fn a_message_is_recorded_and_its_action_and_callback_are_asked() {
    let rig = instant().await;
    let app = Application::start(|_, _| twiml("<Hangup/>")).await;
    let url = &app.url;
    let document = format!(
        r#"<Response><Record timeout="1" action="{url}/action" recordingStatusCallback="{url}/recording"/></Response>"#
    );
    let sid = rig.place(&document, &[]).await;
    let told = app.wait(2).await;
    let find = |path: &str| told.iter().find(|it| it.path == path).unwrap();
    let action = find("/action");
    assert_eq!(action.param("RecordingDuration").as_deref(), Some("1"));
    assert_eq!(
        find("/recording").param("RecordingSid"),
        action.param("RecordingSid")
    );
    assert_eq!(
        find("/recording").param("RecordingSource").as_deref(),
        Some("RecordVerb")
    );
    rig.until_state(&sid, "completed").await;
    assert!(rig.control.call(&sid).unwrap().warnings.is_empty());
}

#[tokio::test]
async fn a_running_call_is_recorded_on_demand() {
    let rig = instant().await;
    let sid = rig
        .place(r#"<Response><Pause length="60"/></Response>"#, &[])
        .await;
    rig.until_state(&sid, "in-progress").await;
    let path = format!("/Calls/{sid}/Recordings.json");
    let started = rig
        .twilio("POST", &path, &[("RecordingTrack", "inbound")])
        .await;
    assert_eq!(started.status, 201, "{:?}", started.body);
    assert_eq!(started.body["status"], "in-progress");
    let current = format!("/Calls/{sid}/Recordings/Twilio.CURRENT.json");
    let stopped = rig.twilio("POST", &current, &[("Status", "stopped")]).await;
    assert_eq!(stopped.body["status"], "completed");
    assert_eq!(stopped.body["sid"], started.body["sid"]);
    rig.control.hang_up(&sid).unwrap();
    let late = rig
        .twilio("POST", &path, &[("RecordingTrack", "inbound")])
        .await;
    assert_eq!(late.body["code"], 21_220);
}

#[tokio::test]
async fn a_key_or_the_end_of_the_call_ends_the_message() {
    for (digits, expected) in [
        (Some("7#"), Some("7")),
        (Some(""), None),
        (None, Some("hangup")),
    ] {
        let mut config = Config::instant();
        let after = Duration::from_millis(50);
        config.twilio.callee = match digits {
            Some(digits) => {
                let mut input = CalleeInput::digits(digits);
                input.after = after;
                Callee::answers(Duration::ZERO).input(input)
            }
            None => Callee::answers(Duration::ZERO).hangs_up_after(after),
        };
        let rig = start(config).await;
        let app = Application::start(|_, _| twiml("<Hangup/>")).await;
        let record = format!(
            r#"<Response><Record timeout="1" action="{}/action"/></Response>"#,
            app.url
        );
        rig.place(&record, &[]).await;
        let action = app.wait(1).await.remove(0);
        assert_eq!(action.param("Digits").as_deref(), expected, "{digits:?}");
        assert!(action.param("RecordingUrl").is_some());
        assert!(action.param("RecordingDuration").is_some(), "{digits:?}");
    }
}
