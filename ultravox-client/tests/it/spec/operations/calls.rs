//! Calls and what remains of them.

use ultravox_client::calls::{
    DataMessage, ForcedAgentMessage, HangUp, MessagesMode, Severity, UserTextMessage,
};

use super::{Run, filtered, id, run};
use crate::spec::bodies;

pub(super) fn runs() -> Vec<Run> {
    let mut runs = vec![
        run!("calls_list", |c| filtered!(c.calls().list())
            .sort("-created")
            .page_size(5)
            .cursor("c")
            .send()),
        run!("calls_retrieve", |c| c.calls().get(&id())),
        run!("calls_destroy", |c| c.calls().delete(&id())),
        run!("calls_events_list", |c| c
            .calls()
            .events(&id())
            .minimum_severity(Severity::Debug)
            .event_type("x")
            .page_size(5)
            .cursor("c")
            .send()),
        run!("calls_messages_list", |c| c
            .calls()
            .messages(&id())
            .mode(MessagesMode::InCall)
            .page_size(5)
            .cursor("c")
            .send()),
        run!("calls_recording_retrieve", |c| c.calls().recording(&id())),
        run!("calls_sip_logs_retrieve", |c| c.calls().sip_logs(&id())),
        run!("calls_stages_list", |c| c
            .calls()
            .stages(&id())
            .page_size(5)
            .cursor("c")
            .send()),
        run!("calls_stages_retrieve", |c| c.calls().stage(&id(), &id())),
        run!("calls_stages_messages_list", |c| c
            .calls()
            .stage_messages(&id(), &id())
            .page_size(5)
            .cursor("c")
            .send()),
        run!("calls_stages_messages_audio_retrieve", |c| c
            .calls()
            .message_audio(&id(), &id(), 3)),
        run!("calls_stages_tools_list", |c| c
            .calls()
            .stage_tools(&id(), &id())),
        run!("calls_tools_list", |c| c.calls().tools(&id())),
        run!("deleted_calls_list", |c| filtered!(
            c.deleted_calls().list()
        )
        .page_size(5)
        .cursor("c")
        .send()),
        run!("deleted_calls_retrieve", |c| c.deleted_calls().get(&id())),
    ];
    for call in bodies::create_calls() {
        let mut call = call.throttle("slow").enable_greeting_prompt(true);
        if call.initial_messages.is_empty() {
            call = call.prior_call_id(id());
        }
        runs.push(run!("calls_create", call, |c| c.calls().create(&call)));
    }
    for message in [
        DataMessage::from(HangUp::new().message("Bye.")),
        UserTextMessage::new("x").into(),
        ForcedAgentMessage::new("x").into(),
    ] {
        runs.push(run!("send_data_message_to_call", message, |c| c
            .calls()
            .send_data_message(&id(), &message)));
    }
    runs
}
