use std::fmt;

use crate::{
    Error, HttpMethod,
    form::{Form, parameters},
    twiml::StreamTrack,
};

parameters! {
    /// A stream to be begun in a call that is in progress. Nothing that comes back on it is played: for that there is
    /// [`twiml::Connect`](crate::twiml::Connect). An option that is `None` is not sent, and Twilio's default holds.
    ///
    /// See [Twilio Docs/Stream resource](https://www.twilio.com/docs/voice/api/stream-resource).
    CreateStream {
        /// The websocket that gets the sound.
        url: String,
    }
    options {
        /// A name by which the stream can be stopped. Unique in the call.
        name: String,
        /// Which side is sent. Default: what the other side says.
        track: StreamTrack,
        /// The absolute URL that is told when the stream starts, stops or fails.
        status_callback: String,
        /// How the status callback is requested. Default: POST.
        status_callback_method: HttpMethod,
    }
    lists {
        /// Parameters of our own, as names and values, which arrive with the start. At most 99.
        parameters: (String, String),
    }
}

impl CreateStream {
    /// A stream to `url`, which begins with `wss://`.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self::with_required(url.into())
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
        form.websocket_url("Url", &self.url);
        form.text("Name", self.name.as_ref());
        form.text("Track", self.track.as_ref());
        form.url("StatusCallback", self.status_callback.as_ref());
        form.text("StatusCallbackMethod", self.status_callback_method.as_ref());
        form.numbered(&self.parameters);
        form.finish()
    }
}

/// Shows only what cannot hold a secret.
impl fmt::Debug for CreateStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateStream")
            .field("name", &self.name)
            .field("track", &self.track)
            .finish_non_exhaustive()
    }
}
