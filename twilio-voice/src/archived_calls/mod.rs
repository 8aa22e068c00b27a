//! Calls that Twilio keeps in its archive.
//!
//! Served by `voice.twilio.com`, for the account that signs in.
//!
//! See [Twilio Docs/Delete an archived call](https://www.twilio.com/docs/voice/api/call-resource#delete-a-call-resource).

use jiff::civil::Date;

use crate::{CallSid, Client, Error, request::Request};

const ARCHIVED_CALL: &str = "/v1/Archives/{Date}/Calls/{Sid}";

/// The calls in the archive.
#[derive(Clone, Copy, Debug)]
pub struct ArchivedCalls<'a> {
    client: &'a Client,
}

impl Client {
    /// The calls of the account that signs in which are in the archive.
    #[must_use]
    pub fn archived_calls(&self) -> ArchivedCalls<'_> {
        ArchivedCalls { client: self }
    }
}

impl ArchivedCalls<'_> {
    /// Deletes the record of a call from the archive. `date` is the day of the call in UTC.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if there is no such call in the archive.
    pub async fn delete(&self, date: Date, sid: &CallSid) -> Result<(), Error> {
        let request = Request::delete(ARCHIVED_CALL, &[&date, sid]);
        self.client.execute_delete(&request).await
    }
}
