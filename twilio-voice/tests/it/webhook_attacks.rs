//! What an attacker has: no key, but requests that were signed, and every byte of those that are sent.

use twilio_voice::webhook::{
    Algorithm, ConferenceEvent, Content, PublicOrigin, Received, Rejection, RequestKind,
    SignatureError, SignatureValidator, SignedRequest, Verified, Verifier, VoiceRequest, sign,
};

const TOKEN: &str = "the-auth-token";
const ORIGIN: &str = "https://voice.example.com";
const FORM: &str = "application/x-www-form-urlencoded";
const BODY: &str = "AccountSid=ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&CallSid=CA0&Digits=1";
const JSON: &str = r#"{"event":"test","n":1}"#;
const DIGEST: &str = "829ae2d3a157f2d3a9e99f221392c416a31026fb2bc17ad755b69170e942c916";

fn signed(url: &str, content: Content<'_>) -> String {
    sign(Algorithm::HmacSha1, TOKEN, url, content)
}

fn verify(origin: &str, request: &Received<'_>) -> Result<Verified, Rejection> {
    let origin = PublicOrigin::new(origin).unwrap();
    Verifier::new(origin, SignatureValidator::new(TOKEN)).verify(request)
}

#[test]
fn a_key_that_is_empty_opens_nothing() {
    let validator = SignatureValidator::new("")
        .auth_token("")
        .shared_key("key", "");
    for (algorithm, settings) in [
        (Algorithm::HmacSha1, None),
        (Algorithm::HmacSha1, Some("key=key,algorithm=HMAC_SHA1")),
        (Algorithm::HmacSha256, Some("key=key,algorithm=HMAC_SHA256")),
    ] {
        let request = SignedRequest {
            url: ORIGIN,
            content: Content::Empty,
            signature: &sign(algorithm, "", ORIGIN, Content::Empty),
            settings,
        };
        assert!(validator.verify(&request).is_err(), "{settings:?}");
    }
    let request = SignedRequest {
        url: ORIGIN,
        content: Content::Empty,
        signature: &signed(ORIGIN, Content::Empty),
        settings: None,
    };
    assert_eq!(validator.auth_token(TOKEN).verify(&request), Ok(()));
}

#[test]
fn a_signed_digest_does_not_prove_a_form_without_fields() {
    let target = format!("/json?bodySHA256={DIGEST}");
    let signature = signed(&format!("{ORIGIN}{target}"), Content::Empty);
    let with = |content_type: &'static str, body: &'static str| {
        let request = Received::new("POST", &target)
            .header("Content-Type", content_type)
            .header("X-Twilio-Signature", &signature)
            .body(body.as_bytes());
        verify(ORIGIN, &request).map(|verified| verified.kind())
    };
    assert_eq!(with("application/json", JSON), Ok(RequestKind::Body));
    for body in ["", "=", "&&=&", "a=1"] {
        assert!(with(FORM, body).is_err(), "{body}");
        assert!(with("application/json", body).is_err(), "{body}");
    }
    // A form that Twilio sent to a URL which has such a parameter of its own is good.
    let url = format!("{ORIGIN}/voice?bodySHA256=00");
    let signature = signed(&url, Content::Form(BODY.as_bytes()));
    let request = Received::new("POST", "/voice?bodySHA256=00")
        .header("Content-Type", FORM)
        .header("X-Twilio-Signature", &signature)
        .body(BODY.as_bytes());
    assert!(verify(ORIGIN, &request).is_ok());
}

#[test]
fn every_digest_in_the_query_is_that_of_the_body() {
    let other = "0".repeat(64);
    for (query, good) in [
        (format!("bodySHA256={DIGEST}"), true),
        (format!("bodySHA256={DIGEST}&bodySHA256={DIGEST}"), true),
        (format!("bodySHA256={DIGEST}&bodySHA256={other}"), false),
        (format!("bodySHA256={other}&bodySHA256={DIGEST}"), false),
        (format!("bodySHA256={DIGEST}&bodySHA256="), false),
        (format!("bodySHA256={}", DIGEST.to_uppercase()), false),
        (format!("bodysha256={DIGEST}"), false),
    ] {
        let target = format!("/json?{query}");
        let signature = signed(&format!("{ORIGIN}{target}"), Content::Empty);
        let request = Received::new("POST", &target)
            .header("Content-Type", "application/json")
            .header("X-Twilio-Signature", &signature)
            .body(JSON.as_bytes());
        assert_eq!(verify(ORIGIN, &request).is_ok(), good, "{query}");
    }
}

