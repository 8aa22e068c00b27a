//! The sandbox over HTTP and sockets, with requests written by hand.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod binary;
mod clock;
mod control;
mod corpora;
mod data_connection;
mod faults;
mod leaks;
mod messages;
mod opening;
mod page;
mod reach;
mod scale;
mod sockets;
mod streams;
mod support;
mod tools_client;
mod tools_http;
mod twilio_callbacks;
mod twilio_calls;
mod twilio_extras;
mod twilio_lists;
mod twilio_relay;
mod twilio_twiml;
mod ultravox_calls;
mod ultravox_end;
mod ultravox_limits;
mod ultravox_lists;
mod ultravox_webhooks;
