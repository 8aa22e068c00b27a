//! What places calls through one provider.

use std::{rc::Rc, sync::Arc, time::Duration};

use jiff::Timestamp;
use tokio::sync::oneshot;

use crate::{
    Error,
    guard::{CallGuard, Hold},
    provider::{Dial, Intent, IntentId, Terms},
    reaper::{self, Command, Core, Line, Phase, Reaper},
};

/// Dials through one provider. Cheap to clone.
#[derive(Debug)]
pub struct Dialer<P> {
    reaper: Reaper,
    provider: Arc<P>,
    /// The provider's name, as it was when it was added.
    name: Arc<str>,
}

impl<P> Clone for Dialer<P> {
    fn clone(&self) -> Self {
        Self {
            reaper: self.reaper.clone(),
            provider: Arc::clone(&self.provider),
            name: Arc::clone(&self.name),
        }
    }
}

impl<P: Dial> Dialer<P> {
    pub(crate) fn new(reaper: Reaper, provider: Arc<P>) -> Self {
        let name = provider.name().into();
        Self {
            reaper,
            provider,
            name,
        }
    }

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
    /// [`Error::Unconfirmed`] if it was lost and the provider cannot be asked, or the call was found but cannot be read: it stays on
    /// watch, and is ended; [`Error::Closed`] if the supervisor is shut down. [`Error::may_be_live`] tells whether a second attempt
    /// could become a second call.
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
        F: FnOnce(Rc<Core>, Rc<Line>, Arc<P>, Reply<P::Call>) -> reaper::Task + Send + 'static,
    {
        let provider = Arc::clone(&self.provider);
        let name = Arc::clone(&self.name);
        let (reply, guard) = oneshot::channel();
        self.reaper
            .send(Command::Run(Box::new(move |core: Rc<Core>| {
                match core.line(&name) {
                    Some(line) => job(core, line, provider, reply),
                    None => Box::pin(std::future::ready(())),
                }
            })))?;
        guard.await.unwrap_or(Err(Error::Closed))
    }
}

type Reply<C> = oneshot::Sender<Result<CallGuard<C>, Error>>;

async fn adopt<P: Dial>(
    core: Rc<Core>,
    line: Rc<Line>,
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
    if core.is_closing() {
        return drop(reply.send(Err(Error::Closed)));
    }
    let intent = Intent {
        id: IntentId::random(),
        owner: core.settings.owner.clone(),
        at: Timestamp::now(),
        // Whoever placed the call gave it a limit that is not known here; the providers have their own.
        terms: Terms {
            limit: Duration::from_secs(24 * 60 * 60),
            ..Terms::default()
        },
    };
    let id = intent.id;
    core.write_unawaited(line.name(), &intent);
    core.open(&line, intent, None, Phase::Searching);
    core.arm(id, &call, true);
    let guard = CallGuard::new(
        answer,
        Hold::new(core.reaper.clone(), id, line.name(), &call),
    );
    // A guard that nobody takes is dropped, and that ends the call.
    drop(reply.send(Ok(guard)));
}
