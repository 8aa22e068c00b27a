//! What the control interface shows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::config::ClockMode;

/// One of the two simulated companies.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// Ultravox.
    Ultravox,
    /// Twilio Programmable Voice.
    Twilio,
}

/// A call as the sandbox knows it, whatever its provider shows of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallRow {
    /// Where it runs.
    pub provider: Provider,
    /// Call id or SID.
    pub id: String,
    /// `created`, `joined`, `ended` for Ultravox; the status for Twilio.
    pub state: String,
    /// It has not ended.
    pub live: bool,
    /// It costs money at this moment.
    pub billing: bool,
    /// When it was created, RFC 3339.
    pub created: String,
    /// When it was joined or answered.
    pub answered: Option<String>,
    /// When it ended.
    pub ended: Option<String>,
    /// `endReason` for Ultravox; what ended it for Twilio (`rest`, `callee`, `time-limit`, …).
    pub end_reason: Option<String>,
    /// Seconds billed, once known.
    pub billed_seconds: Option<u64>,
    /// Millionths of a dollar: what it has cost so far, or its bill.
    pub cost_micros: u64,
    /// `metadata` for Ultravox; query of the status callback for Twilio.
    pub metadata: BTreeMap<String, String>,
    /// Called number.
    pub to: Option<String>,
    /// Calling number.
    pub from: Option<String>,
    /// The call this one belongs to: the parent of a dialled leg, the Ultravox call of a stream.
    pub parent: Option<String>,
    /// Debugger entries of Twilio, such as `31920 stream handshake failed`; the latest events of an
    /// Ultravox call that are warnings or errors.
    pub warnings: Vec<String>,
    /// Audio that has passed.
    pub media: MediaCount,
}

impl CallRow {
    /// Value of `call-guard.owner`.
    #[must_use]
    pub fn owner(&self) -> Option<&str> {
        self.metadata.get("call-guard.owner").map(String::as_str)
    }

    /// Value of `call-guard.intent`.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.metadata.get("call-guard.intent").map(String::as_str)
    }
}

/// Media that has passed on the socket of a call, seen from the sandbox.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MediaCount {
    /// Audio messages sent.
    pub frames_sent: u64,
    /// Audio messages received.
    pub frames_received: u64,
    /// Audio bytes received.
    pub bytes_received: u64,
    /// Audio bytes that were played to the end.
    pub bytes_played: u64,
    /// Buffers cleared.
    pub clears: u64,
    /// Marks echoed.
    pub marks: u64,
}

/// Which calls [`Control::calls`](super::Control::calls) returns.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CallFilter {
    /// Live or ended only.
    pub live: Option<bool>,
    /// One provider only.
    pub provider: Option<Provider>,
    /// `call-guard.owner` has this value.
    pub owner: Option<String>,
    /// `call-guard.intent` has this value.
    pub label: Option<String>,
    /// So many of those that fit, the youngest.
    pub last: Option<usize>,
}

impl CallFilter {
    /// Live, or ended, calls only.
    #[must_use]
    pub fn live(mut self, live: bool) -> Self {
        self.live = Some(live);
        self
    }

    /// Calls of `provider` only.
    #[must_use]
    pub fn provider(mut self, provider: Provider) -> Self {
        self.provider = Some(provider);
        self
    }

    /// Calls whose `call-guard.owner` is `owner`.
    #[must_use]
    pub fn owner(mut self, owner: &str) -> Self {
        self.owner = Some(owner.to_owned());
        self
    }

    /// Calls whose `call-guard.intent` is `label`.
    #[must_use]
    pub fn label(mut self, label: &str) -> Self {
        self.label = Some(label.to_owned());
        self
    }

    /// The youngest `last` calls only.
    #[must_use]
    pub fn last(mut self, last: usize) -> Self {
        self.last = Some(last);
        self
    }

    pub(super) fn fits(&self, row: &CallRow) -> bool {
        self.live.is_none_or(|live| row.live == live)
            && self.provider.is_none_or(|it| row.provider == it)
            && self.owner.is_none_or_eq(row.owner())
            && self.label.is_none_or_eq(row.label())
    }
}

/// `None` accepts everything.
trait NoneOrEq {
    fn is_none_or_eq(&self, got: Option<&str>) -> bool;
}

impl NoneOrEq for Option<String> {
    fn is_none_or_eq(&self, got: Option<&str>) -> bool {
        self.as_deref().is_none_or(|wanted| got == Some(wanted))
    }
}

/// Money at one provider, in millionths of a dollar.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Bill {
    /// Calls that were created.
    pub calls: u64,
    /// Calls that have not ended.
    pub live: u64,
    /// Calls that cost money at this moment.
    pub billing: u64,
    /// Cost of the calls that ended.
    pub ended_micros: u64,
    /// Cost so far of those that run.
    pub live_micros: u64,
    /// What the running calls cost per minute.
    pub per_minute_micros: u64,
}

/// Money at both.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Ledger {
    /// At Ultravox.
    pub ultravox: Bill,
    /// At Twilio.
    pub twilio: Bill,
    /// Ended and running calls of both.
    pub total_micros: u64,
    /// What all running calls cost per minute.
    pub per_minute_micros: u64,
}

impl Ledger {
    pub(super) fn new(ultravox: Bill, twilio: Bill) -> Self {
        let total = |bill: Bill| bill.ended_micros + bill.live_micros;
        Self {
            ultravox,
            twilio,
            total_micros: total(ultravox) + total(twilio),
            per_minute_micros: ultravox.per_minute_micros + twilio.per_minute_micros,
        }
    }
}

/// Simulated time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClockState {
    /// Now, RFC 3339.
    pub now: String,
    /// How it passes.
    #[serde(flatten)]
    pub mode: ClockMode,
}
