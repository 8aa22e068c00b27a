use crate::{
    Error, HttpMethod,
    form::{Form, parameters},
};

parameters! {
    /// Takes a call out of its queue and gives it other instructions.
    ///
    /// See [Twilio Docs/Update a member](https://www.twilio.com/docs/voice/api/member-resource#update-a-member-resource).
    UpdateMember {
        /// The absolute URL of the instructions.
        url: String,
    }
    options {
        /// How the URL is requested. Default: POST.
        method: HttpMethod,
    }
    lists {}
}

impl UpdateMember {
    /// The call goes on with the instructions at `url`.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self::with_required(url.into())
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        form.url("Url", Some(&self.url));
        form.text("Method", self.method.as_ref());
        form.finish()
    }
}

/// Without the URL, which may hold a secret.
impl std::fmt::Debug for UpdateMember {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UpdateMember").finish_non_exhaustive()
    }
}
