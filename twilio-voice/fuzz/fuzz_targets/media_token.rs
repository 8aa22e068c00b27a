//! A token from outside is never good.

#![no_main]

use std::time::{Duration, SystemTime};

use libfuzzer_sys::fuzz_target;
use twilio_voice::media::StreamTokens;

fuzz_target!(|text: &str| {
    let tokens = StreamTokens::new([7; 32]).expect("the key is long enough");
    let call = "CAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse().expect("it is a SID");
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    assert!(tokens.verify(text, &call, now).is_err());
    assert!(tokens.verify_subject(text, now).is_err());
    // Nor is one that is signed for something else, or changed at its end.
    if let Ok(token) = tokens.sign_subject(text, now) {
        let verified = tokens.verify_subject(&token, now).expect("it is ours");
        assert_eq!(verified.subject(), Some(text));
        assert!(tokens.verify(&token, &call, now).is_err());
        assert!(tokens.verify_subject(&format!("{token}{text}x"), now).is_err());
    }
});
