//! `recover`: end what killed runs left behind.

use std::process::ExitCode;

use call_guard::Recovery;

use crate::{config::Config, out::say, receipts::supervised};

pub(crate) async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    supervised(config, async |calls| {
        // A call whose creation was never answered may appear for a while.
        say!("Looking for what earlier runs left behind.");
        let recovery = calls.supervisor.recover().await?;
        report(&recovery, true);
        Ok(if is_complete(&recovery) {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    })
    .await
}

/// Says what a recovery did; the receipts are printed as they come.
pub(crate) fn report(recovery: &Recovery, even_nothing: bool) {
    match recovery.receipts.len() {
        0 if is_complete(recovery) && even_nothing => say!("Nothing was left behind."),
        0 => {}
        1 => say!("An earlier run left 1 call behind; it is over now."),
        n => say!("Earlier runs left {n} calls behind; they are over now."),
    }
    for call in &recovery.unended {
        say!("Left behind, and may still be running: {call}");
    }
    for journal in &recovery.unreadable {
        say!("A journal cannot be read, so what it names may still be running: {journal}");
    }
    if recovery.damaged > 0 {
        say!(
            "{} damaged lines in journals were skipped.",
            recovery.damaged
        );
    }
}

/// Whether every call that the journals name is over, and every journal could be read.
fn is_complete(recovery: &Recovery) -> bool {
    recovery.unended.is_empty() && recovery.unreadable.is_empty()
}
