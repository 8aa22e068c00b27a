//! What a caller heard.

use std::{fmt, io, path::Path, time::Duration};

use hound::{SampleFormat, WavSpec, WavWriter};

use super::{Warning, sound::time_of};
use crate::media::SAMPLE_RATE;

/// What a caller heard, and what the server did besides.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct StreamHeard {
    /// What was heard, one sample after the other, without the silence between. What a `clear` dropped is not there.
    pub played: Vec<i16>,
    /// The whole call, as it sounded: with the silence.
    pub line: Vec<i16>,
    /// The marks that were sent back, in order.
    pub marks: Vec<PlayedMark>,
    /// How often the server sent `clear`.
    pub clears: usize,
    /// How much sound was dropped by `clear`.
    pub dropped: Duration,
    /// Messages of which Twilio would warn, every one. Twilio itself reports a number once for a stream.
    pub warnings: Vec<Warning>,
    /// Whether the server closed the websocket first.
    pub closed: bool,
    /// The code the server closed with. `None` if it gave none.
    pub close_code: Option<u16>,
}

/// A mark that was sent back to the server.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct PlayedMark {
    /// Its name.
    pub name: String,
    /// When, from the beginning of the stream.
    pub at: Duration,
    /// Whether a `clear` brought it back, and not that the sound before it was heard.
    pub cleared: bool,
}

impl StreamHeard {
    /// For how long something was heard.
    #[must_use]
    pub fn heard(&self) -> Duration {
        time_of(self.played.len())
    }

    /// The names of the marks whose sound was heard, in order.
    #[must_use]
    pub fn marks(&self) -> Vec<&str> {
        self.names(false)
    }

    /// The names of the marks that a `clear` brought back, in order.
    #[must_use]
    pub fn cleared(&self) -> Vec<&str> {
        self.names(true)
    }

    fn names(&self, cleared: bool) -> Vec<&str> {
        let marks = self.marks.iter().filter(|mark| mark.cleared == cleared);
        marks.map(|mark| mark.name.as_str()).collect()
    }

    /// The greatest sample that was heard, from 0 to 32,767: whether there was more than silence.
    #[must_use]
    pub fn loudest(&self) -> u16 {
        self.played
            .iter()
            .map(|sample| sample.unsigned_abs())
            .max()
            .unwrap_or(0)
    }

    /// The whole call as a WAV file: mono, 8,000 Hz, 16-bit PCM.
    ///
    /// # Errors
    ///
    /// [`io::Error`] if the file cannot be written.
    pub fn write_wav(&self, path: impl AsRef<Path>) -> io::Result<()> {
        let spec = WavSpec {
            channels: 1,
            sample_rate: SAMPLE_RATE,
            bits_per_sample: 16,
            sample_format: SampleFormat::Int,
        };
        let mut writer = WavWriter::create(path, spec).map_err(written)?;
        for sample in &self.line {
            writer.write_sample(*sample).map_err(written)?;
        }
        writer.finalize().map_err(written)
    }

    /// Checks that something was heard for `time` at least.
    ///
    /// # Panics
    ///
    /// If it was less.
    #[track_caller]
    pub fn assert_heard(&self, time: Duration) {
        let heard = self.heard();
        assert!(heard >= time, "heard {heard:?}, and not {time:?}");
    }

    /// Checks that the sound before these marks was heard, and before no others, in order.
    ///
    /// # Panics
    ///
    /// If it was not.
    #[track_caller]
    pub fn assert_marks(&self, names: &[&str]) {
        assert_eq!(self.marks(), names, "marks whose sound was heard");
    }

    /// Checks that a `clear` brought these marks back, and no others, in order.
    ///
    /// A server that plays by the clock, as [`Player`](crate::media::Player) does, sends a mark after the sound before it.
    /// If it is interrupted earlier, the mark was never sent and is not here; [`dropped`](Self::dropped) tells that sound
    /// was given up.
    ///
    /// # Panics
    ///
    /// If it did not.
    #[track_caller]
    pub fn assert_cleared(&self, names: &[&str]) {
        assert_eq!(self.cleared(), names, "marks that were cleared");
    }
}

fn written(error: hound::Error) -> io::Error {
    match error {
        hound::Error::IoError(error) => error,
        other => io::Error::other(other),
    }
}

impl fmt::Debug for StreamHeard {
    /// Not what was said.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamHeard")
            .field("heard", &self.heard())
            .field("marks", &self.marks)
            .field("clears", &self.clears)
            .field("dropped", &self.dropped)
            .field("warnings", &self.warnings)
            .field("closed", &self.closed)
            .field("close_code", &self.close_code)
            .finish_non_exhaustive()
    }
}
