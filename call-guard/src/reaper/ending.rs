//! The end of a call: ask, look, and ask again until the provider says that it is over.

use std::{cell::Cell, pin::pin, rc::Rc, time::Duration};

use jiff::Timestamp;
use tokio::{
    sync::oneshot,
    time::{Instant, sleep},
};

use super::{Core, Line, Phase};
use crate::{
    Error,
    error::chain,
    event::Step,
    provider::{EndAnswer, IntentId, Over, OverReason, Status},
    receipt::{Billed, Cause, Receipt},
};

/// Accepted, but not over after this long: ask again. Asking twice is harmless at both providers.
const ASK_AGAIN: Duration = Duration::from_secs(5);
/// Between looks at a call whose end is due.
const LONGEST_LOOK: Duration = Duration::from_secs(1);
/// Between attempts that fail.
const LONGEST_BACKOFF: Duration = Duration::from_secs(5);
/// Between looks at a call whose end is overdue.
const OVERDUE_LOOK: Duration = Duration::from_secs(2);
/// Between looks for the charge of a call that is over.
const BILLING_LOOK: Duration = Duration::from_millis(250);

/// Sees to the end of a call. Exactly one ending runs per call, however many ask for it.
pub(crate) fn end(
    core: &Rc<Core>,
    intent: IntentId,
    waiter: Option<oneshot::Sender<Result<Receipt, Error>>>,
) {
    let Some(phase) = core.phase(intent) else {
        if let Some(waiter) = waiter {
            drop(waiter.send(Err(Error::Closed)));
        }
        return;
    };
    match phase {
        Phase::Over(receipt) => {
            core.forget(intent);
            if let Some(waiter) = waiter {
                drop(waiter.send(Ok(*receipt)));
            }
        }
        Phase::Armed => {
            core.with(intent, |entry| {
                entry.phase = Phase::Ending;
                entry.enders.extend(waiter);
                "its end is being asked for".clone_into(&mut entry.note);
            });
            tokio::task::spawn_local(Ending::new(Rc::clone(core), intent).run());
        }
        Phase::Dialling | Phase::Searching | Phase::Ending | Phase::Ambiguous => {
            core.with(intent, |entry| entry.enders.extend(waiter));
        }
    }
}

struct Ending {
    core: Rc<Core>,
    intent: IntentId,
    requested: Option<Timestamp>,
    attempts: u32,
    /// An attempt was accepted, or failed in a way that may have worked.
    may_have_worked: bool,
    overdue: Rc<Cell<bool>>,
}

impl Ending {
    fn new(core: Rc<Core>, intent: IntentId) -> Self {
        Self {
            core,
            intent,
            requested: None,
            attempts: 0,
            may_have_worked: false,
            overdue: Rc::default(),
        }
    }

    async fn run(mut self) {
        let Some((line, Some(call))) = self.core.with(self.intent, |entry| {
            (Rc::clone(&entry.line), entry.call.clone())
        }) else {
            return;
        };
        let overdue = overdue(Rc::clone(&self.core), self.intent, Rc::clone(&self.overdue));
        let over = {
            let mut over = pin!(self.until_over(&line, &call));
            tokio::select! {
                over = over.as_mut() => over,
                () = overdue => over.await,
            }
        };
        let (cause, over) = match over {
            Some(over) => (self.cause(over.reason), over),
            None => (
                Cause::NotFound,
                Over {
                    at: None,
                    reason: OverReason::Ended,
                    billed: None,
                },
            ),
        };
        let confirmed = (cause != Cause::NotFound).then(Timestamp::now);
        let billed = match over.billed {
            None if cause != Cause::NotFound => self.billing(&line, &call).await,
            billed => billed,
        };
        let receipt = Receipt {
            provider: line.name().to_owned(),
            intent: self.intent,
            call: Some(call),
            cause,
            requested: self.requested,
            confirmed,
            ended: over.at,
            attempts: self.attempts,
            billed,
        };
        self.core.over(&receipt, false);
    }

