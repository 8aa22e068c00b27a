//! What Twilio sends.

mod audio;
mod control;
mod start;

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;

pub use self::{
    audio::{Media, Track},
    control::{Dtmf, Mark, Stop},
    start::{Connected, Encoding, MediaFormat, Start},
};
use super::scan;
use crate::{
    StreamSid,
    message::{self, MessageError},
};

/// A message from Twilio.
///
/// See [Twilio Docs/Media Streams: WebSocket messages](https://www.twilio.com/docs/voice/media-streams/websocket-messages).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Inbound<'a> {
    /// The websocket is connected. The first message.
    Connected(Connected),
    /// The stream begins. The second message, with everything that is known of the stream.
    Start(Box<Start>),
    /// Some audio, usually 20 ms.
    Media(Media<'a>),
    /// A key was pressed. Only under `<Connect>`.
    Dtmf(Dtmf),
    /// A mark that was sent comes back. It does not say whether the audio before it was heard:
    /// [`Player::on_mark`](super::Player::on_mark) does.
    Mark(Mark),
    /// The stream is over. Twilio closes the websocket.
    Stop(Stop),
    /// A message this version does not know, whole.
    Other(Value),
}

impl<'a> Inbound<'a> {
    /// Reads a message.
    ///
    /// [`Media`] is read without an allocation, provided that it is written as Twilio writes it; if it is not, it is read
    /// in full, with the same result.
    ///
    /// # Errors
    ///
    /// [`MessageError::NotAMessage`] if it is not an object with a text `event`, [`MessageError::Body`] if it is a known
    /// message and something documented is missing or wrong.
    #[inline]
    pub fn parse(text: &'a str) -> Result<Self, MessageError> {
        match scan::media(text) {
            Some(media) => Ok(Self::Media(media)),
            None => Self::parse_in_full(text),
        }
    }

    fn parse_in_full(text: &'a str) -> Result<Self, MessageError> {
        let head: Head<'_> = message::any(text)?;
        Ok(match head.event.as_ref() {
            "connected" => Self::Connected(message::body("connected", text)?),
            "start" => Self::Start(Box::new(Start::new(message::body("start", text)?))),
            "media" => Self::Media(Media::new(message::body("media", text)?)),
            "dtmf" => Self::Dtmf(Dtmf::new(message::body("dtmf", text)?)),
            "mark" => Self::Mark(Mark::new(message::body("mark", text)?)),
            "stop" => Self::Stop(Stop::new(message::body("stop", text)?)),
            _ => Self::Other(message::any(text)?),
        })
    }

    /// The stream it belongs to, if it says so.
    pub(super) fn stream_sid(&self) -> Option<&StreamSid> {
        match self {
            Self::Start(start) => Some(&start.stream_sid),
            Self::Media(media) => Some(&media.stream_sid),
            Self::Dtmf(dtmf) => Some(&dtmf.stream_sid),
            Self::Mark(mark) => Some(&mark.stream_sid),
            Self::Stop(stop) => Some(&stop.stream_sid),
            Self::Connected(_) | Self::Other(_) => None,
        }
    }

    /// Its number among the messages, if it has one.
    pub(super) fn sequence_number(&self) -> Option<u64> {
        match self {
            Self::Start(start) => Some(start.sequence_number),
            Self::Media(media) => Some(media.sequence_number),
            Self::Dtmf(dtmf) => Some(dtmf.sequence_number),
            Self::Mark(mark) => Some(mark.sequence_number),
            Self::Stop(stop) => Some(stop.sequence_number),
            Self::Connected(_) | Self::Other(_) => None,
        }
    }
}

#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow)]
    event: Cow<'a, str>,
}
