//! What the crate promises, against a provider that is simulated on loopback.

#![allow(clippy::unwrap_used)] // Helpers are outside of what clippy takes for a test.

#[cfg(feature = "rest")]
mod calls;
#[cfg(feature = "rest")]
mod errors;
#[cfg(feature = "rest")]
mod lists;
#[cfg(feature = "rest")]
mod refusals;
#[cfg(feature = "rest")]
mod retries;
#[cfg(feature = "webhook")]
mod signature;
#[cfg(feature = "rest")]
mod spec;
#[cfg(feature = "rest")]
mod support;
#[cfg(feature = "rest")]
mod traces;
mod twiml;
