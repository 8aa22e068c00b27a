use std::fmt;

use crate::{
    Error, HttpMethod,
    form::{Form, parameters},
    twiml::StreamTrack,
};

parameters! {
    /// A SIPREC session to be begun in a call that is in progress. An option that is `None` is not sent, and Twilio's
    /// default holds.
    ///
    /// See [Twilio Docs/Siprec resource](https://www.twilio.com/docs/voice/api/siprec-resource).
    CreateSiprec {}
    options {
        /// A name by which the session can be stopped. Unique in the call.
        name: String,
        /// The connector of Twilio's marketplace that takes the session.
        connector_name: String,
        /// Which side is sent. Twilio has not documented the default.
        track: StreamTrack,
        /// The absolute URL that is told when the session starts, stops or fails.
        status_callback: String,
        /// How the status callback is requested. Default: POST.
        status_callback_method: HttpMethod,
    }
    lists {
        /// Parameters of our own, as names and values, which arrive with the start. At most 99.
        parameters: (String, String),
    }
}

impl CreateSiprec {
    /// A session with Twilio's defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::with_required()
    }

    /// Adds a parameter of our own. At most 99.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        form.text("Name", self.name.as_ref());
        form.text("ConnectorName", self.connector_name.as_ref());
        form.text("Track", self.track.as_ref());
        form.url("StatusCallback", self.status_callback.as_ref());
        form.text("StatusCallbackMethod", self.status_callback_method.as_ref());
        form.numbered(&self.parameters);
        form.finish()
    }
}

impl Default for CreateSiprec {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows only what cannot hold a secret.
impl fmt::Debug for CreateSiprec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateSiprec")
            .field("name", &self.name)
            .field("track", &self.track)
            .finish_non_exhaustive()
    }
}
