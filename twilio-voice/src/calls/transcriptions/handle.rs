use super::{CreateRealtimeTranscription, RealtimeTranscription, RealtimeTranscriptionRef};
use crate::{CallSid, Client, Error, calls::Calls, request::Request};

const MANY: &str = "/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Transcriptions.json";
const ONE: &str = "/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Transcriptions/{Sid}.json";

/// A real-time transcription of a call: begun and ended. Twilio has no way to look at one or to list them.
#[derive(Clone, Copy, Debug)]
pub struct RealtimeTranscriptions<'a> {
    client: &'a Client,
    call: CallSid,
}

impl<'a> Calls<'a> {
    /// The real-time transcriptions of a call: it is put into writing while it goes on.
    #[must_use]
    pub fn transcriptions(&self, call: &CallSid) -> RealtimeTranscriptions<'a> {
        RealtimeTranscriptions {
            client: self.client,
            call: *call,
        }
    }
}

impl RealtimeTranscriptions<'_> {
    /// Begins to put the call into writing.
    ///
    /// Repeated only after failures that prove that nothing was begun: no connection, or 429.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses, for
    /// example because the call is not in progress. If [`Error::may_have_been_applied`], it may go on.
    pub async fn create(
        &self,
        transcription: &CreateRealtimeTranscription,
    ) -> Result<RealtimeTranscription, Error> {
        let form = transcription.to_form()?;
        let request = Request::post(MANY, &[&self.client.account, &self.call], form);
        self.client.execute(&request).await
    }

    /// Ends the transcription for good.
    ///
    /// Repeated after any failure of the moment if it is named by its SID. Another may have its name meanwhile: by its
    /// name it is repeated only after failures that prove that nothing happened.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a name is not usable: nothing was sent. [`Error::Api`] if Twilio refuses.
    pub async fn stop(
        &self,
        transcription: impl Into<RealtimeTranscriptionRef>,
    ) -> Result<RealtimeTranscription, Error> {
        let transcription = transcription.into();
        transcription.check()?;
        let form = "Status=stopped".to_owned();
        let account = &self.client.account;
        let request = Request::post(ONE, &[account, &self.call, &transcription], form);
        let request = if matches!(transcription, RealtimeTranscriptionRef::Sid(_)) {
            request.idempotent()
        } else {
            request
        };
        self.client.execute(&request).await
    }
}
