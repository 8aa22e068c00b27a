use super::{DialEvent, DialNoun, declare::element, element::Element};
use crate::{HttpMethod, wire::open_enum};

element! {
    /// A phone number that is dialled.
    ///
    /// See [Twilio Docs/TwiML: Number](https://www.twilio.com/docs/voice/twiml/number).
    Number, "Number", in [DialNoun],
    attributes {
        /// Keys that are sent after the answer, at most 32 of `0-9 A-D * #`; `w` waits half a second, `W` one second.
        send_digits: keys("0123456789ABCD*#wW", 32) = "sendDigits";
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
        /// The identifier of the trunk of one's own carrier, `BY…`. Default: Twilio's carriers.
        byoc: text = "byoc";
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

impl Number {
    /// A number in E.164, for example `+15005550006`.
    pub fn new(number: impl AsRef<str>) -> Self {
        let mut element = Element::new("Number");
        element.text(number.as_ref());
        Self(element)
    }
}

open_enum! {
    /// What Twilio finds out about a machine that answers.
    DetectMachine {
        /// Whether it is a machine, as soon as that is known.
        Enable = "Enable",
        /// The same, and when a machine's greeting is over.
        DetectMessageEnd = "DetectMessageEnd",
    }
}
