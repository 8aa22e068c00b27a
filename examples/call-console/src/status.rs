//! `status`: show one call.

use std::process::ExitCode;

use anyhow::Context;
use jiff::Timestamp;
use twilio_voice::CallSid;
use ultravox_client::CallId;

use crate::{
    config::Config,
    id::Id,
    line::{Look, state_word},
    money::clock,
    out::say,
    provider,
};

pub(crate) async fn run(config: &Config, id: &Id) -> anyhow::Result<ExitCode> {
    match id {
        Id::Ultravox(id) => ultravox(config, id).await?,
        Id::Twilio(sid) => twilio(config, sid).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn ultravox(config: &Config, id: &CallId) -> anyhow::Result<()> {
    let client = provider::ultravox_client(config)?;
    let call = client
        .calls()
        .get(id)
        .await
        .context("looking at the call at Ultravox")?;
    let mut look = Look::default();
    look.see(&call);
    say!("Ultravox call {id}: {}", state_word(call.state()));
    field("created", Some(call.created));
    field("joined", call.joined);
    field("ended", call.ended);
    if let Some(reason) = &call.end_reason {
        say!("  end reason  {}", word(reason));
    }
    say!("  duration    {}", clock(look.duration()));
    say!("  cost        about ${:.3}", look.cost(&config.settings));
    if let Some(billed) = call.billed_duration {
        say!("  billed      {} s", billed.as_secs_f64());
    }
    if let Some(owner) = call.metadata.get(call_guard::ultravox::OWNER_KEY) {
        say!("  owner       {owner}");
    }
    Ok(())
}

async fn twilio(config: &Config, sid: &CallSid) -> anyhow::Result<()> {
    let client = provider::twilio_client(config)?;
    let call = client
        .calls()
        .get(sid)
        .await
        .context("looking at the call at Twilio")?;
    let status = call
        .status
        .as_ref()
        .map_or_else(|| "unknown".to_owned(), ToString::to_string);
    say!("Twilio call {sid}: {status}");
    field("created", call.date_created);
    field("started", call.start_time);
    field("ended", call.end_time);
    if let Some(duration) = call.duration {
        say!("  duration    {}", clock(duration));
    }
    if let Some(price) = &call.price {
        say!(
            "  price       {price} {}",
            call.price_unit.as_deref().unwrap_or_default()
        );
    }
    Ok(())
}

fn field(name: &str, at: Option<Timestamp>) {
    if let Some(at) = at {
        say!("  {name:<11} {at:.0}");
    }
}

/// The provider's own word.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => "unknown".into(),
    }
}
