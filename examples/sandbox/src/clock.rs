//! Simulated time: real, faster than real, or moved by hand.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::config::ClockMode;
use crate::time::Time;

/// The clock every timer of the sandbox goes by.
#[derive(Debug)]
pub(crate) struct Clock {
    state: RwLock<State>,
    changed: watch::Sender<()>,
    /// Who waits for the hand, so that it can stop at each of them.
    waiting: Mutex<BTreeSet<(Time, u64)>>,
}

/// One entry of `waiting`, for as long as the wait lasts.
struct Waiting<'a> {
    clock: &'a Clock,
    entry: (Time, u64),
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.clock.waiting().remove(&self.entry);
    }
}

#[derive(Clone, Copy, Debug)]
struct State {
    mode: ClockMode,
    /// Simulated time at `real`.
    base: Time,
    real: Instant,
}

impl State {
    fn now(&self) -> Time {
        let seconds = self.real.elapsed().as_secs_f64() * self.speed();
        // A speed nobody can follow leads to the end of time at once.
        let gone = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
        self.base.plus(gone)
    }

    fn speed(&self) -> f64 {
        match self.mode {
            ClockMode::Real => 1.0,
            ClockMode::Fast { speed } => speed,
            ClockMode::Manual => 0.0,
        }
    }
}

impl Clock {
    pub(crate) fn new(mode: ClockMode) -> Self {
        Self {
            state: RwLock::new(State {
                mode,
                base: Time::now(),
                real: Instant::now(),
            }),
            changed: watch::Sender::new(()),
            waiting: Mutex::default(),
        }
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, BTreeSet<(Time, u64)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first moment someone waits for with a clock that is moved by hand.
    pub(crate) fn next_waiting(&self) -> Option<Time> {
        self.waiting().first().map(|(time, _)| *time)
    }

    fn wait_for(&self, time: Time) -> Waiting<'_> {
        let mut waiting = self.waiting();
        let mut entry = (time, fastrand::u64(..));
        while !waiting.insert(entry) {
            entry.1 = fastrand::u64(..);
        }
        drop(waiting);
        Waiting { clock: self, entry }
    }

    fn state(&self) -> State {
        *self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> Time {
        self.state().now()
    }

    pub(crate) fn mode(&self) -> ClockMode {
        self.state().mode
    }

    /// Time goes on from where it is, in another way.
    pub(crate) fn set_mode(&self, mode: ClockMode) {
        self.change(|state| state.mode = mode);
    }

    /// Moves a clock that is moved by hand to `time`; never back.
    pub(crate) fn move_to(&self, time: Time) {
        self.change(|state| state.base = state.base.max(time));
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        {
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            state.base = state.now();
            state.real = Instant::now();
            change(&mut state);
        }
        self.changed.send_replace(());
    }

    /// Real time until `time`, `None` if only a hand brings it nearer.
    fn real_time_until(&self, time: Time) -> Option<Duration> {
        let state = self.state();
        let left = time.since(state.now());
        match state.mode {
            _ if left.is_zero() => Some(Duration::ZERO),
            ClockMode::Manual => None,
            ClockMode::Real | ClockMode::Fast { .. } => {
                // A speed that is not above zero stands still; an unthinkable wait is cut.
                let seconds = left.as_secs_f64() / state.speed();
                Duration::try_from_secs_f64(seconds.min(1e9)).ok()
            }
        }
    }

    /// Waits until `time`.
    pub(crate) async fn sleep_until(&self, time: Time) {
        self.wait_until(time, true).await;
    }

    /// Waits until `time`, and a clock that is moved by hand does not stop for it.
    pub(crate) async fn sleep_unseen_until(&self, time: Time) {
        self.wait_until(time, false).await;
    }

    async fn wait_until(&self, time: Time, seen: bool) {
        let mut changed = self.changed.subscribe();
        loop {
            match self.real_time_until(time) {
                Some(Duration::ZERO) => return,
                Some(left) => {
                    tokio::select! {
                        () = tokio::time::sleep(left) => {}
                        _ = changed.changed() => {}
                    }
                }
                None => {
                    let _waiting = seen.then(|| self.wait_for(time));
                    if changed.changed().await.is_err() {
                        return;
                    }
                }
            }
        }
    }

    /// Waits for `duration` of simulated time.
    pub(crate) async fn sleep(&self, duration: Duration) {
        self.sleep_until(self.now().plus(duration)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_fast_clock_shortens_every_wait() {
        let clock = Clock::new(ClockMode::Fast { speed: 1000.0 });
        let (real, simulated) = (Instant::now(), clock.now());
        clock.sleep(Duration::from_secs(20)).await;
        assert!(clock.now().since(simulated) >= Duration::from_secs(20));
        assert!(real.elapsed() < Duration::from_secs(5));
    }

    #[tokio::test]
    async fn a_manual_clock_waits_for_its_hand() {
        let clock = Clock::new(ClockMode::Manual);
        let start = clock.now();
        let end = start.plus(Duration::from_secs(3600));
        let wait = clock.sleep_until(end);
        tokio::pin!(wait);
        assert!(futures_util::poll!(&mut wait).is_pending());
        clock.move_to(start.plus(Duration::from_secs(3599)));
        assert!(futures_util::poll!(&mut wait).is_pending());
        assert_eq!(clock.next_waiting(), Some(end));
        clock.move_to(end);
        wait.await;
        assert_eq!(clock.next_waiting(), None);
        assert_eq!(clock.now(), end);
    }

    #[test]
    fn no_speed_is_too_fast() {
        let clock = Clock::new(ClockMode::Fast { speed: f64::MAX });
        std::thread::sleep(Duration::from_millis(1));
        assert!(clock.now() > Time::now());
    }

    #[test]
    fn a_change_of_mode_keeps_the_time() {
        let clock = Clock::new(ClockMode::Manual);
        let start = clock.now();
        clock.move_to(start.plus(Duration::from_secs(5)));
        clock.set_mode(ClockMode::Real);
        let gone = clock.now().since(start);
        assert!(gone >= Duration::from_secs(5) && gone < Duration::from_secs(6));
    }
}
