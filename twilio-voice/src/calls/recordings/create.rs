use std::fmt;

use crate::{
    Error, HttpMethod,
    calls::{RecordingChannels, RecordingEvent, RecordingTrack, Trim},
    form::{Form, parameters},
};

parameters! {
    /// A recording to be begun in a call that is in progress. An option that is `None` is not sent, and Twilio's
    /// default holds.
    ///
    /// See [Twilio Docs/Create a recording](https://www.twilio.com/docs/voice/api/recording#create-a-recording-resource).
    CreateCallRecording {}
    options {
        /// The URL that is told about the recording.
        recording_status_callback: String,
        /// How that URL is requested. Default: POST.
        recording_status_callback_method: HttpMethod,
        /// What happens to silence around the recording. Default: it is kept.
        trim: Trim,
        /// How the sides are recorded. Default: mixed.
        recording_channels: RecordingChannels,
        /// Which side is recorded. Default: both.
        recording_track: RecordingTrack,
        /// A configuration of recordings.
        recording_configuration_id: String,
    }
    lists {
        /// What is told to the callback. If empty: that it is ready.
        recording_status_callback_event: RecordingEvent,
    }
}

impl CreateCallRecording {
    /// A recording with Twilio's defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::with_required()
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        form.texts(
            "RecordingStatusCallbackEvent",
            &self.recording_status_callback_event,
        );
        form.url(
            "RecordingStatusCallback",
            self.recording_status_callback.as_ref(),
        );
        form.text(
            "RecordingStatusCallbackMethod",
            self.recording_status_callback_method.as_ref(),
        );
        form.text("Trim", self.trim.as_ref());
        form.text("RecordingChannels", self.recording_channels.as_ref());
        form.text("RecordingTrack", self.recording_track.as_ref());
        form.text(
            "RecordingConfigurationId",
            self.recording_configuration_id.as_ref(),
        );
        form.finish()
    }
}

impl Default for CreateCallRecording {
    fn default() -> Self {
        Self::new()
    }
}

/// Without the callback, which may hold a secret.
impl fmt::Debug for CreateCallRecording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateCallRecording")
            .field("recording_channels", &self.recording_channels)
            .field("recording_track", &self.recording_track)
            .finish_non_exhaustive()
    }
}
