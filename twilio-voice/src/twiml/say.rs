use super::{
    GatherVerb, PromptVerb, RawElement, ResponseVerb, declare::element, element::Element,
    sealed::Node,
};

/// What may stand in a [`Say`], a [`Lang`](super::Lang) or a [`Prosody`](super::Prosody) beside text.
#[diagnostic::on_unimplemented(message = "`{Self}` is no markup of speech that may stand here")]
pub trait SayContent: Node {}

impl SayContent for RawElement {}

element! {
    /// Reads a text to the other side.
    ///
    /// See [Twilio Docs/TwiML: Say](https://www.twilio.com/docs/voice/twiml/say).
    Say, "Say", in [ResponseVerb, GatherVerb, PromptVerb],
    attributes {
        /// Who reads: `Polly.<Name>`, `Google.<locale>-<tier>-<id>`, `man`, `woman` and others. Default: that of the account.
        voice: text = "voice";
        /// The language of the text, for example `en-GB`. Default: that of the voice.
        language: text = "language";
        /// How many times to read. 0: until the call ends. Default: 1.
        repeat: count = "loop";
    }
}

impl Say {
    /// Reads `text`.
    pub fn new(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        let mut element = Element::with_capacity("Say", text.len() + 64);
        element.text(text);
        Self(element)
    }

    /// Appends more text.
    pub fn text(mut self, text: impl AsRef<str>) -> Self {
        self.0.text(text.as_ref());
        self
    }

    /// Appends markup of the speech.
    pub fn push(mut self, content: impl SayContent) -> Self {
        self.0.push(&content.into_element());
        self
    }
}
