use std::time::Duration;

use super::{
    ConnectNoun, RawElement, declare::element, element::Element, sealed::Node, value::Value,
};
use crate::wire::open_enum;

/// What may stand in a [`ConversationRelay`].
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<ConversationRelay>`")]
pub trait ConversationRelayNoun: Node {}

impl ConversationRelayNoun for RawElement {}

element! {
    /// Understands and speaks for an application that sends and gets text over a websocket.
    ///
    /// See [Twilio Docs/TwiML: ConversationRelay](https://www.twilio.com/docs/voice/twiml/connect/conversationrelay).
    ConversationRelay, "ConversationRelay", in [ConnectNoun],
    attributes {
        /// What is said first. Default: nothing.
        welcome_greeting: text = "welcomeGreeting";
        /// What of the other side breaks off the greeting. Default: [`Interruptible::Any`].
        welcome_greeting_interruptible: word(Interruptible) = "welcomeGreetingInterruptible";
        /// The language of both sides, for example `en-GB`. Default: `en-US`.
        language: text = "language";
        /// The language that is spoken. Default: [`language`](Self::language).
        tts_language: text = "ttsLanguage";
        /// The language that is understood. Default: [`language`](Self::language).
        transcription_language: text = "transcriptionLanguage";
        /// Who speaks: a [`TtsProvider`] or a newer one's name. Twilio has changed the default.
        tts_provider: open(TtsProvider) = "ttsProvider";
        /// The voice; the names are the provider's. Default: the provider's.
        voice: text = "voice";
        /// Who understands: a [`TranscriptionProvider`] or a newer one's name. Twilio has changed the default.
        transcription_provider: open(TranscriptionProvider) = "transcriptionProvider";
        /// What understands the speech; the names are the provider's. Default: the provider's.
        speech_model: text = "speechModel";
        /// What of the other side breaks off what is spoken. Default: [`Interruptible::Any`].
        interruptible: word(Interruptible) = "interruptible";
        /// How soon speech breaks off what is spoken. Default: [`InterruptSensitivity::High`].
        interrupt_sensitivity: word(InterruptSensitivity) = "interruptSensitivity";
        /// Whether the application gets keys. Default: false.
        dtmf_detection: flag = "dtmfDetection";
        /// Whether the next text breaks off the one that is spoken. Default: false.
        preemptible: flag = "preemptible";
        /// Whether the application gets what is understood while the speech still goes on. Default: false.
        partial_prompts: flag = "partialPrompts";
        /// Whether the application gets what was understood last when the other side hangs up. Twilio has not documented
        /// the default.
        partial_prompt_on_hangup: flag = "partialPromptOnHangup";
        /// What the application gets while it speaks itself. Default: [`Interruptible::None`].
        report_input_during_agent_speech: word(Interruptible) = "reportInputDuringAgentSpeech";
        /// Whether swear words are hidden. Twilio has not documented the default.
        profanity_filter: flag = "profanityFilter";
        /// Phrases that are likely to be said, with commas between them.
        hints: text = "hints";
        /// How much background noise is taken away. Twilio has not documented the values.
        background_noise_reduction: text = "backgroundNoiseReduction";
        /// How long a silence ends speech, in milliseconds. Default: [`SpeechTimeout::Auto`].
        speech_timeout: value(SpeechTimeout) = "speechTimeout";
        /// How sure it must be that the speech is over before it is told early, 0.3 to 0.9. Default: it is not told early.
        eager_eot_threshold: fraction(0.3..=0.9) = "eagerEotThreshold";
        /// Whether it is found out whose turn it is. Default: false.
        turn_detection: flag = "turnDetection";
        /// Whether words like "mhm" are left out of account. Default: false.
        ignore_backchannel: flag = "ignoreBackchannel";
        /// Whether the echo of what is spoken is left out. Default: false.
        echo_prompt_filtering: flag = "echoPromptFiltering";
        /// Superseded by [`asr_smart_format`](Self::asr_smart_format). Default: true.
        deepgram_smart_format: flag = "deepgramSmartFormat";
        /// Whether numbers, dates and the like are written as such. Twilio has not documented the default.
        asr_smart_format: flag = "asrSmartFormat";
        /// Superseded by [`tts_text_normalization`](Self::tts_text_normalization). Default: [`TextNormalization::Off`].
        elevenlabs_text_normalization: word(TextNormalization) = "elevenlabsTextNormalization";
        /// Superseded by [`tts_language_text_normalization`](Self::tts_language_text_normalization).
        elevenlabs_language_text_normalization: flag = "elevenlabsLanguageTextNormalization";
        /// Whether numbers and the like are spelled out before they are spoken. Twilio has not documented the default.
        tts_text_normalization: word(TextNormalization) = "ttsTextNormalization";
        /// Whether that is done as the language demands. Twilio has not documented the default.
        tts_language_text_normalization: flag = "ttsLanguageTextNormalization";
        /// What the application gets with what was understood. Default: nothing more.
        include_in_prompt: words(PromptDetail) = "includeInPrompt";
        /// The events to which the session subscribes. Default: none.
        events: text = "events";
        /// What the application is told to find faults: `debugging`, `speaker-events`, `tokens-played` and others, with
        /// spaces between them. Default: nothing.
        debug: text = "debug";
        /// The name of the other side. Default: its number.
        customer_name: text = "customerName";
        /// Whether the websocket is connected again if it breaks. Default: false.
        application_reconnect: flag = "applicationReconnect";
        /// The identifier, `GA…`, or name of an intelligence service that gets the conversation. Default: none.
        intelligence_service: text = "intelligenceService";
    }
}

impl ConversationRelay {
    /// A conversation with the application at `url`, which begins with `wss://`.
    pub fn new(url: impl AsRef<str>) -> Self {
        let mut element = Element::with_capacity("ConversationRelay", 512);
        element.set("url", url.as_ref());
        Self(element)
    }

    /// Appends a [`Language`], or a [`Parameter`](super::Parameter) that the application gets.
    pub fn push(mut self, noun: impl ConversationRelayNoun) -> Self {
        self.0.push(&noun.into_element());
        self
    }
}

