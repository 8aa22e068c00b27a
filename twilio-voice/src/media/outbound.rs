//! What is sent to Twilio.

use std::fmt;

use super::payload;
use crate::StreamSid;

/// A message to Twilio. Has exactly the fields that are documented: Twilio refuses others.
///
/// There is no message for a key, and none that ends the stream: close the websocket, or end the call.
///
/// ```
/// use twilio_voice::media::Outbound;
///
/// let stream = "MZaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
/// let mut text = String::new();
/// Outbound::Mark("greeting").write(&stream, &mut text);
/// assert_eq!(
///     text,
///     r#"{"event":"mark","streamSid":"MZaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","mark":{"name":"greeting"}}"#,
/// );
/// # Ok::<(), twilio_voice::SidError>(())
/// ```
///
/// See [Twilio Docs/Media Streams: send WebSocket messages](https://www.twilio.com/docs/voice/media-streams/websocket-messages#send-websocket-messages-to-twilio).
#[derive(Clone, Copy, Eq, PartialEq)]
#[non_exhaustive]
pub enum Outbound<'a> {
    /// Plays 16-bit samples, 8000 a second, after what was sent before. Any number of samples but none.
    Pcm(&'a [i16]),
    /// Plays audio that is in µ-law, 8000 bytes a second, after what was sent before. Any number of bytes but none, without
    /// the [header of a file](super::mulaw::is_wav).
    Mulaw(&'a [u8]),
    /// Asks for an echo with this name when all that was sent before is played, or dropped.
    Mark(&'a str),
    /// Drops what was sent and is not played yet.
    Clear,
}

impl Outbound<'_> {
    /// Appends the message as Twilio takes it. Does not allocate if `out` has [room](Self::max_len) and no mark is written.
    #[inline]
    pub fn write(&self, stream: &StreamSid, out: &mut String) {
        out.reserve(self.max_len());
        match self {
            Self::Pcm(samples) => audio(stream, out, |out| payload::push_pcm(samples, out)),
            Self::Mulaw(bytes) => audio(stream, out, |out| payload::push_mulaw(bytes, out)),
            Self::Mark(name) => {
                out.push_str(r#"{"event":"mark","streamSid":""#);
                out.push_str(stream.as_str());
                out.push_str(r#"","mark":{"name":""#);
                push_escaped(name, out);
                out.push_str(r#""}}"#);
            }
            Self::Clear => {
                out.push_str(r#"{"event":"clear","streamSid":""#);
                out.push_str(stream.as_str());
                out.push_str(r#""}"#);
            }
        }
    }

    /// How many bytes the message has at most, for audio exactly: 305 for 160 samples.
    #[must_use]
    pub const fn max_len(&self) -> usize {
        const AROUND: usize = OPEN.len() + SID_LEN + BETWEEN.len() + CLOSE.len();
        match self {
            Self::Pcm(samples) => AROUND + payload::encoded_len(samples.len()),
            Self::Mulaw(bytes) => AROUND + payload::encoded_len(bytes.len()),
            // A byte becomes at most six, such as `\u001f`.
            Self::Mark(name) => AROUND + 6 * name.len(),
            Self::Clear => AROUND,
        }
    }
}

/// Shows how much audio it is, and not the audio.
impl fmt::Debug for Outbound<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pcm(samples) => write!(f, "Pcm({} samples)", samples.len()),
            Self::Mulaw(bytes) => write!(f, "Mulaw({} bytes)", bytes.len()),
            Self::Mark(name) => f.debug_tuple("Mark").field(name).finish(),
            Self::Clear => f.write_str("Clear"),
        }
    }
}

/// Every SID is as long.
const SID_LEN: usize = 34;

const OPEN: &str = r#"{"event":"media","streamSid":""#;
const BETWEEN: &str = r#"","media":{"payload":""#;
const CLOSE: &str = r#""}}"#;

#[inline]
fn audio(stream: &StreamSid, out: &mut String, push_payload: impl FnOnce(&mut String)) {
    out.push_str(OPEN);
    out.push_str(stream.as_str());
    out.push_str(BETWEEN);
    push_payload(out);
    out.push_str(CLOSE);
}

fn push_escaped(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '"' => out.push_str(r#"\""#),
            '\\' => out.push_str(r"\\"),
            '\0'..='\u{1f}' => {
                let digit = |value: u32| char::from_digit(value, 16).unwrap_or('0');
                out.push_str(r"\u00");
                out.push(digit(u32::from(character) >> 4));
                out.push(digit(u32::from(character) & 0xF));
            }
            _ => out.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const SID: &str = "MZaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    fn written(message: Outbound<'_>) -> (Value, usize) {
        let mut text = String::new();
        message.write(&SID.parse().unwrap(), &mut text);
        (serde_json::from_str(&text).unwrap(), text.len())
    }

    #[test]
    fn a_message_has_exactly_the_documented_fields() {
        let audio = Outbound::Mulaw(&[0xFF, 0x00, 0x7F]);
        let expected = json!({"event": "media", "streamSid": SID, "media": {"payload": "/wB/"}});
        assert_eq!(written(audio), (expected.clone(), audio.max_len()));
        let pcm = Outbound::Pcm(&[0, -32_124, -1]);
        assert_eq!(written(pcm), (expected, pcm.max_len()));
        let (clear, _) = written(Outbound::Clear);
        assert_eq!(clear, json!({"event": "clear", "streamSid": SID}));
        assert_eq!(Outbound::Pcm(&[0; 160]).max_len(), 305);
    }

    #[test]
    fn the_name_of_a_mark_is_escaped() {
        let name = "a\"b\\c\n\u{1}\u{1f}\u{7f}é\u{2028}🦀";
        let (mark, len) = written(Outbound::Mark(name));
        assert_eq!(
            mark,
            json!({"event": "mark", "streamSid": SID, "mark": {"name": name}})
        );
        assert!(len <= Outbound::Mark(name).max_len());
    }

    #[test]
    fn debug_shows_no_audio() {
        assert_eq!(
            format!("{:?}", Outbound::Mulaw(&[1, 2, 3])),
            "Mulaw(3 bytes)"
        );
        assert_eq!(format!("{:?}", Outbound::Pcm(&[1])), "Pcm(1 samples)");
    }
}
