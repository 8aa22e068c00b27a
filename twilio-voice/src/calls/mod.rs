//! Calls: placed, looked at, changed and ended.
//!
//! See [Twilio Docs/Call resource](https://www.twilio.com/docs/voice/api/call-resource).

mod create;
mod endpoint;
pub mod events;
mod instructions;
mod list;
mod model;
pub mod notifications;
mod options;
pub mod payments;
pub mod recordings;
pub mod siprec;
pub mod streams;
pub mod transcriptions;
mod update;
pub mod user_defined_message_subscriptions;
pub mod user_defined_messages;

pub use crate::status::{AnsweredBy, CallDirection, CallStatus};
pub use create::CreateCall;
pub use endpoint::Endpoint;
pub use instructions::Instructions;
#[cfg(feature = "rest")]
pub use list::ListCalls;
pub use list::TimeBound;
pub use model::{Call, Price, PriceError};
pub use options::{
    CallEvent, FinalStatus, MachineDetection, RecordingChannels, RecordingEvent, RecordingTrack,
    Trim,
};
pub use update::UpdateCall;

#[cfg(feature = "rest")]
pub use handle::Calls;

#[cfg(feature = "rest")]
mod handle {
    use std::time::Duration;

    use super::{Call, FinalStatus, Instructions, ListCalls, UpdateCall};
    use crate::{CallSid, Client, Error, request::Request};

    pub(super) const CALLS: &str = "/2010-04-01/Accounts/{AccountSid}/Calls.json";
    pub(super) const CALL: &str = "/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json";

    /// The calls of an account.
    #[derive(Clone, Copy, Debug)]
    pub struct Calls<'a> {
        pub(super) client: &'a Client,
    }

    impl Client {
        /// The calls of the account.
        #[must_use]
        pub fn calls(&self) -> Calls<'_> {
            Calls { client: self }
        }
    }

    impl<'a> Calls<'a> {
        /// Looks at a call.
        ///
        /// # Errors
        ///
        /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if there is no such call in the account.
        pub async fn get(&self, sid: &CallSid) -> Result<Call, Error> {
            self.client.execute(&self.get_request(sid)).await
        }

        /// Looks for calls. Nothing is sent before the list is [sent](ListCalls::send) or [streamed](ListCalls::stream).
        pub fn list(&self) -> ListCalls<'a> {
            ListCalls::new(self.client, Request::get(CALLS, &[&self.client.account]))
        }

        /// Ends a call, whatever its state: it need not be answered yet.
        ///
        /// The answer often still says `in-progress`: that a call is over is known when
        /// [`get`](Self::get) or a callback says so. May be repeated, and is, if it fails for the moment.
        ///
        /// # Errors
        ///
        /// [`Error::Api`] if Twilio refuses; [`Error::is_invalid_call_state`] if the call is over already, which may
        /// be the work of an attempt whose answer was lost.
        pub async fn end(&self, sid: &CallSid) -> Result<Call, Error> {
            self.update(sid, &UpdateCall::new().status(FinalStatus::Completed))
                .await
        }

        /// Ends a call that is not answered yet, and leaves one that is alone.
        ///
        /// # Errors
        ///
        /// As [`end`](Self::end).
        pub async fn cancel(&self, sid: &CallSid) -> Result<Call, Error> {
            self.update(sid, &UpdateCall::new().status(FinalStatus::Canceled))
                .await
        }

        /// Gives a call that is in progress other instructions, which replace those that run.
        ///
        /// # Errors
        ///
        /// [`Error::InvalidRequest`] if the instructions are an application or not usable. [`Error::Api`] if Twilio
        /// refuses; [`Error::is_invalid_call_state`] if the call is over or not answered yet.
        pub async fn redirect(
            &self,
            sid: &CallSid,
            instructions: impl Into<Instructions>,
        ) -> Result<Call, Error> {
            self.update(sid, &UpdateCall::new().instructions(instructions))
                .await
        }

        /// Sets when Twilio ends a call, in whole seconds.
        ///
        /// # Errors
        ///
        /// [`Error::InvalidRequest`] if the limit is not whole seconds or is zero. [`Error::Api`] if Twilio refuses.
        pub async fn set_time_limit(&self, sid: &CallSid, limit: Duration) -> Result<Call, Error> {
            self.update(sid, &UpdateCall::new().time_limit(limit)).await
        }

        /// Deletes the record of a call that is over.
        ///
        /// # Errors
        ///
        /// [`Error::Api`] if Twilio refuses, for example with the code 20009 because the call is not over.
        pub async fn delete(&self, sid: &CallSid) -> Result<(), Error> {
            self.client.execute_delete(&self.delete_request(sid)).await
        }

        fn get_request(&self, sid: &CallSid) -> Request {
            Request::get(CALL, &[&self.client.account, sid])
        }

        fn delete_request(&self, sid: &CallSid) -> Request {
            Request::delete(CALL, &[&self.client.account, sid])
        }
    }
}
