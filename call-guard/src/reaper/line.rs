//! One provider, asked within its pace, one bounded attempt at a time.

use std::{future::Future, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures_util::FutureExt;

use super::gate::Gate;
use crate::provider::{EndAnswer, Found, Intent, Pace, Provider, ProviderError, Status};

/// A provider and its gates.
pub(crate) struct Line {
    provider: Arc<dyn Provider>,
    gate: Gate,
    /// Watching has a narrow gate of its own, so that it never holds up an end.
    watching: Gate,
    attempt: Duration,
}

impl Line {
    pub(crate) fn new(provider: Arc<dyn Provider>, attempt: Duration) -> Self {
        let pace = provider.pace();
        let narrow = Pace {
            per_second: pace.per_second.map(|rate| rate / 4.0),
            at_once: (pace.at_once / 4).max(1),
        };
        Self {
            provider,
            gate: Gate::new(pace),
            watching: Gate::new(narrow),
            attempt,
        }
    }

    pub(crate) fn name(&self) -> &str {
        self.provider.name()
    }

    pub(super) async fn end(&self, call: &str) -> Result<EndAnswer, ProviderError> {
        let _place = self.gate.pass().await;
        self.attempt(self.provider.end(call)).await
    }

    pub(super) async fn status(&self, call: &str) -> Result<Status, ProviderError> {
        let _place = self.gate.pass().await;
        self.attempt(self.provider.status(call)).await
    }

    /// A look that may wait for those that matter more.
    pub(super) async fn glance(&self, call: &str) -> Result<Status, ProviderError> {
        let _turn = self.watching.pass().await;
        self.status(call).await
    }

    pub(super) async fn find(&self, intent: &Intent) -> Result<Found, ProviderError> {
        let _place = self.gate.pass().await;
        self.attempt(self.provider.find(intent)).await
    }

    /// Gives an attempt its time, survives its panic, and obeys its wish to be left alone.
    pub(crate) async fn attempt<T>(
        &self,
        attempt: impl Future<Output = Result<T, ProviderError>>,
    ) -> Result<T, ProviderError> {
        let guarded = AssertUnwindSafe(attempt).catch_unwind();
        let result = match tokio::time::timeout(self.attempt, guarded).await {
            Ok(Ok(result)) => result,
            Ok(Err(_panic)) => Err(ProviderError::because("the provider's code panicked")),
            Err(_elapsed) => Err(ProviderError::because(
                "the provider did not answer in time",
            )),
        };
        if let Err(error) = &result
            && let Some(wait) = error.wait()
        {
            self.gate.shut_for(wait);
        }
        result
    }
}
