//! Sessions, against the sandbox and against peers that break the rules.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod connecting;
mod ending;
mod flow;
mod logs;
mod malformed;
mod messages;
mod pacing;
mod program;
#[cfg(any(feature = "ring", feature = "aws-lc"))]
mod secure;
mod support;
mod talking;
mod tools;
mod transport;
