//! RAII guards and a supervisor that end phone calls.

mod error;
mod event;
mod guard;
mod journal;
mod provider;
mod reaper;
mod receipt;
mod recover;
mod signal;
mod supervisor;
#[cfg(feature = "twilio")]
pub mod twilio;

pub use self::{
    error::Error,
    event::{Event, Events, Step},
    guard::CallGuard,
    provider::{
        Dial, DialFailure, EndAnswer, Found, Intent, IntentId, Label, Over, OverReason, Pace,
        Provider, ProviderError, Status, Terms,
    },
    receipt::{Billed, Cause, Receipt, Unended},
    recover::Recovery,
    signal::{Signal, Signals, shutdown_signal},
    supervisor::{Builder, Dialer, Supervisor},
};
