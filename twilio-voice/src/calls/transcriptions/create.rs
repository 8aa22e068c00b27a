use std::fmt;

use crate::{
    Error, HttpMethod,
    form::{Form, parameters},
    twiml::{StreamTrack, TranscriptionEngine},
};

parameters! {
    /// A real-time transcription to be begun in a call that is in progress. An option that is `None` is not sent, and
    /// Twilio's default holds.
    ///
    /// See [Twilio Docs/Real-time transcription](https://www.twilio.com/docs/voice/api/realtime-transcription-resource).
    CreateRealtimeTranscription {}
    options {
        /// A name by which the transcription can be stopped. Unique in the call.
        name: String,
        /// Which side is put into writing. Default: both.
        track: StreamTrack,
        /// The absolute URL that gets the writing.
        status_callback_url: String,
        /// How that URL is requested. Default: POST.
        status_callback_method: HttpMethod,
        /// A name for the one who is heard on the inbound track.
        inbound_track_label: String,
        /// A name for the one who is heard on the outbound track.
        outbound_track_label: String,
        /// Whether what is understood is told while the speech still goes on. Default: false.
        partial_results: bool,
        /// The language of the speech, for example `en-GB`. Default: `en-US`.
        language_code: String,
        /// Who transcribes. Default: Google.
        transcription_engine: TranscriptionEngine,
        /// Whether swear words are hidden. Default: true.
        profanity_filter: bool,
        /// What understands the speech; the names are the engine's. Default: `telephony`.
        speech_model: String,
        /// Phrases that are likely to be said, with commas between them.
        hints: String,
        /// Whether punctuation is added. Default: true.
        enable_automatic_punctuation: bool,
        /// The identifier or name of an intelligence service that gets the writing.
        intelligence_service: String,
        /// How the intelligence service treats the conversation.
        conversation_configuration: String,
        /// An existing conversation of the intelligence service that this becomes a part of.
        conversation_id: String,
        /// A configuration that stands for all the settings.
        configuration_id: String,
        /// The same, as newer versions of Twilio's libraries call it.
        transcription_configuration_id: String,
        /// Whether what the engine says is told as it is.
        enable_provider_data: bool,
    }
    lists {
    }
}

impl CreateRealtimeTranscription {
    /// A transcription with Twilio's defaults.
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
        form.text("Name", self.name.as_ref());
        form.text("Track", self.track.as_ref());
        form.url("StatusCallbackUrl", self.status_callback_url.as_ref());
        form.text("StatusCallbackMethod", self.status_callback_method.as_ref());
        form.text("InboundTrackLabel", self.inbound_track_label.as_ref());
        form.text("OutboundTrackLabel", self.outbound_track_label.as_ref());
        form.flag("PartialResults", self.partial_results);
        form.text("LanguageCode", self.language_code.as_ref());
        form.text("TranscriptionEngine", self.transcription_engine.as_ref());
        form.flag("ProfanityFilter", self.profanity_filter);
        form.text("SpeechModel", self.speech_model.as_ref());
        form.text("Hints", self.hints.as_ref());
        let punctuation = self.enable_automatic_punctuation;
        form.flag("EnableAutomaticPunctuation", punctuation);
        form.text("IntelligenceService", self.intelligence_service.as_ref());
        let configuration = self.conversation_configuration.as_ref();
        form.text("ConversationConfiguration", configuration);
        form.text("ConversationId", self.conversation_id.as_ref());
        form.text("ConfigurationId", self.configuration_id.as_ref());
        let configuration = self.transcription_configuration_id.as_ref();
        form.text("TranscriptionConfigurationId", configuration);
        form.flag("EnableProviderData", self.enable_provider_data);
        form.finish()
    }
}

impl Default for CreateRealtimeTranscription {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows only what cannot hold a secret.
impl fmt::Debug for CreateRealtimeTranscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateRealtimeTranscription")
            .field("name", &self.name)
            .field("track", &self.track)
            .finish_non_exhaustive()
    }
}
