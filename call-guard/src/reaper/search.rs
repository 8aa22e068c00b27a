//! Looking for a call whose creation was never answered.

use std::{rc::Rc, time::Duration};

use jiff::Timestamp;
use tokio::time::{Instant, sleep_until};

use super::{Core, Line};
use crate::{
    error::chain,
    event::Step,
    provider::{Found, Intent, IntentId},
};

const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// What a search came to.
#[derive(Clone, Debug)]
pub(crate) enum Search {
    /// These calls are ours; nearly always one.
    Ours(Vec<String>),
    /// This call fits, and no other does.
    Likely(String),
    /// Several calls fit.
    Ambiguous(Vec<String>),
    /// The provider was asked late enough, and has no such call.
    Nothing,
}

/// Searches until something is found.
///
/// From `until` on an empty answer means that there is no call; without it the request is still under way, and it means nothing.
/// A provider that cannot be asked proves nothing either: then the search goes on until the provider must have ended the call by itself.
pub(crate) async fn search(
    core: &Core,
    line: &Rc<Line>,
    intent: &Intent,
    until: Option<Instant>,
) -> Search {
    let mut pause = FIRST_PAUSE;
    loop {
        // A webhook may have been faster.
        if let Some(call) = bound(core, intent.id) {
            return Search::Ours(vec![call]);
        }
        let late_enough = until.is_some_and(|until| Instant::now() >= until);
        let found = line.find(intent).await;
        if let Some(call) = bound(core, intent.id) {
            return Search::Ours(vec![call]);
        }
        match found {
            Ok(found) => {
                if let Some(search) = conclude(core, intent, found) {
                    return search;
                }
                if late_enough {
                    return Search::Nothing;
                }
            }
            Err(_) if until.is_some() && is_past_limit(intent) => return Search::Nothing,
            Err(error) => core.tell(
                intent.id,
                Step::Failed {
                    error: chain(&error),
                },
            ),
        }
        let now = Instant::now();
        let next = match until {
            // The look that counts is not put off.
            Some(until) if until > now => until.min(now + pause),
            _ => now + pause,
        };
        wait(core, intent.id, next).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Whether the provider's own limit must have ended the call.
pub(crate) fn is_past_limit(intent: &Intent) -> bool {
    age(intent) > intent.terms.limit
}

/// How long ago the request was about to leave.
pub(crate) fn age(intent: &Intent) -> Duration {
    Duration::try_from(Timestamp::now().duration_since(intent.at)).unwrap_or_default()
}

fn bound(core: &Core, intent: IntentId) -> Option<String> {
    core.with(intent, |entry| entry.call.clone()).flatten()
}

/// Waits, but not for a call that a webhook names meanwhile. What happens to other calls does not cut it short.
async fn wait(core: &Core, intent: IntentId, until: Instant) {
    while bound(core, intent).is_none() {
        tokio::select! {
            () = sleep_until(until) => return,
            () = core.changed() => {}
        }
    }
}

fn conclude(core: &Core, intent: &Intent, found: Found) -> Option<Search> {
    match found {
        Found::Nothing => None,
        Found::Proven(calls) => (!calls.is_empty()).then_some(Search::Ours(calls)),
        Found::Possible(calls) => {
            let mut free = calls
                .into_iter()
                .filter(|call| !core.is_anothers(call, intent.id));
            match (free.next(), free.next()) {
                (None, _) => None,
                (Some(call), None) => Some(Search::Likely(call)),
                (Some(first), Some(second)) => Some(Search::Ambiguous(
                    [first, second].into_iter().chain(free).collect(),
                )),
            }
        }
    }
}
