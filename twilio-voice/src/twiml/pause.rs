use std::time::Duration;

use super::{
    ResponseVerb,
    element::{Element, element},
};

element! {
    /// Waits in silence.
    ///
    /// See [Twilio Docs/TwiML: Pause](https://www.twilio.com/docs/voice/twiml/pause).
    Pause, "Pause", in [ResponseVerb]
}

impl Pause {
    /// Waits one second.
    pub fn new() -> Self {
        Self(Element::with_capacity("Pause", 32))
    }

    /// How long to wait, in whole seconds; a part of a second counts as one. Default: 1 s.
    pub fn length(mut self, length: Duration) -> Self {
        self.0.set_seconds("length", length);
        self
    }
}

impl Default for Pause {
    fn default() -> Self {
        Self::new()
    }
}