element! {
    /// How a [`ConversationRelay`] understands and speaks one language.
    ///
    /// See [Twilio Docs/TwiML: ConversationRelay, Language](https://www.twilio.com/docs/voice/twiml/connect/conversationrelay#language-element).
    Language, "Language", in [ConversationRelayNoun],
    attributes {
        /// Who speaks: a [`TtsProvider`] or a newer one's name. Default: that of the conversation.
        tts_provider: open(TtsProvider) = "ttsProvider";
        /// The voice; the names are the provider's. Default: the provider's.
        voice: text = "voice";
        /// Who understands: a [`TranscriptionProvider`] or a newer one's name. Default: that of the conversation.
        transcription_provider: open(TranscriptionProvider) = "transcriptionProvider";
        /// What understands the speech; the names are the provider's. Default: the provider's.
        speech_model: text = "speechModel";
        /// Phrases that are likely to be said, with commas between them.
        hints: text = "hints";
        /// Whether numbers, dates and the like are written as such. Default: as in the conversation.
        asr_smart_format: flag = "asrSmartFormat";
        /// Whether numbers and the like are spelled out before they are spoken. Default: as in the conversation.
        tts_text_normalization: word(TextNormalization) = "ttsTextNormalization";
        /// Whether that is done as the language demands. Default: as in the conversation.
        tts_language_text_normalization: flag = "ttsLanguageTextNormalization";
    }
}

impl Language {
    /// The language with this code, for example `fr-FR`.
    pub fn new(code: impl AsRef<str>) -> Self {
        let mut element = Element::new("Language");
        element.set("code", code.as_ref());
        Self(element)
    }
}

open_enum! {
    /// What of the other side is taken into account.
    Interruptible {
        /// Nothing.
        None = "none",
        /// Keys.
        Dtmf = "dtmf",
        /// Speech.
        Speech = "speech",
        /// Keys and speech.
        Any = "any",
    }
}

open_enum! {
    /// How soon speech breaks off what is spoken.
    InterruptSensitivity {
        /// Late.
        Low = "low",
        /// Not at once.
        Medium = "medium",
        /// At once.
        High = "high",
    }
}

open_enum! {
    /// Who speaks.
    TtsProvider {
        /// Google.
        Google = "Google",
        /// Amazon Polly.
        Amazon = "Amazon",
        /// ElevenLabs.
        ElevenLabs = "ElevenLabs",
    }
}

open_enum! {
    /// Who understands speech.
    TranscriptionProvider {
        /// Google.
        Google = "Google",
        /// Deepgram.
        Deepgram = "Deepgram",
    }
}

open_enum! {
    /// Whether numbers and the like are spelled out before they are spoken.
    TextNormalization {
        /// The provider decides.
        Auto = "auto",
        /// They are.
        On = "on",
        /// They are not.
        Off = "off",
    }
}

open_enum! {
    /// What comes with what was understood.
    PromptDetail {
        /// Whose turn it is.
        TurnState = "turn-state",
        /// The parts of the speech.
        PromptSegments = "prompt-segments",
    }
}

/// How long a silence ends speech in a [`ConversationRelay`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SpeechTimeout {
    /// The provider finds out when the speech is over.
    Auto,
    /// In whole milliseconds.
    After(Duration),
}

impl From<Duration> for SpeechTimeout {
    fn from(duration: Duration) -> Self {
        Self::After(duration)
    }
}

impl Value for SpeechTimeout {
    fn set_in(&self, element: &mut Element, name: &'static str) {
        match self {
            Self::Auto => element.set(name, "auto"),
            Self::After(duration) => element.set_milliseconds(name, *duration),
        }
    }
}
