//! Scheduled batches: calls that Ultravox places within a time window.
//!
//! ```text
//! cargo run -p ultravox-client --example scheduled_batches --features test-util
//! ```
//!
//! Talks to a double on this machine, never to Ultravox.

mod support;

use jiff::{SignedDuration, Timestamp};
use ultravox_client::{
    agents::{CallTemplate, CreateAgent},
    calls::{Medium, OutgoingCall, TelephonyMedium},
    scheduled_batches::{BatchCall, CreateScheduledBatch, UpdateScheduledBatch},
};

#[tokio::main]
async fn main() -> support::Result {
    let (_double, client) = support::double().await;
    let template = CallTemplate::new().system_prompt("You remind {{name}} of tomorrow's visit.");
    let agent = client
        .agents()
        .create(&CreateAgent::new("reminder", template))
        .await?;
    let batches = client.agents().scheduled_batches(&agent.agent_id);

    // Ultravox dials outgoing calls itself, with the account stored at `client.telephony_configs()`.
    let calls = [("Ada", "+15005550006"), ("Grace", "+15005550007")].map(|(name, number)| {
        let outgoing = OutgoingCall::new(number, "+15005550001");
        BatchCall::new()
            .medium(Medium::Twilio(TelephonyMedium::outgoing(outgoing)))
            .template_context("name", name)
            .metadata("patient", name)
    });
    let start = Timestamp::now();
    let batch = CreateScheduledBatch::new(calls)
        .window_start(start)
        .window_end(start + SignedDuration::from_hours(2));
    let batch = batches.create(&batch).await?;
    println!("batch {} has {} calls", batch.batch_id, batch.total_count);

    for entry in batches
        .scheduled_calls(&batch.batch_id)
        .send()
        .await?
        .results
    {
        println!("  {} is {:?}", entry.metadata["patient"], entry.status);
    }
    let created = batches.created_calls(&batch.batch_id).send().await?;
    println!("{} calls were placed so far", created.results.len());

    // A paused batch cannot be resumed: make a new one of what is left.
    let paused = UpdateScheduledBatch::new().paused(true);
    batches.update(&batch.batch_id, &paused).await?;
    batches.delete(&batch.batch_id).await?;
    println!("stopped and deleted it");
    Ok(())
}
