use super::{DialNoun, declare::element, element::Element};

element! {
    /// A SIM that is dialled.
    ///
    /// See [Twilio Docs/TwiML: Sim](https://www.twilio.com/docs/voice/twiml/sim).
    Sim, "Sim", in [DialNoun]
}

impl Sim {
    /// The SIM with this identifier, `DE…`.
    pub fn new(sid: impl AsRef<str>) -> Self {
        let mut element = Element::new("Sim");
        element.text(sid.as_ref());
        Self(element)
    }
}
