use super::{
    DetectMachine, DialEvent, DialNoun, RawElement, declare::element, element::Element,
    sealed::Node,
};
use crate::HttpMethod;

/// What may stand in a [`Sip`].
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<Sip>`")]
pub trait SipNoun: Node {}

impl SipNoun for RawElement {}

/// What may stand in [`Headers`].
#[diagnostic::on_unimplemented(message = "`{Self}` cannot stand in a `<Headers>`")]
pub trait HeadersNoun: Node {}

impl HeadersNoun for RawElement {}

element! {
    /// A SIP endpoint that is dialled.
    ///
    /// See [Twilio Docs/TwiML: Sip](https://www.twilio.com/docs/voice/twiml/sip).
    Sip, "Sip", in [DialNoun],
    attributes {
        /// The user name for the endpoint. Default: none.
        username: text = "username";
        /// The password for the endpoint. Default: none.
        password: text = "password";
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
        /// Whether a machine that answers is recognised, and whether its greeting is waited for. Default: not.
        machine_detection: word(DetectMachine) = "machineDetection";
        /// How long the recognition may take, 3 s to 59 s in whole seconds. Default: 30 s.
        machine_detection_timeout: seconds(3..=59) = "machineDetectionTimeout";
        /// How long a greeting must be to be that of a machine, 1,000 ms to 6,000 ms. Default: 2,400 ms.
        machine_detection_speech_threshold: milliseconds(1_000..=6_000) = "machineDetectionSpeechThreshold";
        /// How long a silence ends a greeting, 500 ms to 5,000 ms. Default: 1,200 ms.
        machine_detection_speech_end_threshold: milliseconds(500..=5_000) = "machineDetectionSpeechEndThreshold";
        /// How long a silence at the beginning is no one, 2,000 ms to 10,000 ms. Default: 5,000 ms.
        machine_detection_silence_timeout: milliseconds(2_000..=10_000) = "machineDetectionSilenceTimeout";
        /// The URL that is told who answered.
        amd_status_callback: text = "amdStatusCallback";
        /// How [`amd_status_callback`](Self::amd_status_callback) is requested. Default: POST.
        amd_status_callback_method: word(HttpMethod) = "amdStatusCallbackMethod";
    }
}

impl Sip {
    /// The endpoint `uri`, for example `sip:kate@example.com`. It may carry headers: `sip:kate@example.com?x-order=7`.
    pub fn new(uri: impl AsRef<str>) -> Self {
        let mut element = Element::new("Sip");
        element.text(uri.as_ref());
        Self(element)
    }

    /// The endpoint at a [`Uri`], to which further ones and [`Headers`] can be [pushed](Self::push).
    pub fn with(uri: Uri) -> Self {
        Self(Element::new("Sip")).push(uri)
    }

    /// Appends another [`Uri`], or [`Headers`].
    pub fn push(mut self, noun: impl SipNoun) -> Self {
        self.0.push(&noun.into_element());
        self
    }
}

element! {
    /// One of the addresses of a [`Sip`] endpoint.
    ///
    /// See [Twilio Docs/TwiML: Sip](https://www.twilio.com/docs/voice/twiml/sip).
    Uri, "Uri", in [SipNoun],
    attributes {
        /// Which address is tried first: the one with the least number. Default: all are alike.
        priority: count = "priority";
        /// How large its share is among addresses of the same priority. Default: all are alike.
        weight: count = "weight";
        /// The user name for this address. Default: none.
        username: text = "username";
        /// The password for this address. Default: none.
        password: text = "password";
    }
}

impl Uri {
    /// The address, for example `sip:kate@example.com`.
    pub fn new(uri: impl AsRef<str>) -> Self {
        let mut element = Element::new("Uri");
        element.text(uri.as_ref());
        Self(element)
    }
}

element! {
    /// Headers of the invitation to a [`Sip`] endpoint.
    ///
    /// See [Twilio Docs/TwiML: Sip](https://www.twilio.com/docs/voice/twiml/sip).
    Headers, "Headers", in [SipNoun]
}

impl Headers {
    /// No headers yet.
    pub fn new() -> Self {
        Self(Element::new("Headers"))
    }

    /// Appends a [`Header`].
    pub fn push(mut self, noun: impl HeadersNoun) -> Self {
        self.0.push(&noun.into_element());
        self
    }
}

impl Default for Headers {
    fn default() -> Self {
        Self::new()
    }
}

element! {
    /// One of the [`Headers`].
    ///
    /// See [Twilio Docs/TwiML: Sip](https://www.twilio.com/docs/voice/twiml/sip).
    Header, "Header", in [HeadersNoun]
}

impl Header {
    /// A header, for example `x-order` with the value `7`.
    pub fn new(name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let mut element = Element::new("Header");
        element.set("name", name.as_ref());
        element.set("value", value.as_ref());
        Self(element)
    }
}
