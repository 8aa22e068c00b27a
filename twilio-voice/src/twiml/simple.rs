//! Verbs with little in them.

use super::{RawElement, ResponseVerb, declare::element, element::Element, sealed::Node};
use crate::{HttpMethod, wire::open_enum};

/// What may stand in a [`Hangup`].
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<Hangup>`")]
pub trait HangupNoun: Node {}

impl HangupNoun for RawElement {}

/// What may stand in a [`Reject`].
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<Reject>`")]
pub trait RejectNoun: Node {}

impl RejectNoun for RawElement {}

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

element! {
    /// Refuses a call that comes in, without cost. Only as the first verb.
    ///
    /// See [Twilio Docs/TwiML: Reject](https://www.twilio.com/docs/voice/twiml/reject).
    Reject, "Reject", in [ResponseVerb],
    attributes {
        /// What the caller hears. Default: [`RejectReason::Rejected`].
        reason: word(RejectReason) = "reason";
    }
}

impl Reject {
    /// Refuses the call.
    pub fn new() -> Self {
        Self(Element::with_capacity("Reject", 32))
    }

    /// Appends a child, such as a [`Parameter`](super::Parameter). Twilio has not documented what for.
    pub fn push(mut self, noun: impl RejectNoun) -> Self {
        self.0.push(&noun.into_element());
        self
    }
}

impl Default for Reject {
    fn default() -> Self {
        Self::new()
    }
}

open_enum! {
    /// What the caller of a call hears that is [refused](Reject).
    RejectReason {
        /// That the number is not in service.
        Rejected = "rejected",
        /// A busy tone.
        Busy = "busy",
    }
}

element! {
    /// Goes on with another document.
    ///
    /// See [Twilio Docs/TwiML: Redirect](https://www.twilio.com/docs/voice/twiml/redirect).
    Redirect, "Redirect", in [ResponseVerb],
    attributes {
        /// How the URL is requested. Default: POST.
        method: word(HttpMethod) = "method";
    }
}

impl Redirect {
    /// Goes on with the document at `url`. Absolute, if the document is sent through the API.
    pub fn new(url: impl AsRef<str>) -> Self {
        let mut element = Element::new("Redirect");
        element.text(url.as_ref());
        Self(element)
    }
}

element! {
    /// Takes the call out of its queue. Only in the document of [`Enqueue::wait_url`](super::Enqueue::wait_url).
    ///
    /// See [Twilio Docs/TwiML: Leave](https://www.twilio.com/docs/voice/twiml/leave).
    Leave, "Leave", in [ResponseVerb]
}

impl Leave {
    /// Takes the call out of its queue.
    pub fn new() -> Self {
        Self(Element::with_capacity("Leave", 16))
    }
}

impl Default for Leave {
    fn default() -> Self {
        Self::new()
    }
}

element! {
    /// Sends what the other side says back to it, to test the delay.
    ///
    /// See [Twilio Docs/TwiML: Echo](https://www.twilio.com/docs/voice/twiml/echo).
    Echo, "Echo", in [ResponseVerb]
}

impl Echo {
    /// Sends the sound back.
    pub fn new() -> Self {
        Self(Element::with_capacity("Echo", 16))
    }
}

impl Default for Echo {
    fn default() -> Self {
        Self::new()
    }
}

element! {
    /// Sends a text message. Superseded by the API of messages.
    ///
    /// See [Twilio Docs/TwiML: Sms](https://www.twilio.com/docs/voice/twiml/sms).
    Sms, "Sms", in [ResponseVerb],
    attributes {
        /// The number that gets it. Default: the other side.
        to: text = "to";
        /// The number that sends it. Default: the one that was called.
        from: text = "from";
        /// The URL that answers with further instructions. Default: the next verb is carried out.
        action: text = "action";
        /// How [`action`](Self::action) is requested. Default: POST.
        method: word(HttpMethod) = "method";
        /// The URL that is told what becomes of the message.
        status_callback: text = "statusCallback";
    }
}

impl Sms {
    /// Sends `text`.
    pub fn new(text: impl AsRef<str>) -> Self {
        let mut element = Element::new("Sms");
        element.text(text.as_ref());
        Self(element)
    }
}
