//! `sweep`: end every live call that carries our label.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    process::ExitCode,
    time::Duration,
};

use futures_util::future::join_all;

use crate::{
    config::{Config, ConfigError},
    list::live_calls,
    out::{self, complain, say},
    receipts::supervised,
};

pub(crate) async fn run(config: &Config, yes: bool) -> anyhow::Result<ExitCode> {
    if !yes && !io::stdin().is_terminal() {
        return Err(ConfigError("there is nobody to ask: say --yes".into()).into());
    }
    let live = live_calls(config).await?;
    if live.is_empty() {
        say!("No live call is labelled `{}`.", config.settings.owner);
        return Ok(ExitCode::SUCCESS);
    }
    if !yes && !agreed(live.len())? {
        say!("Nothing was ended.");
        return Ok(ExitCode::SUCCESS);
    }
    supervised(config, async |calls| {
        let ends = live.iter().map(async |call| {
            let id = call.call_id.to_string();
            calls.ultravox.adopt(&id).await?.end().await
        });
        let mut code = ExitCode::SUCCESS;
        for end in join_all(ends).await {
            if let Err(error) = end {
                complain!("Not ended: {error}.");
                code = ExitCode::FAILURE;
            }
        }
        Ok(code)
    })
    .await
}

fn agreed(calls: usize) -> anyhow::Result<bool> {
    // What was said before comes before the question.
    out::flush(Duration::from_secs(1));
    let mut out = io::stdout();
    write!(
        out,
        "End {calls} live call{}? [y/N] ",
        if calls == 1 { "" } else { "s" }
    )?;
    out.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    let answer = answer.trim().to_lowercase();
    Ok(answer == "y" || answer == "yes")
}
