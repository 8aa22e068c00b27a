//! The whole check of a request: the public origin, and every change of a byte.

use std::collections::BTreeSet;

use twilio_voice::webhook::{
    Algorithm, Content, OriginError, PublicOrigin, Received, Rejection, RequestKind,
    SignatureError, SignatureValidator, Verified, Verifier, sign,
};

const TOKEN: &str = "the-auth-token";
const URL: &str = "https://voice.example.com/app/voice?step=1&note=it's";
const TARGET: &str = "/app/voice?step=1&note=it's";
const FORM: &str = "application/x-www-form-urlencoded";
const BODY: &str =
    "CallSid=CA0&Caller=%2B1500&Digits=4+2&From=%2b1500&Empty=&SpeechResult=caf%C3%A9";

fn verify(
    target: &str,
    content_type: &str,
    signature: &str,
    body: &[u8],
) -> Result<Verified, Rejection> {
    let origin = PublicOrigin::new("https://voice.example.com").unwrap();
    let request = Received::new("POST", target)
        .header("Content-Type", content_type)
        .header("X-Twilio-Signature", signature)
        .body(body);
    Verifier::new(origin, SignatureValidator::new(TOKEN)).verify(&request)
}

/// Every text that has one other ASCII character.
fn changes(text: &str) -> impl Iterator<Item = String> {
    (0..text.len()).flat_map(move |at| {
        (0_u8..0x80).filter_map(move |byte| {
            let mut bytes = text.as_bytes().to_vec();
            let before = std::mem::replace(&mut bytes[at], byte);
            (before != byte).then(|| String::from_utf8(bytes).unwrap())
        })
    })
}

#[test]
fn every_change_of_the_url_or_the_signature_is_refused() {
    let signature = sign(
        Algorithm::HmacSha1,
        TOKEN,
        URL,
        Content::Form(BODY.as_bytes()),
    );
    let check = |target: &str, signature: &str| verify(target, FORM, signature, BODY.as_bytes());
    assert!(check(TARGET, &signature).is_ok());
    for changed in changes(TARGET) {
        // A fragment at the very end is no part of what is requested.
        let same = changed.split('#').next() == Some(TARGET);
        assert_eq!(check(&changed, &signature).is_ok(), same, "{changed}");
    }
    for changed in changes(&signature) {
        assert!(check(TARGET, &changed).is_err(), "{changed}");
    }
    for shorter in [&signature[1..], &signature[..27], &format!("{signature}=")] {
        assert!(check(TARGET, shorter).is_err(), "{shorter}");
    }
}

#[test]
fn every_change_of_a_form_that_changes_what_is_signed_is_refused() {
    /// Written without a look at ours: names and values, sorted, each pair once.
    fn message(body: &[u8]) -> String {
        let pairs: BTreeSet<_> = form_urlencoded::parse(body).into_owned().collect();
        pairs
            .into_iter()
            .map(|(name, value)| name + &value)
            .collect()
    }

    let signature = sign(
        Algorithm::HmacSha1,
        TOKEN,
        URL,
        Content::Form(BODY.as_bytes()),
    );
    let mut taken = 0;
    for at in 0..BODY.len() {
        for byte in 0..=u8::MAX {
            let mut body = BODY.as_bytes().to_vec();
            body[at] = byte;
            // Bytes that are no text look alike there.
            let same = body.is_ascii() && message(&body) == message(BODY.as_bytes());
            let result = verify(TARGET, FORM, &signature, &body);
            assert_eq!(result.is_ok(), same, "{}", String::from_utf8_lossy(&body));
            taken += usize::from(same && body != BODY.as_bytes());
        }
    }
    // For example a raw space for `+`, or a small letter in `%2B`.
    assert!(taken < 12, "{taken} changes mean the same");
}

#[test]
fn every_change_of_another_body_is_refused() {
    let body = r#"{"event":"test","n":1}"#;
    let digest = "829ae2d3a157f2d3a9e99f221392c416a31026fb2bc17ad755b69170e942c916";
    let target = format!("/json?bodySHA256={digest}");
    let url = format!("https://voice.example.com{target}");
    let signature = sign(Algorithm::HmacSha1, TOKEN, &url, Content::Empty);
    let check = |target: &str, body: &[u8]| verify(target, "application/json", &signature, body);
    assert_eq!(
        check(&target, body.as_bytes()).map(|verified| verified.kind()),
        Ok(RequestKind::Body)
    );
    for at in 0..body.len() {
        for byte in (0..=u8::MAX).filter(|byte| *byte != body.as_bytes()[at]) {
            let mut body = body.as_bytes().to_vec();
            body[at] = byte;
            let refused = check(&target, &body).err();
            assert_eq!(refused, Some(SignatureError::DigestMismatch.into()));
        }
    }
    for changed in changes(&target) {
        let same = changed.split('#').next() == Some(target.as_str());
        assert_eq!(check(&changed, body.as_bytes()).is_ok(), same, "{changed}");
    }
    assert!(check(&target, &[body.as_bytes(), b"\n"].concat()).is_err());
    assert!(check(&target, b"").is_err());
}

