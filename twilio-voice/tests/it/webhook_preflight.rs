//! What is told of a signature that does not match.

use proptest::prelude::*;
use twilio_voice::webhook::{
    Algorithm, Content, Difference, PublicOrigin, Received, Rejection, SignatureError,
    SignatureValidator, Verifier, sign,
};

const TOKEN: &str = "the-auth-token";
const BODY: &str = "CallSid=CA0&Secret=hunter2";
const FORM: &str = "application/x-www-form-urlencoded";

fn verifier(origin: &str) -> Verifier {
    Verifier::new(
        PublicOrigin::new(origin).unwrap(),
        SignatureValidator::new(TOKEN),
    )
}

/// What is told of a form that Twilio signed for `signed`, and that a server behind `origin` got at `target`.
fn told(origin: &str, signed: &str, target: &str) -> (Vec<Difference>, String) {
    let signature = sign(
        Algorithm::HmacSha1,
        TOKEN,
        signed,
        Content::Form(BODY.as_bytes()),
    );
    let request = Received::new("POST", target)
        .header("Content-Type", FORM)
        .header("Host", "local.example:3000")
        .header("X-Forwarded-Host", "public.example")
        .header("X-Twilio-Signature", &signature)
        .body(BODY.as_bytes());
    let told = verifier(origin).preflight(&request);
    let text = format!("{told}");
    let shown = format!("{told:?} {text}");
    for secret in [TOKEN, "hunter2", &signature] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert_eq!(
        told.outcome.is_ok(),
        text.ends_with("the signature is good"),
        "{text}"
    );
    (told.differences, text)
}

#[test]
fn a_good_signature_has_nothing_to_explain() {
    let (differences, text) = told(
        "https://a.example",
        "https://a.example/voice?x=1",
        "/voice?x=1",
    );
    assert_eq!(differences, []);
    assert_eq!(
        text,
        "taken for signed: https://a.example/voice?x=…\nthe signature is good"
    );
}

#[test]
fn each_difference_is_found() {
    let path = |signed: &str| Difference::Path {
        signed: signed.to_owned(),
    };
    let host = |signed: &str| Difference::Host {
        signed: signed.to_owned(),
    };
    for (origin, signed, target, expected) in [
        (
            "http://a.example",
            "https://a.example/voice",
            "/voice",
            vec![Difference::Scheme { signed: "https" }],
        ),
        (
            "https://local.example",
            "https://public.example/voice",
            "/voice",
            vec![host("public.example")],
        ),
        (
            "https://A.example",
            "https://a.example/voice",
            "/voice",
            vec![host("a.example")],
        ),
        (
            "https://local.example",
            "https://local.example:3000/voice",
            "/voice",
            vec![Difference::Port {
                signed: Some("3000".to_owned()),
            }],
        ),
        (
            "https://a.example",
            "https://a.example/voice/",
            "/voice",
            vec![path("/voice/")],
        ),
        (
            "https://a.example",
            "https://a.example/voice",
            "/voice/",
            vec![path("/voice")],
        ),
        (
            "https://a.example",
            "https://a.example/voice",
            "/voice?x=1",
            vec![Difference::Query],
        ),
        (
            "https://a.example",
            "https://a.example/voice?x='",
            "/voice?x=%27",
            vec![Difference::Query],
        ),
        (
            "https://a.example",
            "https://a.example/voice",
            "/app/voice",
            vec![path("/voice")],
        ),
        (
            "http://a.example",
            "https://public.example/voice/",
            "/voice",
            vec![
                Difference::Scheme { signed: "https" },
                host("public.example"),
                path("/voice/"),
            ],
        ),
    ] {
        let (differences, text) = told(origin, signed, target);
        assert_eq!(differences, expected, "{origin} {signed} {target}\n{text}");
    }
}

#[test]
fn a_wrong_key_is_not_taken_for_a_wrong_url() {
    let signature = sign(
        Algorithm::HmacSha1,
        "another",
        "https://a.example/voice",
        Content::Empty,
    );
    let request =
        Received::new("GET", "/voice?token=hunter2").header("X-Twilio-Signature", &signature);
    let told = verifier("https://user:hunter2@a.example").preflight(&request);
    assert_eq!(
        told.outcome.as_ref().err(),
        Some(&Rejection::Signature(SignatureError::Mismatch))
    );
    assert_eq!(told.differences, []);
    assert_eq!(
        told.url.as_deref(),
        Some("https://user:hunter2@a.example/voice?token=hunter2")
    );
    let text = format!("{told}");
    assert!(
        text.starts_with("taken for signed: https://…@a.example/voice?token=…\nrefused: "),
        "{text}"
    );
    assert!(text.contains("primary auth token"), "{text}");
    assert!(!format!("{text}{told:?}").contains("hunter2"), "{text}");
}

#[test]
fn a_port_that_no_header_names_is_advised_to_be_looked_for() {
    let signature = sign(
        Algorithm::HmacSha1,
        TOKEN,
        "https://a.example:8443/voice",
        Content::Empty,
    );
    let request = Received::new("GET", "/voice").header("X-Twilio-Signature", &signature);
    let told = verifier("https://a.example").preflight(&request);
    assert_eq!(told.differences, []);
    let text = told.to_string();
    assert!(text.contains("no header of the request names"), "{text}");
    // One that does is found.
    let told = verifier("https://a.example").preflight(&request.header("Host", "a.example:8443"));
    assert!(!told.differences.is_empty());
}

