//! The owner of the reaper: first in, last dropped.

use std::{
    env,
    path::PathBuf,
    sync::{Arc, mpsc},
    thread::JoinHandle,
    time::Duration,
};

use tokio::sync::{broadcast, oneshot};

use crate::{
    Dialer, Error,
    event::{Event, Events},
    journal::Journal,
    provider::{Dial, IntentId, Provider},
    reaper::{Command, Core, Line, Reaper},
    recover::{self, Recovery},
};

/// Events kept for a slow reader.
const EVENTS: usize = 1024;

/// Times and names, see [`Builder`].
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) owner: String,
    pub(crate) journal: Option<PathBuf>,
    pub(crate) attempt_timeout: Duration,
    pub(crate) dial_timeout: Duration,
    pub(crate) answer_patience: Duration,
    pub(crate) end_deadline: Duration,
    pub(crate) drain: Duration,
    pub(crate) billing_wait: Duration,
    pub(crate) observe_every: Duration,
    pub(crate) missing_after: Duration,
    pub(crate) first_look: Duration,
}

/// A time beyond which nobody waits. Longer ones would overflow the clock.
pub(crate) fn bounded(time: Duration) -> Duration {
    time.min(Duration::from_secs(10 * 365 * 24 * 60 * 60))
}

/// What a [`Supervisor`] is started with. Every time has a default that suits both providers.
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `start`"]
pub struct Builder {
    settings: Settings,
}

impl Builder {
    /// Keeps a journal in this folder, one file per process. Without it a killed process leaves no trace to [`recover`](Supervisor::recover).
    pub fn journal(mut self, folder: impl Into<PathBuf>) -> Self {
        self.settings.journal = Some(folder.into());
        self
    }

    /// The name that every call is labelled with beside its own, so that one program's calls can be listed. The program's file name by default.
    pub fn owner(mut self, owner: impl Into<String>) -> Self {
        self.settings.owner = owner.into();
        self
    }

    /// How long one request to end, look at or find a call may take. 5 s by default.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.settings.attempt_timeout = bounded(timeout);
        self
    }

    /// How long the creation of a call may take, with its repetitions, before its answer counts as lost. 75 s by default.
    pub fn dial_timeout(mut self, timeout: Duration) -> Self {
        self.settings.dial_timeout = bounded(timeout);
        self
    }

    /// How long to wait for the answer to a creation before searching for the call beside it. 5 s by default. The search begins at once
    /// when nobody waits for the call any more.
    pub fn answer_patience(mut self, patience: Duration) -> Self {
        self.settings.answer_patience = bounded(patience);
        self
    }

    /// After how long [`CallGuard::end`](crate::CallGuard::end) reports [`Error::Unconfirmed`]. 60 s by default.
    pub fn end_deadline(mut self, deadline: Duration) -> Self {
        self.settings.end_deadline = bounded(deadline);
        self
    }

    /// How long [`Supervisor::shutdown`], and dropping the supervisor, wait for all calls to be over. 9 s by default.
    pub fn drain(mut self, drain: Duration) -> Self {
        self.settings.drain = bounded(drain);
        self
    }

    /// How long a receipt waits for the charge after the end is confirmed, if somebody waits for the receipt or listens to the [`events`](Supervisor::events). 3 s by default.
    pub fn billing_wait(mut self, wait: Duration) -> Self {
        self.settings.billing_wait = bounded(wait);
        self
    }

    /// How often [`CallGuard::ended`](crate::CallGuard::ended) looks at the call. 2 s by default.
    pub fn observe_every(mut self, interval: Duration) -> Self {
        self.settings.observe_every = bounded(interval);
        self
    }

    /// How long a provider must deny that it knows a call before the call counts as [not found](crate::Cause::NotFound). 10 s by default:
    /// one odd answer must not make the guard forget a call.
    pub fn missing_after(mut self, time: Duration) -> Self {
        self.settings.missing_after = bounded(time);
        self
    }

    /// Starts the reaper.
    ///
    /// # Errors
    ///
    /// [`Error::Start`] if the journal's folder cannot be written or a thread cannot be started.
    pub fn start(mut self) -> Result<Supervisor, Error> {
        // The program may change its folder later.
        if let Some(folder) = &mut self.settings.journal {
            *folder = std::path::absolute(&folder).map_err(|source| Error::Start {
                what: format!("finding the journal's folder `{}`", folder.display()),
                source,
            })?;
        }
        let journal = match &self.settings.journal {
            Some(folder) => Some(Journal::create(folder).map_err(|source| Error::Start {
                what: format!("opening a journal in `{}`", folder.display()),
                source,
            })?),
            None => None,
        };
        let (events, _) = broadcast::channel(EVENTS);
        let (reaper, thread) = Reaper::start(self.settings.clone(), journal, events.clone())?;
        // Only the reaper keeps a sender, so that streams of events end with it.
        let events = events.downgrade();
        Ok(Supervisor {
            settings: self.settings,
            reaper,
            events,
            thread: Some(thread),
        })
    }
}

