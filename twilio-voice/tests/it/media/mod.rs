//! Media Streams.

mod messages;
mod player;
mod same;
#[cfg(feature = "axum")]
mod socket;
mod stream;
mod token;

use base64_simd::STANDARD;

pub(crate) const STREAM: &str = "MZ18ad3ab5a668481ce02b83e7395059f0";
pub(crate) const CALL: &str = "CAcaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac";
pub(crate) const ACCOUNT: &str = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

pub(crate) const CONNECTED: &str = r#"{"event":"connected","protocol":"Call","version":"1.0.0"}"#;

pub(crate) fn start(parameters: &str) -> String {
    format!(
        r#"{{"event":"start","sequenceNumber":"1","start":{{"accountSid":"{ACCOUNT}","streamSid":"{STREAM}","callSid":"{CALL}","tracks":["inbound"],"mediaFormat":{{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1}},"customParameters":{parameters}}},"streamSid":"{STREAM}"}}"#
    )
}

/// The `number`th message with audio, after `start`.
pub(crate) fn media(number: u64, audio: &[u8]) -> String {
    format!(
        r#"{{"event":"media","sequenceNumber":"{}","media":{{"track":"inbound","chunk":"{number}","timestamp":"{}","payload":"{}"}},"streamSid":"{STREAM}"}}"#,
        number + 1,
        number * 20,
        STANDARD.encode_to_string(audio),
    )
}

pub(crate) fn mark(sequence_number: u64, name: &str) -> String {
    format!(
        r#"{{"event":"mark","sequenceNumber":"{sequence_number}","streamSid":"{STREAM}","mark":{{"name":"{name}"}}}}"#
    )
}

pub(crate) fn stop(sequence_number: u64) -> String {
    format!(
        r#"{{"event":"stop","sequenceNumber":"{sequence_number}","streamSid":"{STREAM}","stop":{{"accountSid":"{ACCOUNT}","callSid":"{CALL}"}}}}"#
    )
}
