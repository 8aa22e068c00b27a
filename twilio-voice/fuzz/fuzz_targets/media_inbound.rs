//! A message of a media stream: the short way through it gives what full parsing gives, and no text is too much for the state
//! of a stream.

#![no_main]

use libfuzzer_sys::fuzz_target;
use twilio_voice::media::{Inbound, MediaStream};

const CONNECTED: &str = r#"{"event":"connected","protocol":"Call","version":"1.0.0"}"#;
const START: &str = r#"{"event":"start","sequenceNumber":"1","streamSid":"MZ18ad3ab5a668481ce02b83e7395059f0","start":{"accountSid":"ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","callSid":"CAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1}}}"#;

fuzz_target!(|text: &str| {
    // A space is nothing the short way knows.
    let spaced = format!(" {text}");
    match (Inbound::parse(text), Inbound::parse(&spaced)) {
        (Ok(Inbound::Media(one)), Ok(Inbound::Media(other))) => {
            assert_eq!(one, other);
            let (mut samples, mut bytes) = ([0; 4_096], [0; 4_096]);
            let samples = one.pcm(&mut samples).map(<[i16]>::len);
            assert_eq!(samples, one.mulaw(&mut bytes).map(<[u8]>::len));
        }
        (Ok(one), Ok(other)) => assert_eq!(one, other),
        (one, other) => assert_eq!(one.is_err(), other.is_err()),
    }
    let mut stream = MediaStream::new();
    for text in [CONNECTED, START, text, text] {
        let _ = stream.read(text);
    }
});
