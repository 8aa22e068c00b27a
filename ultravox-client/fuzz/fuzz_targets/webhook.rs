//! No body and no header of a webhook panics, and none is taken that we did not sign.

#![no_main]

use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use ultravox_client::webhook::{Verifier, WebhookEvent, sign};

fuzz_target!(|data: &[u8]| {
    if let Ok(event) = WebhookEvent::from_slice(data) {
        drop((event.kind(), event.dedupe_key()));
    }

    // Headers and body, each up to a line end.
    let mut parts = data.splitn(3, |byte| *byte == b'\n');
    let mut header = || String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let (timestamp, signature) = (header(), header());
    let body = parts.next().unwrap_or_default();
    let now = Timestamp::UNIX_EPOCH;
    let verifier = Verifier::new(["a secret that is not in the corpus"]);
    assert!(
        verifier
            .verify_at(body, &timestamp, &signature, now)
            .is_err()
    );

    let time = "1970-01-01T00:00:00Z";
    let right = sign("a secret that is not in the corpus", body, time);
    // Others may be sent beside ours, by older secrets.
    let several = format!("{}, {right}", signature.replace(',', ""));
    assert!(verifier.verify_at(body, time, &several, now).is_ok());
});