#[test]
fn an_origin_is_scheme_and_host() {
    for origin in [
        "https://a.example",
        "https://a.example/",
        "HTTP://a.example:8080",
        "wss://[::1]:443",
        "https://user:p%40ss@a.example",
        "https://[2001:db8::1]",
    ] {
        assert!(PublicOrigin::new(origin).is_ok(), "{origin}");
    }
    for (origin, error) in [
        ("", OriginError::Scheme),
        ("a.example", OriginError::Scheme),
        ("ftp://a.example", OriginError::Scheme),
        ("https://", OriginError::Host),
        ("https://user@", OriginError::Host),
        ("https://a example", OriginError::Host),
        ("https://a.example:", OriginError::Host),
        ("https://a.example:99999", OriginError::Host),
        ("https://[::1", OriginError::Host),
        ("https://a.example/voice", OriginError::Path),
        ("https://a.example?x", OriginError::Path),
        ("https://a.example#x", OriginError::Path),
    ] {
        assert_eq!(PublicOrigin::new(origin).err(), Some(error), "{origin}");
    }
    let shown = format!("{:?}", PublicOrigin::new("https://user:hunter2@a.example"));
    assert!(
        shown.contains("a.example") && !shown.contains("hunter2"),
        "{shown}"
    );
}

#[test]
fn a_url_is_what_twilio_requested() {
    let url = |origin: PublicOrigin, target: &str| origin.url(&Received::new("POST", target));
    let plain = || PublicOrigin::new("https://a.example:8443/").unwrap();
    for (target, expected) in [
        ("/voice", "https://a.example:8443/voice"),
        ("/", "https://a.example:8443/"),
        ("/?", "https://a.example:8443/?"),
        ("//x?y=%27'", "https://a.example:8443//x?y=%27'"),
        (
            "http://other.example/voice?x",
            "https://a.example:8443/voice?x",
        ),
        ("http://other.example", "https://a.example:8443"),
    ] {
        assert_eq!(url(plain(), target).as_deref(), Some(expected), "{target}");
    }
    for (public, local, target, expected) in [
        ("/twilio", "/", "/voice?x", "/twilio/voice?x"),
        ("/twilio/", "/app/", "/app/voice", "/twilio/voice"),
        ("/", "/app", "/app/voice", "/voice"),
        ("/twilio", "/app", "/app", "/twilio"),
        ("/twilio", "/app", "/app?x", "/twilio?x"),
        ("/twilio", "/app", "/apple", "/apple"),
    ] {
        let expected = format!("https://a.example:8443{expected}");
        assert_eq!(
            url(plain().path(public, local), target),
            Some(expected),
            "{public} {local} {target}"
        );
    }
}

#[test]
fn the_scheme_of_a_handshake_is_that_of_websockets() {
    let handshake = Received::new("GET", "/m").header("upgrade", "WebSocket");
    for (origin, expected) in [
        ("https://a.example", "wss://a.example/m"),
        ("http://a.example", "ws://a.example/m"),
        ("wss://a.example", "wss://a.example/m"),
    ] {
        let origin = PublicOrigin::new(origin).unwrap();
        assert_eq!(origin.url(&handshake).as_deref(), Some(expected));
    }
    // A POST is no handshake, whatever it says.
    let origin = PublicOrigin::new("wss://a.example").unwrap();
    let post = Received::new("POST", "/m").header("Upgrade", "websocket");
    assert_eq!(origin.url(&post).as_deref(), Some("https://a.example/m"));
}

#[test]
fn the_proof_tells_what_was_proved_and_shows_little() {
    let body = format!("{BODY}&AccountSid=ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    let signature = sign(
        Algorithm::HmacSha1,
        TOKEN,
        URL,
        Content::Form(body.as_bytes()),
    );
    let verified = verify(TARGET, FORM, &signature, body.as_bytes()).unwrap();
    assert_eq!(verified.kind(), RequestKind::Form);
    assert_eq!(verified.url(), URL);
    assert_eq!(
        verified.account().unwrap().as_str(),
        "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    );
    assert_eq!(verified.fields().get("SpeechResult"), Some("café"));
    assert_eq!(verified.idempotency_token(), None);
    let shown = format!("{verified:?}");
    assert!(
        !shown.contains("café") && !shown.contains("step"),
        "{shown}"
    );
}
