use super::{RawElement, ResponseVerb, declare::element, element::Element, sealed::Node};
use crate::HttpMethod;

/// What may be [started](Start).
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<Start>`")]
pub trait StartNoun: Node {}

impl StartNoun for RawElement {}

/// What may be [stopped](Stop).
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<Stop>`")]
pub trait StopNoun: Node {}

impl StopNoun for RawElement {}

element! {
    /// Starts something that goes on beside the call, such as a [`Stream`](super::Stream) or a
    /// [`Recording`](super::Recording). The next verb is carried out at once.
    ///
    /// See [Twilio Docs/TwiML: Stream](https://www.twilio.com/docs/voice/twiml/stream).
    Start, "Start", in [ResponseVerb],
    attributes {
        /// The URL that answers with further instructions. Default: the next verb is carried out.
        action: text = "action";
        /// How [`action`](Self::action) is requested. Default: POST.
        method: word(HttpMethod) = "method";
    }
}

impl Start {
    /// Starts `noun`: there is always exactly one.
    pub fn new(noun: impl StartNoun) -> Self {
        let mut element = Element::with_capacity("Start", 256);
        element.push(&noun.into_element());
        Self(element)
    }
}

element! {
    /// Stops what was [started](Start) under a name.
    ///
    /// See [Twilio Docs/TwiML: Stream, stop](https://www.twilio.com/docs/voice/twiml/stream#stop-a-stream).
    Stop, "Stop", in [ResponseVerb]
}

impl Stop {
    /// Stops `noun`, of which only the name matters: there is always exactly one.
    pub fn new(noun: impl StopNoun) -> Self {
        let mut element = Element::with_capacity("Stop", 64);
        element.push(&noun.into_element());
        Self(element)
    }
}
