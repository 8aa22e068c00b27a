use std::time::Duration;

use super::{CallFields, SipFields, declare::callback};
use crate::status::AnsweredBy;

callback! {
    /// Twilio asks what to do with a call: the request to the voice URL of a number, an application, a SIP domain or a
    /// created call, to its fallback URL, to the target of `<Redirect>`, or to the `url` of a noun. Answer with TwiML.
    ///
    /// What an application or a client was given as parameters is in [`extra`](crate::webhook::Callback::extra).
    ///
    /// See [Twilio Docs/Voice webhooks](https://www.twilio.com/docs/usage/webhooks/voice-webhooks).
    VoiceRequest {
        + /// The call.
        call: CallFields,
        + /// What is known if it is a SIP call.
        sip: SipFields,
        /// Who answered, if the call waited until that was known.
        answered_by: Option<AnsweredBy> = parsed("AnsweredBy"),
        /// How long that took.
        machine_detection_duration: Option<Duration> = milliseconds("MachineDetectionDuration"),
        /// At a fallback URL: what went wrong at the first.
        error_code: Option<u32> = parsed("ErrorCode"),
        /// At a fallback URL: where it went wrong. Not shown by `Debug`, as it is a URL of ours.
        error_url: Option<String> = hidden("ErrorUrl"),
    }
}
