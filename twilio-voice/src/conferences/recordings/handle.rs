use jiff::civil::Date;

use crate::{
    Client, ConferenceSid, Error, RecordingSid,
    conferences::Conferences,
    list::list,
    recordings::{PauseBehavior, Recording, RecordingRef, UpdateRecording},
    request::{Argument, Request},
};

const RECORDINGS: &str =
    "/2010-04-01/Accounts/{AccountSid}/Conferences/{ConferenceSid}/Recordings.json";
const RECORDING: &str =
    "/2010-04-01/Accounts/{AccountSid}/Conferences/{ConferenceSid}/Recordings/{Sid}.json";

list! {
    /// A search for the recordings of a conference, the newest first. Made by [`ConferenceRecordings::list`].
    ListConferenceRecordings of Recording {
        /// Only recordings made on this day, in UTC.
        date_created: Date = "DateCreated",
        /// Only recordings made before.
        date_created_before: Date = "DateCreated<",
        /// Only recordings made then or later.
        date_created_from: Date = "DateCreated>",
    }
}

/// The recordings of a conference.
#[derive(Clone, Copy, Debug)]
pub struct ConferenceRecordings<'a> {
    client: &'a Client,
    conference: ConferenceSid,
}

impl<'a> Conferences<'a> {
    /// The recordings of a conference.
    #[must_use]
    pub fn recordings(&self, conference: &ConferenceSid) -> ConferenceRecordings<'a> {
        ConferenceRecordings {
            client: self.client,
            conference: *conference,
        }
    }
}

impl<'a> ConferenceRecordings<'a> {
    /// Looks at a recording of the conference.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if the conference has no such recording.
    pub async fn get(&self, sid: &RecordingSid) -> Result<Recording, Error> {
        let request = Request::get(RECORDING, &[&self.client.account, &self.conference, sid]);
        self.client.execute(&request).await
    }

    /// Looks for recordings of the conference. Nothing is sent before the list is [sent](ListConferenceRecordings::send) or
    /// [streamed](ListConferenceRecordings::stream).
    pub fn list(&self) -> ListConferenceRecordings<'a> {
        let list = Request::get(RECORDINGS, &[&self.client.account, &self.conference]);
        ListConferenceRecordings::new(self.client, list)
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
        let owner: [Argument<'_>; 2] = [&self.client.account, &self.conference];
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
        let request = Request::delete(RECORDING, &[&self.client.account, &self.conference, sid]);
        self.client.execute_delete(&request).await
    }
}
