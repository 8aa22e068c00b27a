//! What was seen lately, in bounded memory.

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    hash::Hash,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Remembers what was seen, for a time and up to a number: for webhooks that come twice or in the wrong order.
///
/// ```
/// use std::time::Duration;
/// use twilio_voice::webhook::{IdempotencyToken, Recent};
///
/// let handled = Recent::new(10_000, Duration::from_secs(3_600));
/// let token: IdempotencyToken = "4a6d7a1e-3ab6-4e0c-8d2d-2d9f1f7c9a10".parse()?;
/// assert!(handled.is_new(&token));
/// assert!(!handled.is_new(&token));
/// # Ok::<(), twilio_voice::webhook::IdempotencyTokenError>(())
/// ```
///
/// Ask only after the signature is checked, or strangers fill it. Keep it where all requests see it, for example in an
/// `Arc`. It is the memory of one process: who runs several, or must not act twice across a restart, keeps tokens in a
/// database. It needs a clock, which `wasm32-unknown-unknown` does not have.
pub struct Recent<K> {
    capacity: usize,
    lifetime: Duration,
    seen: Mutex<Seen<K>>,
}

struct Seen<K> {
    /// The greatest number that came with each.
    entries: HashMap<K, u64>,
    /// The same keys, the oldest first.
    order: VecDeque<(K, Instant)>,
}

impl<K: Clone + Eq + Hash> Recent<K> {
    /// Remembers up to `capacity` things, each for `lifetime`. Of more, the oldest is forgotten. A capacity of 0 is 1.
    #[must_use]
    pub fn new(capacity: usize, lifetime: Duration) -> Self {
        Self {
            capacity: capacity.max(1),
            lifetime,
            seen: Mutex::new(Seen {
                entries: HashMap::new(),
                order: VecDeque::new(),
            }),
        }
    }

    /// Whether this was not seen yet. From now on it was.
    pub fn is_new(&self, key: &K) -> bool {
        self.is_new_at(key, Instant::now())
    }

    /// The same with a clock of one's own.
    pub fn is_new_at(&self, key: &K, now: Instant) -> bool {
        self.with(key, now, |known| known.is_none().then_some(0))
    }

    /// Whether this is the greatest number that was seen with this key, for example the
    /// [`sequence_number`](super::CallStatusEvent::sequence_number) of a call. If not, it tells of an older state, or
    /// comes twice. The lifetime, counted from the first number, must be longer than a call may last.
    pub fn is_newest(&self, key: &K, number: u64) -> bool {
        self.is_newest_at(key, number, Instant::now())
    }

    /// The same with a clock of one's own.
    pub fn is_newest_at(&self, key: &K, number: u64, now: Instant) -> bool {
        self.with(key, now, |known| {
            known.is_none_or(|known| number > known).then_some(number)
        })
    }

    /// Forgets this, so that a repetition is new: if what was to be done with it failed.
    pub fn forget(&self, key: &K) {
        let mut seen = self.seen();
        if seen.entries.remove(key).is_some() {
            // What is forgotten was nearly always seen just now. Left here, it would take the place of another.
            let at = seen.order.iter().rposition(|(known, _)| known == key);
            at.map(|at| seen.order.remove(at));
        }
    }

    /// How many are remembered. Those whose time is over may be among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.seen().entries.len()
    }

    /// Whether nothing is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Shows `decide` the number of the key if it is known, and notes the number it gives.
    fn with(&self, key: &K, now: Instant, decide: impl FnOnce(Option<u64>) -> Option<u64>) -> bool {
        let mut seen = self.seen();
        seen.expire(now, self.lifetime);
        let known = seen.entries.get_mut(key);
        let number = decide(known.as_deref().copied());
        match (known, number) {
            (_, None) => return false,
            (Some(known), Some(number)) => *known = number,
            (None, Some(number)) => {
                while seen.order.len() >= self.capacity {
                    seen.drop_oldest();
                }
                seen.entries.insert(key.clone(), number);
                seen.order.push_back((key.clone(), now));
            }
        }
        true
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen<K>> {
        // Nothing in here panics half way but a `Hash` or `Clone` of others, after which at worst one key is lost.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash> Seen<K> {
    fn expire(&mut self, now: Instant, lifetime: Duration) {
        while let Some((_, since)) = self.order.front() {
            if now.saturating_duration_since(*since) < lifetime {
                return;
            }
            self.drop_oldest();
        }
    }

    fn drop_oldest(&mut self) {
        if let Some((key, _)) = self.order.pop_front() {
            self.entries.remove(&key);
        }
    }
}

/// Shows no key.
impl<K> fmt::Debug for Recent<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recent")
            .field("capacity", &self.capacity)
            .field("lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}
