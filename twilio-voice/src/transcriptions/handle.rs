use super::Transcription;
use crate::{Client, Error, TranscriptionSid, list::list, request::Request};

const TRANSCRIPTIONS: &str = "/2010-04-01/Accounts/{AccountSid}/Transcriptions.json";
const TRANSCRIPTION: &str = "/2010-04-01/Accounts/{AccountSid}/Transcriptions/{Sid}.json";

list! {
    /// A search for transcriptions. Made by [`Transcriptions::list`].
    ///
    /// See [Twilio Docs/Read multiple transcriptions](https://www.twilio.com/docs/voice/api/recording-transcription#read-multiple-transcription-resources).
    ListTranscriptions of Transcription {}
}

/// The transcriptions of an account's recordings.
#[derive(Clone, Copy, Debug)]
pub struct Transcriptions<'a> {
    client: &'a Client,
}

impl Client {
    /// The transcriptions of the account's recordings.
    #[must_use]
    pub fn transcriptions(&self) -> Transcriptions<'_> {
        Transcriptions { client: self }
    }
}

impl<'a> Transcriptions<'a> {
    /// Looks at a transcription.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if there is no such transcription.
    pub async fn get(&self, sid: &TranscriptionSid) -> Result<Transcription, Error> {
        let request = Request::get(TRANSCRIPTION, &[&self.client.account, sid]);
        self.client.execute(&request).await
    }

    /// Looks for transcriptions. Nothing is sent before the list is [sent](ListTranscriptions::send) or
    /// [streamed](ListTranscriptions::stream).
    pub fn list(&self) -> ListTranscriptions<'a> {
        let list = Request::get(TRANSCRIPTIONS, &[&self.client.account]);
        ListTranscriptions::new(self.client, list)
    }

    /// Deletes a transcription.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses.
    pub async fn delete(&self, sid: &TranscriptionSid) -> Result<(), Error> {
        let request = Request::delete(TRANSCRIPTION, &[&self.client.account, sid]);
        self.client.execute_delete(&request).await
    }
}
