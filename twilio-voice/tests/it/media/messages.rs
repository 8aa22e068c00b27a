//! What a message is read as.

use std::{collections::BTreeMap, time::Duration};

use serde_json::json;
use twilio_voice::{
    media::{Encoding, Inbound, MessageError, PayloadError, Track, mulaw},
    twiml::StreamTrack,
};

use super::{ACCOUNT, CALL, CONNECTED, STREAM, mark, media, start, stop};

#[test]
fn every_documented_field_is_read() {
    let Inbound::Connected(connected) = Inbound::parse(CONNECTED).unwrap() else {
        panic!("not `connected`");
    };
    assert_eq!(
        (connected.protocol.as_str(), connected.version.as_str()),
        ("Call", "1.0.0")
    );

    let text = start(r#"{"FirstName":"Jane","empty":""}"#);
    let Inbound::Start(start) = Inbound::parse(&text).unwrap() else {
        panic!("not `start`");
    };
    assert_eq!(start.sequence_number, 1);
    assert_eq!(start.stream_sid.as_str(), STREAM);
    assert_eq!(start.account_sid.as_str(), ACCOUNT);
    assert_eq!(start.call_sid.as_str(), CALL);
    assert_eq!(start.tracks, [Track::Inbound]);
    let parameters = [("FirstName", "Jane"), ("empty", "")];
    let parameters = parameters.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(start.custom_parameters, BTreeMap::from(parameters));
    assert_eq!(start.media_format.encoding, Encoding::Mulaw);
    assert_eq!(start.media_format.sample_rate, 8_000);
    assert_eq!(start.media_format.channels, 1);
    assert!(start.media_format.is_mulaw_8000());

    let text = media(7, &[0xFF, 0x00]);
    let Inbound::Media(media) = Inbound::parse(&text).unwrap() else {
        panic!("not `media`");
    };
    assert_eq!(media.sequence_number, 8);
    assert_eq!(media.stream_sid.as_str(), STREAM);
    assert_eq!(media.track, Track::Inbound);
    assert_eq!(media.chunk, 7);
    assert_eq!(media.timestamp, Duration::from_millis(140));
    assert_eq!(media.samples(), 2);
    assert_eq!(media.pcm(&mut [9; 3]), Ok(&[0, -32_124][..]));
    assert_eq!(media.mulaw(&mut [9; 2]), Ok(&[0xFF, 0x00][..]));
    let no_room = PayloadError::NoRoom {
        samples: 2,
        room: 1,
    };
    assert_eq!(media.pcm(&mut [9; 1]), Err(no_room));

    let text = format!(
        r##"{{"event":"dtmf","streamSid":"{STREAM}","sequenceNumber":"5","dtmf":{{"track":"inbound_track","digit":"#"}}}}"##
    );
    let Inbound::Dtmf(dtmf) = Inbound::parse(&text).unwrap() else {
        panic!("not `dtmf`");
    };
    assert_eq!((dtmf.sequence_number, dtmf.digit.as_str()), (5, "#"));
    assert_eq!(dtmf.stream_sid.as_str(), STREAM);
    assert_eq!(dtmf.track, StreamTrack::Inbound);

    let text = mark(4, "my label");
    let Inbound::Mark(mark) = Inbound::parse(&text).unwrap() else {
        panic!("not `mark`");
    };
    assert_eq!((mark.sequence_number, mark.name.as_str()), (4, "my label"));
    assert_eq!(mark.stream_sid.as_str(), STREAM);

    let text = stop(9);
    let Inbound::Stop(stop) = Inbound::parse(&text).unwrap() else {
        panic!("not `stop`");
    };
    assert_eq!(stop.sequence_number, 9);
    assert_eq!(stop.stream_sid.as_str(), STREAM);
    assert_eq!(stop.account_sid.as_str(), ACCOUNT);
    assert_eq!(stop.call_sid.as_str(), CALL);
}

#[test]
fn what_is_missing_and_null_are_the_same_and_numbers_may_be_numbers() {
    let usual = start("{}");
    for text in [
        usual.replace(r#""customParameters":{}"#, r#""customParameters":null"#),
        usual.replace(r#","customParameters":{}"#, ""),
        usual.replace(r#""sequenceNumber":"1""#, r#""sequenceNumber":1"#),
        usual.replace("8000", r#""8000""#),
        usual.replace(r#"{"event""#, r#"{"new":{"a":[1]},"event""#),
    ] {
        assert_ne!(text, usual);
        assert_eq!(Inbound::parse(&text), Inbound::parse(&usual), "{text}");
    }
    let Inbound::Start(start) = Inbound::parse(&usual.replace(r#"["inbound"]"#, "null"))
        .unwrap()
        .clone()
    else {
        panic!("not `start`");
    };
    assert!(start.tracks.is_empty());
}

#[test]
fn unknown_words_and_messages_are_kept() {
    let text = start("{}")
        .replace("audio/x-mulaw", "audio/x-l16")
        .replace("inbound", "both");
    let Inbound::Start(start) = Inbound::parse(&text).unwrap() else {
        panic!("not `start`");
    };
    assert_eq!(start.media_format.encoding.as_str(), "audio/x-l16");
    assert!(!start.media_format.is_mulaw_8000());
    assert_eq!(start.tracks, [Track::Other("both".to_owned())]);
    let other = json!({"event": "wave", "streamSid": STREAM, "n": [1, null]});
    assert_eq!(
        Inbound::parse(&other.to_string()),
        Ok(Inbound::Other(other))
    );
}

#[test]
fn a_known_message_with_a_bad_body_is_told_from_an_unknown_one() {
    let body = |kind| move |error: &MessageError| matches!(error, MessageError::Body { kind: of, .. } if *of == kind);
    let refused = |text: &str| Inbound::parse(text).map(drop).unwrap_err();
    assert!(body("connected")(&refused(r#"{"event":"connected"}"#)));
    assert!(body("start")(&refused(&start("{}").replace(CALL, "CA1"))));
    assert!(body("media")(&refused(
        &media(1, &[1]).replace(r#""chunk":"1""#, r#""chunk":"x""#)
    )));
    assert!(body("media")(&refused(
        &media(1, &[1]).replace("payload", "Payload")
    )));
    assert!(body("dtmf")(&refused(
        r#"{"event":"dtmf","dtmf":{"digit":1}}"#
    )));
    assert!(body("mark")(&refused(&mark(1, "x").replace(STREAM, CALL))));
    assert!(body("stop")(&refused(r#"{"event":"stop"}"#)));
    for text in [
        "",
        "[]",
        "null",
        "{}",
        r#"{"event":1}"#,
        r#"{"event":"media""#,
        r#"{"event":"a","event":"b"}"#,
    ] {
        assert!(
            matches!(refused(text), MessageError::NotAMessage { .. }),
            "{text}"
        );
    }
    let deep = format!(
        r#"{{"event":"new","x":{}{}}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert!(matches!(refused(&deep), MessageError::NotAMessage { .. }));
}

#[test]
fn neither_errors_nor_debug_show_what_came() {
    let secret = "hunter2-token";
    for text in [
        start("{}").replace(CALL, secret),
        start("{}").replace("8000", &format!("{secret:?}")),
        media(1, &[1]).replace(r#""chunk":"1""#, &format!(r#""chunk":"{secret}""#)),
        format!(r#"{{"event":{secret}}}"#),
        format!(
            r#"{{"event":"mark","mark":"{secret}","sequenceNumber":"1","streamSid":"{STREAM}"}}"#
        ),
    ] {
        let error = Inbound::parse(&text).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    }
    let text = start(&format!(r#"{{"token":"{secret}"}}"#));
    let start = Inbound::parse(&text).unwrap();
    let shown = format!("{start:?}");
    assert!(shown.contains("token") && !shown.contains("hunter2"));
    let text = media(1, &[mulaw::SILENCE; 160]);
    let media = Inbound::parse(&text).unwrap();
    assert!(!format!("{media:?}").contains("////"));
}
