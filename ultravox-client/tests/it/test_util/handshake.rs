//! Sample handshakes of data connections.

use std::time::Duration;

use http::{HeaderMap, HeaderName};
use ultravox_client::{
    CallId, data_connection::Handshake, test_util::SampleHandshake, webhook::Verifier,
};

use crate::support::{STAGE, call_id};

const SECRET: &str = "one of the secrets";

fn verify(sample: &SampleHandshake) -> Option<CallId> {
    let mut headers = HeaderMap::new();
    for (name, value) in sample.headers() {
        headers.insert(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
    }
    let handshake = Handshake::verify(&headers, &Verifier::new([SECRET])).ok()?;
    Some(handshake.call())
}

#[test]
fn a_connection_is_known_by_any_of_its_secrets() {
    let sample = SampleHandshake::new(call_id()).secrets(["another of the secrets", SECRET]);
    assert_eq!(verify(&sample), Some(call_id()));
    assert!(!format!("{sample:?}").contains("secrets\""));
}

#[test]
fn what_must_be_refused_is_refused() {
    let sample = SampleHandshake::new(call_id()).secrets([SECRET]);
    let other: CallId = STAGE.parse().unwrap();
    for wrong in [
        SampleHandshake::new(call_id()),
        sample.clone().age(Duration::from_secs(3600)),
        sample.clone().tampered(other),
        sample.secrets(["wrong"]),
    ] {
        assert_eq!(verify(&wrong), None, "{wrong:?}");
    }
}
