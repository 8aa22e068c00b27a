use jiff::civil::Date;

use super::CreateCallRecording;
use crate::{
    CallSid, Client, Error, RecordingSid,
    calls::Calls,
    list::list,
    recordings::{PauseBehavior, Recording, RecordingRef, UpdateRecording},
    request::{Argument, Request},
};

const RECORDINGS: &str = "/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Recordings.json";
const RECORDING: &str = "/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Recordings/{Sid}.json";

list! {
    /// A search for the recordings of a call, the newest first. Made by [`CallRecordings::list`].
    ListCallRecordings of Recording {
        /// Only recordings made on this day, in UTC.
        date_created: Date = "DateCreated",
        /// Only recordings made before.
        date_created_before: Date = "DateCreated<",
        /// Only recordings made then or later.
        date_created_from: Date = "DateCreated>",
    }
}

/// The recordings of a call.
#[derive(Clone, Copy, Debug)]
pub struct CallRecordings<'a> {
    client: &'a Client,
    call: CallSid,
}

impl<'a> Calls<'a> {
    /// The recordings of a call.
    #[must_use]
    pub fn recordings(&self, call: &CallSid) -> CallRecordings<'a> {
        CallRecordings {
            client: self.client,
            call: *call,
        }
    }
}

impl<'a> CallRecordings<'a> {
    /// Begins to record the call.
    ///
    /// Repeated only after failures that prove that nothing was begun: no connection, or 429.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses, for
    /// example because the call is not in progress. If [`Error::may_have_been_applied`], the call may be recorded.
    pub async fn create(&self, recording: &CreateCallRecording) -> Result<Recording, Error> {
        let form = recording.to_form()?;
        let request = Request::post(RECORDINGS, &[&self.client.account, &self.call], form);
        self.client.execute(&request).await
    }

    /// Looks at a recording of the call.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if the call has no such recording.
    pub async fn get(&self, sid: &RecordingSid) -> Result<Recording, Error> {
        let request = Request::get(RECORDING, &[&self.client.account, &self.call, sid]);
        self.client.execute(&request).await
    }

    /// Looks for recordings of the call. Nothing is sent before the list is [sent](ListCallRecordings::send) or
    /// [streamed](ListCallRecordings::stream).
    pub fn list(&self) -> ListCallRecordings<'a> {
        let list = Request::get(RECORDINGS, &[&self.client.account, &self.call]);
        ListCallRecordings::new(self.client, list)
    }

    /// Pauses, resumes or stops a recording that goes on.
    ///
    /// Repeated after any failure of the moment if the recording is named by its SID. [`RecordingRef::Current`] may be
    /// another the second time: then it is repeated only after failures that prove that nothing happened.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if the status cannot be set: nothing was sent. [`Error::Api`] if Twilio refuses. After
    /// the status 408 it is not known whether it happened: [look](Self::get) before it is tried again.
    pub async fn update(
        &self,
        recording: impl Into<RecordingRef>,
        update: &UpdateRecording,
    ) -> Result<Recording, Error> {
        let owner: [Argument<'_>; 2] = [&self.client.account, &self.call];
        let request = update.request(RECORDING, owner, recording.into())?;
        self.client.execute(&request).await
    }

    /// Interrupts a recording, for example while a card number is said.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn pause(
        &self,
        recording: impl Into<RecordingRef>,
        behavior: PauseBehavior,
    ) -> Result<Recording, Error> {
        let update = UpdateRecording::pause().pause_behavior(behavior);
        self.update(recording, &update).await
    }

    /// Goes on after a pause.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn resume(&self, recording: impl Into<RecordingRef>) -> Result<Recording, Error> {
        self.update(recording, &UpdateRecording::resume()).await
    }

    /// Ends a recording for good.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn stop(&self, recording: impl Into<RecordingRef>) -> Result<Recording, Error> {
        self.update(recording, &UpdateRecording::stop()).await
    }

    /// Deletes the sound of a recording. The record stays for 40 days.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses.
    pub async fn delete(&self, sid: &RecordingSid) -> Result<(), Error> {
        let request = Request::delete(RECORDING, &[&self.client.account, &self.call, sid]);
        self.client.execute_delete(&request).await
    }
}
