//! Signatures, against vectors computed with Twilio's own library for Python.

use proptest::prelude::*;
use twilio_voice::webhook::{
    Algorithm, Content, SignatureError, SignatureValidator, SignedRequest, sign,
};

const TOKEN: &str = "12345";
const ZEROS: &str = "CA00000000000000000000000000000000";

const CLASSIC: &[(&str, &str)] = &[
    ("CallSid", "CA1234567890ABCDE"),
    ("Caller", "+14158675309"),
    ("Digits", "1234"),
    ("From", "+14158675309"),
    ("To", "+18005551212"),
];
const CLASSIC_URL: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";
const V1: &str = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
const V2: &str = "kvajT1Ptam85bY51eRf/AJRuM3w=";

const MEDIA: &[(&str, &str)] = &[
    ("MediaUrl", "https://b.example/2"),
    ("Body", "hi"),
    ("MediaUrl", "https://a.example/1"),
    ("MediaUrl", "https://b.example/2"),
];
const DIGIT: &[(&str, &str)] = &[("Digits", "1")];
const CALL: &[(&str, &str)] = &[("CallSid", "CA0")];
const JSON_URL: &str = "https://example.com/json?bodySHA256=829ae2d3a157f2d3a9e99f221392c416a31026fb2bc17ad755b69170e942c916";
const JSON: &[u8] = br#"{"event":"test","n":1}"#;
const V6: &str = "JzJdomtfQfsEi88gFzuHnl37flI=";
const V7: &str = "7PR3qMkpDyEJtMrVOY/LDyNq8J8=";
const V12: &str = "033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s=";

fn verify(url: &str, content: Content<'_>, signature: &str) -> Result<(), SignatureError> {
    SignatureValidator::new(TOKEN).verify(&SignedRequest {
        url,
        content,
        signature,
        settings: None,
    })
}

#[test]
fn the_vectors_of_the_official_library_are_good() {
    use Content::{Empty, Other, Parameters};

    for (name, url, content, signature) in [
        ("V1", CLASSIC_URL, Parameters(CLASSIC), V1),
        (
            "V2",
            "https://mycompany.com:443/myapp.php?foo=1&bar=2",
            Parameters(CLASSIC),
            V2,
        ),
        (
            "V3",
            "https://example.com/voice/hook?x=1",
            Empty,
            "KzZ/tn0bC3kTInz9TXRwwHXx2L0=",
        ),
        (
            "V4",
            "https://example.com/sms",
            Parameters(MEDIA),
            "XtQQIJxbEUSsiwOr5hx7vwXXj+U=",
        ),
        (
            "V5",
            "https://example.com/voice?note=it%27s%20ok&q=a+b",
            Parameters(&[("SpeechResult", "café — ünïcode"), ("Confidence", "0.91")]),
            "ZAYg7+nXYfVCK7JyCkS7NkJ0C8A=",
        ),
        (
            "V5b",
            "https://example.com/voice?note=it's",
            Parameters(DIGIT),
            "FMZaTwDl2anVO/D9ZoaTVrahMVc=",
        ),
        (
            "V5c",
            "https://example.com/voice?note=it%27s",
            Parameters(DIGIT),
            "dW0U1iwztumRXfCzDRJc+U1F/3g=",
        ),
        ("V6", JSON_URL, Other(JSON), V6),
        ("V7", "wss://example.com/media", Empty, V7),
        (
            "V7b",
            "wss://example.com/media",
            Parameters(&[("token", "abc")]),
            "Xy12d8t30pYQaEmSSkeaN3tXxHc=",
        ),
        (
            "V7c",
            "wss://example.com/media?token=abc",
            Empty,
            "zzpsLkneavc08tFt8CxPkSY2cvc=",
        ),
        (
            "V8",
            "http://example.com:8080/cb",
            Parameters(&[("CallStatus", "completed"), ("CallSid", ZEROS)]),
            "azQrfzxmfLSL7daVBxaAiEm2ASk=",
        ),
        (
            "V9",
            "https://example.com/cb",
            Parameters(&[("CallerName", ""), ("CallSid", "CA0")]),
            "pM+LgRmPV+UhNvyissyYINhXK7E=",
        ),
        (
            "V10",
            "https://user:pass@example.com/cb",
            Parameters(CALL),
            "bBRkqhHwZo/QQnNPYfsonRV+f7s=",
        ),
        (
            "V10b",
            "https://example.com/cb",
            Parameters(CALL),
            "84U2D+iWhchabG2OsalhVeSJkR0=",
        ),
        (
            "V11",
            "https://example.com/cb",
            Parameters(&[("a", "1"), ("B", "2"), ("b", "3"), ("A", "4")]),
            "HmYfNKz3OxxUSlx+gbAUQ2TLjN8=",
        ),
    ] {
        assert_eq!(verify(url, content, signature), Ok(()), "{name}");
        assert_eq!(
            sign(Algorithm::HmacSha1, TOKEN, url, content),
            signature,
            "{name}"
        );
    }
}

