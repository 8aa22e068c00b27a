//! What goes over the wire, against servers on this machine.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod accounts;
mod agents;
#[cfg(feature = "axum")]
mod axum;
mod calls;
mod corpora;
mod downloads;
mod examples;
mod lists;
mod logs;
mod refusals;
mod retries;
mod spec;
mod support;
mod telephony;
#[cfg(feature = "test-util")]
mod test_util;
#[cfg(feature = "tool")]
mod tool;
mod tools;
mod verbs;
mod voices;
mod webhooks;
