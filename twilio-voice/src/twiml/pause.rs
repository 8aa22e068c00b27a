use super::{GatherVerb, PromptVerb, ResponseVerb, declare::element, element::Element};

element! {
    /// Waits in silence.
    ///
    /// See [Twilio Docs/TwiML: Pause](https://www.twilio.com/docs/voice/twiml/pause).
    Pause, "Pause", in [ResponseVerb, GatherVerb, PromptVerb],
    attributes {
        /// How long to wait, in whole seconds; a part of a second counts as one. Default: 1 s.
        length: seconds = "length";
    }
}

impl Pause {
    /// Waits one second.
    pub fn new() -> Self {
        Self(Element::with_capacity("Pause", 32))
    }
}

impl Default for Pause {
    fn default() -> Self {
        Self::new()
    }
}
