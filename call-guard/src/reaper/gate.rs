//! Keeps what we ask of a provider within what it accepts.

use std::{cell::Cell, time::Duration};

use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::{Instant, sleep_until},
};

use crate::provider::Pace;

/// First come, first served, so that ends are never overtaken by later looks.
#[derive(Debug)]
pub(super) struct Gate {
    places: Semaphore,
    spacing: Duration,
    next: Cell<Instant>,
    shut_until: Cell<Instant>,
}

impl Gate {
    pub(super) fn new(pace: Pace) -> Self {
        let now = Instant::now();
        let spacing = match pace.per_second {
            Some(rate) if rate.is_finite() && rate > 0.0 => {
                Duration::from_secs_f64(1.0 / rate.max(0.01))
            }
            _ => Duration::ZERO,
        };
        Self {
            places: Semaphore::new(pace.at_once.clamp(1, Semaphore::MAX_PERMITS)),
            spacing,
            next: Cell::new(now),
            shut_until: Cell::new(now),
        }
    }

    /// Waits for a place. It is taken until the permit is dropped.
    pub(super) async fn pass(&self) -> SemaphorePermit<'_> {
        let permit = self
            .places
            .acquire()
            .await
            .expect("the semaphore is never closed");
        let slot = self.next.get().max(Instant::now());
        self.next.set(slot + self.spacing);
        sleep_until(slot).await;
        while self.shut_until.get() > Instant::now() {
            sleep_until(self.shut_until.get()).await;
        }
        permit
    }

    /// Lets nobody through for a while, because the provider said so.
    pub(super) fn shut_for(&self, wait: Duration) {
        // An absurd answer must not silence us for good.
        let until = Instant::now() + wait.min(Duration::from_secs(60));
        self.shut_until.set(self.shut_until.get().max(until));
    }
}