/// Owns the reaper, the thread on which calls are placed, watched and ended.
///
/// Make it first and drop it last: dropping it ends every call that is still guarded, even if its guard leaked, and waits for
/// [`Builder::drain`] at most. [`Supervisor::shutdown`] does the same and names the calls that may still be running.
#[derive(Debug)]
pub struct Supervisor {
    settings: Settings,
    reaper: Reaper,
    events: broadcast::WeakSender<Event>,
    thread: Option<JoinHandle<()>>,
}

impl Supervisor {
    /// Starts with the defaults: see [`Builder`].
    pub fn builder() -> Builder {
        let owner = env::current_exe()
            .ok()
            .and_then(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
            .unwrap_or_else(|| "call-guard".into());
        Builder {
            settings: Settings {
                owner,
                journal: None,
                attempt_timeout: Duration::from_secs(5),
                dial_timeout: Duration::from_secs(75),
                answer_patience: Duration::from_secs(5),
                end_deadline: Duration::from_secs(60),
                drain: Duration::from_secs(9),
                billing_wait: Duration::from_secs(3),
                observe_every: Duration::from_secs(2),
                missing_after: Duration::from_secs(10),
                first_look: Duration::from_millis(100),
            },
        }
    }

    /// Adds a provider, and gives what dials through it.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a provider of this name is there already, [`Error::Closed`] if the reaper is gone.
    pub fn provider<P: Dial>(&self, provider: P) -> Result<Dialer<P>, Error> {
        let provider = Arc::new(provider);
        let line = Line::new(
            Arc::clone(&provider) as Arc<dyn Provider>,
            self.settings.attempt_timeout,
        );
        let (done, added) = mpsc::sync_channel(1);
        self.reaper
            .send(Command::Run(Box::new(move |core: std::rc::Rc<Core>| {
                // The answer is awaited below.
                drop(done.send(core.add_line(line)));
                Box::pin(std::future::ready(()))
            })))?;
        added.recv().map_err(|_| Error::Closed)??;
        Ok(Dialer::new(self.reaper.clone(), provider))
    }

    /// A stream of every step of every call from now on.
    #[must_use]
    pub fn events(&self) -> Events {
        let receiver = match self.events.upgrade() {
            Some(events) => events.subscribe(),
            // A reaper that is gone has no more events.
            None => broadcast::channel(1).1,
        };
        Events { receiver }
    }

    /// Tells which call an intent became, for an application that learns it from a webhook: this is proof. It ends a search, corrects one that
    /// took a call by its circumstances, and ends a call that was given up as not found. It changes nothing for an intent whose
    /// call is known for certain.
    ///
    /// # Errors
    ///
    /// [`Error::Closed`] if the reaper is gone.
    pub fn bind(&self, intent: IntentId, call: impl Into<String>) -> Result<(), Error> {
        self.reaper.send(Command::Bind(intent, call.into()))
    }

    /// Ends every call that the journals of dead processes leave open, and removes these journals.
    ///
    /// Journals whose owners live are left alone. A call whose creation was never answered is searched by its label. Add all providers
    /// first: a call of a provider that is not there stays in its journal. So does a call that cannot be asked about, or that the provider
    /// does not know, as long as its limit has not passed: the key may be another account's.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] without a journal, [`Error::Start`] if its folder cannot be read, [`Error::Closed`] if the reaper stops
    /// meanwhile.
    pub async fn recover(&self) -> Result<Recovery, Error> {
        let Some(folder) = self.settings.journal.clone() else {
            return Err(Error::InvalidRequest(
                "recover needs a journal: set one with `Builder::journal`".into(),
            ));
        };
        recover::recover(&self.reaper, &folder).await
    }

    /// Ends every call, waits for the confirmations, and stops the reaper.
    ///
    /// # Errors
    ///
    /// [`Error::Unfinished`] names the calls that may still be running when [`Builder::drain`] is over.
    pub async fn shutdown(mut self) -> Result<(), Error> {
        let (report, unended) = mpsc::sync_channel(1);
        let (done, finished) = oneshot::channel();
        self.reaper
            .send(Command::Shutdown(self.settings.drain, report, Some(done)))?;
        // The reaper stops only after it has reported.
        drop(finished.await);
        let unended = unended.try_recv().map_err(|_| Error::Closed)?;
        if let Some(thread) = self.thread.take() {
            join(thread);
        }
        if unended.is_empty() {
            Ok(())
        } else {
            Err(Error::Unfinished(unended))
        }
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        let Some(thread) = self.thread.take() else {
            return;
        };
        let (report, unended) = mpsc::sync_channel(1);
        if self
            .reaper
            .send(Command::Shutdown(self.settings.drain, report, None))
            .is_err()
        {
            return;
        }
        // The reaper keeps to its deadline; the second is for a machine that is short of time.
        match unended.recv_timeout(self.settings.drain + Duration::from_secs(1)) {
            Ok(unended) => {
                for call in &unended {
                    tracing::error!(%call, "a call may still be running");
                }
                join(thread);
            }
            Err(_) => tracing::error!(
                "the reaper did not stop in time; the journal names the calls that may still be running"
            ),
        }
    }
}

fn join(thread: JoinHandle<()>) {
    if thread.join().is_err() {
        tracing::error!("the reaper's thread panicked");
    }
}
