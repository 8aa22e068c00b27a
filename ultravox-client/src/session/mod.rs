//! A call that is going on: its messages.

pub mod message;
