use crate::{
    Error,
    form::{Form, parameters},
};

parameters! {
    /// A subaccount to be made.
    ///
    /// See [Twilio Docs/Create an account](https://www.twilio.com/docs/iam/api/account#create-an-account-resource).
    #[derive(Debug)]
    CreateAccount {}
    options {
        /// What it is called, at most 64 characters. Default: a name with the time.
        friendly_name: String,
    }
    lists {}
}

impl CreateAccount {
    /// A subaccount with the name that Twilio gives.
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

impl Default for CreateAccount {
    fn default() -> Self {
        Self::new()
    }
}
