use crate::{
    Error,
    form::{Form, parameters},
};

parameters! {
    /// A target to be added to a connection policy.
    ///
    /// See [Twilio Docs/Create a connection policy target](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicytarget-resource#create-a-connectionpolicytarget-resource).
    #[derive(Debug)]
    CreateConnectionPolicyTarget {
        /// The SIP address, with `sip:`. Twilio does not take `sips:` here.
        target: String,
    }
    options {
        /// What it is called, at most 255 characters.
        friendly_name: String,
        /// How important the target is: calls go to the lowest number first. Default: 10.
        priority: u16,
        /// The share of the calls among targets of the same priority, at least 1. Default: 10.
        weight: u16,
        /// Whether it is used. Default: true.
        enabled: bool,
    }
    lists {}
}

impl CreateConnectionPolicyTarget {
    /// A target with Twilio's defaults.
    #[must_use]
    pub fn new(target: impl Into<String>) -> Self {
        Self::with_required(target.into())
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        super::write_target(&mut form, &self.target);
        form.short_text("FriendlyName", self.friendly_name.as_ref(), 255);
        form.count("Priority", self.priority, 0..=65_535);
        form.count("Weight", self.weight, 1..=65_535);
        form.flag("Enabled", self.enabled);
        form.finish()
    }
}
