use std::time::Duration;

use super::declare::callback;
use crate::{AccountSid, CallSid, status::AnsweredBy};

callback! {
    /// It is known who answered: what is sent to the callback of asynchronous machine detection.
    ///
    /// See [Twilio Docs/Answering machine detection](https://www.twilio.com/docs/voice/answering-machine-detection).
    MachineDetectionResult {
        /// Identifies the call.
        call_sid: CallSid = required("CallSid"),
        /// The account it belongs to.
        account_sid: AccountSid = required("AccountSid"),
        /// Who answered.
        answered_by: Option<AnsweredBy> = parsed("AnsweredBy"),
        /// How long it took to tell.
        machine_detection_duration: Option<Duration> = milliseconds("MachineDetectionDuration"),
    }
}
