use std::time::Duration;

use jiff::Timestamp;

use super::{CallFields, declare::callback};
use crate::{RecordingSid, status::AnsweredBy};

callback! {
    /// A call has come to another state: what is sent to the status callback of a call, or of a noun in `<Dial>`.
    ///
    /// Such requests overtake each other: [`Recent::is_newest`](crate::webhook::Recent::is_newest) with the sequence
    /// number tells which state is the latest. The final ones come as the event `completed`, with their real status.
    ///
    /// See [Twilio Docs/Status callbacks](https://www.twilio.com/docs/voice/api/call-resource#statuscallback).
    CallStatusEvent {
        + /// The call, with its new state in `call_status`.
        call: CallFields,
        /// When it came to this state.
        timestamp: Option<Timestamp> = timestamp("Timestamp"),
        /// What sends it: `call-progress-events`.
        callback_source: Option<String> = text("CallbackSource"),
        /// The place of this event among those of the call; the first is 0.
        sequence_number: Option<u64> = parsed("SequenceNumber"),
        /// How long the call was in progress, in whole seconds. `None` if it is not over.
        call_duration: Option<Duration> = seconds("CallDuration"),
        /// The minutes that are charged, each begun one counting. `None` if the call is not over.
        duration_minutes: Option<u64> = parsed("Duration"),
        /// What the other side answered by SIP, such as 404, 486, 487 or 603.
        sip_response_code: Option<u16> = parsed("SipResponseCode"),
        /// Who answered, if that was to be found out.
        answered_by: Option<AnsweredBy> = parsed("AnsweredBy"),
        /// Where the recording is, if the call was recorded from its beginning.
        recording_url: Option<String> = text("RecordingUrl"),
        /// Identifies that recording.
        recording_sid: Option<RecordingSid> = parsed("RecordingSid"),
        /// How long it is, in whole seconds.
        recording_duration: Option<Duration> = seconds("RecordingDuration"),
    }
}
