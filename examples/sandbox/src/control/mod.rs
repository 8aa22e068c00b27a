//! Looking into a running sandbox and moving its hidden parts.

pub(crate) mod http;
mod page;
mod rows;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::config::{AgentStep, Callee, ClockMode};
use crate::faults::FaultRule;
use crate::requests::RequestRow;
use crate::shared::Shared;
use crate::twilio;

pub use self::rows::{Bill, CallFilter, CallRow, ClockState, Ledger, MediaCount, Provider};

/// Control of a running sandbox from the same process; the HTTP interface under `/control` does
/// the same. Cheap to clone. Works from any thread, with or without a runtime.
#[derive(Clone)]
pub struct Control {
    pub(crate) shared: Arc<Shared>,
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control").finish_non_exhaustive()
    }
}

/// Why the sandbox did not do what [`Control`] asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ControlError {
    /// No call has this id.
    NotFound,
    /// The call is not in a state that allows it.
    WrongState,
    /// The request makes no sense, such as a speed of zero.
    Invalid,
}

impl fmt::Display for ControlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotFound => "no such call",
            Self::WrongState => "the call is not in a state that allows this",
            Self::Invalid => "the request makes no sense",
        })
    }
}

impl std::error::Error for ControlError {}

impl Control {
    /// Calls of both providers that fit `filter`, oldest first.
    #[must_use]
    pub fn calls(&self, filter: &CallFilter) -> Vec<CallRow> {
        let world = self.shared.lock();
        let mut rows: Vec<CallRow> = Vec::new();
        if filter.provider != Some(Provider::Twilio) {
            rows.extend(world.ultravox_rows(filter.live));
        }
        if filter.provider != Some(Provider::Ultravox) {
            rows.extend(world.twilio_rows(filter.live));
        }
        drop(world);
        rows.retain(|row| filter.fits(row));
        rows.sort_by(|a, b| a.created.cmp(&b.created));
        let first = rows.len().saturating_sub(filter.last.unwrap_or(usize::MAX));
        rows.split_off(first)
    }

    /// Calls that have not ended, oldest first.
    #[must_use]
    pub fn live(&self) -> Vec<CallRow> {
        self.calls(&CallFilter::default().live(true))
    }

    /// How many calls have not ended.
    #[must_use]
    pub fn live_count(&self) -> u64 {
        let world = self.shared.lock();
        world.ultravox_live() + world.twilio_live()
    }

    /// One call, live or ended.
    #[must_use]
    pub fn call(&self, id: &str) -> Option<CallRow> {
        let world = self.shared.lock();
        world.ultravox_row(id).or_else(|| world.twilio_row(id))
    }

