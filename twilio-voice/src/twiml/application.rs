use super::{DialEvent, DialNoun, RawElement, declare::element, element::Element, sealed::Node};
use crate::HttpMethod;

/// What may stand in an [`Application`].
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in an `<Application>`")]
pub trait ApplicationNoun: Node {}

impl ApplicationNoun for RawElement {}

element! {
    /// A TwiML application that is dialled.
    ///
    /// See [Twilio Docs/TwiML: Application](https://www.twilio.com/docs/voice/twiml/application).
    Application, "Application", in [DialNoun],
    attributes {
        /// The URL of a document for the one who answers, before the sides are connected. It may not dial.
        url: text = "url";
        /// How [`url`](Self::url) is requested. Default: POST.
        method: word(HttpMethod) = "method";
        /// The URL that is told what becomes of the call.
        status_callback: text = "statusCallback";
        /// How [`status_callback`](Self::status_callback) is requested. Default: POST.
        status_callback_method: word(HttpMethod) = "statusCallbackMethod";
        /// What [`status_callback`](Self::status_callback) is told. Default: completed.
        status_callback_event: words(DialEvent) = "statusCallbackEvent";
        /// An identifier of the customer, which the application gets. Default: none.
        customer_id: text = "customerId";
        /// Whether the application gets the number that was called at first. Default: false.
        copy_parent_to: flag = "copyParentTo";
    }
}

impl Application {
    /// The application with this identifier, `AP…`.
    pub fn new(sid: impl AsRef<str>) -> Self {
        let mut element = Element::new("Application");
        element.text(sid.as_ref());
        Self(element)
    }

    /// The application with this [`ApplicationSid`], to which [`Parameter`](super::Parameter)s can be
    /// [pushed](Self::push).
    pub fn with(sid: ApplicationSid) -> Self {
        Self(Element::new("Application")).push(sid)
    }

    /// Appends a child, such as a [`Parameter`](super::Parameter) that the application gets.
    pub fn push(mut self, noun: impl ApplicationNoun) -> Self {
        self.0.push(&noun.into_element());
        self
    }
}

element! {
    /// Which [`Application`]: the element, not the identifier, which is [`crate::ApplicationSid`].
    ///
    /// See [Twilio Docs/TwiML: Application](https://www.twilio.com/docs/voice/twiml/application).
    ApplicationSid, "ApplicationSid", in [ApplicationNoun]
}

impl ApplicationSid {
    /// The identifier, `AP…`.
    pub fn new(sid: impl AsRef<str>) -> Self {
        let mut element = Element::new("ApplicationSid");
        element.text(sid.as_ref());
        Self(element)
    }
}
