use std::{fmt, time::Duration};

use super::{FinalStatus, Instructions};
use crate::{
    Error, HttpMethod,
    form::{Form, parameters},
};

parameters! {
    /// A change of a call that is running. What is `None` stays as it is.
    ///
    /// See [Twilio Docs/Update a call](https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource).
    UpdateCall {}
    options {
        /// Ends the call.
        status: FinalStatus,
        /// What happens from now on, in place of what runs. Not an application.
        instructions: Instructions,
        /// The URL that is requested if the one of the instructions fails.
        fallback_url: String,
        /// How the fallback is requested. Default: POST.
        fallback_method: HttpMethod,
        /// The URL that is told how the call goes on. Its host must have no underscore.
        status_callback: String,
        /// How the status callback is requested. Default: POST.
        status_callback_method: HttpMethod,
        /// When Twilio ends the call, in whole seconds.
        time_limit: Duration,
    }
    lists {}
}

impl UpdateCall {
    /// No change.
    #[must_use]
    pub fn new() -> Self {
        Self::with_required()
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        if let Some(Instructions::Application(_)) = self.instructions {
            form.refuse(
                "ApplicationSid",
                "a running call cannot be given to an application",
            );
        }
        form.text("Status", self.status.as_ref());
        if let Some(instructions) = &self.instructions {
            instructions.write(&mut form);
        }
        form.url("FallbackUrl", self.fallback_url.as_ref());
        form.text("FallbackMethod", self.fallback_method.as_ref());
        form.status_callback(self.status_callback.as_ref());
        form.text("StatusCallbackMethod", self.status_callback_method.as_ref());
        form.seconds("TimeLimit", self.time_limit, 1..=u64::MAX);
        form.finish()
    }
}

impl Default for UpdateCall {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows how the call is ended and limited; the rest may hold secrets.
impl fmt::Debug for UpdateCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateCall")
            .field("status", &self.status)
            .field("instructions", &self.instructions)
            .field("time_limit", &self.time_limit)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "rest")]
mod send {
    use super::UpdateCall;
    use crate::{
        CallSid, Error,
        calls::{Call, Calls, FinalStatus, handle::CALL},
        request::Request,
    };

    impl Calls<'_> {
        /// Changes a call that is running.
        ///
        /// Repeated after any failure of the moment if it ends the call, and otherwise as
        /// [`create`](Calls::create): a redirect that is done twice begins twice.
        ///
        /// # Errors
        ///
        /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio
        /// refuses; [`Error::is_invalid_call_state`] if the call is over.
        pub async fn update(&self, sid: &CallSid, update: &UpdateCall) -> Result<Call, Error> {
            self.client
                .execute(&self.update_request(sid, update)?)
                .await
        }

        fn update_request(&self, sid: &CallSid, update: &UpdateCall) -> Result<Request, Error> {
            let request = Request::post(CALL, &[&self.client.account, sid], update.to_form()?);
            Ok(match update.status {
                Some(FinalStatus::Completed | FinalStatus::Canceled) => request.idempotent(),
                _ => request,
            })
        }
    }
}
