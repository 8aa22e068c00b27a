//! Every step of every call, as it happens.

use jiff::Timestamp;
use tokio::sync::broadcast;

use crate::{provider::IntentId, receipt::Receipt};

/// One step of one call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Event {
    /// When it happened.
    pub at: Timestamp,
    /// The provider's name.
    pub provider: String,
    /// The label of the call.
    pub intent: IntentId,
    /// The provider's id, once known.
    pub call: Option<String>,
    /// What happened.
    pub step: Step,
}

/// What happened to a call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Step {
    /// The intent is durable; the request is about to leave.
    Intended,
    /// The provider refused, and no call exists.
    Refused {
        /// Why.
        error: String,
    },
    /// The answer did not come, or is late. The reaper searches by label.
    Lost {
        /// What came instead.
        error: String,
    },
    /// A call is under guard: dialled, found by its label, or adopted.
    Armed,
    /// The guard gave the call away.
    Kept,
    /// The provider was asked for the end of the call.
    Requested {
        /// The how-manieth time, from 1.
        attempt: u32,
    },
    /// Nobody has joined the call, and it cannot be ended before.
    Waiting,
    /// The provider did not answer; the reaper goes on.
    Failed {
        /// Why.
        error: String,
    },
    /// The end is not confirmed within the deadline. The call stays on watch.
    Overdue,
    /// The answer was lost, several calls fit, and none is touched. One of them may be running.
    Ambiguous(Box<Receipt>),
    /// Nothing is left to do.
    Over(Box<Receipt>),
}

impl Step {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Intended => "intended",
            Self::Refused { .. } => "refused",
            Self::Lost { .. } => "lost",
            Self::Armed => "armed",
            Self::Kept => "kept",
            Self::Requested { .. } => "requested",
            Self::Waiting => "waiting",
            Self::Failed { .. } => "failed",
            Self::Overdue => "overdue",
            Self::Ambiguous(_) => "ambiguous",
            Self::Over(_) => "over",
        }
    }
}

/// A subscription to the steps of all calls, from [`Supervisor::events`](crate::Supervisor::events).
#[derive(Debug)]
pub struct Events {
    pub(crate) receiver: broadcast::Receiver<Event>,
}

impl Events {
    /// Waits for the next step; `None` once the supervisor is gone. A reader that is more than 1,024 steps behind misses the oldest.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            match self.receiver.recv().await {
                Ok(event) => return Some(event),
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}
