//! What goes over the wire, against servers on this machine.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod accounts;
mod agents;
mod calls;
mod corpora;
mod downloads;
mod lists;
mod logs;
mod refusals;
mod retries;
mod spec;
mod support;
mod telephony;
mod tools;
mod voices;
mod webhooks;