#[test]
fn what_must_fail_fails() {
    use Content::{Empty, Form, Other, Parameters};

    for (name, url, content, signature) in [
        (
            "V4 with the first value only",
            "https://example.com/sms",
            Parameters(MEDIA),
            "05Ms4jd8/izCeWadHkA4kIrEMrE=",
        ),
        (
            "V5b for V5c",
            "https://example.com/voice?note=it%27s",
            Parameters(DIGIT),
            "FMZaTwDl2anVO/D9ZoaTVrahMVc=",
        ),
        (
            "V5c for V5b",
            "https://example.com/voice?note=it's",
            Parameters(DIGIT),
            "dW0U1iwztumRXfCzDRJc+U1F/3g=",
        ),
        ("V7 for https", "https://example.com/media", Empty, V7),
        ("V7 with a slash", "wss://example.com/media/", Empty, V7),
        (
            "V8 without the port",
            "http://example.com/cb",
            Parameters(&[("CallStatus", "completed"), ("CallSid", ZEROS)]),
            "azQrfzxmfLSL7daVBxaAiEm2ASk=",
        ),
        (
            "another host in capitals",
            "https://MyCompany.com/myapp.php?foo=1&bar=2",
            Parameters(CLASSIC),
            V1,
        ),
        (
            "the query is lost",
            "https://mycompany.com/myapp.php",
            Parameters(CLASSIC),
            V1,
        ),
        ("the parameters are lost", CLASSIC_URL, Empty, V1),
        ("a form for JSON", JSON_URL, Form(JSON), V6),
        (
            "a query moved for https",
            "https://example.com/media?token=abc",
            Empty,
            "Xy12d8t30pYQaEmSSkeaN3tXxHc=",
        ),
        (
            "V12 is another algorithm",
            CLASSIC_URL,
            Parameters(CLASSIC),
            V12,
        ),
        ("no base64", CLASSIC_URL, Parameters(CLASSIC), "!"),
        (
            "a space at the end",
            CLASSIC_URL,
            Parameters(CLASSIC),
            "RSOYDt4T1cUTdK1PDd93/VVr8B8= ",
        ),
        ("no URL", "", Other(b""), V1),
    ] {
        assert_eq!(
            verify(url, content, signature),
            Err(SignatureError::Mismatch),
            "{name}"
        );
    }
    assert_eq!(
        verify(CLASSIC_URL, Parameters(CLASSIC), ""),
        Err(SignatureError::Missing)
    );
}

#[test]
fn either_form_of_the_port_is_good() {
    for url in [
        CLASSIC_URL,
        "https://mycompany.com:443/myapp.php?foo=1&bar=2",
    ] {
        for signature in [V1, V2] {
            assert_eq!(
                verify(url, Content::Parameters(CLASSIC), signature),
                Ok(()),
                "{url}"
            );
        }
    }
    for (signed, received) in [
        ("http://example.com:80/cb", "http://example.com/cb"),
        ("wss://example.com:80/cb", "wss://example.com/cb"),
        ("https://[::1]:443/cb", "https://[::1]/cb"),
        ("https://[::1]/cb", "https://[::1]:8443/cb"),
        ("https://example.com:443", "https://example.com"),
        ("https://example.com:443?a=b:c", "https://example.com?a=b:c"),
    ] {
        let signature = sign(Algorithm::HmacSha1, TOKEN, signed, Content::Empty);
        assert_eq!(
            verify(received, Content::Empty, &signature),
            Ok(()),
            "{received}"
        );
    }
}

