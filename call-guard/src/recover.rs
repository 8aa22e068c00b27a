//! What dead processes left behind.

use std::{path::Path, rc::Rc};

use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, sleep_until},
};

use crate::{
    Error,
    event::Step,
    journal::{self, Left},
    reaper::{self, Command, Core, Line, Phase, Reaper, Search, age, is_past_limit},
    receipt::{Cause, Receipt, Unended},
    supervisor::bounded,
};

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
    /// Whole lines of journals that made no sense. Such a journal is kept, with the extension `damaged`.
    pub damaged: usize,
    /// Journals that could not be read, each with the reason.
    pub unreadable: Vec<String>,
}

pub(crate) async fn recover(reaper: &Reaper, folder: &Path) -> Result<Recovery, Error> {
    let scan = journal::abandoned(folder).map_err(|source| Error::Start {
        what: format!("reading the journals in `{}`", folder.display()),
        source,
    })?;
    let mut recovery = Recovery {
        owned: scan.owned,
        unreadable: scan.unreadable,
        ..Recovery::default()
    };
    let known = scan.known;
    reaper.send(Command::Run(Box::new(move |core: Rc<Core>| {
        for (intent, call) in known {
            core.remember(&call, intent);
        }
        Box::pin(std::future::ready(()))
    })))?;
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
    core.arm(left.intent.id, &call, true);
    let (waiter, receipt) = oneshot::channel();
    reaper::end(core, left.intent.id, Some(waiter));
    match receipt.await {
        Ok(Ok(receipt)) if receipt.cause == Cause::NotFound && !is_past_limit(&left.intent) => Err(
            unended("the provider knows no such call: erased, or another account's"),
        ),
        Ok(Ok(receipt)) => Ok(receipt),
        Ok(Err(Error::Unconfirmed(unended))) => Err(*unended),
        _ => Err(unended("the supervisor was shut down meanwhile")),
    }
}

/// The id of a call whose creation was never answered, or what is to be said of it.
async fn find(
    core: &Rc<Core>,
    line: &Rc<Line>,
    left: &Left,
) -> Result<String, Result<Receipt, Unended>> {
    let intent = &left.intent;
    let unended = |why: String| {
        // The dead process's journal keeps it.
        core.forget(intent.id);
        Unended {
            provider: left.provider.clone(),
            intent: intent.id,
            call: None,
            why,
        }
    };
    let error = "its process ended before the answer was written".to_owned();
    core.tell(intent.id, Step::Lost { error });
    let until = Instant::now() + bounded(intent.terms.search_for).saturating_sub(age(intent));
    let patience = until + core.settings.end_deadline;
    let found = tokio::select! {
        found = reaper::search(core, line, intent, Some(until)) => found,
        () = sleep_until(patience) => {
            return Err(Err(unended("the provider could not be asked whether it exists".into())));
        }
    };
    match found {
        Search::Ours(calls) => {
            let mut calls = calls.into_iter();
            let first = calls.next().unwrap_or_default();
            for more in calls {
                core.end_also(line, intent, &more);
            }
            Ok(first)
        }
        Search::Likely(call) => Ok(call),
        Search::Nothing => {
            let receipt = reaper::no_id(line, intent.id, Cause::NotFound);
            core.over(&receipt, false);
            Err(Ok(receipt))
        }
        Search::Ambiguous(candidates) => {
            let receipt = reaper::no_id(line, intent.id, Cause::Ambiguous { candidates });
            // Once its provider is sure to have ended it, whichever it was, nothing is left to know.
            if is_past_limit(intent) {
                core.over(&receipt, false);
                return Err(Ok(receipt));
            }
            Err(Err(unended(receipt.cause.to_string())))
        }
    }
}
