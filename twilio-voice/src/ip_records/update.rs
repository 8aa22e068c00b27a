use crate::{
    Error,
    form::{Form, parameters},
};

parameters! {
    /// A change of an IP record. What is `None` stays as it is.
    ///
    /// See [Twilio Docs/Update an IP record](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/iprecord-resource#update-an-iprecord-resource).
    #[derive(Debug)]
    UpdateIpRecord {}
    options {
        /// What it is called, at most 255 characters.
        friendly_name: String,
    }
    lists {}
}

impl UpdateIpRecord {
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

impl Default for UpdateIpRecord {
    fn default() -> Self {
        Self::new()
    }
}
