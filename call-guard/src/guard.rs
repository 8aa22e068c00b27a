//! The guard of one call.

use std::{fmt, future::Future, ops::Deref, sync::Arc};

use tokio::sync::oneshot;

use crate::{
    Error,
    provider::IntentId,
    reaper::{Command, Reaper},
    receipt::Receipt,
};

/// Ends its call when dropped.
///
/// It derefs to what the provider answered. Dropping it sends one message to the reaper: it does not block, await or panic, and works
/// outside a runtime. [`CallGuard::end`] does the same and tells how it went; [`CallGuard::keep`] is the only way out.
///
/// # Early drop pitfall
///
/// A guard that is not bound to a named variable ends its call at once:
///
/// ```no_run
/// # async fn doc<P: call_guard::Dial<Request = String>>(line: call_guard::Dialer<P>) -> Result<(), call_guard::Error> {
/// let _ = line.dial("+15550100".to_owned()).await?; // ended here
/// let _call = line.dial("+15550100".to_owned()).await?; // ended at the end of the block
/// # Ok(())
/// # }
/// ```
#[must_use = "an unbound guard ends its call at once; bind it to a named variable"]
pub struct CallGuard<C> {
    call: C,
    hold: Hold,
}

impl<C> CallGuard<C> {
    pub(crate) fn new(call: C, hold: Hold) -> Self {
        Self { call, hold }
    }

    /// The provider's id of the call.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.hold.call
    }

    /// The provider's name.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.hold.provider
    }

    /// The label that the call was placed with.
    #[must_use]
    pub fn intent(&self) -> IntentId {
        self.hold.intent
    }

    /// Ends the call and waits until the provider says that it is over.
    ///
    /// The end is asked for when this method is called. Cancelling or dropping the future does not cancel the ending.
    ///
    /// # Errors
    ///
    /// [`Error::Unconfirmed`] if the provider did not confirm the end within [`Builder::end_deadline`](crate::Builder::end_deadline);
    /// the call stays on watch. [`Error::Closed`] if the supervisor was shut down meanwhile; its
    /// [`shutdown`](crate::Supervisor::shutdown) named the calls that may live.
    pub fn end(self) -> impl Future<Output = Result<Receipt, Error>> + Send + use<C> {
        let Self { call, mut hold } = self;
        drop(call);
        let (waiter, receipt) = oneshot::channel();
        hold.armed = false;
        let sent = hold.reaper.send(Command::End(hold.intent, Some(waiter)));
        async move {
            sent?;
            receipt.await.unwrap_or(Err(Error::Closed))
        }
    }

    /// Waits until the call is over, whoever ends it. The provider is asked only while somebody waits.
    ///
    /// # Errors
    ///
    /// [`Error::Closed`] if the supervisor was shut down meanwhile.
    pub fn ended(&self) -> impl Future<Output = Result<Receipt, Error>> + Send + use<C> {
        let (waiter, receipt) = oneshot::channel();
        let sent = self
            .hold
            .reaper
            .send(Command::Watch(self.hold.intent, waiter));
        async move {
            sent?;
            receipt.await.map_err(|_| Error::Closed)
        }
    }

    /// Gives the call away: nothing here ends it any more, and the journal forgets it. The provider-side limit stays.
    ///
    /// The journal's line is written a moment later: a process that is killed right after this may find the call ended by its next
    /// [`recover`](crate::Supervisor::recover).
    #[must_use = "nothing ends the call any more"]
    pub fn keep(self) -> C {
        let Self { call, mut hold } = self;
        hold.armed = false;
        // If the reaper is gone, so is everything that would end the call.
        drop(hold.reaper.send(Command::Keep(hold.intent)));
        call
    }
}

impl<C> Deref for CallGuard<C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.call
    }
}

impl<C> fmt::Debug for CallGuard<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallGuard")
            .field("provider", &self.hold.provider)
            .field("call", &self.hold.call)
            .field("intent", &self.hold.intent)
            .finish_non_exhaustive()
    }
}

/// The part of a guard that acts when it is dropped.
pub(crate) struct Hold {
    reaper: Reaper,
    intent: IntentId,
    provider: Arc<str>,
    call: Arc<str>,
    armed: bool,
}

impl Hold {
    pub(crate) fn new(reaper: Reaper, intent: IntentId, provider: &str, call: &str) -> Self {
        Self {
            reaper,
            intent,
            provider: provider.into(),
            call: call.into(),
            armed: true,
        }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if self.armed {
            // If the reaper is gone, it ended the call when it stopped, or named it.
            drop(self.reaper.send(Command::End(self.intent, None)));
        }
    }
}
