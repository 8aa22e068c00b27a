use crate::{
    Error,
    form::{Form, parameters},
};

parameters! {
    /// A connection policy to be made.
    ///
    /// See [Twilio Docs/Create a connection policy](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicy-resource#create-a-connectionpolicy-resource).
    #[derive(Debug)]
    CreateConnectionPolicy {}
    options {
        /// What it is called, at most 255 characters.
        friendly_name: String,
    }
    lists {}
}

impl CreateConnectionPolicy {
    /// A policy without a name.
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

impl Default for CreateConnectionPolicy {
    fn default() -> Self {
        Self::new()
    }
}