#[test]
fn fields_that_are_not_signed_are_told() {
    let signature = sign(
        Algorithm::HmacSha1,
        TOKEN,
        "https://a.example/voice",
        Content::Empty,
    );
    let request = Received::new("POST", "/voice")
        .header("Content-Type", FORM)
        .header("X-Twilio-Signature", &signature)
        .body(BODY.as_bytes());
    assert_eq!(
        verifier("https://a.example")
            .preflight(&request)
            .differences,
        [Difference::Fields]
    );
}

#[test]
fn each_other_reason_has_advice() {
    let verifier = verifier("https://a.example");
    let signature = sign(
        Algorithm::HmacSha1,
        TOKEN,
        "https://a.example/json",
        Content::Empty,
    );
    let plain = Received::new("POST", "/json").header("X-Twilio-Signature", &signature);
    let unknown = "key=webhooks_sharedkey_9,algorithm=HMAC_SHA256";
    for (request, advice) in [
        (Received::new("POST", "/json"), "a proxy takes headers away"),
        (plain.body(b"{}"), "bodySHA256"),
        (
            plain.header("X-Twilio-Webhooks-Signature-Settings", unknown),
            "add the shared key",
        ),
    ] {
        let text = verifier.preflight(&request).to_string();
        assert!(text.contains(advice), "{text}");
    }
    let url = "https://a.example/json?bodySHA256=00";
    let signature = sign(Algorithm::HmacSha1, TOKEN, url, Content::Empty);
    let request = Received::new("POST", "/json?bodySHA256=00")
        .header("X-Twilio-Signature", &signature)
        .body(b"{}");
    let text = verifier.preflight(&request).to_string();
    assert!(text.contains("the body was changed"), "{text}");
}

#[test]
fn a_proxy_that_names_another_host_is_told() {
    let origin = PublicOrigin::from_trusted_proxy(["a.example"]);
    let verifier = Verifier::new(origin, SignatureValidator::new(TOKEN));
    let signature = sign(
        Algorithm::HmacSha1,
        TOKEN,
        "https://b.example/voice",
        Content::Empty,
    );
    let request = Received::new("GET", "/voice")
        .header("X-Forwarded-Proto", "https")
        .header("X-Forwarded-Host", "b.example")
        .header("X-Twilio-Signature", &signature);
    let told = verifier.preflight(&request);
    assert_eq!(told.outcome.as_ref().err(), Some(&Rejection::Origin));
    assert!(
        told.differences.contains(&Difference::Host {
            signed: "b.example".to_owned()
        }),
        "{told}"
    );
}

#[test]
fn what_is_long_is_not_tried_in_every_form() {
    for (path, length, tried) in [(10, 10, true), (10, 17 * 1_024, false), (3_000, 10, false)] {
        let body = format!("Field={}", "a".repeat(length));
        let target = format!("/{}", "b".repeat(path));
        let signature = sign(
            Algorithm::HmacSha1,
            TOKEN,
            &format!("https://a.example{target}"),
            Content::Form(body.as_bytes()),
        );
        let request = Received::new("POST", &target)
            .header("Content-Type", FORM)
            .header("X-Twilio-Signature", &signature)
            .body(body.as_bytes());
        let told = verifier("http://a.example").preflight(&request);
        assert!(told.outcome.is_err());
        assert_eq!(!told.differences.is_empty(), tried, "{path} {length}");
    }
}

#[test]
fn a_url_is_compared_with_the_origin_before_any_request() {
    let origin = PublicOrigin::new("https://a.example").unwrap();
    let path = |signed: &str| Difference::Path {
        signed: signed.to_owned(),
    };
    for (url, expected) in [
        ("https://a.example/voice#rc=2", vec![]),
        ("https://user:pass@a.example:443/voice?x=1", vec![]),
        ("wss://a.example/media", vec![]),
        (
            "http://a.example/voice",
            vec![Difference::Scheme { signed: "http" }],
        ),
        (
            "https://A.example/voice",
            vec![Difference::Host {
                signed: "A.example".to_owned(),
            }],
        ),
        (
            "https://a.example:8443/",
            vec![Difference::Port {
                signed: Some("8443".to_owned()),
            }],
        ),
        ("/voice", vec![path("/voice")]),
    ] {
        assert_eq!(origin.compare(url), expected, "{url}");
    }
    let prefixed = origin.path("/twilio", "/");
    assert_eq!(prefixed.compare("https://a.example/twilio/voice"), []);
    assert_eq!(
        prefixed.compare("https://a.example/twiliovoice"),
        [path("/twiliovoice")]
    );
    let proxied = PublicOrigin::from_trusted_proxy(["a.example"]);
    assert_eq!(proxied.compare("https://A.example/voice"), []);
    let port = Some("8443".to_owned());
    assert_eq!(
        proxied.compare("https://a.example:8443/"),
        [Difference::Port { signed: port }]
    );
    assert_eq!(
        proxied.compare("https://b.example/"),
        [Difference::Host {
            signed: "b.example".to_owned()
        }]
    );
}

proptest! {
    #[test]
    fn no_bytes_panic(target: String, host: String, proto: String, signature: String, body: Vec<u8>, url: String) {
        let request = Received::new("POST", &target)
            .header("Host", &host)
            .header("X-Forwarded-Host", &host)
            .header("X-Forwarded-Proto", &proto)
            .header("X-Twilio-Signature", &signature)
            .body(&body);
        let proxied = PublicOrigin::from_trusted_proxy([host.clone()]).path(&url, &target);
        let proxied = Verifier::new(proxied, SignatureValidator::new(TOKEN));
        for verifier in [proxied, verifier("https://a.example")] {
            prop_assert!(!verifier.preflight(&request).to_string().is_empty());
        }
        prop_assert!(PublicOrigin::new("https://a.example").unwrap().compare(&url).len() < 10);
        drop(PublicOrigin::new(&url));
    }
}
