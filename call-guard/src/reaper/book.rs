//! Everything the reaper knows: one entry per call that is not known to be over.

use std::{
    cell::{Cell, RefCell},
    collections::{HashMap, VecDeque},
    rc::Rc,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use tokio::sync::{Notify, broadcast, oneshot};

use super::{Command, Line, Reaper};
use crate::{
    Error,
    event::{Event, Step},
    journal::{Journal, Record},
    provider::{Intent, IntentId},
    receipt::{Cause, Receipt, Unended},
    supervisor::Settings,
};

/// Where a call is, as far as the reaper is concerned.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Phase {
    /// The request is on its way.
    Dialling,
    /// The answer was lost.
    Searching,
    /// A guard holds it.
    Armed,
    /// Its end is under way.
    Ending,
    /// Several calls fit, and none is touched.
    Ambiguous,
    /// It is over, but its guard lives and may ask.
    Over(Box<Receipt>),
}

pub(crate) struct Entry {
    pub(crate) line: Rc<Line>,
    pub(crate) intent: Intent,
    pub(crate) call: Option<String>,
    /// Whether `call` is known to be ours: from the answer, the label or a webhook. A guess may be corrected.
    proven: bool,
    pub(crate) phase: Phase,
    /// Those who wait for `end()`.
    pub(super) enders: Vec<oneshot::Sender<Result<Receipt, Error>>>,
    /// Those who wait for `ended()`.
    pub(super) watchers: Vec<oneshot::Sender<Receipt>>,
    /// A word on where the ending stands, for those who cannot wait for its end.
    pub(super) note: String,
}

/// The reaper's state. It lives on the reaper's thread; no borrow is held across an await.
pub(crate) struct Core {
    pub(crate) settings: Settings,
    pub(crate) reaper: Reaper,
    journal: Option<Journal>,
    events: broadcast::Sender<Event>,
    lines: RefCell<HashMap<String, Rc<Line>>>,
    entries: RefCell<HashMap<IntentId, Entry>>,
    /// Ids that were armed of late, and for which intent: a search must not take them for another's.
    known: RefCell<Known>,
    /// Intents whose call was not found. A webhook may still bring it.
    lost: RefCell<HashMap<IntentId, (Rc<Line>, Intent)>>,
    closing: Cell<bool>,
    changed: Notify,
}

/// A search goes back less far than this.
const KNOWN_FOR: Duration = Duration::from_secs(5 * 60);

#[derive(Default)]
struct Known {
    intents: HashMap<Rc<str>, IntentId>,
    oldest_first: VecDeque<(Instant, Rc<str>)>,
}

impl Known {
    fn insert(&mut self, call: &str, intent: IntentId) {
        let now = Instant::now();
        while let Some((at, old)) = self.oldest_first.pop_front() {
            if now.duration_since(at) <= KNOWN_FOR {
                self.oldest_first.push_front((at, old));
                break;
            }
            self.intents.remove(&old);
        }
        let call: Rc<str> = call.into();
        if self.intents.insert(Rc::clone(&call), intent).is_none() {
            self.oldest_first.push_back((now, call));
        }
    }
}

impl Core {
    pub(super) fn new(
        settings: Settings,
        journal: Option<Journal>,
        events: broadcast::Sender<Event>,
        reaper: Reaper,
    ) -> Self {
        Self {
            settings,
            reaper,
            journal,
            events,
            lines: RefCell::default(),
            entries: RefCell::default(),
            known: RefCell::default(),
            lost: RefCell::default(),
            closing: Cell::new(false),
            changed: Notify::new(),
        }
    }

    pub(crate) fn add_line(&self, line: Line) -> Result<(), Error> {
        let name = line.name().to_owned();
        if self.lines.borrow().contains_key(&name) {
            return Err(Error::InvalidRequest(format!(
                "a provider named `{name}` is there already"
            )));
        }
        self.lines.borrow_mut().insert(name, Rc::new(line));
        Ok(())
    }

    pub(crate) fn line(&self, name: &str) -> Option<Rc<Line>> {
        self.lines.borrow().get(name).cloned()
    }

    /// Opens an entry. There is no way to forget it but [`Core::over`], [`Core::keep`] and [`Core::cancel`].
    pub(crate) fn open(&self, line: &Rc<Line>, intent: Intent, call: Option<String>, phase: Phase) {
        let entry = Entry {
            line: Rc::clone(line),
            call,
            proven: false,
            phase,
            enders: Vec::new(),
            watchers: Vec::new(),
            note: "being dialled".into(),
            intent: intent.clone(),
        };
        self.entries.borrow_mut().insert(intent.id, entry);
    }

    pub(crate) fn with<T>(&self, intent: IntentId, act: impl FnOnce(&mut Entry) -> T) -> Option<T> {
        self.entries.borrow_mut().get_mut(&intent).map(act)
    }