#[test]
fn a_target_that_is_no_path_cannot_lengthen_the_host() {
    // Who is given webhooks of the same account elsewhere holds signatures of such URLs.
    for (target, url) in [
        (
            ".evil.example/voice",
            "https://voice.example.com.evil.example/voice",
        ),
        ("@evil.example/voice", "https://evil.example/voice"),
        (
            "@evil.example/voice",
            "https://voice.example.com@evil.example/voice",
        ),
        (":8443/voice", "https://voice.example.com:8443/voice"),
        (":8443/voice", "https://voice.example.com/voice"),
        ("*", "https://voice.example.com*"),
    ] {
        let signature = signed(url, Content::Empty);
        let request = Received::new("GET", target).header("X-Twilio-Signature", &signature);
        let refused = verify(ORIGIN, &request).err();
        assert_eq!(refused, Some(Rejection::Origin), "{target} {url}");
    }
}

#[test]
fn an_empty_path_is_asked_for_as_a_slash() {
    // `https://voice.example.com?x=1` is requested as `GET /?x=1`: which one was signed, nobody can see.
    for (origin, signed_url, target, good) in [
        (ORIGIN, "https://voice.example.com", "/", true),
        (ORIGIN, "https://voice.example.com:443", "/", true),
        (ORIGIN, "https://voice.example.com/", "/", true),
        (ORIGIN, "https://voice.example.com?x=1", "/?x=1", true),
        (
            "https://u:p@voice.example.com",
            "https://voice.example.com?x=1",
            "/?x=1",
            true,
        ),
        (ORIGIN, "https://voice.example.com/voice", "/voice/", false),
        (ORIGIN, "https://voice.example.com/voice/", "/voice", false),
        (ORIGIN, "https://voice.example.com", "//", false),
        (ORIGIN, "https://voice.example.comx", "/x", false),
    ] {
        let signature = signed(signed_url, Content::Form(BODY.as_bytes()));
        let request = Received::new("POST", target)
            .header("Content-Type", FORM)
            .header("X-Twilio-Signature", &signature)
            .body(BODY.as_bytes());
        assert_eq!(
            verify(origin, &request).is_ok(),
            good,
            "{signed_url} {target}"
        );
    }
    let signature = signed("wss://voice.example.com", Content::Empty);
    let request = Received::new("GET", "/")
        .header("Upgrade", "websocket")
        .header("X-Twilio-Signature", &signature);
    assert!(verify(ORIGIN, &request).is_ok());
}

#[test]
fn a_body_counts_as_a_form_however_its_type_is_written() {
    let signature = signed(&format!("{ORIGIN}/voice"), Content::Form(BODY.as_bytes()));
    for (method, content_type, good) in [
        ("POST", FORM, true),
        ("post", "APPLICATION/X-WWW-FORM-URLENCODED", true),
        (
            "POST",
            " application/x-www-form-urlencoded ; charset=UTF-8",
            true,
        ),
        ("POST", "application/x-www-form-urlencoded-2", false),
        (
            "POST",
            "text/plain; application/x-www-form-urlencoded",
            false,
        ),
        (
            "POST",
            "application/json, application/x-www-form-urlencoded",
            false,
        ),
        ("GET", FORM, false),
        ("get", FORM, false),
        ("HEAD", FORM, false),
    ] {
        let request = Received::new(method, "/voice")
            .header("Content-Type", content_type)
            // What comes second is not looked at.
            .header("Content-Type", FORM)
            .header("X-Twilio-Signature", &signature)
            .header("X-Twilio-Signature", "another")
            .body(BODY.as_bytes());
        assert_eq!(
            verify(ORIGIN, &request).is_ok(),
            good,
            "{method} {content_type}"
        );
    }
}

