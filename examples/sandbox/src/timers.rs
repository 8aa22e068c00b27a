//! What happens later, in the order of time.

use std::collections::BTreeMap;

use crate::time::Time;
use crate::{twilio, ultravox};

/// Something that will happen to a call.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Event {
    Ultravox(u64, ultravox::Timer),
    Twilio(u64, twilio::Timer),
}

/// Names one entry, to cancel it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct TimerId(Time, u64);

/// All that is due later. Setting, cancelling and taking cost the logarithm of their number.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    entries: BTreeMap<TimerId, Event>,
    next: u64,
}

impl Timers {
    pub(crate) fn set(&mut self, at: Time, event: Event) -> TimerId {
        let id = TimerId(at, self.next);
        self.next += 1;
        self.entries.insert(id, event);
        id
    }

    pub(crate) fn cancel(&mut self, id: Option<TimerId>) {
        if let Some(id) = id {
            self.entries.remove(&id);
        }
    }

    /// The moment of the first entry.
    pub(crate) fn first(&self) -> Option<Time> {
        self.entries.first_key_value().map(|(id, _)| id.0)
    }

    /// Takes the first entry that is due at `now`.
    pub(crate) fn take_due(&mut self, now: Time) -> Option<(Time, Event)> {
        let entry = self.entries.first_entry()?;
        let at = entry.key().0;
        (at <= now).then(|| (at, entry.remove()))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn entries_come_out_in_the_order_of_time_and_never_twice() {
        let start = Time::default();
        let later = start.plus(Duration::from_secs(1));
        let join = Event::Ultravox(1, ultravox::Timer::JoinTimeout);
        let bill = Event::Ultravox(1, ultravox::Timer::Bill);
        let mut timers = Timers::default();
        timers.set(later, bill);
        timers.set(start, join);
        let gone = timers.set(start, bill);
        timers.cancel(Some(gone));
        assert_eq!(timers.take_due(start), Some((start, join)));
        assert_eq!(timers.take_due(start), None);
        assert_eq!(timers.first(), Some(later));
        assert_eq!(timers.take_due(later), Some((later, bill)));
        assert_eq!(timers.first(), None);
    }
}
