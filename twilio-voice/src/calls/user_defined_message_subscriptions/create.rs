use std::fmt;

use crate::{
    Error, HttpMethod,
    form::{Form, parameters},
};

parameters! {
    /// A subscription to be made.
    ///
    /// See [Twilio Docs/UserDefinedMessageSubscription resource](https://www.twilio.com/docs/voice/api/userdefinedmessagesubscription-resource).
    CreateUserDefinedMessageSubscription {
        /// The URL that gets the messages.
        callback: String,
    }
    options {
        /// A text that identifies the request for Twilio: another for each.
        idempotency_key: String,
        /// How the URL is requested. Default: POST.
        method: HttpMethod,
    }
    lists {}
}

impl CreateUserDefinedMessageSubscription {
    /// A subscription for the URL `callback`.
    #[must_use]
    pub fn new(callback: impl Into<String>) -> Self {
        Self::with_required(callback.into())
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        form.url("Callback", Some(&self.callback));
        form.text("IdempotencyKey", self.idempotency_key.as_ref());
        form.text("Method", self.method.as_ref());
        form.finish()
    }
}

/// Without the URL, which may hold a secret.
impl fmt::Debug for CreateUserDefinedMessageSubscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateUserDefinedMessageSubscription")
            .finish_non_exhaustive()
    }
}
