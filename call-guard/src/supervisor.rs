//! The owner of the reaper: first in, last dropped.

use std::{
    env,
    path::PathBuf,
    sync::{Arc, mpsc},
    thread::JoinHandle,
    time::Duration,
};

use jiff::Timestamp;
use tokio::sync::{broadcast, oneshot};

use crate::{
    Error,
    event::{Event, Events},
    guard::{CallGuard, Hold},
    journal::Journal,
    provider::{Dial, Intent, IntentId, Provider, Terms},
    reaper::{self, Command, Core, Line, Phase, Reaper},
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
    pub(crate) first_look: Duration,
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
        self.settings.attempt_timeout = timeout;
        self
    }

    /// How long the creation of a call may take, with its repetitions, before its answer counts as lost. 75 s by default.
    pub fn dial_timeout(mut self, timeout: Duration) -> Self {
        self.settings.dial_timeout = timeout;
        self
    }

    /// How long to wait for the answer to a creation before searching for the call beside it. 5 s by default. The search begins at once
    /// when nobody waits for the call any more.
    pub fn answer_patience(mut self, patience: Duration) -> Self {
        self.settings.answer_patience = patience;
        self
    }

    /// After how long [`CallGuard::end`] reports [`Error::Unconfirmed`]. 60 s by default.
    pub fn end_deadline(mut self, deadline: Duration) -> Self {
        self.settings.end_deadline = deadline;
        self
    }

    /// How long [`Supervisor::shutdown`], and dropping the supervisor, wait for all calls to be over. 9 s by default.
    pub fn drain(mut self, drain: Duration) -> Self {
        self.settings.drain = drain;
        self
    }

    /// How long a receipt waits for the charge after the end is confirmed, if somebody waits for the receipt or listens to the [`events`](Supervisor::events). 3 s by default.
    pub fn billing_wait(mut self, wait: Duration) -> Self {
        self.settings.billing_wait = wait;
        self
    }

    /// How often [`CallGuard::ended`] looks at the call. 2 s by default.
    pub fn observe_every(mut self, interval: Duration) -> Self {
        self.settings.observe_every = interval;
        self
    }

    /// Starts the reaper.
    ///
    /// # Errors
    ///
    /// [`Error::Start`] if the journal's folder cannot be written or a thread cannot be started.
    pub fn start(self) -> Result<Supervisor, Error> {
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
        Ok(Dialer {
            reaper: self.reaper.clone(),
            provider,
        })
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

    /// Tells which call an intent became, for an application that learns it from a webhook while the provider's answer is missing.
    /// It changes nothing for an intent whose call is known.
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
    /// first: a call of a provider that is not there stays in its journal.
    ///
    /// # Errors
    ///
    /// [`Error::Start`] if there is no journal or it cannot be read, [`Error::Closed`] if the reaper stops meanwhile.
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

/// Dials through one provider. Cheap to clone.
#[derive(Debug)]
pub struct Dialer<P> {
    reaper: Reaper,
    provider: Arc<P>,
}

impl<P> Clone for Dialer<P> {
    fn clone(&self) -> Self {
        Self {
            reaper: self.reaper.clone(),
            provider: Arc::clone(&self.provider),
        }
    }
}

impl<P: Dial> Dialer<P> {
    /// The provider.
    #[must_use]
    pub fn provider(&self) -> &P {
        &self.provider
    }

    /// Places a call under guard.
    ///
    /// The request is sent by the reaper, with a label and a provider-side limit, after the intent is durable. Whoever stops waiting, by
    /// a timeout or a dropped future, has no call: it is ended as soon as it is known. If the provider's answer is lost, the call
    /// is searched by its label, and handed over if it is found.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] and [`Error::Journal`] before anything is sent; [`Error::Refused`] if the provider refused;
    /// [`Error::Lost`] if the answer was lost and the search found no single call, with a receipt that says what is known;
    /// [`Error::Closed`] if the supervisor is shut down.
    pub async fn dial(&self, request: impl Into<P::Request>) -> Result<CallGuard<P::Call>, Error> {
        let request = request.into();
        self.run(move |core, line, provider, reply| {
            Box::pin(reaper::dial(core, line, provider, request, reply))
        })
        .await
    }

    /// Takes a call that exists already under guard.
    ///
    /// # Errors
    ///
    /// [`Error::Provider`] if the call cannot be read, [`Error::Closed`] if the supervisor is shut down.
    pub async fn adopt(&self, call: &str) -> Result<CallGuard<P::Call>, Error> {
        let id = call.to_owned();
        self.run(move |core, line, provider, reply| {
            Box::pin(adopt(core, line, provider, id, reply))
        })
        .await
    }

    async fn run<F>(&self, job: F) -> Result<CallGuard<P::Call>, Error>
    where
        F: FnOnce(std::rc::Rc<Core>, std::rc::Rc<Line>, Arc<P>, Reply<P::Call>) -> reaper::Task
            + Send
            + 'static,
    {
        let provider = Arc::clone(&self.provider);
        let (reply, guard) = oneshot::channel();
        self.reaper.send(Command::Run(Box::new(
            move |core: std::rc::Rc<Core>| match core.line(provider.name()) {
                Some(line) => job(core, line, provider, reply),
                None => Box::pin(std::future::ready(())),
            },
        )))?;
        guard.await.unwrap_or(Err(Error::Closed))
    }
}

type Reply<C> = oneshot::Sender<Result<CallGuard<C>, Error>>;

async fn adopt<P: Dial>(
    core: std::rc::Rc<Core>,
    line: std::rc::Rc<Line>,
    provider: Arc<P>,
    call: String,
    reply: Reply<P::Call>,
) {
    if core.is_closing() {
        return drop(reply.send(Err(Error::Closed)));
    }
    let answer = match line.attempt(provider.get(&call)).await {
        Ok(answer) => answer,
        Err(error) => return drop(reply.send(Err(Error::Provider(error)))),
    };
    let intent = Intent {
        id: IntentId::random(),
        owner: core.settings.owner.clone(),
        at: Timestamp::now(),
        terms: Terms::default(),
    };
    let id = intent.id;
    core.write_unawaited(line.name(), &intent);
    core.open(&line, intent, Some(call.clone()), Phase::Armed);
    core.arm(id, &call);
    let guard = CallGuard::new(
        answer,
        Hold::new(core.reaper.clone(), id, line.name(), &call),
    );
    // A guard that nobody takes is dropped, and that ends the call.
    drop(reply.send(Ok(guard)));
}
