use std::{fmt, time::Duration};

use crate::{
    Error, HttpMethod,
    form::{Form, parameters},
};

parameters! {
    /// A number that Twilio shall call, so that it may be shown as the caller.
    ///
    /// See [Twilio Docs/Add an outgoing caller id](https://www.twilio.com/docs/voice/api/outgoing-caller-ids#add-an-outgoing-caller-id).
    CreateValidationRequest {
        /// The number, in E.164.
        phone_number: String,
    }
    options {
        /// What the caller id is called, at most 64 characters. Default: the number, for display.
        friendly_name: String,
        /// How long Twilio waits before it calls, in whole seconds, at most 60 s. Default: at once.
        call_delay: Duration,
        /// The keys that are pressed when the call is answered, to reach an extension.
        extension: String,
        /// The URL that is told whether the number was validated.
        status_callback: String,
        /// How the status callback is requested. Default: POST.
        status_callback_method: HttpMethod,
    }
    lists {}
}

impl CreateValidationRequest {
    /// A call to this number.
    #[must_use]
    pub fn new(phone_number: impl Into<String>) -> Self {
        Self::with_required(phone_number.into())
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        form.phone_number("PhoneNumber", Some(&self.phone_number));
        form.short_text("FriendlyName", self.friendly_name.as_ref(), 64);
        form.seconds("CallDelay", self.call_delay, 0..=60);
        form.text("Extension", self.extension.as_ref());
        form.url("StatusCallback", self.status_callback.as_ref());
        form.text("StatusCallbackMethod", self.status_callback_method.as_ref());
        form.finish()
    }
}

/// Shows which number is called; the callback may hold secrets.
impl fmt::Debug for CreateValidationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateValidationRequest")
            .field("phone_number", &self.phone_number)
            .field("friendly_name", &self.friendly_name)
            .finish_non_exhaustive()
    }
}
