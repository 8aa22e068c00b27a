//! What goes over the wire, against servers on this machine.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod calls;
mod downloads;
mod lists;
mod logs;
mod refusals;
mod retries;
mod spec;
mod support;
