use std::time::Duration;

use jiff::Timestamp;

use super::{CallFields, declare::callback};
use crate::{AccountSid, CallSid, ConferenceSid, RecordingSid, wire::open_enum};

callback! {
    /// `<Record>` is done: what is sent to its `action`. Answer with TwiML.
    ///
    /// See [Twilio Docs/Record](https://www.twilio.com/docs/voice/twiml/record#action).
    RecordAction {
        + /// The call.
        call: CallFields,
        /// Where the recording is.
        recording_url: Option<String> = text("RecordingUrl"),
        /// Identifies the recording.
        recording_sid: Option<RecordingSid> = parsed("RecordingSid"),
        /// How long it is, in whole seconds.
        recording_duration: Option<Duration> = seconds("RecordingDuration"),
        /// The key that ended it, or `hangup`.
        digits: Option<String> = text("Digits"),
    }
}

callback! {
    /// A recording has come to another state: what is sent to a recording status callback.
    ///
    /// See [Twilio Docs/Recordings](https://www.twilio.com/docs/voice/api/recording).
    RecordingStatusEvent {
        /// Identifies the recording.
        recording_sid: RecordingSid = required("RecordingSid"),
        /// The account it belongs to.
        account_sid: Option<AccountSid> = parsed("AccountSid"),
        /// The call that is recorded, if it is one.
        call_sid: Option<CallSid> = parsed("CallSid"),
        /// The conference that is recorded, if it is one.
        conference_sid: Option<ConferenceSid> = parsed("ConferenceSid"),
        /// Where the recording is.
        recording_url: Option<String> = text("RecordingUrl"),
        /// The new state.
        recording_status: Option<RecordingStatus> = parsed("RecordingStatus"),
        /// How long it is, in whole seconds.
        recording_duration: Option<Duration> = seconds("RecordingDuration"),
        /// How many channels it has: 1 or 2.
        recording_channels: Option<u32> = parsed("RecordingChannels"),
        /// When it began.
        recording_start_time: Option<Timestamp> = timestamp("RecordingStartTime"),
        /// What asked for it.
        recording_source: Option<RecordingSource> = parsed("RecordingSource"),
        /// Which side is recorded, such as `inbound`, `outbound` or `both`.
        recording_track: Option<String> = text("RecordingTrack"),
        /// Why there is none, if it is absent or has failed.
        error_code: Option<u32> = parsed("ErrorCode"),
    }
}

open_enum! {
    /// Where a recording is in its life.
    RecordingStatus {
        /// It is being made.
        InProgress = "in-progress",
        /// It can be fetched.
        Completed = "completed",
        /// Nothing was recorded.
        Absent = "absent",
        /// It could not be kept.
        Failed = "failed",
    }
}

open_enum! {
    /// What asked for a recording.
    RecordingSource {
        /// `<Dial record>`.
        DialVerb = "DialVerb",
        /// `<Conference record>`.
        Conference = "Conference",
        /// `Record` of a created call.
        OutboundApi = "OutboundAPI",
        /// A SIP trunk.
        Trunking = "Trunking",
        /// `<Record>`.
        RecordVerb = "RecordVerb",
        /// A recording started through the API.
        StartCallRecordingApi = "StartCallRecordingAPI",
        /// A recording of a conference started through the API.
        StartConferenceRecordingApi = "StartConferenceRecordingAPI",
    }
}
