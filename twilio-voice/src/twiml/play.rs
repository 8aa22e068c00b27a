use super::{GatherVerb, PromptVerb, ResponseVerb, declare::element, element::Element};

element! {
    /// Plays a file or sends keys.
    ///
    /// See [Twilio Docs/TwiML: Play](https://www.twilio.com/docs/voice/twiml/play).
    Play, "Play", in [ResponseVerb, GatherVerb, PromptVerb],
    attributes {
        /// How many times to play. 0: until the call ends. Default: 1.
        repeat: count = "loop";
        /// Keys that are sent to the other side as tones: `0-9 A-D * #`; `w` waits half a second, `W` one second.
        digits: keys("0123456789ABCD*#wW", usize::MAX) = "digits";
    }
}

impl Play {
    /// Plays the file at `url`.
    pub fn new(url: impl AsRef<str>) -> Self {
        let url = url.as_ref();
        let mut element = Element::with_capacity("Play", url.len() + 32);
        element.text(url);
        Self(element)
    }

    /// Sends keys and plays no file; see [`digits`](Self::digits).
    pub fn keys(digits: impl AsRef<str>) -> Self {
        Self(Element::with_capacity("Play", 64)).digits(digits)
    }
}
