use crate::{
    Error,
    form::{Form, parameters},
};

parameters! {
    /// A change of a caller id. What is `None` stays as it is.
    ///
    /// See [Twilio Docs/Update an outgoing caller id](https://www.twilio.com/docs/voice/api/outgoing-caller-ids#update-an-outgoingcallerid-resource).
    #[derive(Debug)]
    UpdateOutgoingCallerId {}
    options {
        /// What it is called, at most 64 characters.
        friendly_name: String,
    }
    lists {}
}

impl UpdateOutgoingCallerId {
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
        form.short_text("FriendlyName", self.friendly_name.as_ref(), 64);
        form.finish()
    }
}

impl Default for UpdateOutgoingCallerId {
    fn default() -> Self {
        Self::new()
    }
}
