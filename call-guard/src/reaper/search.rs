//! Looking for a call whose creation was never answered.

use std::{rc::Rc, time::Duration};

use tokio::time::sleep;

use super::{Core, Line};
use crate::{
    error::chain,
    event::Step,
    provider::{Found, Intent},
};

const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// What a search came to.
#[derive(Clone, Debug)]
pub(crate) enum Search {
    /// These calls are ours; nearly always one.
    Ours(Vec<String>),
    /// Several calls fit.
    Ambiguous(Vec<String>),
}

/// Searches until something is found. Whoever awaits it sets the deadline.
pub(crate) async fn search(core: &Core, line: &Rc<Line>, intent: &Intent) -> Search {
    let mut pause = FIRST_PAUSE;
    loop {
        // A webhook may have been faster.
        if let Some(call) = core.with(intent.id, |entry| entry.call.clone()).flatten() {
            return Search::Ours(vec![call]);
        }
        match line.find(intent).await {
            Ok(found) => {
                if let Some(search) = conclude(core, intent, found) {
                    return search;
                }
            }
            Err(error) => core.tell(
                intent.id,
                Step::Failed {
                    error: chain(&error),
                },
            ),
        }
        tokio::select! {
            () = sleep(pause) => {}
            () = core.changed() => {}
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

fn conclude(core: &Core, intent: &Intent, found: Found) -> Option<Search> {
    match found {
        Found::Nothing => None,
        Found::Proven(calls) => (!calls.is_empty()).then_some(Search::Ours(calls)),
        Found::Possible(calls) => {
            let taken = core.taken(intent.id);
            let free: Vec<String> = calls
                .into_iter()
                .filter(|call| !taken.contains(call))
                .collect();
            match free.len() {
                0 => None,
                1 => Some(Search::Ours(free)),
                _ => Some(Search::Ambiguous(free)),
            }
        }
    }
}
