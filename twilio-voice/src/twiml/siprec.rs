use super::{
    RawElement, StartNoun, StopNoun, StreamTrack, declare::element, element::Element, sealed::Node,
};
use crate::HttpMethod;

/// What may stand in a [`Siprec`].
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<Siprec>`")]
pub trait SiprecNoun: Node {}

impl SiprecNoun for RawElement {}

element! {
    /// Sends the call's audio to a recorder over SIPREC.
    ///
    /// See [Twilio Docs/TwiML: Siprec](https://www.twilio.com/docs/voice/twiml/siprec).
    Siprec, "Siprec", in [StartNoun, StopNoun],
    attributes {
        /// A name by which the session can be stopped. Unique in the call.
        name: text = "name";
        /// The connector of Twilio's marketplace that takes the session.
        connector_name: text = "connectorName";
        /// Which audio is sent. Twilio has not documented the default.
        track: word(StreamTrack) = "track";
        /// The URL that is told when the session starts, stops or fails.
        status_callback: text = "statusCallback";
        /// How [`status_callback`](Self::status_callback) is requested. Default: POST.
        status_callback_method: word(HttpMethod) = "statusCallbackMethod";
    }
}

impl Siprec {
    /// A session.
    pub fn new() -> Self {
        Self(Element::with_capacity("Siprec", 192))
    }

    /// Appends a child, such as a [`Parameter`](super::Parameter) that the recorder gets.
    pub fn push(mut self, noun: impl SiprecNoun) -> Self {
        self.0.push(&noun.into_element());
        self
    }
}

impl Default for Siprec {
    fn default() -> Self {
        Self::new()
    }
}