#[test]
fn the_user_may_be_signed_or_not() {
    for url in [
        "https://user:pass@example.com/cb",
        "https://user:pass@example.com:443/cb",
    ] {
        for signature in [
            "bBRkqhHwZo/QQnNPYfsonRV+f7s=",
            "84U2D+iWhchabG2OsalhVeSJkR0=",
        ] {
            assert_eq!(
                verify(url, Content::Parameters(CALL), signature),
                Ok(()),
                "{url}"
            );
        }
    }
}

#[test]
fn the_fragment_is_not_signed() {
    let url = format!("{CLASSIC_URL}#rc=2&rp=all");
    assert_eq!(verify(&url, Content::Parameters(CLASSIC), V1), Ok(()));
}

#[test]
fn the_query_of_a_handshake_may_be_signed_as_parameters() {
    let url = "wss://example.com/media?token=abc";
    assert_eq!(
        verify(url, Content::Empty, "Xy12d8t30pYQaEmSSkeaN3tXxHc="),
        Ok(())
    );
}

#[test]
fn a_raw_form_is_signed_by_what_it_means() {
    for body in [
        "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212",
        "To=%2b18005551212&&From=%2B14158675309&Digits=1%32%334&Caller=%2B14158675309&CallSid=CA1234567890ABCDE",
    ] {
        assert_eq!(
            verify(CLASSIC_URL, Content::Form(body.as_bytes()), V1),
            Ok(())
        );
    }
    let body = "CallerName&CallSid=CA0";
    assert_eq!(
        verify(
            "https://example.com/cb",
            Content::Form(body.as_bytes()),
            "pM+LgRmPV+UhNvyissyYINhXK7E="
        ),
        Ok(())
    );
    let body = "SpeechResult=caf%C3%A9+%E2%80%94+%C3%BCn%C3%AFcode&Confidence=0.91";
    let url = "https://example.com/voice?note=it%27s%20ok&q=a+b";
    assert_eq!(
        verify(
            url,
            Content::Form(body.as_bytes()),
            "ZAYg7+nXYfVCK7JyCkS7NkJ0C8A="
        ),
        Ok(())
    );
}

#[test]
fn a_body_that_is_no_form_is_signed_through_its_digest() {
    let spaced = [JSON, b" "].concat();
    assert_eq!(
        verify(JSON_URL, Content::Other(&spaced), V6),
        Err(SignatureError::DigestMismatch)
    );
    let signature = sign(
        Algorithm::HmacSha1,
        TOKEN,
        "https://example.com/json",
        Content::Empty,
    );
    let result = verify("https://example.com/json", Content::Other(JSON), &signature);
    assert_eq!(result, Err(SignatureError::DigestMissing));
}

#[test]
fn every_token_of_a_rotation_is_good() {
    let validator = SignatureValidator::new("another").auth_token(TOKEN);
    let mut request = SignedRequest {
        url: CLASSIC_URL,
        content: Content::Parameters(CLASSIC),
        signature: V1,
        settings: None,
    };
    assert_eq!(validator.verify(&request), Ok(()));
    let signature = sign(Algorithm::HmacSha1, "another", CLASSIC_URL, request.content);
    request.signature = &signature;
    assert_eq!(validator.verify(&request), Ok(()));
    let signature = sign(Algorithm::HmacSha1, "", CLASSIC_URL, request.content);
    request.signature = &signature;
    assert_eq!(validator.verify(&request), Err(SignatureError::Mismatch));
}

#[test]
fn a_shared_key_signs_as_the_settings_say() {
    let validator =
        SignatureValidator::new("the auth token").shared_key("webhooks_sharedkey_1", TOKEN);
    let verify = |settings: Option<&str>, signature: &str| {
        validator.verify(&SignedRequest {
            url: CLASSIC_URL,
            content: Content::Parameters(CLASSIC),
            signature,
            settings,
        })
    };
    for (settings, signature) in [
        ("key=webhooks_sharedkey_1,algorithm=HMAC_SHA256", V12),
        ("algorithm=hmac_sha256, key=webhooks_sharedkey_1", V12),
        ("key=webhooks_sharedkey_1,algorithm=HMAC_SHA1", V1),
        ("key=webhooks_sharedkey_1", V1),
    ] {
        assert_eq!(verify(Some(settings), signature), Ok(()), "{settings}");
    }
    for (settings, signature, error) in [
        (
            Some("key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"),
            V1,
            SignatureError::Mismatch,
        ),
        (
            Some("key=webhooks_sharedkey_2,algorithm=HMAC_SHA256"),
            V12,
            SignatureError::UnknownKey,
        ),
        (
            Some("algorithm=HMAC_SHA256"),
            V12,
            SignatureError::UnknownKey,
        ),
        (
            Some("key=webhooks_sharedkey_1,algorithm=MD5"),
            V12,
            SignatureError::UnknownAlgorithm,
        ),
        (
            Some("key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"),
            "",
            SignatureError::Missing,
        ),
        (None, V12, SignatureError::Mismatch),
        (None, V1, SignatureError::Mismatch),
        (Some(" "), V1, SignatureError::Mismatch),
    ] {
        assert_eq!(verify(settings, signature), Err(error), "{settings:?}");
    }
    assert_eq!(
        sign(
            Algorithm::HmacSha256,
            TOKEN,
            CLASSIC_URL,
            Content::Parameters(CLASSIC)
        ),
        V12
    );
}

