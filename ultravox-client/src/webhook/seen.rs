//! Events that were seen before.

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};

use super::DedupeKey;
use crate::webhooks::WebhookEventKind;

/// A name longer than any event has; such an event is not remembered, so that memory stays bounded.
const MAX_KIND: usize = 64;

/// Remembers which events were handled, for a time and up to a number of them, to be shared by all handlers.
///
/// Ultravox repeats an event that was not answered with success for about eight and a half hours: keep keys for nine
/// hours or more. What is remembered is lost with the process; a program that must not handle an event twice after a
/// restart writes the [`DedupeKey`] where it writes the effect of the event, in one transaction.
///
/// ```
/// use std::time::Duration;
///
/// use ultravox_client::webhook::{SeenEvents, WebhookEvent};
///
/// # fn charge(_: &WebhookEvent) -> Result<(), std::io::Error> { Ok(()) }
/// # fn handle(seen: &SeenEvents, event: &WebhookEvent) -> Result<(), std::io::Error> {
/// let Some(key) = event.dedupe_key() else {
///     return Ok(()); // about no call
/// };
/// if seen.is_new(&key) {
///     if let Err(error) = charge(event) {
///         seen.forget(&key); // Ultravox is to send it again
///         return Err(error);
///     }
/// }
/// # Ok(())
/// # }
/// # let seen = SeenEvents::new(Duration::from_secs(9 * 3600), 100_000);
/// # let body = br#"{"event":"call.ended","call":{"callId":"3c90c3cc-0d44-4b50-8888-8dd25736052a","created":"2026-11-20T12:00:00Z"}}"#;
/// # let event = WebhookEvent::from_slice(body).unwrap();
/// # handle(&seen, &event).unwrap();
/// # assert!(!seen.is_new(&event.dedupe_key().unwrap()));
/// ```
pub struct SeenEvents {
    keep: Duration,
    capacity: usize,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    /// When each key was seen, and its number.
    seen: HashMap<DedupeKey, (Timestamp, u64)>,
    /// Keys by age, with their numbers. A key that was forgotten stays until it is its turn.
    order: VecDeque<(DedupeKey, u64)>,
    next: u64,
    crowded_out: u64,
}

impl SeenEvents {
    /// Keeps each key for `keep`, and up to `capacity` keys, 1 at least, of which the oldest go first. A key takes
    /// about 150 bytes.
    #[must_use]
    pub fn new(keep: Duration, capacity: usize) -> Self {
        Self {
            keep,
            capacity: capacity.max(1),
            inner: Mutex::default(),
        }
    }

    /// Whether `key` is seen for the first time, and takes note of it. Of handlers that ask at once, one is told so.
    pub fn is_new(&self, key: &DedupeKey) -> bool {
        self.is_new_at(key, Timestamp::now())
    }

    /// As [`is_new`](Self::is_new), at the time `now`.
    pub fn is_new_at(&self, key: &DedupeKey, now: Timestamp) -> bool {
        let too_long = |kind: &str| kind.len() > MAX_KIND;
        if matches!(&key.kind, WebhookEventKind::Other(kind) if too_long(kind)) {
            return true;
        }
        let keep = SignedDuration::try_from(self.keep).unwrap_or(SignedDuration::MAX);
        let mut inner = self.lock();
        inner.expire(keep, now);
        if inner.seen.contains_key(key) {
            return false;
        }
        while inner.order.len() >= self.capacity {
            if inner.remove_oldest() {
                inner.crowded_out += 1;
            }
        }
        let number = inner.next;
        inner.next += 1;
        inner.seen.insert(key.clone(), (now, number));
        inner.order.push_back((key.clone(), number));
        true
    }

    /// Forgets `key`, because the event could not be handled and is to be handled when it comes again.
    pub fn forget(&self, key: &DedupeKey) {
        self.lock().seen.remove(key);
    }