    pub(crate) fn phase(&self, intent: IntentId) -> Option<Phase> {
        self.with(intent, |entry| entry.phase.clone())
    }

    pub(crate) fn note(&self, intent: IntentId, note: &str) {
        self.with(intent, |entry| note.clone_into(&mut entry.note));
    }

    /// The id is known: from the answer, a search, or a webhook. A call that is armed or ending already stays as it is.
    pub(crate) fn arm(&self, intent: IntentId, call: &str, proven: bool) {
        let fresh = self.with(intent, |entry| {
            let fresh = matches!(
                entry.phase,
                Phase::Dialling | Phase::Searching | Phase::Ambiguous
            );
            if fresh {
                entry.call = Some(call.to_owned());
                entry.proven = proven;
                entry.phase = Phase::Armed;
                "live".clone_into(&mut entry.note);
            }
            fresh
        });
        if fresh == Some(true) {
            self.opened(intent, call);
            self.tell(intent, Step::Armed);
        }
    }

    fn opened(&self, intent: IntentId, call: &str) {
        self.remember(call, intent);
        self.write(Record::Open {
            id: intent,
            call: call.to_owned(),
        });
    }

    /// The application learnt from a webhook, which proves it, what an intent became.
    pub(super) fn bind(&self, intent: IntentId, call: String) {
        let Some((phase, known, proven)) = self.with(intent, |entry| {
            (entry.phase.clone(), entry.call.clone(), entry.proven)
        }) else {
            if let Some((line, intent)) = self.lost.borrow_mut().remove(&intent) {
                // Whoever dialled was told that the call is lost, so nobody holds it.
                self.end_also(&line, &intent, &call);
            }
            return;
        };
        if proven || known.as_ref() == Some(&call) {
            self.with(intent, |entry| entry.proven = true);
            return;
        }
        match phase {
            Phase::Dialling | Phase::Searching => {
                self.with(intent, |entry| {
                    entry.call = Some(call.clone());
                    entry.proven = true;
                });
                self.opened(intent, &call);
            }
            Phase::Ambiguous => {
                self.arm(intent, &call, true);
                self.send(Command::End(intent, None));
            }
            Phase::Armed => {
                // The guard holds a stranger's call; from now on it holds ours.
                tracing::error!(%intent, "a call that was found by its circumstances was another's");
                self.with(intent, |entry| {
                    entry.call = Some(call.clone());
                    entry.proven = true;
                });
                self.opened(intent, &call);
            }
            Phase::Ending | Phase::Over(_) => {
                tracing::error!(%intent, "a call that was found by its circumstances was another's");
                if let Some((line, intent)) = self.with(intent, |entry| {
                    (Rc::clone(&entry.line), entry.intent.clone())
                }) {
                    self.end_also(&line, &intent, &call);
                }
            }
        }
        self.changed.notify_waiters();
    }

    /// Ends a call that is ours beside the one that an intent stands for.
    pub(crate) fn end_also(&self, line: &Rc<Line>, intent: &Intent, call: &str) {
        let intent = Intent {
            id: IntentId::random(),
            ..intent.clone()
        };
        let id = intent.id;
        self.write_unawaited(line.name(), &intent);
        self.open(line, intent, None, Phase::Searching);
        self.arm(id, call, true);
        self.send(Command::End(id, None));
    }

    /// A webhook may bring the call of this intent as long as the provider may keep it running.
    pub(super) fn remember_lost(&self, line: &Rc<Line>, intent: &Intent) {
        let mut lost = self.lost.borrow_mut();
        lost.retain(|_, (_, intent)| !super::is_past_limit(intent));
        lost.insert(intent.id, (Rc::clone(line), intent.clone()));
    }

    /// Whose a call is, so that no search takes it for another's.
    pub(crate) fn remember(&self, call: &str, intent: IntentId) {
        self.known.borrow_mut().insert(call, intent);
    }

    /// Whether a call is known to belong to another intent, even if it is over or was given away.
    pub(super) fn is_anothers(&self, call: &str, intent: IntentId) -> bool {
        let known = self.known.borrow();
        known
            .intents
            .get(call)
            .is_some_and(|owner| *owner != intent)
    }

    /// Gives a call away.
    pub(super) fn keep(&self, intent: IntentId) {
        self.write(Record::Kept { id: intent });
        self.tell(intent, Step::Kept);
        self.entries.borrow_mut().remove(&intent);
        self.changed.notify_waiters();
    }

    /// Nothing was sent, or the provider refused: there is no call.
    pub(crate) fn cancel(&self, intent: IntentId, step: Option<Step>) {
        self.write(Record::Over {
            id: intent,
            cause: None,
        });
        if let Some(step) = step {
            self.tell(intent, step);
        }
        self.entries.borrow_mut().remove(&intent);
        self.changed.notify_waiters();
    }