#[test]
fn debug_shows_no_secret() {
    let validator = SignatureValidator::new("hunter2").shared_key("key", "hunter2");
    let request = SignedRequest {
        url: "https://user:hunter2@example.com",
        content: Content::Form(b"hunter2"),
        signature: "hunter2",
        settings: None,
    };
    let shown = format!("{validator:?} {request:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
}

/// Changes one byte of a text to another that keeps it text.
fn changed(text: &str, at: usize, to: u8) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let at = at % bytes.len().max(1);
    let byte = bytes.get_mut(at)?;
    if *byte == to {
        return None;
    }
    *byte = to;
    String::from_utf8(bytes).ok()
}

proptest! {
    #[test]
    fn every_change_of_a_byte_is_refused(
        path in "[a-z0-9/]{1,12}",
        query in "[a-z=&%0-9]{0,12}",
        value in "[ -~]{1,12}",
        at in any::<usize>(),
        to in 0x20_u8..0x7F,
    ) {
        let url = format!("https://example.com/{path}?{query}");
        let parameters = [("CallSid", "CA0"), ("Digits", value.as_str())];
        let content = Content::Parameters(&parameters);
        let signature = sign(Algorithm::HmacSha1, TOKEN, &url, content);
        prop_assert_eq!(verify(&url, content, &signature), Ok(()));

        if let Some(changed) = changed(&signature, at, to) {
            prop_assert!(verify(&url, content, &changed).is_err());
        }
        if let Some(changed) = changed(&value, at, to) {
            let parameters = [("CallSid", "CA0"), ("Digits", changed.as_str())];
            prop_assert!(verify(&url, Content::Parameters(&parameters), &signature).is_err());
        }
        if let Some(changed) = changed("Digits", at, to) {
            let parameters = [("CallSid", "CA0"), (changed.as_str(), value.as_str())];
            prop_assert!(verify(&url, Content::Parameters(&parameters), &signature).is_err());
        }
        // Only a fragment at the very end changes nothing.
        if let Some(changed) = changed(&url, at, to).filter(|changed| !changed.ends_with('#')) {
            prop_assert!(verify(&changed, content, &signature).is_err(), "{}", changed);
        }
        if let Some(changed) = changed(TOKEN, at, to) {
            let validator = SignatureValidator::new(changed);
            let request = SignedRequest { url: &url, content, signature: &signature, settings: None };
            prop_assert!(validator.verify(&request).is_err());
        }
    }

    #[test]
    fn a_raw_form_and_its_parameters_sign_alike(pairs: Vec<(String, String)>) {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let of = |content| sign(Algorithm::HmacSha256, TOKEN, "https://example.com", content);
        prop_assert_eq!(of(Content::Form(body.as_bytes())), of(Content::Parameters(&pairs)));
    }

    #[test]
    fn no_bytes_panic(url: String, body: Vec<u8>, signature: String, settings: Option<String>) {
        let validator = SignatureValidator::new(TOKEN).shared_key("key", TOKEN);
        for content in [Content::Form(&body), Content::Other(&body), Content::Empty] {
            for url in [url.clone(), format!("wss://{url}"), format!("https://{url}?bodySHA256={signature}")] {
                let request =
                    SignedRequest { url: &url, content, signature: &signature, settings: settings.as_deref() };
                let _ = validator.verify(&request);
            }
        }
    }
}
