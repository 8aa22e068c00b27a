//! What the crate promises, against a provider that is simulated on loopback.

#![allow(clippy::unwrap_used)] // Helpers are outside of what clippy takes for a test.

#[cfg(feature = "rest")]
mod accounts;
#[cfg(feature = "rest")]
mod addresses;
#[cfg(feature = "rest")]
mod applications;
#[cfg(feature = "rest")]
mod available_phone_numbers;
#[cfg(feature = "axum")]
mod axum_app;
#[cfg(feature = "axum")]
mod axum_extractors;
#[cfg(feature = "rest")]
mod byoc;
#[cfg(feature = "rest")]
mod call_parts;
#[cfg(feature = "rest")]
mod calls;
#[cfg(feature = "rest")]
mod conferences;
#[cfg(feature = "webhook")]
mod crosscheck;
#[cfg(feature = "rest")]
mod downloads;
#[cfg(feature = "rest")]
mod errors;
mod examples;
#[cfg(feature = "rest")]
mod incoming_phone_numbers;
#[cfg(feature = "rest")]
mod ip_addresses;
#[cfg(feature = "rest")]
mod lists;
#[cfg(feature = "media")]
mod media;
#[cfg(feature = "rest")]
mod outgoing_caller_ids;
#[cfg(feature = "rest")]
mod programs;
#[cfg(feature = "rest")]
mod queues;
#[cfg(feature = "rest")]
mod recordings;
#[cfg(feature = "rest")]
mod refusals;
#[cfg(feature = "relay")]
mod relay;
#[cfg(feature = "rest")]
mod retries;
#[cfg(feature = "webhook")]
mod signature;
#[cfg(feature = "rest")]
mod spec;
#[cfg(feature = "rest")]
mod streams;
#[cfg(feature = "rest")]
mod support;
#[cfg(feature = "test-util")]
mod test_util;
#[cfg(feature = "tower")]
mod tower_layer;
#[cfg(feature = "rest")]
mod traces;
#[cfg(feature = "rest")]
mod transcriptions;
mod twiml;
#[cfg(feature = "rest")]
mod usage;
#[cfg(feature = "rest")]
mod voice_host;
#[cfg(feature = "webhook")]
mod webhook_attacks;
#[cfg(feature = "webhook")]
mod webhook_check;
#[cfg(feature = "webhook")]
mod webhook_fields;
#[cfg(feature = "webhook")]
mod webhook_forms;
#[cfg(feature = "webhook")]
mod webhook_preflight;
#[cfg(feature = "webhook")]
mod webhook_recent;
#[cfg(feature = "tower")]
mod webhook_support;