    /// `None` if the provider knows no such call.
    async fn until_over(&mut self, line: &Line, call: &str) -> Option<Over> {
        let mut ask = true;
        let mut asked: Option<Instant> = None;
        let mut missing: Option<Instant> = None;
        let first = self.core.settings.first_look;
        let mut look = first;
        let mut backoff = first;
        loop {
            if ask {
                self.requested.get_or_insert_with(Timestamp::now);
                self.attempts += 1;
                self.tell(Step::Requested {
                    attempt: self.attempts,
                });
                match line.end(call).await {
                    Ok(EndAnswer::Accepted) => {
                        self.may_have_worked = true;
                        self.note("its end was accepted, but is not confirmed");
                        asked = Some(Instant::now());
                        ask = false;
                        look = first;
                        self.pause(look).await;
                    }
                    Ok(EndAnswer::NotLive) => {
                        asked = None;
                        ask = false;
                    }
                    Err(error) => {
                        self.may_have_worked = true;
                        self.failed(chain(&error));
                        self.back_off(&mut backoff).await;
                    }
                }
            }
            match line.status(call).await {
                Ok(Status::Over(over)) => return Some(over),
                Ok(Status::Missing) => {
                    // One odd answer must not make us forget a call.
                    let since = *missing.get_or_insert_with(Instant::now);
                    if since.elapsed() >= self.core.settings.missing_after {
                        return None;
                    }
                    self.note("the provider knows no such call; looking again");
                    ask = false;
                    asked = None;
                    self.pause(look).await;
                    look = look.mul_f64(1.6).min(self.longest(LONGEST_LOOK));
                    continue;
                }
                Ok(Status::Waiting { until }) => {
                    missing = None;
                    self.waiting(until).await;
                    look = first;
                    ask = false;
                    asked = None;
                }
                Ok(Status::Live) => {
                    missing = None;
                    ask = asked.is_none_or(|at| at.elapsed() >= ASK_AGAIN);
                    self.pause(look).await;
                    look = look.mul_f64(1.6).min(self.longest(LONGEST_LOOK));
                }
                Err(error) => {
                    self.failed(chain(&error));
                    self.back_off(&mut backoff).await;
                }
            }
        }
    }

    /// The provider has no way to end a call that nobody joined; it gives it up by itself, or somebody joins and it can be ended.
    async fn waiting(&self, until: Option<Timestamp>) {
        let note = "nobody has joined it, and it cannot be ended before; it is not billed and expires by itself";
        let new = self.core.with(self.intent, |entry| {
            let new = entry.note != note;
            note.clone_into(&mut entry.note);
            new
        });
        if new == Some(true) {
            self.tell(Step::Waiting);
        }
        let left = until
            .and_then(|until| Duration::try_from(until.duration_since(Timestamp::now())).ok())
            .unwrap_or(LONGEST_LOOK);
        self.pause(left.clamp(self.core.settings.first_look, self.longest(LONGEST_LOOK)))
            .await;
    }

    /// Waits a bounded time for the charge, if anybody waits for the receipt or listens to the events.
    async fn billing(&self, line: &Line, call: &str) -> Option<Billed> {
        let until = Instant::now() + self.core.settings.billing_wait;
        loop {
            let awaited = self.core.with(self.intent, |entry| {
                entry.enders.iter().any(|waiter| !waiter.is_closed())
                    || entry.watchers.iter().any(|waiter| !waiter.is_closed())
            });
            let heard = awaited == Some(true) || self.core.is_heard();
            if !heard || self.core.is_closing() || Instant::now() >= until {
                return None;
            }
            self.pause(BILLING_LOOK).await;
            if let Ok(Status::Over(Over {
                billed: Some(billed),
                ..
            })) = line.status(call).await
            {
                return Some(billed);
            }
        }
    }

    fn cause(&self, reason: OverReason) -> Cause {
        match reason {
            OverReason::Unjoined => Cause::ExpiredUnjoined,
            OverReason::Limit => Cause::Limit,
            OverReason::Ended if self.may_have_worked => Cause::Guard,
            OverReason::Ended => Cause::AlreadyOver,
        }
    }

    fn longest(&self, usual: Duration) -> Duration {
        if self.overdue.get() {
            usual.max(OVERDUE_LOOK)
        } else {
            usual
        }
    }

    async fn back_off(&self, backoff: &mut Duration) {
        self.pause(*backoff).await;
        *backoff = (*backoff * 2).min(self.longest(LONGEST_BACKOFF));
    }

    /// A little more or less each time, so that many endings do not march in step.
    async fn pause(&self, pause: Duration) {
        sleep(pause.mul_f64(0.8 + 0.4 * fastrand::f64())).await;
    }

    fn failed(&self, error: String) {
        self.note(&error);
        self.tell(Step::Failed { error });
    }

    fn note(&self, note: &str) {
        self.core.note(self.intent, note);
    }

    fn tell(&self, step: Step) {
        self.core.tell(self.intent, step);
    }
}

/// Tells those who wait, once the deadline has passed, that it takes longer. The ending goes on.
async fn overdue(core: Rc<Core>, intent: IntentId, overdue: Rc<Cell<bool>>) {
    sleep(core.settings.end_deadline).await;
    overdue.set(true);
    core.tell(intent, Step::Overdue);
    core.with(intent, |entry| {
        let unended = entry.unended();
        for waiter in entry.enders.drain(..) {
            drop(waiter.send(Err(Error::Unconfirmed(Box::new(unended.clone())))));
        }
    });
}
