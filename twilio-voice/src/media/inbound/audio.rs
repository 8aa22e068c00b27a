//! The audio of a stream.

use std::{borrow::Cow, fmt, time::Duration};

use serde::Deserialize;

use crate::{
    StreamSid,
    media::payload::{self, PayloadError},
    message::read,
    wire::open_enum,
};

/// Some audio.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct Media<'a> {
    /// Counts all messages after [`Connected`](crate::media::Connected), from 1.
    pub sequence_number: u64,
    /// The stream.
    pub stream_sid: StreamSid,
    /// Whose audio it is.
    pub track: Track,
    /// Counts the messages of this kind, from 1. Whether two tracks count together is not documented.
    pub chunk: u64,
    /// When the audio begins, since the begin of the stream.
    pub timestamp: Duration,
    /// The audio in base64.
    pub payload: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MediaMessage<'a> {
    #[serde(deserialize_with = "read::number")]
    sequence_number: u64,
    stream_sid: StreamSid,
    #[serde(borrow)]
    media: MediaBody<'a>,
}

#[derive(Deserialize)]
pub(super) struct MediaBody<'a> {
    track: Track,
    #[serde(deserialize_with = "read::number")]
    chunk: u64,
    #[serde(deserialize_with = "read::milliseconds")]
    timestamp: Duration,
    #[serde(borrow)]
    payload: Cow<'a, str>,
}

impl<'a> Media<'a> {
    pub(super) fn new(message: MediaMessage<'a>) -> Self {
        let MediaBody {
            track,
            chunk,
            timestamp,
            payload,
        } = message.media;
        Self {
            sequence_number: message.sequence_number,
            stream_sid: message.stream_sid,
            track,
            chunk,
            timestamp,
            payload,
        }
    }

    /// How many samples there are, provided that the audio is base64.
    #[must_use]
    pub fn samples(&self) -> usize {
        payload::len(&self.payload)
    }

    /// The audio as 16-bit samples, in the beginning of `buffer`. [160](crate::media::FRAME_SAMPLES) are usual.
    ///
    /// # Errors
    ///
    /// [`PayloadError`]; what is in `buffer` then says nothing.
    #[inline]
    pub fn pcm<'o>(&self, buffer: &'o mut [i16]) -> Result<&'o [i16], PayloadError> {
        payload::to_pcm(&self.payload, buffer)
    }

    /// The audio as it is, one byte for a sample, in the beginning of `buffer`.
    ///
    /// # Errors
    ///
    /// [`PayloadError`]; what is in `buffer` then says nothing.
    pub fn mulaw<'o>(&self, buffer: &'o mut [u8]) -> Result<&'o [u8], PayloadError> {
        payload::to_mulaw(&self.payload, buffer)
    }
}

/// Shows how long the audio is, and not the audio.
impl fmt::Debug for Media<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Media")
            .field("sequence_number", &self.sequence_number)
            .field("stream_sid", &self.stream_sid)
            .field("track", &self.track)
            .field("chunk", &self.chunk)
            .field("timestamp", &self.timestamp)
            .field("samples", &self.samples())
            .finish()
    }
}

open_enum! {
    /// Whose audio it is.
    Track {
        /// What the other side of the call says.
        Inbound = "inbound",
        /// What Twilio plays to the other side.
        Outbound = "outbound",
    }
}