    /// Nothing is left to do for a call. Its entry stays while a guard may still ask for the receipt.
    pub(crate) fn over(&self, receipt: &Receipt, guarded: bool) {
        let intent = receipt.intent;
        self.write(Record::Over {
            id: intent,
            cause: Some(receipt.cause.clone()),
        });
        self.tell(intent, Step::Over(Box::new(receipt.clone())));
        let mut entries = self.entries.borrow_mut();
        if let Some(entry) = entries.get_mut(&intent) {
            for waiter in entry.enders.drain(..) {
                // Whoever stopped waiting has stopped waiting.
                drop(waiter.send(Ok(receipt.clone())));
            }
            for waiter in entry.watchers.drain(..) {
                drop(waiter.send(receipt.clone()));
            }
            if guarded {
                entry.phase = Phase::Over(Box::new(receipt.clone()));
            } else {
                entries.remove(&intent);
            }
        }
        drop(entries);
        self.changed.notify_waiters();
    }

    pub(crate) fn forget(&self, intent: IntentId) {
        self.entries.borrow_mut().remove(&intent);
    }

    pub(super) fn write(&self, record: Record) {
        if let Some(journal) = &self.journal {
            journal.write(record);
        }
    }

    /// Writes an intent for a call that exists already.
    pub(crate) fn write_unawaited(&self, provider: &str, intent: &Intent) {
        self.write(Record::Intent {
            provider: provider.to_owned(),
            intent: intent.clone(),
        });
    }

    /// Makes an intent durable.
    pub(super) async fn write_intent(&self, provider: &str, intent: &Intent) -> Result<(), Error> {
        let Some(journal) = &self.journal else {
            return Ok(());
        };
        let record = Record::Intent {
            provider: provider.to_owned(),
            intent: intent.clone(),
        };
        journal.write_durably(record).await.map_err(Error::Journal)
    }

    pub(crate) fn tell(&self, intent: IntentId, step: Step) {
        let Some((provider, call)) = self.with(intent, |entry| {
            (entry.line.name().to_owned(), entry.call.clone())
        }) else {
            return;
        };
        match &step {
            Step::Failed { error } => {
                tracing::warn!(%provider, call, %intent, error, "asking the provider failed")
            }
            Step::Overdue => {
                tracing::error!(%provider, call, %intent, "the end of a call is not confirmed in time")
            }
            Step::Ambiguous(receipt) => {
                tracing::error!(%provider, %intent, cause = %receipt.cause, "a call may be running")
            }
            Step::Over(receipt) if receipt.cause == Cause::NotFound => {
                tracing::warn!(%provider, call, %intent, "call not found")
            }
            Step::Over(receipt) => {
                tracing::info!(%provider, call, %intent, cause = %receipt.cause, "call over")
            }
            // What a provider says in an error may hold a telephone number.
            step => tracing::debug!(%provider, call, %intent, step = step.name(), "step"),
        }
        // Nobody may be listening.
        drop(self.events.send(Event {
            at: Timestamp::now(),
            provider,
            intent,
            call,
            step,
        }));
    }

    /// Whether anybody listens to the events.
    pub(super) fn is_heard(&self) -> bool {
        self.events.receiver_count() > 0
    }

    pub(super) fn close(&self) {
        self.closing.set(true);
        self.changed.notify_waiters();
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.closing.get()
    }

    /// Something happened that a waiting task may want to look at.
    pub(super) async fn changed(&self) {
        self.changed.notified().await;
    }

    pub(super) fn armed(&self) -> Vec<IntentId> {
        let entries = self.entries.borrow();
        entries
            .iter()
            .filter(|(_, entry)| entry.phase == Phase::Armed)
            .map(|(id, _)| *id)
            .collect()
    }

    /// Whether waiting longer could not change anything.
    pub(super) fn is_settled(&self) -> bool {
        self.entries
            .borrow()
            .values()
            .all(|entry| matches!(entry.phase, Phase::Over(_) | Phase::Ambiguous))
    }

    /// Every call that may still be running.
    pub(super) fn unended(&self) -> Vec<Unended> {
        let entries = self.entries.borrow();
        entries
            .values()
            .filter(|entry| !matches!(entry.phase, Phase::Over(_)))
            .map(Entry::unended)
            .collect()
    }

    /// Sends a command to ourselves.
    pub(crate) fn send(&self, command: Command) {
        // It fails only when the reaper stops, and then it has listed the call as unended.
        drop(self.reaper.send(command));
    }
}

impl Entry {
    pub(super) fn unended(&self) -> Unended {
        Unended {
            provider: self.line.name().to_owned(),
            intent: self.intent.id,
            call: self.call.clone(),
            why: self.note.clone(),
        }
    }
}
