#[cfg(feature = "rest")]
use super::RecordingRef;
use super::RecordingStatus;
use crate::{
    Error,
    form::{Form, parameters},
    wire::open_enum,
};

parameters! {
    /// A change of a recording that goes on.
    ///
    /// See [Twilio Docs/Update a recording](https://www.twilio.com/docs/voice/api/recording#update-a-recording-resource).
    #[derive(Debug)]
    UpdateRecording {
        /// What becomes of it: `in-progress`, `paused` or `stopped`.
        status: RecordingStatus,
    }
    options {
        /// What a pause leaves in the sound. Default: silence.
        pause_behavior: PauseBehavior,
    }
    lists {}
}

impl UpdateRecording {
    /// Interrupts the recording.
    #[must_use]
    pub fn pause() -> Self {
        Self::with_required(RecordingStatus::Paused)
    }

    /// Goes on after a pause.
    #[must_use]
    pub fn resume() -> Self {
        Self::with_required(RecordingStatus::InProgress)
    }

    /// Ends the recording for good.
    #[must_use]
    pub fn stop() -> Self {
        Self::with_required(RecordingStatus::Stopped)
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        let settable = matches!(
            self.status,
            RecordingStatus::InProgress
                | RecordingStatus::Paused
                | RecordingStatus::Stopped
                | RecordingStatus::Other(_)
        );
        if !settable {
            form.refuse("Status", "a recording can be resumed, paused and stopped");
        }
        form.text("Status", Some(&self.status));
        form.text("PauseBehavior", self.pause_behavior.as_ref());
        form.finish()
    }

    /// The request may be repeated if it means the same recording each time.
    #[cfg(feature = "rest")]
    pub(crate) fn request(
        &self,
        template: &'static str,
        owner: [crate::request::Argument<'_>; 2],
        recording: RecordingRef,
    ) -> Result<crate::request::Request, Error> {
        let [account, of] = owner;
        let arguments = &[account, of, &recording];
        let request = crate::request::Request::post(template, arguments, self.to_form()?);
        Ok(match recording {
            RecordingRef::Sid(_) => request.idempotent(),
            RecordingRef::Current => request,
        })
    }
}

open_enum! {
    /// What a pause leaves in the sound of a recording.
    PauseBehavior {
        /// Nothing: what comes after follows at once.
        Skip = "skip",
        /// Silence as long as the pause.
        Silence = "silence",
    }
}
