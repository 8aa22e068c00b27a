#[cfg(feature = "rest")]
use crate::{Error, form::Form};
use crate::{form::parameters, wire::open_enum};

parameters! {
    /// In which form the sound of a recording is fetched.
    ///
    /// See [Twilio Docs/Fetch a recording's media](https://www.twilio.com/docs/voice/api/recording#fetch-a-recording-media-file).
    #[derive(Debug)]
    RecordingMedia {
        /// The format of the file.
        format: MediaFormat,
    }
    options {
        /// How many channels the sound has: 1, mixed, or 2, of a recording that has them. Default: mixed.
        requested_channels: u8,
    }
    lists {}
}

impl RecordingMedia {
    /// Uncompressed.
    #[must_use]
    pub fn wav() -> Self {
        Self::with_required(MediaFormat::Wav)
    }

    /// Compressed.
    #[must_use]
    pub fn mp3() -> Self {
        Self::with_required(MediaFormat::Mp3)
    }

    /// The query.
    #[cfg(feature = "rest")]
    pub(super) fn query(&self) -> Result<String, Error> {
        let mut form = Form::new();
        form.count("RequestedChannels", self.requested_channels, 1..=2);
        form.finish()
    }
}

open_enum! {
    /// The format of a sound file, as the end of its name.
    MediaFormat {
        /// Uncompressed.
        Wav = "wav",
        /// Compressed.
        Mp3 = "mp3",
    }
}
