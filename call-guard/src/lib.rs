//! RAII guards and a supervisor that end phone calls, with proof.
//!
//! A call costs money per minute until somebody ends it. A [`CallGuard`] ends its call when it is dropped; a [`Supervisor`] sees to it
//! on a thread of its own, so it happens whatever becomes of the task, the runtime or the guard; a journal remembers the calls
//! of a process that was killed; and every call is placed with a limit on the provider's side, for the case that everything is lost.
//!
#![cfg_attr(
    feature = "ultravox",
    doc = r#"
```no_run
use call_guard::{Supervisor, shutdown_signal, ultravox::UltravoxProvider};
use ultravox_client::{Client, calls::CreateCall};

# async fn talk(_: &ultravox_client::calls::Call) -> Result<(), call_guard::Error> { Ok(()) }
# async fn doc(key: String) -> Result<(), call_guard::Error> {
let calls = Supervisor::builder().journal("calls/").start()?; // first in, last dropped
let ultravox = calls.provider(UltravoxProvider::new(Client::builder(key))?)?;
calls.recover().await?; // what an earlier run, killed with -9, left behind

let call = ultravox.dial(CreateCall::new("You answer the phone of a bakery.")).await?;
tokio::select! {
    result = talk(&call) => result?, // an error drops the guard, and that ends the call
    () = shutdown_signal() => {}
}
let receipt = call.end().await?; // tells how it went; dropping would only log
println!("{receipt}");
calls.shutdown().await?; // `Err` names the calls that may still be running
# Ok(())
# }
```
"#
)]
//!
//! # Main types
//!
//! - [`Supervisor`] owns the reaper. Make it first and drop it last.
//! - [`Dialer`], from [`Supervisor::provider`], places calls and adopts calls that exist.
//! - [`CallGuard`] derefs to what the provider answered. [`end`](CallGuard::end), [`ended`](CallGuard::ended), [`keep`](CallGuard::keep).
//! - [`Receipt`] says why a call is over, when that was confirmed, how often it had to be asked for, and what is charged.
//! - [`Provider`] and [`Dial`] are what another telephone company implements.
//!
//! # What ends a call, and when
//!
//! | what happens | what ends the call |
//! |---|---|
//! | [`CallGuard::end`] | the reaper; the receipt proves it |
//! | drop, `?`, a panic, an aborted task, a dropped runtime | the reaper, at once |
//! | a guard in a `static`, `mem::forget` | [`Supervisor::shutdown`] or the drop of the supervisor |
//! | SIGINT, SIGTERM, SIGHUP | the same, if the application selects on [`shutdown_signal`] |
//! | the caller of [`Dialer::dial`] is cancelled or times out | the reaper, as soon as the call is known |
//! | the answer to the creation is lost | the reaper searches by label, then hands over or ends |
//! | `process::exit`, abort, SIGKILL, a crash | the next [`Supervisor::recover`] with the same journal |
//! | everything is lost | the limit on the provider's side |
//!
//! # What it does not do
//!
//! - **Exit without destructors.** `process::exit`, an abort and SIGKILL leave the calls running until the next
//!   [`recover`](Supervisor::recover) or the provider's limit. The journal names them; without a journal nothing does.
//! - **Leaked supervisor.** A supervisor in a `static`, or forgotten, is never dropped, so nothing drains at the end of `main`. Keep it
//!   in `main` and end with [`Supervisor::shutdown`].
//! - **Early drop.** `let _ = line.dial(..).await?` ends the call at once; see [`CallGuard`].
//! - **Unjoined Ultravox calls.** Ultravox has no way to end a call that nobody has joined. No call minutes are charged for it; the guard
//!   watches it until it expires, or is joined and can be ended. [`Supervisor::shutdown`] names it when the drain is over.
//! - **Twilio's missing label.** Twilio keeps nothing that could label a call. If the answer to a creation is lost, a single call with
//!   the same `To` and `From` and a fitting time is taken to be ours; of several, none is touched.
//! - **The two legs of one call.** Each guard ends its own call. An application that places both holds both.
//!
//! # Features
//!
//! None is on by default; without them the crate knows no client.
//!
//! - `ultravox`: `ultravox::UltravoxProvider`, for `ultravox-client`.
//! - `twilio`: `twilio::TwilioProvider`, for `twilio-voice`.
//!
//! The TLS of the clients is chosen by the features of their crates.

mod dialer;
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
#[cfg(feature = "ultravox")]
pub mod ultravox;

pub use self::{
    dialer::Dialer,
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
    supervisor::{Builder, Supervisor},
};
