//! The order of messages.

use twilio_voice::media::{Inbound, MediaStream, MessageError, Outbound, StreamError, StreamState};

use super::{CALL, CONNECTED, STREAM, mark, media, start, stop};

fn started() -> MediaStream {
    let mut stream = MediaStream::new();
    stream.read(CONNECTED).unwrap();
    stream.read(&start("{}")).unwrap();
    stream
}

#[test]
fn a_stream_goes_from_connected_over_start_to_stop() {
    let mut stream = MediaStream::new();
    assert_eq!(stream.state(), StreamState::New);
    stream.read(CONNECTED).unwrap();
    assert_eq!(stream.state(), StreamState::Connected);
    assert_eq!(stream.start(), None);
    stream.read(&start("{}")).unwrap();
    assert_eq!(stream.state(), StreamState::Started);
    assert_eq!(stream.start().unwrap().call_sid.as_str(), CALL);
    assert!(matches!(
        stream.read(&media(1, &[1])),
        Ok(Inbound::Media(_))
    ));
    assert!(matches!(stream.read(&mark(3, "a")), Ok(Inbound::Mark(_))));
    assert!(matches!(stream.read(&stop(4)), Ok(Inbound::Stop(_))));
    assert_eq!(stream.state(), StreamState::Stopped);
    assert_eq!(stream.stream_sid().unwrap().as_str(), STREAM);
    let stats = stream.stats();
    assert_eq!((stats.messages, stats.media), (5, 1));
    assert_eq!((stats.refused, stats.missing), (0, 0));
}

#[test]
fn messages_in_another_order_are_refused_and_change_nothing() {
    let refused = |stream: &mut MediaStream, text: &str| {
        let state = stream.state();
        assert_eq!(
            stream.read(text),
            Err(StreamError::OutOfOrder(state)),
            "{text}"
        );
        assert_eq!(stream.state(), state);
    };
    let mut stream = MediaStream::new();
    for text in [start("{}"), media(1, &[1]), mark(1, "a"), stop(1)] {
        refused(&mut stream, &text);
    }
    stream.read(CONNECTED).unwrap();
    for text in [CONNECTED.to_owned(), media(1, &[1]), stop(1)] {
        refused(&mut stream, &text);
    }
    let mut stream = started();
    for text in [CONNECTED.to_owned(), start("{}")] {
        refused(&mut stream, &text);
    }
    stream.read(&stop(2)).unwrap();
    for text in [start("{}"), media(1, &[1]), stop(1)] {
        refused(&mut stream, &text);
    }
    assert_eq!(stream.stats().refused, 5);
}

#[test]
fn messages_of_another_stream_are_refused() {
    let mut stream = started();
    let other = media(1, &[1]).replace("MZ18", "MZ19");
    assert_eq!(stream.read(&other), Err(StreamError::OtherStream));
    assert!(stream.read(&media(1, &[1])).is_ok());
}

#[test]
fn unknown_messages_may_come_at_any_time_and_bad_ones_end_nothing() {
    let mut stream = MediaStream::new();
    let unknown = r#"{"event":"ping"}"#;
    assert!(matches!(stream.read(unknown), Ok(Inbound::Other(_))));
    let mut stream = started();
    assert!(matches!(stream.read(unknown), Ok(Inbound::Other(_))));
    assert!(matches!(
        stream.read("{"),
        Err(StreamError::Message(MessageError::NotAMessage { .. }))
    ));
    assert!(stream.read(&media(1, &[1])).is_ok());
}

#[test]
fn messages_that_do_not_come_are_counted() {
    let mut stream = started();
    stream.read(&media(1, &[1])).unwrap();
    stream.read(&media(4, &[1])).unwrap();
    assert_eq!(stream.stats().missing, 2);
    stream.read(&media(3, &[1])).unwrap();
    stream.read(&media(5, &[1])).unwrap();
    assert_eq!(stream.stats().missing, 2);
    let last = media(1, &[1]).replace(r#""2""#, r#""18446744073709551615""#);
    stream.read(&last).unwrap();
    stream.read(&last).unwrap();
}

#[test]
fn a_long_message_is_refused_before_it_is_read() {
    let text = media(1, &[1; 160]);
    let mut stream = started().max_message_len(text.len() - 1);
    let refused = MessageError::TooLong {
        len: text.len(),
        limit: text.len() - 1,
    };
    assert_eq!(stream.read(&text), Err(StreamError::Message(refused)));
    let mut stream = started().max_message_len(text.len());
    assert!(stream.read(&text).is_ok());
}

#[test]
fn nothing_is_sent_before_the_stream_begins_after_it_ends_and_without_audio() {
    let mut out = String::new();
    let stream = MediaStream::new();
    assert_eq!(
        stream.write(Outbound::Clear, &mut out),
        Err(StreamError::NotOpen(StreamState::New))
    );
    let mut stream = started();
    for empty in [Outbound::Pcm(&[]), Outbound::Mulaw(&[])] {
        assert_eq!(stream.write(empty, &mut out), Err(StreamError::NoAudio));
    }
    assert_eq!(out, "");
    stream.write(Outbound::Clear, &mut out).unwrap();
    assert_eq!(
        out,
        format!(r#"{{"event":"clear","streamSid":"{STREAM}"}}"#)
    );
    stream.read(&stop(2)).unwrap();
    assert_eq!(
        stream.write(Outbound::Clear, &mut out),
        Err(StreamError::NotOpen(StreamState::Stopped))
    );
}
