//! What a message is read and written as.

use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};
use twilio_voice::relay::{
    End, Inbound, InvalidMessage, Language, MessageError, Outbound, Play, SendDigits, Text,
};

use super::{ACCOUNT, CALL, setup};

#[test]
fn every_documented_field_is_read() {
    let Inbound::Setup(setup) = Inbound::parse(&setup(r#"{"agent":"front-desk"}"#)).unwrap() else {
        panic!("not `setup`");
    };
    assert_eq!(
        setup.session_id.as_str(),
        "VX00000000000000000000000000000001"
    );
    assert_eq!(setup.account_sid.as_str(), ACCOUNT);
    assert_eq!(setup.call_sid.as_str(), CALL);
    assert_eq!(setup.parent_call_sid, None);
    assert_eq!(setup.from.as_deref(), Some("+15005550006"));
    assert_eq!(setup.to.as_deref(), Some("+15005550001"));
    assert_eq!(setup.forwarded_from, None);
    assert_eq!(setup.caller_name.as_deref(), Some("Jane"));
    assert_eq!(setup.call_type.as_deref(), Some("PSTN"));
    assert_eq!(setup.direction.as_deref(), Some("inbound"));
    assert_eq!(setup.call_status.as_deref(), Some("RINGING"));
    assert_eq!(setup.custom_parameters["agent"], "front-desk");

    let text =
        r#"{"type":"prompt","voicePrompt":"hi","lang":"en-US","last":false,"turnState":{"x":1}}"#;
    let Inbound::Prompt(prompt) = Inbound::parse(text).unwrap() else {
        panic!("not `prompt`");
    };
    assert_eq!((prompt.voice_prompt.as_str(), prompt.last), ("hi", false));
    assert_eq!(prompt.lang.as_deref(), Some("en-US"));
    assert_eq!(Value::Object(prompt.more), json!({"turnState": {"x": 1}}));

    let Inbound::Dtmf(key) = Inbound::parse(r##"{"type":"dtmf","digit":"#"}"##).unwrap() else {
        panic!("not `dtmf`");
    };
    assert_eq!(key.digit, "#");

    for milliseconds in ["1250", r#""1250""#] {
        let text = format!(
            r#"{{"type":"interrupt","utteranceUntilInterrupt":"Your balance","durationUntilInterruptMs":{milliseconds}}}"#
        );
        let Inbound::Interrupt(interrupt) = Inbound::parse(&text).unwrap() else {
            panic!("not `interrupt`");
        };
        assert_eq!(interrupt.utterance_until_interrupt, "Your balance");
        assert_eq!(
            interrupt.duration_until_interrupt,
            Duration::from_millis(1_250)
        );
    }

    let Inbound::Error(error) =
        Inbound::parse(r#"{"type":"error","description":"Invalid message"}"#).unwrap()
    else {
        panic!("not `error`");
    };
    assert_eq!(error.description, "Invalid message");

    let Inbound::Info(info) =
        Inbound::parse(r#"{"type":"info","name":"tokensPlayed","value":"a"}"#).unwrap()
    else {
        panic!("not `info`");
    };
    assert_eq!(info["name"], "tokensPlayed");
}

#[test]
fn what_is_missing_and_null_are_the_same() {
    let least = format!(
        r#"{{"type":"setup","sessionId":"VX00000000000000000000000000000001","accountSid":"{ACCOUNT}","callSid":"{CALL}"}}"#
    );
    let nulls = least.replace(
        "}",
        r#","from":null,"parentCallSid":null,"customParameters":null}"#,
    );
    assert_eq!(Inbound::parse(&least), Inbound::parse(&nulls));
    assert!(Inbound::parse(&least).is_ok());
}

#[test]
fn an_unknown_message_is_kept_and_a_bad_one_told() {
    let other = json!({"type": "speaker", "who": ["agent"]});
    assert_eq!(
        Inbound::parse(&other.to_string()),
        Ok(Inbound::Other(other))
    );
    let refused = |text: &str| Inbound::parse(text).unwrap_err();
    for (kind, text) in [
        ("setup", r#"{"type":"setup"}"#),
        (
            "prompt",
            r#"{"type":"prompt","voicePrompt":"secret","last":"no"}"#,
        ),
        ("dtmf", r#"{"type":"dtmf","digit":"secret""#),
        (
            "interrupt",
            r#"{"type":"interrupt","utteranceUntilInterrupt":"x","durationUntilInterruptMs":"secret"}"#,
        ),
        ("error", r#"{"type":"error","description":7}"#),
    ] {
        let error = refused(text);
        match &error {
            MessageError::Body { kind: of, .. } => assert_eq!(*of, kind),
            MessageError::NotAMessage { .. } => assert_eq!(kind, "dtmf"),
            other => panic!("{other:?}"),
        }
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
    for text in ["", "7", "{}", r#"{"type":null}"#] {
        assert!(matches!(refused(text), MessageError::NotAMessage { .. }));
    }
}

#[test]
fn debug_shows_neither_people_nor_parameters() {
    let setup = Inbound::parse(&setup(r#"{"token":"hunter2"}"#)).unwrap();
    let shown = format!("{setup:?}");
    assert!(shown.contains("token") && shown.contains(CALL));
    for hidden in ["hunter2", "Jane", "5005550006"] {
        assert!(!shown.contains(hidden), "{hidden}");
    }
}

fn written(message: impl Into<Outbound>) -> Result<Value, InvalidMessage> {
    let mut out = String::new();
    let result = message.into().write(&mut out);
    if result.is_err() {
        assert_eq!(out, "");
    }
    result.map(|()| serde_json::from_str(&out).unwrap())
}

#[test]
fn a_message_has_exactly_the_documented_fields() {
    assert_eq!(
        written(Text::new("Hel")),
        Ok(json!({"type": "text", "token": "Hel", "last": false}))
    );
    let text = Text::new("lo.")
        .last(true)
        .lang("en-GB")
        .interruptible(false)
        .preemptible(true);
    assert_eq!(
        written(text),
        Ok(json!({
            "type": "text", "token": "lo.", "last": true, "lang": "en-GB", "interruptible": false, "preemptible": true,
        }))
    );
    assert_eq!(
        written(Play::new("https://example.com/a.mp3")),
        Ok(json!({"type": "play", "source": "https://example.com/a.mp3"}))
    );
    let play = Play::new("https://example.com/a.mp3")
        .times(0)
        .interruptible(true)
        .preemptible(false);
    assert_eq!(
        written(play),
        Ok(json!({
            "type": "play", "source": "https://example.com/a.mp3", "loop": 0, "interruptible": true, "preemptible": false,
        }))
    );
    assert_eq!(
        written(SendDigits::new("0123456789w#*")),
        Ok(json!({"type": "sendDigits", "digits": "0123456789w#*"}))
    );
    assert_eq!(
        written(Language::new().tts("es-MX")),
        Ok(json!({"type": "language", "ttsLanguage": "es-MX"}))
    );
    assert_eq!(
        written(Language::new().tts("es-MX").transcription("en-US")),
        Ok(json!({"type": "language", "ttsLanguage": "es-MX", "transcriptionLanguage": "en-US"}))
    );
    assert_eq!(written(End::new()), Ok(json!({"type": "end"})));
    assert_eq!(
        written(End::new().handoff_data(r#"{"reason":"human"}"#)),
        Ok(json!({"type": "end", "handoffData": r#"{"reason":"human"}"#}))
    );
}

#[test]
fn what_twilio_would_refuse_is_not_written() {
    for digits in ["", "12a", "1 2", "W", "１"] {
        assert_eq!(
            written(SendDigits::new(digits)),
            Err(InvalidMessage::Digits)
        );
    }
    for source in ["", "a.mp3", "ftp://example.com/a", "https://", "é"] {
        assert_eq!(written(Play::new(source)), Err(InvalidMessage::Source));
    }
    assert!(written(Play::new("HTTPS://example.com/")).is_ok());
    for language in [Language::new(), Language::new().tts("")] {
        assert_eq!(written(language), Err(InvalidMessage::NoLanguage));
    }
}

proptest! {
    #[test]
    fn no_text_is_too_much(text in any::<String>()) {
        Inbound::parse(&text).ok();
    }

    #[test]
    fn no_changed_message_is_too_much(at in any::<proptest::sample::Index>(), to in any::<char>()) {
        let mut text: Vec<char> = setup("{}").chars().collect();
        let at = at.index(text.len());
        text[at] = to;
        Inbound::parse(&text.into_iter().collect::<String>()).ok();
    }

    #[test]
    fn every_text_can_be_spoken(token in any::<String>()) {
        prop_assert_eq!(&written(Text::new(token.as_str())).unwrap()["token"], &token);
    }
}
