use super::{
    RawElement, ResponseVerb,
    element::{Element, element},
    sealed::Node,
};

/// What may stand in a [`Hangup`].
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<Hangup>`")]
pub trait HangupNoun: Node {}

impl HangupNoun for RawElement {}

element! {
    /// Ends the call.
    ///
    /// See [Twilio Docs/TwiML: Hangup](https://www.twilio.com/docs/voice/twiml/hangup).
    Hangup, "Hangup", in [ResponseVerb]
}

impl Hangup {
    /// Ends the call.
    pub fn new() -> Self {
        Self(Element::with_capacity("Hangup", 16))
    }

    /// Appends a child, such as a [`Parameter`](super::Parameter). Twilio has not documented what for.
    pub fn push(mut self, noun: impl HangupNoun) -> Self {
        self.0.push(&noun.into_element());
        self
    }
}

impl Default for Hangup {
    fn default() -> Self {
        Self::new()
    }
}
