//! Sound and logs of a call.

use super::Calls;
use crate::{
    CallId, CallStageId, Download, Error,
    request::{Arguments, Request},
};

impl Calls<'_> {
    /// The recording of a call, WAV. It is there some time after the end.
    ///
    /// If Ultravox redirects to a storage host, that is followed without the API key.
    ///
    /// See [Ultravox Docs/Get call recording](https://docs.ultravox.ai/api-reference/calls/calls-recording-get).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found if there is no recording (yet).
    pub async fn recording(&self, call: &CallId) -> Result<Download, Error> {
        self.download("/api/calls/{call_id}/recording", &[call], "audio/wav, */*")
            .await
    }

    /// The sound of one message. `index` is its position within the stage, from 0.
    ///
    /// See [Ultravox Docs/Get message audio](https://docs.ultravox.ai/api-reference/calls/calls-stages-message-audio-get).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found if there is no sound of it.
    pub async fn message_audio(
        &self,
        call: &CallId,
        stage: &CallStageId,
        index: u32,
    ) -> Result<Download, Error> {
        let template =
            "/api/calls/{call_id}/stages/{call_stage_id}/messages/{call_stage_message_index}/audio";
        self.download(template, &[call, stage, &index], "audio/wav, */*")
            .await
    }

    /// The SIP logs of a call.
    ///
    /// See [Ultravox Docs/Get call SIP logs](https://docs.ultravox.ai/api-reference/calls/calls-sip-logs-get).
    ///
    /// # Errors
    ///
    /// [`Error::Api`], not found if it was no SIP call; [`Error::is_still_active`] if it has not ended.
    pub async fn sip_logs(&self, call: &CallId) -> Result<Download, Error> {
        self.download("/api/calls/{call_id}/sip_logs", &[call], "*/*")
            .await
    }

    async fn download(
        &self,
        template: &'static str,
        arguments: Arguments<'_>,
        accept: &'static str,
    ) -> Result<Download, Error> {
        self.client
            .download(&Request::get(template, arguments).accept(accept))
            .await
    }
}