    /// How many keys are remembered, including those whose time has passed since the last event.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().seen.len()
    }

    /// Whether nothing is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many keys had to go before their time because there were too many. If it grows, raise the capacity.
    #[must_use]
    pub fn crowded_out(&self) -> u64 {
        self.lock().crowded_out
    }

    /// Every change is complete before anything can panic, so what a panicking thread left behind is sound.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn expire(&mut self, keep: SignedDuration, now: Timestamp) {
        while let Some((key, number)) = self.order.front() {
            match self.seen.get(key) {
                Some((at, current)) if current == number && now.duration_since(*at) < keep => break,
                _ => drop(self.remove_oldest()),
            }
        }
    }

    /// Whether the oldest key was still remembered.
    fn remove_oldest(&mut self) -> bool {
        let Some((key, number)) = self.order.pop_front() else {
            return false;
        };
        let is_current = matches!(self.seen.get(&key), Some((_, current)) if *current == number);
        if is_current {
            self.seen.remove(&key);
        }
        is_current
    }
}

impl fmt::Debug for SeenEvents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SeenEvents")
            .field("keep", &self.keep)
            .field("capacity", &self.capacity)
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn key(number: u128) -> DedupeKey {
        DedupeKey {
            kind: WebhookEventKind::CallEnded,
            call: Uuid::from_u128(number).into(),
        }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    #[test]
    fn an_event_is_new_once_and_again_when_its_time_has_passed() {
        let seen = SeenEvents::new(HOUR, 10);
        assert!(seen.is_new_at(&key(1), at(0)));
        assert!(!seen.is_new_at(&key(1), at(3599)));
        let other = DedupeKey {
            kind: WebhookEventKind::CallBilled,
            ..key(1)
        };
        assert!(seen.is_new_at(&other, at(0)));
        assert!(seen.is_new_at(&key(1), at(3600)));
        assert_eq!(seen.len(), 1);
    }

    #[test]
    fn the_oldest_go_first_and_are_counted() {
        let seen = SeenEvents::new(HOUR, 2);
        for number in 1..=3 {
            assert!(seen.is_new_at(&key(number), at(0)));
        }
        assert_eq!((seen.len(), seen.crowded_out()), (2, 1));
        assert!(!seen.is_new_at(&key(3), at(0)) && !seen.is_new_at(&key(2), at(0)));
        assert!(seen.is_new_at(&key(1), at(0)));
    }

    #[test]
    fn what_was_forgotten_is_new_and_does_not_take_the_later_one_with_it() {
        let seen = SeenEvents::new(HOUR, 3);
        assert!(seen.is_new_at(&key(1), at(0)));
        seen.forget(&key(1));
        assert!(seen.is_empty());
        assert!(seen.is_new_at(&key(1), at(1800)));
        assert!(!seen.is_new_at(&key(1), at(3700)), "its first time passed");
        assert!(seen.is_new_at(&key(2), at(3700)) && seen.is_new_at(&key(3), at(3700)));
        assert_eq!((seen.len(), seen.crowded_out()), (3, 0));
    }

    #[test]
    fn names_without_end_are_not_kept() {
        let seen = SeenEvents::new(HOUR, 3);
        let long = DedupeKey {
            kind: WebhookEventKind::Other("x".repeat(65)),
            ..key(1)
        };
        assert!(seen.is_new_at(&long, at(0)) && seen.is_new_at(&long, at(0)));
        assert!(seen.is_empty());
    }

    #[test]
    fn one_of_many_threads_is_first() {
        let seen = SeenEvents::new(HOUR, 100);
        let first: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| (0..50).filter(|number| seen.is_new(&key(*number))).count())
                })
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .sum()
        });
        assert_eq!(first, 50);
    }

    proptest! {
        #[test]
        fn memory_is_bounded_whatever_happens(
            capacity in 0_usize..5,
            steps: Vec<(u8, bool, u16)>,
        ) {
            let seen = SeenEvents::new(HOUR, capacity);
            let mut now = 0;
            for (number, forget, later) in steps {
                now += i64::from(later);
                let key = key(u128::from(number % 8));
                if forget {
                    seen.forget(&key);
                } else {
                    let new = seen.is_new_at(&key, at(now));
                    prop_assert!(!seen.is_new_at(&key, at(now)), "{new}");
                }
                let inner = seen.lock();
                prop_assert!(inner.order.len() <= capacity.max(1));
                prop_assert!(inner.seen.len() <= inner.order.len());
            }
        }
    }
}
