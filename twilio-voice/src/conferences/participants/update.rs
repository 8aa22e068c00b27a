use std::fmt;

use crate::{
    CallSid, Error, HttpMethod,
    form::{Form, parameters},
};

parameters! {
    /// A change of a call in a conference. What is `None` stays as it is.
    ///
    /// See [Twilio Docs/Update a participant](https://www.twilio.com/docs/voice/api/conference-participant-resource#update-a-participant-resource).
    UpdateParticipant {}
    options {
        /// Whether the others do not hear it.
        muted: bool,
        /// Whether it hears music and not the others.
        hold: bool,
        /// The URL of what it hears on hold: a sound file, or TwiML of `<Play>`, `<Say>`, `<Pause>` and `<Redirect>`.
        hold_url: String,
        /// How that URL is requested. Default: GET.
        hold_method: HttpMethod,
        /// The URL of what it hears now, and nobody else: a sound file, or TwiML as for
        /// [`hold_url`](Self::hold_url).
        announce_url: String,
        /// How that URL is requested. Default: POST.
        announce_method: HttpMethod,
        /// The URL of what it hears before the conference begins.
        wait_url: String,
        /// How that URL is requested. Default: POST; GET for a sound file.
        wait_method: HttpMethod,
        /// Whether a tone is played when it leaves.
        beep_on_exit: bool,
        /// Whether the conference ends when it leaves.
        end_conference_on_exit: bool,
        /// Whether only [one of the others](Self::call_sid_to_coach) hears it.
        coaching: bool,
        /// The one that hears it, if it is coaching.
        call_sid_to_coach: CallSid,
    }
    lists {}
}

impl UpdateParticipant {
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
        form.flag("Muted", self.muted);
        form.flag("Hold", self.hold);
        form.url("HoldUrl", self.hold_url.as_ref());
        form.text("HoldMethod", self.hold_method.as_ref());
        form.url("AnnounceUrl", self.announce_url.as_ref());
        form.text("AnnounceMethod", self.announce_method.as_ref());
        form.url("WaitUrl", self.wait_url.as_ref());
        form.text("WaitMethod", self.wait_method.as_ref());
        form.flag("BeepOnExit", self.beep_on_exit);
        form.flag("EndConferenceOnExit", self.end_conference_on_exit);
        form.flag("Coaching", self.coaching);
        form.text("CallSidToCoach", self.call_sid_to_coach.as_ref());
        form.finish()
    }
}

impl Default for UpdateParticipant {
    fn default() -> Self {
        Self::new()
    }
}

/// Without the URLs, which may hold secrets.
impl fmt::Debug for UpdateParticipant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateParticipant")
            .field("muted", &self.muted)
            .field("hold", &self.hold)
            .field("coaching", &self.coaching)
            .field("call_sid_to_coach", &self.call_sid_to_coach)
            .finish_non_exhaustive()
    }
}
