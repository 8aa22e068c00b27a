use super::Recordings;
use crate::{
    Client, Error, RecordingSid, TranscriptionSid, list::list, request::Request,
    transcriptions::Transcription,
};

const TRANSCRIPTIONS: &str =
    "/2010-04-01/Accounts/{AccountSid}/Recordings/{RecordingSid}/Transcriptions.json";
const TRANSCRIPTION: &str =
    "/2010-04-01/Accounts/{AccountSid}/Recordings/{RecordingSid}/Transcriptions/{Sid}.json";

list! {
    /// A search for the transcriptions of a recording. Made by [`RecordingTranscriptions::list`].
    ListRecordingTranscriptions of Transcription {}
}

/// The transcriptions of a recording.
///
/// See [Twilio Docs/Transcription resource](https://www.twilio.com/docs/voice/api/recording-transcription).
#[derive(Clone, Copy, Debug)]
pub struct RecordingTranscriptions<'a> {
    client: &'a Client,
    recording: RecordingSid,
}

impl<'a> Recordings<'a> {
    /// The transcriptions of a recording.
    #[must_use]
    pub fn transcriptions(&self, recording: &RecordingSid) -> RecordingTranscriptions<'a> {
        RecordingTranscriptions {
            client: self.client,
            recording: *recording,
        }
    }
}

impl<'a> RecordingTranscriptions<'a> {
    /// Looks at a transcription.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if the recording has no such transcription.
    pub async fn get(&self, sid: &TranscriptionSid) -> Result<Transcription, Error> {
        let account = &self.client.account;
        let request = Request::get(TRANSCRIPTION, &[account, &self.recording, sid]);
        self.client.execute(&request).await
    }

    /// Looks for transcriptions. Nothing is sent before the list is [sent](ListRecordingTranscriptions::send) or
    /// [streamed](ListRecordingTranscriptions::stream).
    pub fn list(&self) -> ListRecordingTranscriptions<'a> {
        let list = Request::get(TRANSCRIPTIONS, &[&self.client.account, &self.recording]);
        ListRecordingTranscriptions::new(self.client, list)
    }

    /// Deletes a transcription.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses.
    pub async fn delete(&self, sid: &TranscriptionSid) -> Result<(), Error> {
        let account = &self.client.account;
        let request = Request::delete(TRANSCRIPTION, &[account, &self.recording, sid]);
        self.client.execute_delete(&request).await
    }
}
