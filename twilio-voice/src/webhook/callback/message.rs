use super::declare::callback;
use crate::{AccountSid, CallSid, UserDefinedMessageSid};

callback! {
    /// The user of a call sent a message: what is sent to the callback of a subscription.
    ///
    /// Twilio documents the fields sparsely; what else comes is in [`extra`](crate::webhook::Callback::extra).
    ///
    /// See [Twilio Docs/User-defined messages](https://www.twilio.com/docs/voice/api/userdefinedmessagesubscription-resource).
    UserDefinedMessage {
        /// The call. `None` if Twilio does not say.
        call_sid: Option<CallSid> = parsed("CallSid"),
        /// The account it belongs to.
        account_sid: Option<AccountSid> = parsed("AccountSid"),
        /// Identifies the message.
        sid: Option<UserDefinedMessageSid> = parsed("Sid"),
        /// What it says: JSON, if the sender wrote some.
        content: Option<String> = text("Content"),
        /// The place among the messages of the call.
        sequence_number: Option<u64> = parsed("SequenceNumber"),
    }
}
