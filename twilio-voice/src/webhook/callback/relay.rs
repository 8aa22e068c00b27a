use std::time::Duration;

use super::{CallFields, declare::callback};
use crate::wire::open_enum;

callback! {
    /// `<Connect>` is done: what is sent to its `action` after a ConversationRelay session. Answer with TwiML.
    ///
    /// After a media stream only the call is filled.
    ///
    /// See [Twilio Docs/ConversationRelay](https://www.twilio.com/docs/voice/twiml/connect/conversationrelay).
    RelayAction {
        + /// The call.
        call: CallFields,
        /// Identifies the session.
        session_id: Option<String> = text("SessionId"),
        /// How it ended.
        session_status: Option<SessionStatus> = parsed("SessionStatus"),
        /// How long it lasted, in whole seconds.
        session_duration: Option<Duration> = seconds("SessionDuration"),
        /// What our side gave when it ended the session: JSON by custom.
        handoff_data: Option<String> = text("HandoffData"),
        /// The number of the error, if it failed.
        error_code: Option<u32> = parsed("ErrorCode"),
        /// What went wrong, if it failed.
        error_message: Option<String> = text("ErrorMessage"),
    }
}

open_enum! {
    /// How a ConversationRelay session ended. Twilio does not promise that this is all.
    SessionStatus {
        /// Our side ended it.
        Ended = "ended",
        /// The call ended.
        Completed = "completed",
        /// It failed.
        Failed = "failed",
    }
}
