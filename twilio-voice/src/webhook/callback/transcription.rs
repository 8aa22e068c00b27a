use jiff::Timestamp;

use super::{CallFields, declare::callback};
use crate::{
    AccountSid, CallSid, RealtimeTranscriptionSid, RecordingSid, TranscriptionSid, wire::open_enum,
};

callback! {
    /// A recording was written down: what is sent to the `transcribeCallback` of `<Record>`.
    ///
    /// See [Twilio Docs/Record](https://www.twilio.com/docs/voice/twiml/record#transcribecallback).
    TranscriptionResult {
        + /// The call.
        call: CallFields,
        /// Identifies the transcription.
        transcription_sid: Option<TranscriptionSid> = parsed("TranscriptionSid"),
        /// What was said.
        transcription_text: Option<String> = text("TranscriptionText"),
        /// Whether it worked.
        transcription_status: Option<TranscriptionStatus> = parsed("TranscriptionStatus"),
        /// Where the transcription is.
        transcription_url: Option<String> = text("TranscriptionUrl"),
        /// Identifies the recording.
        recording_sid: Option<RecordingSid> = parsed("RecordingSid"),
        /// Where the recording is.
        recording_url: Option<String> = text("RecordingUrl"),
    }
}

callback! {
    /// Something was said, or the transcription began, ended or failed: what is sent to the callback of
    /// `<Transcription>` while the call goes on.
    ///
    /// See [Twilio Docs/Transcription](https://www.twilio.com/docs/voice/twiml/transcription).
    TranscriptionEvent {
        /// The call. `None` if Twilio does not say.
        call_sid: Option<CallSid> = parsed("CallSid"),
        /// The account it belongs to.
        account_sid: Option<AccountSid> = parsed("AccountSid"),
        /// Identifies the transcription.
        transcription_sid: Option<RealtimeTranscriptionSid> = parsed("TranscriptionSid"),
        /// What happened.
        transcription_event: Option<TranscriptionEventKind> = parsed("TranscriptionEvent"),
        /// The place among the events of the transcription.
        sequence_id: Option<u64> = parsed("SequenceId"),
        /// When it happened.
        timestamp: Option<Timestamp> = timestamp("Timestamp"),
        /// Who spoke.
        track: Option<TranscriptionTrack> = parsed("Track"),
        /// What was said: JSON with `transcript` and `confidence`.
        transcription_data: Option<String> = text("TranscriptionData"),
        /// Whether it will not change any more.
        is_final: Option<bool> = flag("Final"),
        /// How little it will change, from 0 to 1. `None` if it will not.
        stability: Option<f64> = decimal("Stability"),
        /// The language, such as `en-US`.
        language_code: Option<String> = text("LanguageCode"),
        /// The number of the error, if it failed.
        transcription_error_code: Option<u32> = parsed("TranscriptionErrorCode"),
        /// What went wrong, if it failed.
        transcription_error: Option<String> = text("TranscriptionError"),
    }
}

/// What was said.
#[cfg(feature = "models")]
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[non_exhaustive]
pub struct Transcript {
    /// The words.
    pub transcript: String,
    /// How sure they are, from 0 to 1. `None` if Twilio does not say.
    #[serde(default)]
    pub confidence: Option<f64>,
}

#[cfg(feature = "models")]
impl TranscriptionEvent {
    /// What was said. `None` if nothing was, or it cannot be read.
    #[must_use]
    pub fn transcript(&self) -> Option<Transcript> {
        serde_json::from_str(self.transcription_data.as_deref()?).ok()
    }
}

open_enum! {
    /// Whether a recording could be written down.
    TranscriptionStatus {
        /// It could.
        Completed = "completed",
        /// It could not.
        Failed = "failed",
    }
}

open_enum! {
    /// What happened to a transcription.
    TranscriptionEventKind {
        /// It began.
        Started = "transcription-started",
        /// Something was said.
        Content = "transcription-content",
        /// It ended.
        Stopped = "transcription-stopped",
        /// It failed.
        Error = "transcription-error",
    }
}

open_enum! {
    /// Which side of a call was heard.
    TranscriptionTrack {
        /// What Twilio hears from the call.
        Inbound = "inbound_track",
        /// What Twilio says to the call.
        Outbound = "outbound_track",
    }
}
