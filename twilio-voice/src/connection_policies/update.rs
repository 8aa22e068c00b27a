use crate::{
    Error,
    form::{Form, parameters},
};

parameters! {
    /// A change of a connection policy. What is `None` stays as it is.
    ///
    /// See [Twilio Docs/Update a connection policy](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicy-resource#update-a-connectionpolicy-resource).
    #[derive(Debug)]
    UpdateConnectionPolicy {}
    options {
        /// What it is called, at most 255 characters.
        friendly_name: String,
    }
    lists {}
}

impl UpdateConnectionPolicy {
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
        form.short_text("FriendlyName", self.friendly_name.as_ref(), 255);
        form.finish()
    }
}

impl Default for UpdateConnectionPolicy {
    fn default() -> Self {
        Self::new()
    }
}
