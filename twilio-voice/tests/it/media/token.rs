//! Proof that a stream was asked for by us.

use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use twilio_voice::{
    CallSid,
    media::{Inbound, Start, StreamTokens, TokenError},
    twiml::{Connect, Response, Stream},
};

use super::{CALL, start};

const KEY: [u8; 32] = [7; 32];
const OTHER_CALL: &str = "CAbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

fn tokens() -> StreamTokens {
    StreamTokens::new(KEY).unwrap()
}

fn call() -> CallSid {
    CALL.parse().unwrap()
}

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_000_000)
}

fn started(parameters: &str) -> Start {
    match Inbound::parse(&start(parameters)).unwrap() {
        Inbound::Start(start) => *start,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_token_travels_through_twiml_to_the_start_of_its_stream() {
    let tokens = tokens();
    let stream = Stream::new("wss://example.com/media").push(tokens.parameter(&call(), now()));
    let document = Response::new().push(Connect::new(stream));
    assert_eq!(document.check(), Ok(()));
    let xml = document.to_xml();
    let xml = roxmltree::Document::parse(&xml).unwrap();
    let parameter = xml
        .descendants()
        .find(|node| node.has_tag_name("Parameter"))
        .unwrap();
    assert_eq!(parameter.attribute("name"), Some("token"));
    let token = parameter.attribute("value").unwrap();

    let start = started(&format!(r#"{{"token":"{token}"}}"#));
    let verified = tokens.check(&start, now()).unwrap();
    assert_eq!(verified.subject(), None);
    assert_eq!(verified.forget_at(), now() + Duration::from_secs(65));
    let again = tokens.sign(&call(), now());
    assert_ne!(
        tokens.verify(&again, &call(), now()).unwrap().id(),
        verified.id()
    );
    assert_eq!(
        tokens.check(&started("{}"), now()),
        Err(TokenError::Missing)
    );
}

#[test]
fn a_token_is_for_one_call() {
    let token = tokens().sign(&OTHER_CALL.parse().unwrap(), now());
    assert_eq!(
        tokens().verify(&token, &call(), now()),
        Err(TokenError::OtherSubject)
    );
    assert_eq!(
        tokens().verify_subject(&token, now()),
        Err(TokenError::OtherSubject)
    );
}

#[test]
fn a_token_for_a_subject_tells_it_and_is_for_no_call() {
    // Not even if the subject looks like one.
    let tokens = tokens();
    for subject in ["order 17", "", CALL, "é.\n"] {
        let token = tokens.sign_subject(subject, now()).unwrap();
        let start = started(&format!(r#"{{"token":"{token}"}}"#));
        let verified = tokens.check_subject(&start, now()).unwrap();
        assert_eq!(verified.subject(), Some(subject));
        assert_eq!(tokens.check(&start, now()), Err(TokenError::OtherSubject));
    }
    let longest = "é".repeat(100);
    let parameter = tokens.subject_parameter(&longest, now()).unwrap();
    let stream = Stream::new("wss://example.com/media").push(parameter);
    let document = Response::new().push(Connect::new(stream));
    assert_eq!(document.check(), Ok(()));
    assert_eq!(
        tokens.sign_subject(&"a".repeat(201), now()),
        Err(TokenError::SubjectTooLong { limit: 200 })
    );
}

#[test]
fn a_token_is_good_for_its_time_and_the_difference_of_clocks() {
    let tokens = tokens()
        .lifetime(Duration::from_secs(30))
        .clock_skew(Duration::from_secs(2));
    let token = tokens.sign(&call(), now());
    let at = |seconds: i64| {
        let now = if seconds < 0 {
            now() - Duration::from_secs(seconds.unsigned_abs())
        } else {
            now() + Duration::from_secs(seconds.unsigned_abs())
        };
        tokens.verify(&token, &call(), now).map(drop)
    };
    assert_eq!(at(-3), Err(TokenError::NotYetGood));
    assert_eq!(at(-2), Ok(()));
    assert_eq!(at(31), Ok(()));
    assert_eq!(at(32), Err(TokenError::Expired));
}

#[test]
fn keys_can_be_changed_without_a_gap() {
    let new = StreamTokens::new([8; 32]).unwrap();
    let both = new.clone().also_accept(KEY).unwrap();
    let token = tokens().sign(&call(), now());
    assert!(both.verify(&token, &call(), now()).is_ok());
    assert_eq!(
        new.verify(&token, &call(), now()),
        Err(TokenError::Mismatch)
    );
    let token = both.sign(&call(), now());
    assert!(new.verify(&token, &call(), now()).is_ok());
}

#[test]
fn a_short_key_is_refused() {
    let short = TokenError::KeyTooShort { least: 16 };
    assert_eq!(StreamTokens::new([1; 15]).map(drop), Err(short));
    assert_eq!(tokens().also_accept("").map(drop), Err(short));
    assert!(StreamTokens::new([1; 16]).is_ok());
}

#[test]
fn every_changed_byte_is_noticed() {
    let tokens = tokens();
    let token = tokens.sign(&call(), now());
    for at in 0..token.len() {
        for byte in (0..=0x7F).filter(|byte| *byte != token.as_bytes()[at]) {
            let mut changed = token.clone().into_bytes();
            changed[at] = byte;
            let changed = String::from_utf8(changed).unwrap();
            assert!(
                tokens.verify(&changed, &call(), now()).is_err(),
                "{changed}"
            );
        }
        assert!(tokens.verify(&token[..at], &call(), now()).is_err());
        let mut longer = token.clone();
        longer.insert(at, 'A');
        assert!(tokens.verify(&longer, &call(), now()).is_err());
    }
    assert!(tokens.verify(&format!("{token}="), &call(), now()).is_err());
}

#[test]
fn the_key_is_not_shown() {
    let shown = format!("{:?}", StreamTokens::new("correct horse battery").unwrap());
    assert!(!shown.contains("horse"));
}

proptest! {
    #[test]
    fn no_text_is_too_much(text in any::<String>()) {
        prop_assert!(tokens().verify(&text, &call(), now()).is_err());
        prop_assert!(tokens().verify_subject(&text, now()).is_err());
    }

    #[test]
    fn every_subject_comes_back(subject in "\\PC{0,50}", age in 0..60_u64) {
        let token = tokens().sign_subject(&subject, now()).unwrap();
        let verified = tokens().verify_subject(&token, now() + Duration::from_secs(age)).unwrap();
        prop_assert_eq!(verified.subject(), Some(subject.as_str()));
    }
}

#[test]
fn a_time_without_an_end_is_taken_as_a_year() {
    let tokens = tokens()
        .lifetime(Duration::MAX)
        .clock_skew(Duration::from_secs(7));
    let token = tokens.sign(&call(), now());
    let year = Duration::from_secs(366 * 24 * 3_600);
    let verified = tokens.verify(&token, &call(), now() + year).unwrap();
    assert_eq!(verified.forget_at(), now() + year + Duration::from_secs(7));
    let late = now() + year + Duration::from_secs(7);
    assert_eq!(
        tokens.verify(&token, &call(), late),
        Err(TokenError::Expired)
    );
    let patient = tokens.clock_skew(Duration::MAX);
    assert!(patient.verify(&token, &call(), late).is_ok());
}
