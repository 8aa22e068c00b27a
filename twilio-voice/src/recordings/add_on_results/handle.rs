use super::AddOnResult;
use crate::{
    AddOnResultSid, Client, Error, RecordingSid, list::list, recordings::Recordings,
    request::Request,
};

const RESULTS: &str =
    "/2010-04-01/Accounts/{AccountSid}/Recordings/{ReferenceSid}/AddOnResults.json";
const RESULT: &str =
    "/2010-04-01/Accounts/{AccountSid}/Recordings/{ReferenceSid}/AddOnResults/{Sid}.json";

list! {
    /// A search for what add-ons found in a recording. Made by [`AddOnResults::list`].
    ListAddOnResults of AddOnResult {}
}

/// What add-ons found in a recording.
#[derive(Clone, Copy, Debug)]
pub struct AddOnResults<'a> {
    pub(super) client: &'a Client,
    pub(super) recording: RecordingSid,
}

impl<'a> Recordings<'a> {
    /// What add-ons found in a recording.
    #[must_use]
    pub fn add_on_results(&self, recording: &RecordingSid) -> AddOnResults<'a> {
        AddOnResults {
            client: self.client,
            recording: *recording,
        }
    }
}

impl<'a> AddOnResults<'a> {
    /// Looks at what an add-on found.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if the recording has no such result.
    pub async fn get(&self, sid: &AddOnResultSid) -> Result<AddOnResult, Error> {
        let request = Request::get(RESULT, &[&self.client.account, &self.recording, sid]);
        self.client.execute(&request).await
    }

    /// Looks for what add-ons found. Nothing is sent before the list is [sent](ListAddOnResults::send) or
    /// [streamed](ListAddOnResults::stream).
    pub fn list(&self) -> ListAddOnResults<'a> {
        let list = Request::get(RESULTS, &[&self.client.account, &self.recording]);
        ListAddOnResults::new(self.client, list)
    }

    /// Deletes what an add-on found, with all its parts.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses.
    pub async fn delete(&self, sid: &AddOnResultSid) -> Result<(), Error> {
        let request = Request::delete(RESULT, &[&self.client.account, &self.recording, sid]);
        self.client.execute_delete(&request).await
    }
}
