//! What dead processes left behind.

use std::{path::Path, rc::Rc, time::Duration};

use jiff::Timestamp;
use tokio::{
    sync::{mpsc, oneshot},
    time::sleep,
};

use crate::{
    Error,
    journal::{self, Left},
    reaper::{self, Command, Core, Line, Phase, Reaper},
    receipt::{Cause, Receipt, Unended},
};

/// A call whose creation is older than its search window is looked for this long all the same.
const LAST_SEARCH: Duration = Duration::from_secs(3);

/// What [`Supervisor::recover`](crate::Supervisor::recover) did.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Recovery {
    /// The calls that are over now, or never existed.
    pub receipts: Vec<Receipt>,
    /// The calls that may still be running. Their journals stay.
    pub unended: Vec<Unended>,
    /// Journals whose owners live.
    pub owned: usize,
    /// Lines of journals that made no sense.
    pub damaged: usize,
}

pub(crate) async fn recover(reaper: &Reaper, folder: &Path) -> Result<Recovery, Error> {
    let scan = journal::abandoned(folder).map_err(|source| Error::Start {
        what: format!("reading the journals in `{}`", folder.display()),
        source,
    })?;
    let mut recovery = Recovery {
        owned: scan.owned,
        ..Recovery::default()
    };
    let (outcomes, mut arriving) = mpsc::unbounded_channel();
    for (file, journal) in scan.abandoned.iter().enumerate() {
        for left in journal.left.clone() {
            let outcomes = outcomes.clone();
            reaper.send(Command::Run(Box::new(move |core: Rc<Core>| {
                Box::pin(async move {
                    let outcome = one(&core, left).await;
                    // Whoever recovers may have stopped waiting.
                    drop(outcomes.send((file, outcome)));
                })
            })))?;
        }
    }
    drop(outcomes);
    let mut open: Vec<usize> = scan
        .abandoned
        .iter()
        .map(|journal| journal.left.len())
        .collect();
    while let Some((file, outcome)) = arriving.recv().await {
        match outcome {
            Ok(receipt) => {
                open[file] -= 1;
                recovery.receipts.push(receipt);
            }
            Err(unended) => recovery.unended.push(unended),
        }
    }
    for (journal, open) in scan.abandoned.into_iter().zip(open) {
        recovery.damaged += journal.damaged;
        if open == 0
            && let Err(error) = journal.remove()
        {
            tracing::warn!(%error, "a recovered journal cannot be removed");
        }
    }
    Ok(recovery)
}

/// Ends one call that was left behind.
async fn one(core: &Rc<Core>, left: Left) -> Result<Receipt, Unended> {
    let unended = |why: &str| Unended {
        provider: left.provider.clone(),
        intent: left.intent.id,
        call: left.call.clone(),
        why: why.to_owned(),
    };
    let Some(line) = core.line(&left.provider) else {
        return Err(unended("its provider is not configured here"));
    };
    if core.phase(left.intent.id).is_some() {
        return Err(unended("it is being recovered already"));
    }
    core.open(
        &line,
        left.intent.clone(),
        left.call.clone(),
        Phase::Searching,
    );
    let call = match &left.call {
        Some(call) => call.clone(),
        None => match find(core, &line, &left).await {
            Ok(call) => call,
            Err(outcome) => return outcome,
        },
    };
    core.arm(left.intent.id, &call);
    let (waiter, receipt) = oneshot::channel();
    reaper::end(core, left.intent.id, Some(waiter));
    match receipt.await {
        Ok(Ok(receipt)) => Ok(receipt),
        Ok(Err(Error::Unconfirmed(unended))) => Err(*unended),
        _ => Err(unended("the supervisor was shut down meanwhile")),
    }
}

async fn find(
    core: &Rc<Core>,
    line: &Rc<Line>,
    left: &Left,
) -> Result<String, Result<Receipt, Unended>> {
    let age =
        Duration::try_from(Timestamp::now().duration_since(left.intent.at)).unwrap_or_default();
    let rest = left
        .intent
        .terms
        .search_for
        .saturating_sub(age)
        .max(LAST_SEARCH);
    let found = tokio::select! {
        found = reaper::search(core, line, &left.intent) => found,
        () = sleep(rest) => {
            let receipt = reaper::no_id(line, left.intent.id, Cause::NotFound);
            core.over(&receipt, false);
            return Err(Ok(receipt));
        }
    };
    match found {
        reaper::Search::Ours(calls) => {
            let mut calls = calls.into_iter();
            let first = calls.next().unwrap_or_default();
            for more in calls {
                reaper::extra(core, line, &left.intent, &more);
            }
            Ok(first)
        }
        reaper::Search::Ambiguous(candidates) => {
            let receipt = reaper::no_id(line, left.intent.id, Cause::Ambiguous { candidates });
            // Once its provider is sure to have ended it, whichever it was, nothing is left to know.
            if age > left.intent.terms.limit {
                core.over(&receipt, false);
                return Err(Ok(receipt));
            }
            let receipt = reaper::ambiguous(core, line, left.intent.id, receipt.cause);
            Err(Err(Unended {
                provider: receipt.provider,
                intent: receipt.intent,
                call: None,
                why: receipt.cause.to_string(),
            }))
        }
    }
}
