//! Requests against the provider's own description of the API.

use std::{collections::BTreeSet, env, fs, path::PathBuf, time::Duration};

use jiff::civil::date;
use serde_json::Value;
use twilio_voice::{
    ApplicationSid, HttpMethod,
    calls::{
        Call, CallEvent, CallStatus, CreateCall, FinalStatus, Instructions, MachineDetection,
        RecordingChannels, RecordingEvent, RecordingTrack, Trim, UpdateCall,
    },
    twiml::Response,
};

use crate::support::{self, CALLS, FROM, TO, json, on, parse};

const CALLS_PATH: &str = "/2010-04-01/Accounts/{AccountSid}/Calls.json";
const CALL_PATH: &str = "/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json";

/// What the official libraries send and the description does not have.
const NEWER: [&str; 2] = ["Passports", "RecordingConfigurationId"];

/// The description, or `None` if it is not on this machine.
fn description(test: &str) -> Option<Value> {
    let directory = env::var_os("SPECS_DIR").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/specs"),
        PathBuf::from,
    );
    let Ok(text) = fs::read_to_string(directory.join("twilio-voice-openapi.json")) else {
        println!(
            "skipped: {test}: there is no description of the API; SPECS_DIR names its directory"
        );
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

fn form_names(description: &Value, path: &str) -> BTreeSet<String> {
    let body = &description["paths"][path]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"];
    body["schema"]["properties"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect()
}

fn names(pairs: impl IntoIterator<Item = (String, String)>) -> BTreeSet<String> {
    pairs.into_iter().map(|(name, _)| name).collect()
}

fn full_call() -> CreateCall {
    let (url, ms) = ("https://example.com/", Duration::from_millis);
    let instructions = Instructions::Url {
        url: url.to_owned(),
        method: Some(HttpMethod::Post),
    };
    CreateCall::new(TO, FROM, instructions)
        .fallback_url(url)
        .fallback_method(HttpMethod::Post)
        .status_callback(url)
        .status_callback_event([CallEvent::Answered])
        .status_callback_method(HttpMethod::Post)
        .send_digits("ww1#")
        .timeout(ms(30_000))
        .time_limit(ms(600_000))
        .record(true)
        .recording_channels(RecordingChannels::Dual)
        .recording_track(RecordingTrack::Both)
        .recording_status_callback(url)
        .recording_status_callback_method(HttpMethod::Post)
        .recording_status_callback_event([RecordingEvent::Absent])
        .recording_configuration_id("x")
        .trim(Trim::DoNotTrim)
        .sip_auth_username("x")
        .sip_auth_password("x")
        .machine_detection(MachineDetection::Enable)
        .machine_detection_timeout(ms(30_000))
        .machine_detection_speech_threshold(ms(2_400))
        .machine_detection_speech_end_threshold(ms(1_200))
        .machine_detection_silence_timeout(ms(5_000))
        .async_amd(true)
        .async_amd_status_callback(url)
        .async_amd_status_callback_method(HttpMethod::Post)
        .byoc(
            "BYcccccccccccccccccccccccccccccccc"
                .parse::<twilio_voice::ByocTrunkSid>()
                .unwrap(),
        )
        .caller_id(FROM)
        .call_reason("x")
        .call_token("x")
        .client_notification_url(url)
        .passports("x")
}

#[test]
fn create_knows_every_parameter() {
    let Some(description) = description("create_knows_every_parameter") else {
        return;
    };
    let mut sent = names(parse(full_call().to_form().unwrap().as_bytes()));
    let application: ApplicationSid = "APcccccccccccccccccccccccccccccccc".parse().unwrap();
    for instructions in [Instructions::from(Response::new()), application.into()] {
        let form = CreateCall::new(TO, FROM, instructions).to_form().unwrap();
        sent.extend(names(parse(form.as_bytes())));
    }
    let mut known = form_names(&description, CALLS_PATH);
    known.extend(NEWER.map(str::to_owned));
    assert_eq!(sent, known);
}

#[test]
fn update_knows_every_parameter() {
    let Some(description) = description("update_knows_every_parameter") else {
        return;
    };
    let update = UpdateCall::new()
        .status(FinalStatus::Completed)
        .instructions(Instructions::Url {
            url: "https://example.com".to_owned(),
            method: Some(HttpMethod::Get),
        })
        .fallback_url("https://example.com")
        .fallback_method(HttpMethod::Get)
        .status_callback("https://example.com")
        .status_callback_method(HttpMethod::Get)
        .time_limit(Duration::from_secs(1));
    let mut sent = names(parse(update.to_form().unwrap().as_bytes()));
    sent.extend(names(parse(
        UpdateCall::new()
            .instructions(Response::new())
            .to_form()
            .unwrap()
            .as_bytes(),
    )));
    assert_eq!(sent, form_names(&description, CALL_PATH));
}

#[tokio::test]
async fn list_knows_every_parameter() {
    let Some(description) = description("list_knows_every_parameter") else {
        return;
    };
    let (server, client) = support::start().await;
    on("GET", CALLS)
        .respond_with(json(200, r#"{"calls": []}"#))
        .expect(1)
        .mount(&server)
        .await;
    let day = date(2026, 11, 20);
    let list = client
        .calls()
        .list()
        .to(TO)
        .from(FROM)
        .parent_call_sid(support::call_sid())
        .status(CallStatus::Busy);
    let list = list
        .start_time(day)
        .start_time_before(day)
        .start_time_from(day);
    let list = list.end_time(day).end_time_before(day).end_time_from(day);
    list.page_size(1)
        .page(1)
        .page_token("x")
        .send()
        .await
        .unwrap();
    let request = &server.received_requests().await.unwrap()[0];
    let parameters = description["paths"][CALLS_PATH]["get"]["parameters"]
        .as_array()
        .unwrap()
        .iter();
    let known = parameters
        .filter(|parameter| parameter["in"] == "query")
        .map(|parameter| parameter["name"].as_str().unwrap().to_owned());
    assert_eq!(
        names(request.url.query_pairs().into_owned()),
        known.collect()
    );
}

#[test]
fn every_example_of_a_call_is_read() {
    let Some(description) = description("every_example_of_a_call_is_read") else {
        return;
    };
    let mut count = 0;
    for (path, verb, status) in [
        (CALLS_PATH, "post", "201"),
        (CALL_PATH, "get", "200"),
        (CALL_PATH, "post", "200"),
    ] {
        let examples = &description["paths"][path][verb]["responses"][status]["content"]["application/json"]
            ["examples"];
        for example in examples.as_object().unwrap().values() {
            let call: Call = serde_json::from_value(example["value"].clone()).unwrap();
            assert!(call.status.is_some() && call.start_time.is_some() && call.price.is_some());
            count += 1;
        }
    }
    assert!(count > 3, "only {count} examples");
}

#[test]
fn every_status_and_field_of_a_call_is_known() {
    let Some(description) = description("every_status_and_field_of_a_call_is_known") else {
        return;
    };
    let schemas = &description["components"]["schemas"];
    for word in schemas["call_enum_status"]["enum"].as_array().unwrap() {
        let status = CallStatus::from(word.as_str().unwrap());
        assert!(!matches!(status, CallStatus::Other(_)), "{word}");
    }
    for word in schemas["call_enum_update_status"]["enum"]
        .as_array()
        .unwrap()
    {
        let status = FinalStatus::from(word.as_str().unwrap());
        assert!(!matches!(status, FinalStatus::Other(_)), "{word}");
    }
    // A field that is read shows in `Debug`.
    let shown = format!(
        "{:?}",
        serde_json::from_str::<Call>(&format!(r#"{{"sid": "{}"}}"#, support::CALL)).unwrap()
    );
    for field in schemas["api.v2010.account.call"]["properties"]
        .as_object()
        .unwrap()
        .keys()
    {
        assert!(shown.contains(&format!("{field}: ")), "{field}");
    }
}
