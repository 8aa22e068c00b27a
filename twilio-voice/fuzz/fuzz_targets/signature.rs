//! Any request: nothing panics, and only what is signed is taken.

#![no_main]

use libfuzzer_sys::{arbitrary, fuzz_target};
use twilio_voice::webhook::{PublicOrigin, Received, SignatureValidator, Verifier};

#[derive(arbitrary::Arbitrary, Debug)]
struct Request<'a> {
    method: &'a str,
    target: &'a str,
    headers: Vec<(u8, &'a str)>,
    body: &'a [u8],
    origin: &'a str,
    paths: (&'a str, &'a str),
}

const HEADERS: [&str; 8] = [
    "X-Twilio-Signature",
    "X-Twilio-Webhooks-Signature-Settings",
    "I-Twilio-Idempotency-Token",
    "Content-Type",
    "Host",
    "Upgrade",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
];

fuzz_target!(|request: Request<'_>| {
    let mut received = Received::new(request.method, request.target).body(request.body);
    for (name, value) in request.headers {
        received = received.header(HEADERS[usize::from(name) % HEADERS.len()], value);
    }
    let keys = SignatureValidator::new("12345").shared_key("key", "67890");
    let stated = PublicOrigin::new(request.origin);
    let proxied = PublicOrigin::from_trusted_proxy([request.origin, "a.example"]);
    for origin in stated.into_iter().chain([proxied]) {
        drop(origin.compare(request.target));
        let origin = origin.path(request.paths.0, request.paths.1);
        let verifier = Verifier::new(origin, keys.clone());
        // Nobody finds a signature by chance.
        assert!(verifier.verify(&received).is_err());
        assert!(!verifier.preflight(&received).to_string().is_empty());
    }
});
