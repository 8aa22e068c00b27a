use super::{
    RawElement, ResponseVerb, StreamTrack, declare::element, element::Element, sealed::Node,
};
use crate::HttpMethod;

/// What a call may be [connected](Connect) to.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<Connect>`")]
pub trait ConnectNoun: Node {}

impl ConnectNoun for RawElement {}

element! {
    /// Connects the call to something that listens and speaks, such as a [`Stream`](super::Stream).
    ///
    /// The verb lasts as long as the connection. What stands after it is carried out when the other side closes the
    /// connection; if nothing does, Twilio hangs up.
    ///
    /// See [Twilio Docs/TwiML: Connect](https://www.twilio.com/docs/voice/twiml/connect).
    Connect, "Connect", in [ResponseVerb],
    attributes {
        /// The URL Twilio asks for further instructions when the connection has ended. Absolute, if the document is sent
        /// through the API.
        action: text = "action";
        /// How [`action`](Self::action) is requested. Default: POST.
        method: word(HttpMethod) = "method";
    }
}

impl Connect {
    /// Connects to `noun`: there is always exactly one.
    pub fn new(noun: impl ConnectNoun) -> Self {
        let mut noun = noun.into_element();
        if noun.name() == "Stream"
            && let Some(track) = noun.escaped("track")
            && track != StreamTrack::Inbound.as_str()
        {
            noun.refuse_value("track");
        }
        let mut element = Element::with_capacity("Connect", noun.len() + 96);
        element.push(&noun);
        Self(element)
    }
}
