//! Agents and scheduled batches.

use ultravox_client::{
    agents::{CreateAgent, TelephonyRequest, UpdateAgent},
    scheduled_batches::{
        BatchCall, CreateScheduledBatch, ScheduledCallStatus, UpdateScheduledBatch,
    },
};

use super::{Run, filtered, id, run, time};
use crate::spec::bodies;

fn batch_calls() -> Vec<BatchCall> {
    let call = BatchCall::new()
        .metadata("a", "b")
        .template_context("a", 1)
        .experimental_settings("a", 1);
    bodies::media()
        .into_iter()
        .map(|medium| call.clone().medium(medium))
        .collect()
}

fn batch() -> CreateScheduledBatch {
    CreateScheduledBatch::new(batch_calls())
        .window_start(time())
        .window_end(time() + jiff::SignedDuration::from_secs(60))
        .throttle("slow")
        .webhook_url("https://example.com")
        .webhook_secret("s")
        .paused(false)
}

fn batch_update() -> UpdateScheduledBatch {
    UpdateScheduledBatch::new()
        .window_start(time())
        .window_end(time() + jiff::SignedDuration::from_secs(60))
        .throttle("slow")
        .webhook_url("https://example.com")
        .webhook_secret("s")
        .paused(true)
        .calls(batch_calls())
}

fn emptied_batch() -> UpdateScheduledBatch {
    UpdateScheduledBatch::new()
        .clear_window_start()
        .clear_window_end()
        .clear_throttle()
        .clear_webhook_url()
        .clear_webhook_secret()
}

pub(super) fn runs() -> Vec<Run> {
    let mut runs = vec![
        run!("agents_list", |c| c
            .agents()
            .list()
            .search("x")
            .sort("-created")
            .page_size(5)
            .cursor("c")
            .send()),
        run!("agents_retrieve", |c| c.agents().get(&id())),
        run!("agents_partial_update", |c| c
            .agents()
            .update(&id(), &UpdateAgent::new().clear_call_template())),
        run!("agents_destroy", |c| c.agents().delete(&id())),
        run!("agents_calls_list", |c| c
            .agents()
            .calls(&id())
            .page_size(5)
            .cursor("c")
            .send()),
        run!("agents_usage_list", |c| filtered!(c.agents().usage())
            .send()),
        run!("agents_telephony_xml", |c| c.agents().telephony_xml(
            &id(),
            &TelephonyRequest::form([("From", "+15550001111")])
        )),
        run!("agents_telephony_xml", |c| c.agents().telephony_xml(
            &id(),
            &TelephonyRequest::json(&serde_json::json!({"from": "x"}))
        )),
        run!("agents_scheduled_batches_list", |c| c
            .agents()
            .scheduled_batches(&id())
            .list()
            .page_size(5)
            .cursor("c")
            .send()),
        run!("agents_scheduled_batches_create", |c| c
            .agents()
            .scheduled_batches(&id())
            .create(&batch())),
        run!("agents_scheduled_batches_retrieve", |c| c
            .agents()
            .scheduled_batches(&id())
            .get(&id())),
        run!("agents_scheduled_batches_partial_update", |c| c
            .agents()
            .scheduled_batches(&id())
            .update(&id(), &batch_update())),
        run!("agents_scheduled_batches_partial_update", |c| c
            .agents()
            .scheduled_batches(&id())
            .update(&id(), &emptied_batch())),
        run!("agents_scheduled_batches_destroy", |c| c
            .agents()
            .scheduled_batches(&id())
            .delete(&id())),
        run!("agents_scheduled_batches_created_calls_list", |c| c
            .agents()
            .scheduled_batches(&id())
            .created_calls(&id())
            .page_size(5)
            .cursor("c")
            .send()),
        run!("agents_scheduled_batches_scheduled_calls_list", |c| c
            .agents()
            .scheduled_batches(&id())
            .scheduled_calls(&id())
            .status(ScheduledCallStatus::Expired)
            .page_size(5)
            .cursor("c")
            .send()),
    ];
    for template in bodies::call_templates() {
        let agent = CreateAgent::new("x", template.clone());
        runs.push(run!("agents_create", agent, |c| c.agents().create(&agent)));
        let update = UpdateAgent::new().name("x").call_template(template);
        runs.push(run!("agents_partial_update", update, |c| c
            .agents()
            .update(&id(), &update)));
    }
    for call in bodies::create_agent_calls() {
        let call = call.throttle("slow");
        runs.push(run!("agents_calls_create", call, |c| c
            .calls()
            .create_for_agent(&id(), &call)));
    }
    runs
}
