//! The console as its user sees it: child processes against a sandbox that counts what lives and what it costs.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod background;
mod commands;
mod faults;
mod output;
mod recovery;
mod settings;
mod signals;
mod start;
mod support;
mod terminal;
