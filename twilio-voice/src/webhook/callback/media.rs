use jiff::Timestamp;

use super::declare::callback;
use crate::{AccountSid, CallSid, SiprecSid, StreamSid, wire::open_enum};

callback! {
    /// A media stream began, ended or failed: what is sent to the status callback of `<Stream>`.
    ///
    /// See [Twilio Docs/Stream](https://www.twilio.com/docs/voice/twiml/stream).
    StreamStatusEvent {
        /// The call.
        call_sid: CallSid = required("CallSid"),
        /// Identifies the stream.
        stream_sid: StreamSid = required("StreamSid"),
        /// The account it belongs to.
        account_sid: Option<AccountSid> = parsed("AccountSid"),
        /// The name the stream was given.
        stream_name: Option<String> = text("StreamName"),
        /// What happened.
        stream_event: Option<StreamEventKind> = parsed("StreamEvent"),
        /// What went wrong, if something did.
        stream_error: Option<String> = text("StreamError"),
        /// When it happened.
        timestamp: Option<Timestamp> = timestamp("Timestamp"),
    }
}

callback! {
    /// A SIPREC session began, ended or failed: what is sent to the status callback of `<Siprec>`.
    ///
    /// See [Twilio Docs/Siprec](https://www.twilio.com/docs/voice/twiml/siprec).
    SiprecStatusEvent {
        /// The call.
        call_sid: CallSid = required("CallSid"),
        /// Identifies the session.
        siprec_sid: SiprecSid = required("SiprecSid"),
        /// The account it belongs to.
        account_sid: Option<AccountSid> = parsed("AccountSid"),
        /// The name the session was given.
        siprec_name: Option<String> = text("SiprecName"),
        /// What happened.
        siprec_event: Option<SiprecEventKind> = parsed("SiprecEvent"),
        /// What went wrong, if something did.
        siprec_error: Option<String> = text("SiprecError"),
        /// The number of that error.
        siprec_error_code: Option<u32> = parsed("SiprecErrorCode"),
        /// When it happened.
        timestamp: Option<Timestamp> = timestamp("Timestamp"),
    }
}

open_enum! {
    /// What happened to a media stream.
    StreamEventKind {
        /// It began.
        Started = "stream-started",
        /// It ended.
        Stopped = "stream-stopped",
        /// It failed.
        Error = "stream-error",
    }
}

open_enum! {
    /// What happened to a SIPREC session.
    SiprecEventKind {
        /// It began.
        Started = "siprec-started",
        /// It ended.
        Stopped = "siprec-stopped",
        /// It failed.
        Error = "siprec-error",
    }
}
