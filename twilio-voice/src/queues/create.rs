use super::{MAX_NAME, MAX_SIZE};
use crate::{
    Error,
    form::{Form, parameters},
};

parameters! {
    /// A queue to be made.
    ///
    /// See [Twilio Docs/Create a queue](https://www.twilio.com/docs/voice/api/queue-resource#create-a-queue-resource).
    #[derive(Debug)]
    CreateQueue {
        /// The name by which `<Enqueue>` and `<Queue>` find it, of at most 64 characters.
        friendly_name: String,
    }
    options {
        /// How many calls may wait, at most 5,000. Default: 1,000.
        max_size: u32,
    }
    lists {}
}

impl CreateQueue {
    /// A queue of this name.
    #[must_use]
    pub fn new(friendly_name: impl Into<String>) -> Self {
        Self::with_required(friendly_name.into())
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        if self.friendly_name.is_empty() {
            form.refuse("FriendlyName", "must not be empty");
        }
        form.short_text("FriendlyName", Some(&self.friendly_name), MAX_NAME);
        form.count("MaxSize", self.max_size, 1..=MAX_SIZE);
        form.finish()
    }
}
