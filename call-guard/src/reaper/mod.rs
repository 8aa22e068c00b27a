//! The thread that ends calls.
//!
//! It has a runtime of its own, so it works whatever the application's runtime does. All its state lives on it, without locks.

mod book;
mod dial;
mod ending;
mod gate;
mod line;
mod search;
mod watch;

use std::{future::Future, pin::Pin, rc::Rc, sync::mpsc, thread, time::Duration};

use tokio::{
    sync::{
        broadcast,
        mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
        oneshot,
    },
    task::LocalSet,
    time::Instant,
};

pub(crate) use self::{
    book::{Core, Phase},
    dial::{dial, no_id},
    ending::end,
    line::Line,
    search::{Search, age, is_past_limit, search},
    watch::watch,
};
use crate::{
    Error,
    event::Event,
    journal::Journal,
    provider::IntentId,
    receipt::{Receipt, Unended},
    supervisor::Settings,
};

/// What travels to the reaper.
pub(crate) enum Command {
    /// End this call, and tell the sender, if any, how that went.
    End(IntentId, Option<oneshot::Sender<Result<Receipt, Error>>>),
    /// This call is no longer ours.
    Keep(IntentId),
    /// Tell when this call is over.
    Watch(IntentId, oneshot::Sender<Receipt>),
    /// Somebody learnt which call an intent became.
    Bind(IntentId, String),
    /// Anything that needs the types of one provider.
    Run(Job),
    /// End everything and stop.
    Shutdown(
        Duration,
        mpsc::SyncSender<Vec<Unended>>,
        Option<oneshot::Sender<()>>,
    ),
}

/// Who is told what is left when the reaper stops.
type Leaving = (mpsc::SyncSender<Vec<Unended>>, Option<oneshot::Sender<()>>);

pub(crate) type Task = Pin<Box<dyn Future<Output = ()>>>;
pub(crate) type Job = Box<dyn FnOnce(Rc<Core>) -> Task + Send>;

/// A sender of commands. Sending neither blocks, awaits nor panics, and needs no runtime.
#[derive(Clone, Debug)]
pub(crate) struct Reaper {
    commands: UnboundedSender<Command>,
}

impl Reaper {
    /// Starts the thread.
    pub(crate) fn start(
        settings: Settings,
        journal: Option<Journal>,
        events: broadcast::Sender<Event>,
    ) -> Result<(Self, thread::JoinHandle<()>), Error> {
        let (commands, queue) = unbounded_channel();
        let reaper = Self { commands };
        let handle = reaper.clone();
        let fail = |what: &str| {
            let what = what.to_owned();
            move |source| Error::Start { what, source }
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(fail("building the reaper's runtime"))?;
        let thread = thread::Builder::new()
            .name("call-guard reaper".into())
            .spawn(move || {
                let local = LocalSet::new();
                local.block_on(&runtime, async {
                    let core = Rc::new(Core::new(settings, journal, events, handle));
                    serve(core, queue).await;
                });
                drop(local);
                // A name that is being looked up must not hold up the end of the program.
                runtime.shutdown_background();
            })
            .map_err(fail("spawning the reaper's thread"))?;
        Ok((reaper, thread))
    }

    /// Sends a command; it comes back if the reaper is gone.
    pub(crate) fn send(&self, command: Command) -> Result<(), Error> {
        self.commands.send(command).map_err(|_| Error::Closed)
    }
}

async fn serve(core: Rc<Core>, mut queue: UnboundedReceiver<Command>) {
    while let Some(command) = queue.recv().await {
        match command {
            Command::End(intent, waiter) => end(&core, intent, waiter),
            Command::Keep(intent) => core.keep(intent),
            Command::Watch(intent, waiter) => watch(&core, intent, waiter),
            Command::Bind(intent, call) => core.bind(intent, call),
            Command::Run(job) => drop(tokio::task::spawn_local(job(Rc::clone(&core)))),
            Command::Shutdown(within, report, done) => {
                let until = Instant::now() + within;
                let mut leaving = vec![(report, done)];
                drain(&core, &mut queue, until, &mut leaving).await;
                for (report, done) in leaving {
                    // Each waits a bounded time and may have left.
                    drop(report.send(core.unended()));
                    if let Some(done) = done {
                        done.send(()).ok();
                    }
                }
                return;
            }
        }
    }
}

/// Ends everything, going on to take the commands of guards that drop meanwhile.
async fn drain(
    core: &Rc<Core>,
    queue: &mut UnboundedReceiver<Command>,
    until: Instant,
    leaving: &mut Vec<Leaving>,
) {
    core.close();
    loop {
        // A call may have been armed since the last turn.
        for intent in core.armed() {
            end(core, intent, None);
        }
        if core.is_settled() {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep_until(until) => return,
            () = core.changed() => {}
            Some(command) = queue.recv() => match command {
                Command::End(intent, waiter) => end(core, intent, waiter),
                Command::Keep(intent) => core.keep(intent),
                Command::Watch(intent, waiter) => watch(core, intent, waiter),
                Command::Bind(intent, call) => core.bind(intent, call),
                Command::Run(job) => drop(tokio::task::spawn_local(job(Rc::clone(core)))),
                // The first one was cancelled, and the supervisor is dropped.
                Command::Shutdown(_, report, done) => leaving.push((report, done)),
            },
        }
    }
}
