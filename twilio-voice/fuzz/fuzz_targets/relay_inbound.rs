//! A message of ConversationRelay: no text is too much.

#![no_main]

use libfuzzer_sys::fuzz_target;
use twilio_voice::relay::{Outbound, Play, RelaySession, SendDigits, Text};

const SETUP: &str = r#"{"type":"setup","sessionId":"VXaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","accountSid":"ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","callSid":"CAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}"#;

fuzz_target!(|text: &str| {
    let mut session = RelaySession::new();
    for text in [text, SETUP, text] {
        let _ = session.read(text);
    }
    let mut out = String::new();
    for message in [
        Outbound::from(Text::new(text)),
        Play::new(text).into(),
        SendDigits::new(text).into(),
    ] {
        let _ = message.write(&mut out);
    }
});
