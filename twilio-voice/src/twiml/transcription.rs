use super::{
    RawElement, StartNoun, StopNoun, StreamTrack, declare::element, element::Element, sealed::Node,
};
use crate::{HttpMethod, wire::open_enum};

/// What may stand in a [`Transcription`].
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<Transcription>`")]
pub trait TranscriptionNoun: Node {}

impl TranscriptionNoun for RawElement {}

element! {
    /// Puts the call into writing while it goes on.
    ///
    /// See [Twilio Docs/TwiML: Transcription](https://www.twilio.com/docs/voice/twiml/transcription).
    Transcription, "Transcription", in [StartNoun, StopNoun],
    attributes {
        /// A name by which the transcription can be stopped. Unique in the call.
        name: text = "name";
        /// Who is transcribed. Default: both.
        track: word(StreamTrack) = "track";
        /// The URL that gets the writing.
        status_callback_url: text = "statusCallbackUrl";
        /// How [`status_callback_url`](Self::status_callback_url) is requested. Default: POST.
        status_callback_method: word(HttpMethod) = "statusCallbackMethod";
        /// A name for the one who is heard on the inbound track. Default: none.
        inbound_track_label: text = "inboundTrackLabel";
        /// A name for the one who is heard on the outbound track. Default: none.
        outbound_track_label: text = "outboundTrackLabel";
        /// Whether what is understood is told while the speech still goes on. Default: false.
        partial_results: flag = "partialResults";
        /// The language of the speech, for example `en-GB`. Default: `en-US`.
        language_code: text = "languageCode";
        /// Who transcribes. Default: [`TranscriptionEngine::Google`].
        transcription_engine: word(TranscriptionEngine) = "transcriptionEngine";
        /// Whether swear words are hidden. Default: true.
        profanity_filter: flag = "profanityFilter";
        /// What understands the speech; the names are the engine's. Default: `telephony`.
        speech_model: text = "speechModel";
        /// Phrases that are likely to be said, with commas between them.
        hints: text = "hints";
        /// Whether punctuation is added. Default: true.
        enable_automatic_punctuation: flag = "enableAutomaticPunctuation";
        /// The identifier, `GA…`, or name of an intelligence service that gets the writing. Default: none.
        intelligence_service: text = "intelligenceService";
    }
}

impl Transcription {
    /// A transcription of both sides.
    pub fn new() -> Self {
        Self(Element::with_capacity("Transcription", 256))
    }

    /// Appends a [`Config`](super::Config) of the engine or a [`Parameter`](super::Parameter).
    pub fn push(mut self, noun: impl TranscriptionNoun) -> Self {
        self.0.push(&noun.into_element());
        self
    }
}

impl Default for Transcription {
    fn default() -> Self {
        Self::new()
    }
}

open_enum! {
    /// Who transcribes.
    TranscriptionEngine {
        /// Google.
        Google = "google",
        /// Deepgram.
        Deepgram = "deepgram",
    }
}
