use secrecy::SecretString;

use super::{AddOnPayload, AddOnResults};
use crate::{
    AddOnPayloadSid, AddOnResultSid, Client, Download, Error, RecordingSid,
    list::list,
    request::{Argument, Request},
    transport_error::TransportError,
};

const PAYLOADS: &str = "/2010-04-01/Accounts/{AccountSid}/Recordings/{ReferenceSid}/AddOnResults/{AddOnResultSid}/Payloads.json";
const PAYLOAD: &str = "/2010-04-01/Accounts/{AccountSid}/Recordings/{ReferenceSid}/AddOnResults/{AddOnResultSid}/Payloads/{Sid}.json";
const DATA: &str = "/2010-04-01/Accounts/{AccountSid}/Recordings/{ReferenceSid}/AddOnResults/{AddOnResultSid}/Payloads/{PayloadSid}/Data.json";

list! {
    /// A search for the parts of what an add-on found. Made by [`AddOnPayloads::list`].
    ListAddOnPayloads of AddOnPayload {}
}

/// The parts of what an add-on found in a recording.
#[derive(Clone, Copy, Debug)]
pub struct AddOnPayloads<'a> {
    client: &'a Client,
    recording: RecordingSid,
    result: AddOnResultSid,
}

impl<'a> AddOnResults<'a> {
    /// The parts of what an add-on found.
    #[must_use]
    pub fn payloads(&self, result: &AddOnResultSid) -> AddOnPayloads<'a> {
        AddOnPayloads {
            client: self.client,
            recording: self.recording,
            result: *result,
        }
    }
}

impl<'a> AddOnPayloads<'a> {
    /// Looks at a part.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if the result has no such part.
    pub async fn get(&self, sid: &AddOnPayloadSid) -> Result<AddOnPayload, Error> {
        let request = Request::get(PAYLOAD, &self.path(sid));
        self.client.execute(&request).await
    }

    /// Looks for parts. Nothing is sent before the list is [sent](ListAddOnPayloads::send) or
    /// [streamed](ListAddOnPayloads::stream).
    pub fn list(&self) -> ListAddOnPayloads<'a> {
        let account = &self.client.account;
        let list = Request::get(PAYLOADS, &[account, &self.recording, &self.result]);
        ListAddOnPayloads::new(self.client, list)
    }

    /// Fetches the data of a part, which lie outside of Twilio: the credential is not sent there, and nothing is
    /// fetched without TLS.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio or the other host refuses; [`Error::Transport`] if Twilio points to nowhere usable.
    pub async fn data(&self, sid: &AddOnPayloadSid) -> Result<Download, Error> {
        let request = Request::get(DATA, &self.path(sid)).accept_anything();
        self.client.download(&request).await
    }

    /// Where the data of a part lie. Whoever has this address can read them, for a while.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::Transport`] if Twilio points to nowhere usable.
    pub async fn data_url(&self, sid: &AddOnPayloadSid) -> Result<SecretString, Error> {
        let request = Request::get(DATA, &self.path(sid));
        let response = self.client.open(&request, 0).await?;
        if !response.status().is_redirection() {
            return Err(TransportError::redirect().into());
        }
        let target = self.client.target(response).await?;
        Ok(SecretString::from(String::from(target)))
    }

    /// Deletes a part.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses.
    pub async fn delete(&self, sid: &AddOnPayloadSid) -> Result<(), Error> {
        let request = Request::delete(PAYLOAD, &self.path(sid));
        self.client.execute_delete(&request).await
    }

    fn path<'s>(&'s self, sid: &'s AddOnPayloadSid) -> [Argument<'s>; 4] {
        [&self.client.account, &self.recording, &self.result, sid]
    }
}
