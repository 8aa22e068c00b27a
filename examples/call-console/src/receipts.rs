//! Receipts, whatever path ends a call, and not leaving before they are there.

use std::{
    collections::HashMap,
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
    time::Duration,
};

use call_guard::{Error, Event, IntentId, Receipt, Step, Supervisor};
use tokio::{
    sync::{Notify, oneshot},
    task::JoinHandle,
    time,
};

use crate::{
    config::Config,
    explain::explain,
    out::{Tone, complain, paint, say},
    provider::Calls,
};

/// How long receipts, with what is billed, may take after a signal or a panic.
const LAST_RECEIPTS: Duration = Duration::from_secs(5);

/// Runs `job` with a supervisor, and leaves when its calls are over.
pub(crate) async fn supervised(
    config: &Config,
    job: impl AsyncFnOnce(&Calls) -> anyhow::Result<ExitCode>,
) -> anyhow::Result<ExitCode> {
    let calls = Calls::start(config)?;
    let receipts = Receipts::print(&calls);
    let code = job(&calls).await.unwrap_or_else(|error| {
        complain!("{}", explain(&error));
        ExitCode::FAILURE
    });
    // A signal ends these commands at once, and the journal keeps what they had begun.
    finish(calls, receipts, std::future::pending(), code).await
}

/// Waits for what is still ending, and says what may live. Leaves at once when patience is over.
pub(crate) async fn finish(
    calls: Calls,
    receipts: Receipts,
    impatience: impl Future<Output = ()>,
    code: ExitCode,
) -> anyhow::Result<ExitCode> {
    let Calls { supervisor, .. } = calls;
    let (settled, result) = shut_down(supervisor);
    let done = async {
        // Beyond this a shutdown names what is left.
        drop(time::timeout(LAST_RECEIPTS, receipts.settled()).await);
        drop(settled);
        result.await.unwrap_or(Err(Error::Closed))
    };
    let result = tokio::select! {
        biased;
        result = done => result,
        () = impatience => {
            let left = receipts.left();
            return Ok(if left.is_empty() { code } else { leave(&left) });
        }
    };
    receipts.stop().await;
    match result {
        Ok(()) => Ok(code),
        Err(Error::Unfinished(unended)) => {
            let left: Vec<String> = unended.iter().map(ToString::to_string).collect();
            Ok(leave(&left))
        }
        Err(error) => Err(error.into()),
    }
}

fn leave(left: &[String]) -> ExitCode {
    for call in left {
        say!(
            "{}",
            paint(Tone::Bad, &format!("May still be running: {call}."))
        );
    }
    say!("`call-console recover` ends what is left.");
    ExitCode::FAILURE
}

/// Shuts down, once the sender is dropped, on a thread of its own: whoever stops waiting is not kept by it.
fn shut_down(supervisor: Supervisor) -> (mpsc::Sender<()>, oneshot::Receiver<Result<(), Error>>) {
    let (settled, wait) = mpsc::channel();
    let (done, result) = oneshot::channel();
    let runtime = tokio::runtime::Handle::current();
    let spawned = thread::Builder::new()
        .name("shutdown".into())
        .spawn(move || {
            let _dropped = wait.recv();
            // Whoever waited may have left.
            drop(done.send(runtime.block_on(supervisor.shutdown())));
        });
    // Without a thread the supervisor is dropped here, and that waits.
    drop(spawned);
    (settled, result)
}

/// Prints the receipt of every call as it comes, whatever path ended it.
pub(crate) struct Receipts {
    task: JoinHandle<()>,
    open: Arc<Mutex<HashMap<IntentId, Open>>>,
    changed: Arc<Notify>,
}

/// A call that has no receipt yet.
struct Open {
    name: String,
    /// Nobody has joined it: it is free, and expires long after our patience.
    unjoined: bool,
    /// What was last said about asking its provider.
    failure: Option<String>,
}

impl Receipts {
    pub(crate) fn print(calls: &Calls) -> Self {
        let mut events = calls.supervisor.events();
        let open = Arc::<Mutex<HashMap<IntentId, Open>>>::default();
        let changed = Arc::new(Notify::new());
        let task = tokio::spawn({
            let (open, changed) = (Arc::clone(&open), Arc::clone(&changed));
            async move {
                while let Some(event) = events.next().await {
                    note(
                        &mut open.lock().unwrap_or_else(PoisonError::into_inner),
                        &event,
                    );
                    changed.notify_waiters();
                }
            }
        });
        Self {
            task,
            open,
            changed,
        }
    }

    /// Whether calls are left, and nobody has joined any of them: waiting is all that can be done.
    pub(crate) fn only_unjoined(&self) -> bool {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        !open.is_empty() && open.values().all(|call| call.unjoined)
    }

    /// The calls without a receipt.
    fn left(&self) -> Vec<String> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let names = open.values().map(|call| {
            let why = if call.unjoined {
                "nobody has joined it; it is free and expires by itself"
            } else {
                "its end is not confirmed"
            };
            format!("{}: {why}", call.name)
        });
        names.collect()
    }

    /// Waits until every call has its receipt, but for those that nobody has joined.
    async fn settled(&self) {
        loop {
            let changed = self.changed.notified();
            let settled = {
                let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
                open.values().all(|call| call.unjoined)
            };
            if settled {
                return;
            }
            changed.await;
        }
    }

    /// The reaper is gone, so the events end.
    async fn stop(self) {
        drop(time::timeout(Duration::from_secs(1), self.task).await);
    }
}

/// Keeps account of a step, and says what is worth saying.
fn note(open: &mut HashMap<IntentId, Open>, event: &Event) {
    let provider = &event.provider;
    if let Step::Over(_) | Step::Kept | Step::Refused { .. } = &event.step {
        open.remove(&event.intent);
    } else {
        let call = open.entry(event.intent).or_insert_with(|| Open {
            name: String::new(),
            unjoined: false,
            failure: None,
        });
        call.name = match &event.call {
            Some(id) => format!("{provider} {id}"),
            None => format!("{provider} intent {}", event.intent),
        };
        if let Step::Failed { error } = &event.step {
            // An outage lasts; one line says it.
            if call.failure.as_ref() != Some(error) {
                say!("{}: {error}; trying again.", call.name);
                call.failure = Some(error.clone());
            }
        }
        match &event.step {
            Step::Waiting => call.unjoined = true,
            Step::Requested { .. } => call.unjoined = false,
            _ => {}
        }
    }
    let call = match &event.call {
        Some(id) => format!("{provider} {id}"),
        None => provider.clone(),
    };
    match &event.step {
        Step::Over(receipt) => say!("{}", line(receipt)),
        Step::Lost { error } => {
            say!("{provider}: the answer is missing ({error}); looking for the call by its label.");
        }
        Step::Waiting => say!(
            "{call}: nobody has joined, so the call cannot be ended; it is free, and expires by itself. Waiting; Ctrl-C leaves it to that."
        ),
        Step::Overdue => say!("{call}: the end is not confirmed yet; going on."),
        _ => {}
    }
}

fn line(receipt: &Receipt) -> String {
    let tone = if receipt.is_confirmed() {
        Tone::Good
    } else {
        Tone::Bad
    };
    format!("{} {receipt}.", paint(tone, "Receipt:"))
}