#[test]
fn what_came_with_a_get_or_a_handshake_is_not_proved_by_its_url() {
    let body = BODY.as_bytes();
    for (method, upgrade, url) in [
        ("GET", "", "https://voice.example.com/voice"),
        ("HEAD", "", "https://voice.example.com/voice"),
        ("GET", "websocket", "wss://voice.example.com/voice"),
        ("POST", "websocket", "https://voice.example.com/voice"),
        ("POST", "websocket", "wss://voice.example.com/voice"),
    ] {
        let signature = signed(url, Content::Empty);
        for content_type in [FORM, "application/json", ""] {
            let request = Received::new(method, "/voice")
                .header("Content-Type", content_type)
                .header("Upgrade", upgrade)
                .header("X-HTTP-Method-Override", "POST")
                .header("X-Twilio-Signature", &signature)
                .body(body);
            let refused = verify(ORIGIN, &request).err();
            assert!(
                matches!(
                    refused,
                    Some(Rejection::Signature(
                        SignatureError::DigestMissing | SignatureError::Mismatch
                    ))
                ),
                "{method} {upgrade} {content_type} {refused:?}"
            );
        }
    }
}

#[test]
fn what_is_secret_in_a_webhook_is_not_shown() {
    let call = BODY.replace("CA0", "CAbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    let voice = format!(
        "/?{call}&CallToken=hunter2&StirPassportToken=hunter2&ErrorCode=11200&Mine=hunter2\
         &ErrorUrl=https%3A%2F%2Fuser%3Ahunter2%40example.com"
    );
    let voice: VoiceRequest = Received::new("GET", &voice).read().unwrap();
    let shown = format!("{voice:?} {voice:#?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(shown.contains("error_url: Some(<redacted>)"), "{shown}");
    assert!(shown.contains("error_code: Some(11200)"), "{shown}");
    let conference = "/?ConferenceSid=CFaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&FriendlyName=room\
                      &AnnounceUrl=https%3A%2F%2Fuser%3Ahunter2%40example.com";
    let conference: ConferenceEvent = Received::new("GET", conference).read().unwrap();
    let shown = format!("{conference:?}");
    assert!(
        !shown.contains("hunter2") && shown.contains("room"),
        "{shown}"
    );
}

#[test]
fn a_body_is_bounded_whoever_has_read_it() {
    let origin = PublicOrigin::new(ORIGIN).unwrap();
    let verifier = Verifier::new(origin, SignatureValidator::new(TOKEN));
    let fits = verifier.clone().max_body(BODY.len());
    let small = verifier.max_body(BODY.len() - 1);
    let signature = signed(&format!("{ORIGIN}/voice"), Content::Form(BODY.as_bytes()));
    let request = Received::new("POST", "/voice")
        .header("Content-Type", FORM)
        .header("X-Twilio-Signature", &signature)
        .body(BODY.as_bytes());
    assert!(fits.verify(&request).is_ok());
    assert_eq!(small.verify(&request).err(), Some(Rejection::TooLong));
}

#[test]
fn a_trusted_proxy_may_leave_the_host_as_it_was() {
    let origin = PublicOrigin::from_trusted_proxy(["voice.example.com"]);
    let verifier = Verifier::new(origin, SignatureValidator::new(TOKEN));
    let signature = signed(&format!("{ORIGIN}/voice"), Content::Empty);
    let request = Received::new("GET", "/voice")
        .header("X-Forwarded-Proto", "https")
        .header("X-Twilio-Signature", &signature);
    let with = |host| verifier.verify(&request.header("Host", host)).err();
    assert_eq!(with("voice.example.com"), None);
    assert_eq!(
        with("voice.example.com.evil.example"),
        Some(Rejection::Origin)
    );
    // The first of several.
    let twice = request.header("Host", "evil.example");
    let refused = verifier.verify(&twice.header("Host", "voice.example.com"));
    assert_eq!(refused.err(), Some(Rejection::Origin));
}
