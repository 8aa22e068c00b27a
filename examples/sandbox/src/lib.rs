//! Ultravox and Twilio Programmable Voice, simulated on loopback.
//!
//! One process, or one library call, is both providers: every example, test and benchmark runs
//! with no account, and every failure can be produced on purpose. It behaves as the providers
//! document it; what they leave open is a switch of [`Config`], marked *uncertain*.
//!
//! ```
//! use sandbox::{Config, FaultKind, FaultRule, Sandbox};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::start(Config::instant()).await?;
//! let control = sandbox.control();
//! control.add_fault(FaultRule::new(FaultKind::AnswerLost).operation("create").times(1));
//! // … give `sandbox.url()` to the program under test, then look what is left:
//! assert_eq!(control.live().len(), 0);
//! # Ok(())
//! # }
//! ```
//!
//! - [`Sandbox`] starts and stops, [`Sandbox::url`] is the base of both providers.
//! - [`Config`] sets keys, delays, limits, prices, what callees do, and the uncertain.
//! - [`AgentScript`] and [`AgentStep`] make the simulated agent say things, call tools, hang up; the
//!   user can tell it to, in words such as `call tool NAME {…}`.
//! - [`Control`] lists what lives and what it costs, moves the clock, lets people join and hang
//!   up, adds faults. The same is served under `/control`.
//!
//! It does not speak TLS, not even to webhooks, and it does not keep anything on disk.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod audio;
mod clock;
mod config;
mod control;
mod duration;
mod faults;
mod gate;
mod local;
mod refused;
mod requests;
mod sandbox;
mod shared;
mod time;
mod timers;
mod twilio;
mod ultravox;
mod wire;

pub use self::config::{
    AfterRingingEnd, AgentScript, AgentStep, AnsweredBy, Callee, CalleeInput, CancelInProgress,
    ClockMode, Config, DelayedGreeting, InactivityFrom, LastPage, MalformedMessage, NextLink,
    Outcome, Route, Secret, StateUpdate, TimeLimitFrom, TwilioAccount, TwilioConfig,
    UltravoxConfig, ValidationBody,
};
pub use self::control::{
    Bill, CallFilter, CallRow, ClockState, Control, ControlError, InboundCall, Ledger, MediaCount,
    Provider,
};
pub use self::duration::parse as parse_duration;
pub use self::faults::{FaultKind, FaultRule};
pub use self::requests::RequestRow;
pub use self::sandbox::Sandbox;
