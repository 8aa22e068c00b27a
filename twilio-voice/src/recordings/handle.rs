use super::{Recording, RecordingMedia};
use crate::{
    CallSid, Client, ConferenceSid, Download, Error, RecordingSid, calls::TimeBound, list::list,
    request::Request,
};

const RECORDINGS: &str = "/2010-04-01/Accounts/{AccountSid}/Recordings.json";
const RECORDING: &str = "/2010-04-01/Accounts/{AccountSid}/Recordings/{Sid}.json";
const MEDIA: &str = "/2010-04-01/Accounts/{AccountSid}/Recordings/{Sid}.{Format}";

list! {
    /// A search for recordings, the newest first. Made by [`Recordings::list`].
    ///
    /// See [Twilio Docs/Read multiple recordings](https://www.twilio.com/docs/voice/api/recording#read-multiple-recording-resources).
    ListRecordings of Recording {
        /// Only recordings made on this day or at this moment.
        date_created: TimeBound = "DateCreated",
        /// Only recordings made before.
        date_created_before: TimeBound = "DateCreated<",
        /// Only recordings made then or later.
        date_created_from: TimeBound = "DateCreated>",
        /// Only recordings of this call.
        call_sid: CallSid = "CallSid",
        /// Only recordings of this conference.
        conference_sid: ConferenceSid = "ConferenceSid",
        /// Whether those are found too whose sound was deleted within the last 40 days. Default: false.
        include_soft_deleted: bool = "IncludeSoftDeleted",
    }
}

/// The recordings of an account.
#[derive(Clone, Copy, Debug)]
pub struct Recordings<'a> {
    pub(super) client: &'a Client,
}

impl Client {
    /// The recordings of the account.
    #[must_use]
    pub fn recordings(&self) -> Recordings<'_> {
        Recordings { client: self }
    }
}

impl<'a> Recordings<'a> {
    /// Looks at a recording.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if there is no such recording, or it is deleted.
    pub async fn get(&self, sid: &RecordingSid) -> Result<Recording, Error> {
        let request = Request::get(RECORDING, &[&self.client.account, sid]);
        self.client.execute(&request).await
    }

    /// Looks at a recording that may have been deleted within the last 40 days.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub async fn get_soft_deleted(&self, sid: &RecordingSid) -> Result<Recording, Error> {
        let request = Request::get(RECORDING, &[&self.client.account, sid]);
        let request = request.query("IncludeSoftDeleted=true".to_owned());
        self.client.execute(&request).await
    }

    /// Looks for recordings. Nothing is sent before the list is [sent](ListRecordings::send) or
    /// [streamed](ListRecordings::stream).
    pub fn list(&self) -> ListRecordings<'a> {
        ListRecordings::new(
            self.client,
            Request::get(RECORDINGS, &[&self.client.account]),
        )
    }

    /// Fetches the sound of a recording, part by part.
    ///
    /// Where Twilio sends it from elsewhere, that is followed without the credential, and never from TLS to somewhere
    /// without.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if there are neither one channel nor two: nothing was sent. [`Error::Api`] if Twilio
    /// refuses; [`Error::is_not_found`] if there is no such recording, or it is not ready yet.
    pub async fn media(
        &self,
        sid: &RecordingSid,
        media: &RecordingMedia,
    ) -> Result<Download, Error> {
        let format = media.format.as_str();
        let request = Request::get(MEDIA, &[&self.client.account, sid, &format]);
        let request = request.query(media.query()?).accept_anything();
        self.client.download(&request).await
    }

    /// Deletes the sound of a recording. The record stays for 40 days.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses.
    pub async fn delete(&self, sid: &RecordingSid) -> Result<(), Error> {
        let request = Request::delete(RECORDING, &[&self.client.account, sid]);
        self.client.execute_delete(&request).await
    }
}
