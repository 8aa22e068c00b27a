//! The short way through a message gives what full parsing gives.

use proptest::{collection::vec, prelude::*, sample::select};
use twilio_voice::media::{Inbound, MessageError};

use super::{STREAM, media};

/// What a message is when it is parsed in full: a space is nothing the short way knows.
fn in_full(text: &str) -> Result<String, ()> {
    shown(Inbound::parse(&format!(" {text}")))
}

fn shown(read: Result<Inbound<'_>, MessageError>) -> Result<String, ()> {
    let message = read.map_err(drop)?;
    let Inbound::Media(media) = &message else {
        return Ok(format!("{message:?}"));
    };
    // `Debug` hides the audio.
    let mut samples = [0; 2_000];
    Ok(format!(
        "{media:?} {} {:?}",
        media.payload,
        media.pcm(&mut samples)
    ))
}

fn assert_same(text: &str) {
    assert_eq!(shown(Inbound::parse(text)), in_full(text), "{text}");
}

/// The same message in other words.
fn variants() -> Vec<String> {
    let usual = media(3, &[0x12, 0x34, 0x56, 0x78]);
    let payload = "EjRWeA==";
    assert!(usual.contains(payload));
    let sid = format!(r#","streamSid":"{STREAM}""#);
    let early = usual
        .replace(&sid, "")
        .replace(r#","media""#, &format!(r#"{sid},"media""#));
    let body = |from: &str, to: &str| {
        assert!(usual.contains(from), "{from}");
        usual.replace(from, to)
    };
    vec![
        early.clone(),
        early.replace(r#""}}"#, r#"","payload":"AAAA"}}"#),
        early.replace(STREAM, "MZ"),
        body("inbound", "outbound"),
        body("inbound", "sideways"),
        body(":", ": "),
        body(",", " ,\n\t"),
        body(payload, "EjRWeA=\\u003d"),
        body(payload, "EjRW\\/A=="),
        body(payload, "EjRW\u{1}A=="),
        body(payload, "é"),
        body(payload, "\u{7f}"),
        body(payload, ""),
        body(payload, "\\"),
        body(payload, "\\\\"),
        body(payload, r#"","payload":""#),
        body(
            payload,
            r#"AAAA"},"media":{"track":"inbound","chunk":"1","timestamp":"1","payload":"BBBB"#,
        ),
        body(r#""chunk":"3""#, r#""chunk":3"#),
        body(r#""chunk":"3""#, r#""chunk":"""#),
        body(r#""chunk":"3""#, r#""chunk":"+3""#),
        body(r#""chunk":"3""#, r#""chunk":"-3""#),
        body(r#""chunk":"3""#, r#""chunk":"0003""#),
        body(r#""chunk":"3""#, r#""chunk":"18446744073709551615""#),
        body(r#""chunk":"3""#, r#""chunk":"18446744073709551616""#),
        body(r#""chunk":"3""#, r#""chunk":"9999999999999999999""#),
        body(r#""chunk":"3""#, r#""chunk":"00000000000000000000000003""#),
        body(
            r#""chunk":"3","timestamp":"60""#,
            r#""timestamp":"60","chunk":"3""#,
        ),
        body(r#""timestamp":"60","#, ""),
        body(r#""track":"inbound","#, r#""track":null,"#),
        body(r#""event":"media""#, r#""event":"Media""#),
        body(r#""event":"media","#, r#""event":"media","more":1,"#),
        body(r#""event":"media","#, r#""event":"media","event":"media","#),
        body(STREAM, &STREAM.to_uppercase()),
        body(STREAM, &STREAM.replace("MZ", "CA")),
        body(STREAM, &STREAM.replace('8', "x")),
        body(STREAM, &STREAM.replace("18", "é")),
        body(STREAM, ""),
        body(r#""}"#, r#"","streamSid":"x"}"#),
        usual.replace(&sid, ""),
        usual.replace(&sid, &format!("{sid}{sid}")),
        format!("{usual} "),
        format!("{usual}}}"),
        format!("{usual}{usual}"),
        format!("\u{feff}{usual}"),
        usual,
    ]
}

#[test]
fn unusual_messages_are_read_as_in_full() {
    for text in variants() {
        assert_same(&text);
    }
}

#[test]
fn a_message_that_is_cut_anywhere_is_refused_as_in_full() {
    for text in variants() {
        for (at, _) in text.char_indices() {
            assert_same(&text[..at]);
            assert_same(&text[at..]);
        }
    }
}

#[test]
fn the_payload_of_a_usual_message_is_not_copied() {
    let text = media(1, &[7; 160]);
    let Inbound::Media(media) = Inbound::parse(&text).unwrap() else {
        panic!("not `media`");
    };
    assert!(matches!(media.payload, std::borrow::Cow::Borrowed(_)));
}

proptest! {
    #[test]
    fn a_changed_message_is_read_as_in_full(
        variant in select(variants()),
        changes in vec((any::<proptest::sample::Index>(), any::<char>(), 0..3_u8), 1..4),
    ) {
        let mut text: Vec<char> = variant.chars().collect();
        for (at, character, kind) in changes {
            let at = at.index(text.len());
            match kind {
                0 => text[at] = character,
                1 => text.insert(at, character),
                _ => drop(text.remove(at)),
            }
        }
        assert_same(&text.into_iter().collect::<String>());
    }

    #[test]
    fn a_message_in_json_like_pieces_is_read_as_in_full(
        pieces in vec(select(vec![
            "{", "}", "\"", ",", ":", "\"event\"", "\"media\"", "\"sequenceNumber\"", "\"streamSid\"", "\"payload\"",
            "\"chunk\"", "\"timestamp\"", "\"track\"", "\"inbound\"", "\"1\"", "\"AAAA\"", "\\", " ", "{\"event\":\"media\",",
            "\"MZ18ad3ab5a668481ce02b83e7395059f0\"", "null", "[", "]",
        ]), 0..40),
    ) {
        assert_same(&pieces.concat());
    }

    #[test]
    fn no_text_is_too_much(text in any::<String>()) {
        assert_same(&text);
    }

    #[test]
    fn audio_of_any_length_is_read(audio in vec(any::<u8>(), 0..2_000)) {
        let text = media(1, &audio);
        assert_same(&text);
        let Inbound::Media(media) = Inbound::parse(&text).unwrap() else {
            panic!("not `media`");
        };
        let mut bytes = [0; 2_000];
        prop_assert_eq!(media.mulaw(&mut bytes), Ok(audio.as_slice()));
    }
}
