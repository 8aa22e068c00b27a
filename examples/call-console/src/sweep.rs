//! `sweep`: end every live call that carries our label.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    process::ExitCode,
};

use futures_util::future::join_all;

use crate::{
    config::{Config, ConfigError},
    list::live_calls,
    out::say,
    provider::Calls,
    start::{Receipts, finish},
};

pub(crate) async fn run(config: &Config, yes: bool) -> anyhow::Result<ExitCode> {
    let live = live_calls(config).await?;
    if live.is_empty() {
        say!("No live call is labelled `{}`.", config.settings.owner);
        return Ok(ExitCode::SUCCESS);
    }
    if !yes && !agreed(live.len())? {
        say!("Nothing was ended.");
        return Ok(ExitCode::SUCCESS);
    }
    let calls = Calls::start(config)?;
    let receipts = Receipts::print(&calls);
    let ends = live.iter().map(|call| {
        let ultravox = calls.ultravox.clone();
        let id = call.call_id.to_string();
        async move { ultravox.adopt(&id).await?.end().await }
    });
    let failed: Vec<_> = join_all(ends)
        .await
        .into_iter()
        .filter_map(Result::err)
        .collect();
    for error in &failed {
        say!("Not ended: {error}");
    }
    let code = if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    };
    finish(calls, receipts, code).await
}

fn agreed(calls: usize) -> anyhow::Result<bool> {
    if !io::stdin().is_terminal() {
        return Err(ConfigError("there is nobody to ask: say --yes".into()).into());
    }
    let mut out = io::stdout();
    write!(
        out,
        "End {calls} live call{}? [y/N] ",
        if calls == 1 { "" } else { "s" }
    )?;
    out.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
