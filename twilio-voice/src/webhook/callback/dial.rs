use std::time::Duration;

use super::{CallFields, declare::callback};
use crate::{CallSid, status::CallStatus};

callback! {
    /// `<Dial>` is done: what is sent to its `action`. Answer with TwiML.
    ///
    /// See [Twilio Docs/Dial](https://www.twilio.com/docs/voice/twiml/dial#action).
    DialAction {
        + /// The call that dialled.
        call: CallFields,
        /// How the dialled call ended; `answered` is in `Other`.
        dial_call_status: Option<CallStatus> = parsed("DialCallStatus"),
        /// Identifies the dialled call. `None` if there is not one.
        dial_call_sid: Option<CallSid> = parsed("DialCallSid"),
        /// How long it was in progress, in whole seconds.
        dial_call_duration: Option<Duration> = seconds("DialCallDuration"),
        /// Whether both were connected.
        dial_bridged: Option<bool> = flag("DialBridged"),
        /// Where the recording is, if there is one.
        recording_url: Option<String> = text("RecordingUrl"),
    }
}
