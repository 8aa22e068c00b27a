//! The message that comes fifty times a second, read as Twilio writes it.
//!
//! ```json
//! {"event":"media","sequenceNumber":"3","media":{"track":"inbound","chunk":"1","timestamp":"5","payload":"…"},"streamSid":"MZ…"}
//! ```
//!
//! `streamSid` may stand behind `sequenceNumber` as well. Whatever else there is (spaces, escapes, another order, something
//! new or wrong) is left to a parser that knows all of JSON.

use std::{borrow::Cow, time::Duration};

use super::inbound::{Media, Track};
const SID_LEN: usize = 34;

/// What stands behind the audio if `streamSid` comes last, up to the identifier and behind it.
const TAIL: (&[u8], &[u8]) = (br#""},"streamSid":""#, br#""}"#);

/// Reads a message, if it is written in the usual way.
#[inline]
pub(super) fn media(text: &str) -> Option<Media<'_>> {
    let rest = text
        .as_bytes()
        .strip_prefix(br#"{"event":"media","sequenceNumber":""#)?;
    let (sequence_number, rest) = number(rest)?;
    let (early_sid, rest) = match rest.strip_prefix(br#","streamSid":""#) {
        Some(rest) => {
            let at = text.len() - rest.len();
            let rest = rest.get(SID_LEN..)?.strip_prefix(b"\"")?;
            (Some(at), rest)
        }
        None => (None, rest),
    };
    let rest = rest.strip_prefix(br#","media":{"track":""#)?;
    let (track, rest) = match rest.strip_prefix(br#"inbound""#) {
        Some(rest) => (Track::Inbound, rest),
        None => (Track::Outbound, rest.strip_prefix(br#"outbound""#)?),
    };
    let (chunk, rest) = number(rest.strip_prefix(br#","chunk":""#)?)?;
    let (timestamp, rest) = number(rest.strip_prefix(br#","timestamp":""#)?)?;
    let rest = rest.strip_prefix(br#","payload":""#)?;

    let start = text.len() - rest.len();
    let (payload, sid_at) = match early_sid {
        Some(at) => (rest.strip_suffix(br#""}}"#)?, at),
        None => {
            let (rest, _) = rest.strip_suffix(TAIL.1)?.split_last_chunk::<SID_LEN>()?;
            let payload = rest.strip_suffix(TAIL.0)?;
            (payload, start + rest.len())
        }
    };
    if !is_plain(payload) {
        return None;
    }
    Some(Media {
        sequence_number,
        stream_sid: text.get(sid_at..sid_at + SID_LEN)?.parse().ok()?,
        track,
        chunk,
        timestamp: Duration::from_millis(timestamp),
        payload: Cow::Borrowed(text.get(start..start + payload.len())?),
    })
}

/// Reads digits and the quote behind them, and gives what follows.
#[inline]
fn number(text: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0;
    // So many digits always have room.
    for (at, byte) in text.iter().take(20).enumerate() {
        match byte {
            b'0'..=b'9' if at < 19 => number = number * 10 + u64::from(byte - b'0'),
            b'"' if at > 0 => return Some((number, &text[at + 1..])),
            _ => return None,
        }
    }
    None
}

/// Whether nothing in the text of a string ends it, is escaped, or must not stand there.
#[inline]
fn is_plain(text: &[u8]) -> bool {
    // Without a way out it looks at many bytes at once.
    text.iter().fold(true, |plain, byte| {
        plain & (*byte >= 0x20) & (*byte != b'"') & (*byte != b'\\')
    })
}
