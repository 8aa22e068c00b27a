use std::fmt;

use crate::{
    Error,
    form::{Form, parameters},
};

/// The longest message, in characters.
const MAX_CONTENT: usize = 10_000;

parameters! {
    /// A message to be sent.
    ///
    /// See [Twilio Docs/UserDefinedMessage resource](https://www.twilio.com/docs/voice/api/userdefinedmessage-resource).
    CreateUserDefinedMessage {
        /// The message: JSON as text, of at most 10,000 characters.
        content: String,
    }
    options {
        /// A text that identifies the request for Twilio: another for each.
        idempotency_key: String,
    }
    lists {}
}

impl CreateUserDefinedMessage {
    /// A message.
    #[must_use]
    pub fn new(content: impl Into<String>) -> Self {
        Self::with_required(content.into())
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        if serde_json::from_str::<serde::de::IgnoredAny>(&self.content).is_err() {
            form.refuse("Content", "must be JSON");
        }
        form.short_text("Content", Some(&self.content), MAX_CONTENT);
        form.text("IdempotencyKey", self.idempotency_key.as_ref());
        form.finish()
    }
}

/// Without the message, which may be private.
impl fmt::Debug for CreateUserDefinedMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateUserDefinedMessage")
            .finish_non_exhaustive()
    }
}
