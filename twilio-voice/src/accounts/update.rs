use super::AccountStatus;
use crate::{
    Error,
    form::{Form, parameters},
};

parameters! {
    /// A change of an account. What is `None` stays as it is.
    ///
    /// See [Twilio Docs/Update an account](https://www.twilio.com/docs/iam/api/account#update-an-account-resource).
    #[derive(Debug)]
    UpdateAccount {}
    options {
        /// What it is called, at most 64 characters.
        friendly_name: String,
        /// Whether it can be used. What is closed cannot be opened again.
        status: AccountStatus,
    }
    lists {}
}

impl UpdateAccount {
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
        form.text("Status", self.status.as_ref());
        form.finish()
    }
}

impl Default for UpdateAccount {
    fn default() -> Self {
        Self::new()
    }
}
