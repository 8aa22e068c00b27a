use super::{
    RawElement, ResponseVerb,
    element::{Element, element},
    sealed::Node,
};

/// What may stand in a [`Say`] beside text.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<Say>`")]
pub trait SayContent: Node {}

impl SayContent for RawElement {}

element! {
    /// Reads a text to the other side.
    ///
    /// See [Twilio Docs/TwiML: Say](https://www.twilio.com/docs/voice/twiml/say).
    Say, "Say", in [ResponseVerb]
}

impl Say {
    /// Reads `text`.
    pub fn new(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        let mut element = Element::with_capacity("Say", text.len() + 64);
        element.text(text);
        Self(element)
    }

    /// Who reads: `Polly.<Name>`, `Google.<locale>-<tier>-<id>`, `man`, `woman` and others. Default: that of the account.
    pub fn voice(mut self, voice: impl AsRef<str>) -> Self {
        self.0.set("voice", voice.as_ref());
        self
    }

    /// The language of the text, for example `en-GB`. Default: that of the voice.
    pub fn language(mut self, language: impl AsRef<str>) -> Self {
        self.0.set("language", language.as_ref());
        self
    }

    /// How many times to read. 0: until the call ends. Default: 1.
    pub fn repeat(mut self, times: u32) -> Self {
        self.0.set_number("loop", times.into());
        self
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
