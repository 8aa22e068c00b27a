use super::{RawElement, ResponseVerb, declare::element, element::Element, sealed::Node};
use crate::HttpMethod;

/// What may stand in a [`Refer`].
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<Refer>`")]
pub trait ReferNoun: Node {}

impl ReferNoun for RawElement {}

element! {
    /// Transfers a SIP call away from Twilio.
    ///
    /// See [Twilio Docs/TwiML: Refer](https://www.twilio.com/docs/voice/twiml/refer).
    Refer, "Refer", in [ResponseVerb],
    attributes {
        /// The URL that is told how it ended and answers with further instructions. Default: the next verb is carried out.
        action: text = "action";
        /// How [`action`](Self::action) is requested. Default: POST.
        method: word(HttpMethod) = "method";
    }
}

impl Refer {
    /// Transfers to `noun`, a [`ReferSip`].
    pub fn new(noun: impl ReferNoun) -> Self {
        let mut element = Element::with_capacity("Refer", 128);
        element.push(&noun.into_element());
        Self(element)
    }
}

element! {
    /// Where a [`Refer`] transfers to. Unlike [`Sip`](super::Sip) it has neither attributes nor children.
    ///
    /// See [Twilio Docs/TwiML: Refer](https://www.twilio.com/docs/voice/twiml/refer).
    ReferSip, "Sip", in [ReferNoun]
}

impl ReferSip {
    /// The endpoint `uri`, for example `sip:kate@example.com`.
    pub fn new(uri: impl AsRef<str>) -> Self {
        let mut element = Element::new("Sip");
        element.text(uri.as_ref());
        Self(element)
    }
}
