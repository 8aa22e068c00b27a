use super::{MAX_NAME, MAX_SIZE};
use crate::{
    Error,
    form::{Form, parameters},
};

parameters! {
    /// A change of a queue. What is `None` stays as it is.
    ///
    /// See [Twilio Docs/Update a queue](https://www.twilio.com/docs/voice/api/queue-resource#update-a-queue-resource).
    #[derive(Debug)]
    UpdateQueue {}
    options {
        /// The name by which `<Enqueue>` and `<Queue>` find it, of at most 64 characters.
        friendly_name: String,
        /// How many calls may wait, at most 5,000.
        max_size: u32,
    }
    lists {}
}

impl UpdateQueue {
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
        form.short_text("FriendlyName", self.friendly_name.as_ref(), MAX_NAME);
        form.count("MaxSize", self.max_size, 1..=MAX_SIZE);
        form.finish()
    }
}

impl Default for UpdateQueue {
    fn default() -> Self {
        Self::new()
    }
}
