//! The guard against a provider made for these tests.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod dialling;
mod ending;
mod load;
mod providers;
mod recovery;
mod shutdown;
mod support;
mod world;
