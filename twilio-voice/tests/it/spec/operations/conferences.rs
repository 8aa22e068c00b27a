//! Conferences and who is in them.

use std::time::Duration;

use twilio_voice::{
    ByocTrunkSid, CallSid, HttpMethod,
    calls::{CallEvent, MachineDetection, RecordingChannels, RecordingTrack, Trim},
    conferences::{
        ConferenceFinalStatus, ConferenceStatus, UpdateConference,
        participants::{
            ConferenceRecording, ConferenceRecordingEvent, CreateParticipant,
            ParticipantRecordingEvent, UpdateParticipant,
        },
    },
    twiml::{ConferenceBeep, ConferenceEvent, ConferenceRegion, JitterBufferSize},
};

use super::{Run, URL, day, page, run, seconds, sid};
use crate::support::{FROM, TO};

fn created() -> CreateParticipant {
    let ms = Duration::from_millis;
    let call = CreateParticipant::new(TO, FROM)
        .status_callback(URL)
        .status_callback_method(HttpMethod::Get)
        .status_callback_event([CallEvent::Initiated, CallEvent::Ringing])
        .label("agent")
        .timeout(seconds(30))
        .time_limit(seconds(600))
        .sip_auth_username("x")
        .sip_auth_password("x")
        .byoc(sid::<ByocTrunkSid>())
        .caller_id(FROM)
        .caller_display_name("Ann")
        .call_reason("x")
        .call_token("x")
        .client_notification_url(URL)
        .machine_detection(MachineDetection::DetectMessageEnd)
        .machine_detection_timeout(seconds(30))
        .machine_detection_speech_threshold(ms(2_400))
        .machine_detection_speech_end_threshold(ms(1_200))
        .machine_detection_silence_timeout(ms(5_000))
        .amd_status_callback(URL)
        .amd_status_callback_method(HttpMethod::Get)
        .passports("x");
    let emergency = call
        .emergency_caller_location("x")
        .emergency_caller_position("1.0 -2.0")
        .emergency_name("x")
        .emergency_address("x")
        .emergency_city("x")
        .emergency_state("x")
        .emergency_zip_code("x")
        .emergency_country("US");
    recorded(emergency)
        .muted(true)
        .beep(ConferenceBeep::OnEnter)
        .start_conference_on_enter(false)
        .end_conference_on_exit(true)
        .early_media(false)
        .wait_url(URL)
        .wait_method(HttpMethod::Get)
        .max_participants(2)
        .coaching(true)
        .call_sid_to_coach(sid::<CallSid>())
        .jitter_buffer_size(JitterBufferSize::Small)
        .region(ConferenceRegion::Ie1)
        .conference_status_callback(URL)
        .conference_status_callback_method(HttpMethod::Get)
        .conference_status_callback_event([ConferenceEvent::Start, ConferenceEvent::Speaker])
}

fn recorded(call: CreateParticipant) -> CreateParticipant {
    let events = [
        ParticipantRecordingEvent::Started,
        ParticipantRecordingEvent::Resumed,
    ];
    let conference_events = [
        ConferenceRecordingEvent::InProgress,
        ConferenceRecordingEvent::Failed,
    ];
    call.record(true)
        .recording_channels(RecordingChannels::Dual)
        .recording_track(RecordingTrack::Inbound)
        .recording_status_callback(URL)
        .recording_status_callback_method(HttpMethod::Get)
        .recording_status_callback_event(events)
        .recording_configuration_id("x")
        .trim(Trim::DoNotTrim)
        .conference_record(ConferenceRecording::FromStart)
        .conference_trim(Trim::DoNotTrim)
        .conference_recording_status_callback(URL)
        .conference_recording_status_callback_method(HttpMethod::Get)
        .conference_recording_status_callback_event(conference_events)
}

fn updated() -> UpdateParticipant {
    UpdateParticipant::new()
        .muted(true)
        .hold(false)
        .hold_url(URL)
        .hold_method(HttpMethod::Get)
        .announce_url(URL)
        .announce_method(HttpMethod::Get)
        .wait_url(URL)
        .wait_method(HttpMethod::Get)
        .beep_on_exit(true)
        .end_conference_on_exit(true)
        .coaching(true)
        .call_sid_to_coach(sid::<CallSid>())
}

pub(super) fn runs() -> Vec<Run> {
    vec![
        run!("ListConference", |c| page!(
            c.conferences()
                .list()
                .date_created(day())
                .date_created_before(day())
                .date_created_from(day())
                .date_updated(day())
                .date_updated_before(day())
                .date_updated_from(day())
                .friendly_name("room")
                .status(ConferenceStatus::InProgress)
        )),
        run!("FetchConference", |c| c.conferences().get(&sid())),
        run!("UpdateConference", |c| c.conferences().update(
            &sid(),
            &UpdateConference::new()
                .status(ConferenceFinalStatus::Completed)
                .announce_url(URL)
                .announce_method(HttpMethod::Get)
        )),
        run!("ListParticipant", |c| page!(
            c.conferences()
                .participants(&sid())
                .list()
                .muted(true)
                .hold(false)
                .coaching(true)
        )),
        run!("CreateParticipant", |c| c
            .conferences()
            .participants(&sid())
            .create(&created())),
        run!("CreateParticipant", |c| c
            .conferences()
            .add("room", &created())),
        run!("FetchParticipant", |c| c
            .conferences()
            .participants(&sid())
            .get("agent")),
        run!("UpdateParticipant", |c| c
            .conferences()
            .participants(&sid())
            .update(sid::<CallSid>(), &updated())),
        run!("DeleteParticipant", |c| c
            .conferences()
            .participants(&sid())
            .delete("agent")),
    ]
}
