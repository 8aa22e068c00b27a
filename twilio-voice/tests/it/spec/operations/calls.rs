//! Calls.

use std::time::Duration;

use twilio_voice::{
    ApplicationSid, HttpMethod,
    calls::{
        CallEvent, CallStatus, CreateCall, FinalStatus, Instructions, MachineDetection,
        RecordingChannels, RecordingEvent, RecordingTrack, Trim, UpdateCall,
    },
    twiml::Response,
};

use super::{Run, URL, day, page, run, seconds, sid};
use crate::support::{FROM, TO};

fn at_url() -> Instructions {
    Instructions::Url {
        url: URL.to_owned(),
        method: Some(HttpMethod::Post),
    }
}

/// Calls that together set every parameter.
fn created() -> Vec<CreateCall> {
    let ms = Duration::from_millis;
    let full = CreateCall::new(TO, FROM, at_url())
        .fallback_url(URL)
        .fallback_method(HttpMethod::Post)
        .status_callback(URL)
        .status_callback_event([CallEvent::Initiated, CallEvent::Answered])
        .status_callback_method(HttpMethod::Post)
        .send_digits("ww1#")
        .timeout(seconds(30))
        .time_limit(seconds(600))
        .record(true)
        .recording_channels(RecordingChannels::Dual)
        .recording_track(RecordingTrack::Both)
        .recording_status_callback(URL)
        .recording_status_callback_method(HttpMethod::Post)
        .recording_status_callback_event([RecordingEvent::Completed, RecordingEvent::Absent])
        .recording_configuration_id("x")
        .trim(Trim::DoNotTrim)
        .sip_auth_username("x")
        .sip_auth_password("x")
        .machine_detection(MachineDetection::Enable)
        .machine_detection_timeout(seconds(30))
        .machine_detection_speech_threshold(ms(2_400))
        .machine_detection_speech_end_threshold(ms(1_200))
        .machine_detection_silence_timeout(ms(5_000))
        .async_amd(true)
        .async_amd_status_callback(URL)
        .async_amd_status_callback_method(HttpMethod::Post)
        .byoc(sid::<twilio_voice::ByocTrunkSid>())
        .caller_id(FROM)
        .call_reason("x")
        .call_token("x")
        .client_notification_url(URL)
        .passports("x");
    let other = [Response::new().into(), sid::<ApplicationSid>().into()];
    let other = other.map(|instructions: Instructions| CreateCall::new(TO, FROM, instructions));
    [full].into_iter().chain(other).collect()
}

/// Changes that together set every parameter.
fn updated() -> [UpdateCall; 2] {
    let full = UpdateCall::new()
        .status(FinalStatus::Completed)
        .instructions(at_url())
        .fallback_url(URL)
        .fallback_method(HttpMethod::Get)
        .status_callback(URL)
        .status_callback_method(HttpMethod::Get)
        .time_limit(seconds(1));
    [full, UpdateCall::new().instructions(Response::new())]
}

pub(super) fn runs() -> Vec<Run> {
    let mut runs = vec![
        run!("ListCall", |c| {
            let list = c.calls().list().to(TO).from(FROM);
            let list = list.parent_call_sid(sid::<twilio_voice::CallSid>());
            let list = list.status(CallStatus::Busy);
            let list = list.start_time(day()).start_time_before(day());
            let list = list.start_time_from(day()).end_time(day());
            page!(list.end_time_before(day()).end_time_from(day()))
        }),
        run!("FetchCall", |c| c.calls().get(&sid())),
        run!("DeleteCall", |c| c.calls().delete(&sid())),
    ];
    for call in created() {
        runs.push(run!("CreateCall", call, |c| c.calls().create(&call)));
    }
    for update in updated() {
        runs.push(run!("UpdateCall", update, |c| c
            .calls()
            .update(&sid(), &update)));
    }
    runs
}
