//! `list`: this program's calls.

use std::process::ExitCode;

use anyhow::Context;
use call_guard::ultravox::OWNER_KEY;
use futures_util::{StreamExt, TryStreamExt};
use ultravox_client::calls::{Call, CallState};

use crate::{
    config::Config,
    line::{Look, state_word},
    money::clock,
    out::say,
    provider,
};

/// Without `--live` the newest calls are enough.
const NEWEST: usize = 50;

pub(crate) async fn run(config: &Config, live: bool) -> anyhow::Result<ExitCode> {
    let calls = if live {
        live_calls(config).await?
    } else {
        newest(config).await?
    };
    if calls.is_empty() {
        say!(
            "No {}call is labelled `{}`.",
            if live { "live " } else { "" },
            config.settings.owner
        );
        return Ok(ExitCode::SUCCESS);
    }
    say!(
        "{:<36}  {:<20}  {:>8}  {:>8}  STATE",
        "CALL",
        "CREATED",
        "DURATION",
        "COST"
    );
    for call in &calls {
        let mut look = Look::default();
        look.see(call);
        let cost = format!("${:.3}", look.cost(&config.settings));
        say!(
            "{:<36}  {:<20}  {:>8}  {cost:>8}  {}",
            call.call_id.to_string(),
            format!("{:.0}", call.created),
            clock(look.duration()),
            state_word(call.state())
        );
    }
    Ok(ExitCode::SUCCESS)
}

async fn newest(config: &Config) -> anyhow::Result<Vec<Call>> {
    let client = provider::ultravox_client(config)?;
    let list = client
        .calls()
        .list()
        .metadata(OWNER_KEY, &config.settings.owner);
    list.stream()
        .take(NEWEST)
        .try_collect()
        .await
        .context("listing calls at Ultravox")
}

/// Every call with our label that is not over. Ultravox cannot filter by state, so all are read.
pub(crate) async fn live_calls(config: &Config) -> anyhow::Result<Vec<Call>> {
    let client = provider::ultravox_client(config)?;
    let owner = &config.settings.owner;
    let list = client
        .calls()
        .list()
        .metadata(OWNER_KEY, owner)
        .page_size(100);
    let live = list.stream().try_filter(|call| {
        let ours = call.metadata.get(OWNER_KEY) == Some(owner);
        std::future::ready(ours && call.state() != CallState::Ended)
    });
    live.try_collect()
        .await
        .context("listing calls at Ultravox")
}
