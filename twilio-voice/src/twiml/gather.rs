use std::time::Duration;

use super::{
    RawElement, ResponseVerb, declare::element, element::Element, sealed::Node, value::Value,
};
use crate::{HttpMethod, wire::open_enum};

/// What may be said or played while a [`Gather`] listens.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<Gather>`")]
pub trait GatherVerb: Node {}

impl GatherVerb for RawElement {}

element! {
    /// Listens to keys or speech and sends them to a URL.
    ///
    /// Without input the next verb is carried out, unless [`action_on_empty_result`](Self::action_on_empty_result) is set.
    ///
    /// See [Twilio Docs/TwiML: Gather](https://www.twilio.com/docs/voice/twiml/gather).
    Gather, "Gather", in [ResponseVerb],
    attributes {
        /// What to listen to. Default: keys.
        input: words(GatherInput) = "input";
        /// The URL that gets the input and answers with further instructions. Default: that of this document.
        action: text = "action";
        /// How [`action`](Self::action) is requested. Default: POST.
        method: word(HttpMethod) = "method";
        /// How long to wait for a key, or for speech to begin, in whole seconds. Default: 5 s.
        timeout: value(GatherTimeout) = "timeout";
        /// How long a silence ends speech, in whole seconds. Default: [`timeout`](Self::timeout).
        speech_timeout: value(GatherTimeout) = "speechTimeout";
        /// How long speech may be, in whole seconds. Default: 60 s.
        max_speech_time: seconds = "maxSpeechTime";
        /// The key that ends the input, one of `0-9 * #`. Empty: none does. Default: `#`.
        finish_on_key: keys("0123456789*#", 1) = "finishOnKey";
        /// After how many keys the input is complete. Default: no limit.
        num_digits: count(1..=u32::MAX) = "numDigits";
        /// The URL that gets what is understood while the other side is still speaking.
        partial_result_callback: text = "partialResultCallback";
        /// How [`partial_result_callback`](Self::partial_result_callback) is requested. Default: POST.
        partial_result_callback_method: word(HttpMethod) = "partialResultCallbackMethod";
        /// The language of the speech, for example `en-GB`. Default: `en-US`.
        language: text = "language";
        /// Phrases that are likely to be said, with commas between them. Also classes such as `$OOV_CLASS_DIGIT_SEQUENCE`.
        hints: text = "hints";
        /// Whether swear words are hidden. Default: true.
        profanity_filter: flag = "profanityFilter";
        /// What understands the speech: a [`SpeechModel`] or a newer one's name. Default: [`SpeechModel::Default`].
        speech_model: open(SpeechModel) = "speechModel";
        /// Whether the better form of [`SpeechModel::PhoneCall`] is used. Default: false.
        enhanced: flag = "enhanced";
        /// Whether speech ends what is being said or played. Default: true.
        barge_in: flag = "bargeIn";
        /// Whether [`action`](Self::action) is requested without input too. Default: false.
        action_on_empty_result: flag = "actionOnEmptyResult";
        /// Twilio has not documented what it does.
        debug: flag = "debug";
    }
}

impl Gather {
    /// Listens to keys.
    pub fn new() -> Self {
        Self(Element::with_capacity("Gather", 640))
    }

    /// Appends what is said or played meanwhile: a [`Say`](super::Say), [`Play`](super::Play) or [`Pause`](super::Pause).
    pub fn push(mut self, verb: impl GatherVerb) -> Self {
        self.0.push(&verb.into_element());
        self
    }
}

impl Default for Gather {
    fn default() -> Self {
        Self::new()
    }
}

open_enum! {
    /// What a [`Gather`] listens to.
    GatherInput {
        /// Keys.
        Dtmf = "dtmf",
        /// Speech.
        Speech = "speech",
    }
}

open_enum! {
    /// What understands the speech in a [`Gather`].
    ///
    /// Names of the kind `googlev2_telephony` and `deepgram_nova-3` are passed as they are.
    SpeechModel {
        /// For all purposes.
        Default = "default",
        /// Short phrases and numbers.
        NumbersAndCommands = "numbers_and_commands",
        /// Phone calls.
        PhoneCall = "phone_call",
        /// Long speech.
        ExperimentalConversations = "experimental_conversations",
        /// Short speech.
        ExperimentalUtterances = "experimental_utterances",
    }
}

/// How long a [`Gather`] waits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum GatherTimeout {
    /// Twilio finds out when the speech is over.
    Auto,
    /// In whole seconds; a part of a second counts as one.
    After(Duration),
}

impl From<Duration> for GatherTimeout {
    fn from(duration: Duration) -> Self {
        Self::After(duration)
    }
}

impl Value for GatherTimeout {
    fn set_in(&self, element: &mut Element, name: &'static str) {
        match self {
            Self::Auto => element.set(name, "auto"),
            Self::After(duration) => element.set_seconds(name, *duration),
        }
    }
}
