use super::{DialEvent, DialNoun, RawElement, declare::element, element::Element, sealed::Node};
use crate::HttpMethod;

/// What may stand in a [`Client`].
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<Client>`")]
pub trait ClientNoun: Node {}

impl ClientNoun for RawElement {}

element! {
    /// A client of the Voice SDK that is dialled.
    ///
    /// See [Twilio Docs/TwiML: Client](https://www.twilio.com/docs/voice/twiml/client).
    Client, "Client", in [DialNoun],
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
        /// The URL that is asked to notify the client, by POST. Default: Twilio notifies.
        client_notification_url: text = "clientNotificationUrl";
    }
}

impl Client {
    /// The client that signed in as `identity`.
    pub fn new(identity: impl AsRef<str>) -> Self {
        let mut element = Element::new("Client");
        element.text(identity.as_ref());
        Self(element)
    }

    /// The client with this [`Identity`], to which [`Parameter`](super::Parameter)s can be [pushed](Self::push).
    pub fn with(identity: Identity) -> Self {
        Self(Element::new("Client")).push(identity)
    }

    /// Appends a child, such as a [`Parameter`](super::Parameter) that the client gets.
    pub fn push(mut self, noun: impl ClientNoun) -> Self {
        self.0.push(&noun.into_element());
        self
    }
}

element! {
    /// As whom a [`Client`] signed in.
    ///
    /// See [Twilio Docs/TwiML: Client, custom parameters](https://www.twilio.com/docs/voice/twiml/client#custom-parameters).
    Identity, "Identity", in [ClientNoun]
}

impl Identity {
    /// The identity of the client.
    pub fn new(identity: impl AsRef<str>) -> Self {
        let mut element = Element::new("Identity");
        element.text(identity.as_ref());
        Self(element)
    }
}
