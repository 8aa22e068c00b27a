//! Recordings, what was found in them, and what was put into writing.

use twilio_voice::{
    CallSid, ConferenceSid,
    calls::recordings::CreateCallRecording,
    calls::{RecordingChannels, RecordingEvent, RecordingTrack, Trim},
    recordings::{PauseBehavior, RecordingRef, UpdateRecording},
};

use super::{Run, URL, day, page, run, sid};

fn created() -> CreateCallRecording {
    CreateCallRecording::new()
        .recording_status_callback(URL)
        .recording_status_callback_method(twilio_voice::HttpMethod::Get)
        .recording_status_callback_event([RecordingEvent::InProgress, RecordingEvent::Completed])
        .trim(Trim::TrimSilence)
        .recording_channels(RecordingChannels::Dual)
        .recording_track(RecordingTrack::Outbound)
        .recording_configuration_id("x")
}

/// Sets every filter by the day.
macro_rules! filtered {
    ($list:expr) => {
        $list
            .date_created(day())
            .date_created_before(day())
            .date_created_from(day())
    };
}

pub(super) fn runs() -> Vec<Run> {
    let mut runs = of_account();
    runs.extend(of_call_and_conference());
    runs.extend(add_ons());
    for (name, update) in [
        (RecordingRef::Sid(sid()), UpdateRecording::stop()),
        (RecordingRef::Current, UpdateRecording::resume()),
        (
            RecordingRef::Current,
            UpdateRecording::pause().pause_behavior(PauseBehavior::Skip),
        ),
    ] {
        let update = (name, update);
        runs.push(run!("UpdateCallRecording", update, |c| c
            .calls()
            .recordings(&sid())
            .update(update.0, &update.1)));
        runs.push(run!("UpdateConferenceRecording", update, |c| c
            .conferences()
            .recordings(&sid())
            .update(update.0, &update.1)));
    }
    runs
}

fn of_account() -> Vec<Run> {
    vec![
        run!("ListRecording", |c| page!(
            filtered!(c.recordings().list())
                .call_sid(sid::<CallSid>())
                .conference_sid(sid::<ConferenceSid>())
                .include_soft_deleted(true)
        )),
        run!("FetchRecording", |c| c.recordings().get(&sid())),
        run!("FetchRecording", |c| c
            .recordings()
            .get_soft_deleted(&sid())),
        run!("DeleteRecording", |c| c.recordings().delete(&sid())),
        run!("ListTranscription", |c| page!(c.transcriptions().list())),
        run!("FetchTranscription", |c| c.transcriptions().get(&sid())),
        run!("DeleteTranscription", |c| c.transcriptions().delete(&sid())),
        run!("ListRecordingTranscription", |c| page!(
            c.recordings().transcriptions(&sid()).list()
        )),
        run!("FetchRecordingTranscription", |c| c
            .recordings()
            .transcriptions(&sid())
            .get(&sid())),
        run!("DeleteRecordingTranscription", |c| c
            .recordings()
            .transcriptions(&sid())
            .delete(&sid())),
    ]
}

fn of_call_and_conference() -> Vec<Run> {
    vec![
        run!("ListCallRecording", |c| page!(filtered!(
            c.calls().recordings(&sid()).list()
        ))),
        run!("CreateCallRecording", |c| c
            .calls()
            .recordings(&sid())
            .create(&created())),
        run!("FetchCallRecording", |c| c
            .calls()
            .recordings(&sid())
            .get(&sid())),
        run!("DeleteCallRecording", |c| c
            .calls()
            .recordings(&sid())
            .delete(&sid())),
        run!("ListConferenceRecording", |c| page!(filtered!(
            c.conferences().recordings(&sid()).list()
        ))),
        run!("FetchConferenceRecording", |c| c
            .conferences()
            .recordings(&sid())
            .get(&sid())),
        run!("DeleteConferenceRecording", |c| c
            .conferences()
            .recordings(&sid())
            .delete(&sid())),
    ]
}

fn add_ons() -> Vec<Run> {
    vec![
        run!("ListRecordingAddOnResult", |c| page!(
            c.recordings().add_on_results(&sid()).list()
        )),
        run!("FetchRecordingAddOnResult", |c| c
            .recordings()
            .add_on_results(&sid())
            .get(&sid())),
        run!("DeleteRecordingAddOnResult", |c| c
            .recordings()
            .add_on_results(&sid())
            .delete(&sid())),
        run!("ListRecordingAddOnResultPayload", |c| page!(
            c.recordings()
                .add_on_results(&sid())
                .payloads(&sid())
                .list()
        )),
        run!("FetchRecordingAddOnResultPayload", |c| c
            .recordings()
            .add_on_results(&sid())
            .payloads(&sid())
            .get(&sid())),
        run!("DeleteRecordingAddOnResultPayload", |c| c
            .recordings()
            .add_on_results(&sid())
            .payloads(&sid())
            .delete(&sid())),
        run!("FetchRecordingAddOnResultPayloadData", |c| c
            .recordings()
            .add_on_results(&sid())
            .payloads(&sid())
            .data_url(&sid())),
    ]
}
