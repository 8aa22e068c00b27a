use super::{
    RawElement, ResponseVerb,
    element::{Element, element},
    sealed::Node,
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
    Connect, "Connect", in [ResponseVerb]
}

impl Connect {
    /// Connects to `noun`: there is always exactly one.
    pub fn new(noun: impl ConnectNoun) -> Self {
        let mut element = Element::with_capacity("Connect", 256);
        element.push(&noun.into_element());
        Self(element)
    }

    /// The URL Twilio asks for further instructions when the connection has ended. Absolute, if the document is sent
    /// through the API.
    pub fn action(mut self, url: impl AsRef<str>) -> Self {
        self.0.set("action", url.as_ref());
        self
    }

    /// How [`action`](Self::action) is requested. Default: POST.
    pub fn method(mut self, method: HttpMethod) -> Self {
        self.0.set("method", method.as_str());
        self
    }
}
