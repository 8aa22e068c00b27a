//! Waiting for the other side to end a call.

use std::rc::Rc;

use jiff::Timestamp;
use tokio::{
    sync::oneshot,
    time::{Instant, sleep},
};

use super::{Core, Line, Phase};
use crate::{
    error::chain,
    event::Step,
    provider::{IntentId, Over, OverReason, Status},
    receipt::{Cause, Receipt},
};

/// Answers `waiter` when the call is over. The provider is asked only while somebody waits.
pub(crate) fn watch(core: &Rc<Core>, intent: IntentId, waiter: oneshot::Sender<Receipt>) {
    let Some(phase) = core.phase(intent) else {
        return;
    };
    if let Phase::Over(receipt) = phase {
        return drop(waiter.send(*receipt));
    }
    let first = core.with(intent, |entry| {
        let first = entry.watchers.is_empty();
        entry.watchers.push(waiter);
        first
    });
    // An ending tells the watchers as well.
    if first == Some(true) && phase == Phase::Armed {
        tokio::task::spawn_local(observe(Rc::clone(core), intent));
    }
}

async fn observe(core: Rc<Core>, intent: IntentId) {
    let Some((line, Some(call))) =
        core.with(intent, |entry| (Rc::clone(&entry.line), entry.call.clone()))
    else {
        return;
    };
    let mut missing: Option<Instant> = None;
    loop {
        if !is_watched(&core, intent) {
            return;
        }
        match line.glance(&call).await {
            Ok(Status::Over(over)) => {
                let over = billed(&core, &line, &call, over).await;
                // The guard may have asked for the end while we looked; then the ending writes the receipt.
                if is_watched(&core, intent) {
                    core.over(&receipt(&line, intent, &call, over), true);
                }
                return;
            }
            // One odd answer must not make us forget a call.
            Ok(Status::Missing)
                if missing.get_or_insert_with(Instant::now).elapsed()
                    < core.settings.missing_after => {}
            Ok(Status::Missing) => {
                let over = Over {
                    at: None,
                    reason: OverReason::Ended,
                    billed: None,
                };
                let missing = Receipt {
                    cause: Cause::NotFound,
                    confirmed: None,
                    ..receipt(&line, intent, &call, over)
                };
                if is_watched(&core, intent) {
                    core.over(&missing, true);
                }
                return;
            }
            Ok(Status::Waiting { .. } | Status::Live) => missing = None,
            Err(error) => core.tell(
                intent,
                Step::Failed {
                    error: chain(&error),
                },
            ),
        }
        sleep(
            core.settings
                .observe_every
                .mul_f64(0.9 + 0.2 * fastrand::f64()),
        )
        .await;
    }
}

fn is_watched(core: &Core, intent: IntentId) -> bool {
    core.with(intent, |entry| {
        entry.watchers.retain(|waiter| !waiter.is_closed());
        entry.phase == Phase::Armed && !entry.watchers.is_empty()
    }) == Some(true)
        && !core.is_closing()
}

/// Waits a bounded time for the charge.
async fn billed(core: &Core, line: &Line, call: &str, mut over: Over) -> Over {
    let until = Instant::now() + core.settings.billing_wait;
    while over.billed.is_none() && over.reason != OverReason::Unjoined && Instant::now() < until {
        sleep(
            core.settings
                .first_look
                .max(std::time::Duration::from_millis(250)),
        )
        .await;
        if let Ok(Status::Over(later)) = line.glance(call).await {
            over = later;
        }
    }
    over
}

fn receipt(line: &Line, intent: IntentId, call: &str, over: Over) -> Receipt {
    Receipt {
        provider: line.name().to_owned(),
        intent,
        call: Some(call.to_owned()),
        cause: match over.reason {
            OverReason::Unjoined => Cause::ExpiredUnjoined,
            OverReason::Limit => Cause::Limit,
            OverReason::Ended => Cause::OtherSide,
        },
        requested: None,
        confirmed: Some(Timestamp::now()),
        ended: over.at,
        attempts: 0,
        billed: over.billed,
    }
}
