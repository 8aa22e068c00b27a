//! What comes from a websocket, as values that outlive the next one.

use std::{borrow::Cow, fmt, ops::Range, time::Duration};

use axum::extract::ws::Utf8Bytes;
use serde_json::Value;

use crate::media::{Cleared, Dtmf, MarkEcho, Media, PayloadError, StreamError, Track, payload};

/// What happened on a stream.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// Audio came.
    Audio(Audio),
    /// A key was pressed.
    Key(Dtmf),
    /// A mark came back.
    Mark {
        /// Its name.
        name: String,
        /// What that means.
        echo: MarkEcho,
    },
    /// A [`MediaSender::clear`](super::MediaSender::clear) took effect.
    Cleared(Cleared),
    /// A message this version does not know, whole.
    Other(Value),
    /// A message that is refused. The stream goes on.
    Refused(StreamError),
}

/// Audio that came, usually 20 ms. Cheap to clone: the message is shared and decoded when it is asked for.
#[derive(Clone, Eq, PartialEq)]
pub struct Audio {
    text: Utf8Bytes,
    payload: Range<usize>,
    track: Track,
    sequence_number: u64,
    chunk: u64,
    timestamp: Duration,
}

impl Audio {
    /// `media` must have been read from `text`.
    pub(super) fn new(text: &Utf8Bytes, media: Media<'_>) -> Self {
        let (text, payload) = match media.payload {
            // Where the payload stands in the message.
            Cow::Borrowed(payload) => {
                let start = payload.as_ptr() as usize - text.as_str().as_ptr() as usize;
                (text.clone(), start..start + payload.len())
            }
            Cow::Owned(payload) => {
                let range = 0..payload.len();
                (payload.into(), range)
            }
        };
        Self {
            text,
            payload,
            track: media.track,
            sequence_number: media.sequence_number,
            chunk: media.chunk,
            timestamp: media.timestamp,
        }
    }

    /// Whose audio it is.
    #[must_use]
    pub fn track(&self) -> &Track {
        &self.track
    }

    /// Counts all messages, from 1.
    #[must_use]
    pub fn sequence_number(&self) -> u64 {
        self.sequence_number
    }

    /// Counts the messages with audio, from 1.
    #[must_use]
    pub fn chunk(&self) -> u64 {
        self.chunk
    }

    /// When the audio begins, since the begin of the stream.
    #[must_use]
    pub fn timestamp(&self) -> Duration {
        self.timestamp
    }

    /// How many samples there are, provided that the audio is base64.
    #[must_use]
    pub fn samples(&self) -> usize {
        payload::len(self.base64())
    }

    /// The audio in base64.
    #[must_use]
    pub fn base64(&self) -> &str {
        &self.text.as_str()[self.payload.clone()]
    }

    /// The audio as 16-bit samples, in the beginning of `buffer`. [160](crate::media::FRAME_SAMPLES) are usual.
    ///
    /// # Errors
    ///
    /// [`PayloadError`]; what is in `buffer` then says nothing.
    pub fn pcm<'o>(&self, buffer: &'o mut [i16]) -> Result<&'o [i16], PayloadError> {
        payload::to_pcm(self.base64(), buffer)
    }

    /// The audio as it is, one byte for a sample, in the beginning of `buffer`.
    ///
    /// # Errors
    ///
    /// [`PayloadError`]; what is in `buffer` then says nothing.
    pub fn mulaw<'o>(&self, buffer: &'o mut [u8]) -> Result<&'o [u8], PayloadError> {
        payload::to_mulaw(self.base64(), buffer)
    }
}

/// Shows how long the audio is, and not the audio.
impl fmt::Debug for Audio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Audio")
            .field("track", &self.track)
            .field("sequence_number", &self.sequence_number)
            .field("chunk", &self.chunk)
            .field("timestamp", &self.timestamp)
            .field("samples", &self.samples())
            .finish()
    }
}
