use super::{DialEvent, DialNoun, declare::element, element::Element};
use crate::HttpMethod;

element! {
    /// A number that is called over WhatsApp.
    ///
    /// See [Twilio Docs/TwiML: WhatsApp](https://www.twilio.com/docs/voice/twiml/whatsapp).
    WhatsApp, "WhatsApp", in [DialNoun],
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
    }
}

impl WhatsApp {
    /// A number in E.164, for example `+15005550006`.
    pub fn new(number: impl AsRef<str>) -> Self {
        let mut element = Element::new("WhatsApp");
        element.text(number.as_ref());
        Self(element)
    }
}