    /// The money spent, and being spent.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        let world = self.shared.lock();
        Ledger::new(world.ultravox_bill(), world.twilio_bill())
    }

    /// Adds a fault; the number returned removes it.
    pub fn add_fault(&self, rule: FaultRule) -> u64 {
        self.shared.faults.add(rule)
    }

    /// The faults in force.
    #[must_use]
    pub fn faults(&self) -> Vec<FaultRule> {
        self.shared.faults.list()
    }

    /// Removes one fault; false if there was none of this number.
    pub fn remove_fault(&self, id: u64) -> bool {
        self.shared.faults.remove(id)
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.shared.faults.clear();
    }

    /// Simulated time and how it passes.
    #[must_use]
    pub fn clock(&self) -> ClockState {
        ClockState {
            now: self.shared.clock.now().rfc3339(),
            mode: self.shared.clock.mode(),
        }
    }

    /// Lets time pass in another way from now on.
    ///
    /// # Errors
    ///
    /// [`ControlError::Invalid`] for a speed that is not above zero.
    pub fn set_clock(&self, mode: ClockMode) -> Result<(), ControlError> {
        if let ClockMode::Fast { speed } = mode
            && !(speed.is_finite() && speed > 0.0)
        {
            return Err(ControlError::Invalid);
        }
        self.shared.clock.set_mode(mode);
        Ok(())
    }

    /// Moves a [`ClockMode::Manual`] clock forward. Everything that is due on the way happens in
    /// its order; requests it causes, such as webhooks, are sent but not waited for.
    ///
    /// # Errors
    ///
    /// [`ControlError::WrongState`] if the clock is not moved by hand.
    pub async fn advance(&self, by: Duration) -> Result<(), ControlError> {
        if self.shared.clock.mode() != ClockMode::Manual {
            return Err(ControlError::WrongState);
        }
        let clock = &self.shared.clock;
        let target = clock.now().plus(by);
        loop {
            let now = clock.now();
            let event = self.shared.lock().state.timers.first();
            let waiting = clock.next_waiting().filter(|time| *time > now);
            let next = event.into_iter().chain(waiting).min();
            let Some(next) = next.filter(|next| *next < target) else {
                break;
            };
            let spawned = self.shared.spawned();
            clock.move_to(next);
            drop(self.shared.lock());
            // Tasks that waited for this moment, or begin now, run before the next one comes.
            if waiting == Some(next) || self.shared.spawned() > spawned {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        }
        clock.move_to(target);
        drop(self.shared.lock());
        tokio::time::sleep(Duration::from_millis(1)).await;
        Ok(())
    }

    /// A simulated person joins an Ultravox call that nobody has joined.
    ///
    /// # Errors
    ///
    /// [`ControlError::NotFound`], or [`ControlError::WrongState`] if it is joined or over.
    pub fn join(&self, id: &str) -> Result<(), ControlError> {
        self.shared.lock().ultravox_control_join(id)
    }

    /// The other side hangs up: the person in an Ultravox call, the callee or caller of a Twilio
    /// call (which counts as no answer while it rings).
    ///
    /// # Errors
    ///
    /// [`ControlError::NotFound`], or [`ControlError::WrongState`] if the call is not connected.
    pub fn hang_up(&self, id: &str) -> Result<(), ControlError> {
        let mut world = self.shared.lock();
        match world.ultravox_control_hang_up(id) {
            Err(ControlError::NotFound) => world.twilio_control_hang_up(id),
            other => other,
        }
    }

    /// Ends an Ultravox call with an `endReason` of your choice, such as `system_error`.
    ///
    /// # Errors
    ///
    /// [`ControlError::NotFound`], or [`ControlError::WrongState`] if the call is over.
    pub fn end_with(&self, id: &str, reason: &str) -> Result<(), ControlError> {
        self.shared.lock().ultravox_control_end(id, reason)
    }

    /// The agent of an Ultravox call does these things at its next opportunity.
    ///
    /// # Errors
    ///
    /// [`ControlError::NotFound`], or [`ControlError::WrongState`] if no client is connected.
    pub fn agent(&self, id: &str, steps: Vec<AgentStep>) -> Result<(), ControlError> {
        self.shared.lock().ultravox_control_agent(id, steps)
    }

    /// Sets what the person at `number` does when called from now on.
    pub fn set_number(&self, number: &str, callee: Callee) {
        let mut world = self.shared.lock();
        world.state.twilio.numbers.insert(number.to_owned(), callee);
    }

    /// A call comes in for a Twilio number whose voice URL is `url`; returns its SID.
    pub fn inbound(&self, call: InboundCall) -> String {
        twilio::inbound(&self.shared, call)
    }

    /// What has arrived so far, per route.
    #[must_use]
    pub fn requests(&self) -> Vec<RequestRow> {
        self.shared.requests.rows()
    }

    /// Requests of one operation that arrived, over all its routes.
    #[must_use]
    pub fn arrived(&self, provider: Provider, operation: &str) -> u64 {
        self.requests()
            .iter()
            .filter(|row| row.provider == provider && row.operation == operation)
            .map(|row| row.arrived)
            .sum()
    }

    /// Real time since the last request of any client.
    #[must_use]
    pub fn quiet(&self) -> Duration {
        self.shared.quiet()
    }

    /// Stops the sandbox: connections are closed, calls are forgotten.
    pub fn shutdown(&self) {
        self.shared.stop();
    }
}

/// A call that comes in from outside.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct InboundCall {
    /// Account of the called number, `AC…`.
    pub account_sid: String,
    /// Who calls.
    pub from: String,
    /// The called number.
    pub to: String,
    /// Voice URL of the number, requested by POST.
    pub url: String,
    /// Status callback of the number, `completed` only. `None`: none.
    #[serde(default)]
    pub status_callback: Option<String>,
    /// Signs the requests, if the account has not signed in yet and is not configured.
    #[serde(default)]
    pub auth_token: Option<crate::config::Secret>,
    /// The caller hangs up so long after the answer, speaks, presses keys.
    #[serde(default)]
    pub caller: Callee,
}
