//! The order of the messages of one stream.

use super::{Inbound, Outbound, Start};
use crate::{
    StreamSid,
    message::{self, MessageError},
};

/// How long a message from Twilio may be by default, in bytes. Audio of 20 ms has less than 500.
pub const MAX_MESSAGE_LEN: usize = 64 * 1_024;

/// Why a message is refused.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StreamError {
    /// The message cannot be understood. What follows can be.
    #[error(transparent)]
    Message(#[from] MessageError),
    /// The message cannot come now: Twilio sends `connected`, then `start`, then the rest, and nothing after `stop`.
    #[error("the message cannot come in this state of the stream: {0:?}")]
    OutOfOrder(StreamState),
    /// The message belongs to another stream than the first one.
    #[error("the message belongs to another stream")]
    OtherStream,
    /// There is no stream to send to: it has not begun, or is over.
    #[error("nothing can be sent in this state of the stream: {0:?}")]
    NotOpen(StreamState),
    /// There is no audio in the message that was to be sent.
    #[error("there is no audio in the message")]
    NoAudio,
}

/// Where a stream is in its life.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum StreamState {
    /// Nothing came yet.
    #[default]
    New,
    /// Twilio is connected. Nothing is known of the stream.
    Connected,
    /// The stream runs.
    Started,
    /// The stream is over.
    Stopped,
}

/// What came, counted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct StreamStats {
    /// Messages that were understood.
    pub messages: u64,
    /// Messages with audio among them.
    pub media: u64,
    /// Messages that were refused.
    pub refused: u64,
    /// Messages that Twilio counted and that did not come. Those that were refused are among them.
    pub missing: u64,
}

/// One stream, as its messages tell of it. It has no websocket: give it the text messages of any.
///
/// ```
/// use twilio_voice::media::{Inbound, MediaStream, Outbound};
///
/// let mut stream = MediaStream::new();
/// stream.read(r#"{"event":"connected","protocol":"Call","version":"1.0.0"}"#)?;
/// # let text = r#"{"event":"start","sequenceNumber":"1","start":{"accountSid":"ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","streamSid":"MZaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","callSid":"CAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","tracks":["inbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},"customParameters":{}},"streamSid":"MZaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}"#;
/// if let Inbound::Start(start) = stream.read(text)? {
///     println!("call {} begins", start.call_sid);
/// }
/// let mut answer = String::new();
/// stream.write(Outbound::Pcm(&[0; 160]), &mut answer)?;
/// # Ok::<(), twilio_voice::media::StreamError>(())
/// ```
#[derive(Clone, Debug)]
pub struct MediaStream {
    state: StreamState,
    start: Option<Box<Start>>,
    max_message_len: usize,
    next_sequence_number: u64,
    stats: StreamStats,
}

impl MediaStream {
    /// A stream of which nothing came yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            state: StreamState::New,
            start: None,
            max_message_len: MAX_MESSAGE_LEN,
            next_sequence_number: 1,
            stats: StreamStats::default(),
        }
    }

    /// Refuses messages that are longer, in bytes. Default: [`MAX_MESSAGE_LEN`].
    #[must_use]
    pub fn max_message_len(mut self, len: usize) -> Self {
        self.max_message_len = len;
        self
    }

    /// Reads a message and checks that it may come now. Messages that are [not known](Inbound::Other) always may.
    ///
    /// # Errors
    ///
    /// [`StreamError::Message`], [`StreamError::OutOfOrder`] or [`StreamError::OtherStream`]. The message has no effect:
    /// the stream can go on.
    #[inline]
    pub fn read<'a>(&mut self, text: &'a str) -> Result<Inbound<'a>, StreamError> {
        let read = message::check_len(text, self.max_message_len)
            .and_then(|()| Inbound::parse(text))
            .map_err(StreamError::Message)
            .and_then(|message| self.take(&message).map(|()| message));
        match &read {
            Ok(message) => {
                self.stats.messages += 1;
                self.stats.media += u64::from(matches!(message, Inbound::Media(_)));
            }
            Err(_) => self.stats.refused += 1,
        }
        read
    }

    fn take(&mut self, message: &Inbound<'_>) -> Result<(), StreamError> {
        let state = match (self.state, message) {
            (StreamState::New, Inbound::Connected(_)) => StreamState::Connected,
            (StreamState::Connected, Inbound::Start(_)) => StreamState::Started,
            (StreamState::Started, Inbound::Stop(_)) => StreamState::Stopped,
            (StreamState::Started, Inbound::Media(_) | Inbound::Dtmf(_) | Inbound::Mark(_)) => {
                StreamState::Started
            }
            (state, Inbound::Other(_)) => state,
            (state, _) => return Err(StreamError::OutOfOrder(state)),
        };
        if let (Some(start), Some(sid)) = (&self.start, message.stream_sid())
            && *sid != start.stream_sid
        {
            return Err(StreamError::OtherStream);
        }
        if let Some(number) = message.sequence_number() {
            self.stats.missing += number.saturating_sub(self.next_sequence_number);
            self.next_sequence_number = self.next_sequence_number.max(number.saturating_add(1));
        }
        if let Inbound::Start(start) = message {
            self.start = Some(start.clone());
        }
        self.state = state;
        Ok(())
    }

    /// Appends a message to the stream, as Twilio takes it.
    ///
    /// # Errors
    ///
    /// [`StreamError::NotOpen`] before `start` and after `stop`, [`StreamError::NoAudio`] for audio without samples.
    #[inline]
    pub fn write(&self, message: Outbound<'_>, out: &mut String) -> Result<(), StreamError> {
        let sid = self
            .stream_sid()
            .filter(|_| self.state == StreamState::Started)
            .ok_or(StreamError::NotOpen(self.state))?;
        if matches!(message, Outbound::Pcm([]) | Outbound::Mulaw([])) {
            return Err(StreamError::NoAudio);
        }
        message.write(sid, out);
        Ok(())
    }

    /// Where the stream is in its life.
    #[must_use]
    pub fn state(&self) -> StreamState {
        self.state
    }

    /// What the stream began with. `None` before it.
    #[must_use]
    pub fn start(&self) -> Option<&Start> {
        self.start.as_deref()
    }

    /// The stream. `None` before its `start`.
    #[must_use]
    pub fn stream_sid(&self) -> Option<&StreamSid> {
        self.start().map(|start| &start.stream_sid)
    }

    /// What came, counted.
    #[must_use]
    pub fn stats(&self) -> StreamStats {
        self.stats
    }
}

impl Default for MediaStream {
    fn default() -> Self {
        Self::new()
    }
}
