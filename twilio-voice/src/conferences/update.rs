use std::fmt;

use crate::{
    Error, HttpMethod,
    form::{Form, parameters},
    wire::open_enum,
};

parameters! {
    /// A change of a conference that goes on.
    ///
    /// See [Twilio Docs/Update a conference](https://www.twilio.com/docs/voice/api/conference-resource#update-a-conference-resource).
    UpdateConference {}
    options {
        /// Ends the conference, and with it every call that has nothing else to do.
        status: ConferenceFinalStatus,
        /// The URL of what all hear: a sound file, or TwiML of `<Play>`, `<Say>`, `<Pause>` and `<Redirect>`.
        announce_url: String,
        /// How that URL is requested. Default: POST.
        announce_method: HttpMethod,
    }
    lists {}
}

impl UpdateConference {
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
        form.text("Status", self.status.as_ref());
        form.url("AnnounceUrl", self.announce_url.as_ref());
        form.text("AnnounceMethod", self.announce_method.as_ref());
        form.finish()
    }
}

impl Default for UpdateConference {
    fn default() -> Self {
        Self::new()
    }
}

/// Without the URL, which may hold a secret.
impl fmt::Debug for UpdateConference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateConference")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

open_enum! {
    /// How a conference is ended.
    ConferenceFinalStatus {
        /// Everyone is removed.
        Completed = "completed",
    }
}
