use super::{CreateValidationRequest, OutgoingCallerId, UpdateOutgoingCallerId, ValidationRequest};
use crate::{Client, Error, PhoneNumberSid, list::list, request::Request};

const CALLER_IDS: &str = "/2010-04-01/Accounts/{AccountSid}/OutgoingCallerIds.json";
const CALLER_ID: &str = "/2010-04-01/Accounts/{AccountSid}/OutgoingCallerIds/{Sid}.json";

list! {
    /// A search for caller ids. Made by [`OutgoingCallerIds::list`].
    ///
    /// See [Twilio Docs/Read multiple outgoing caller ids](https://www.twilio.com/docs/voice/api/outgoing-caller-ids#read-multiple-outgoingcallerid-resources).
    ListOutgoingCallerIds of OutgoingCallerId {
        /// Only this number.
        phone_number: String = "PhoneNumber",
        /// Only caller ids of this name.
        friendly_name: String = "FriendlyName",
    }
}

/// The numbers of others that an account may show as the caller.
#[derive(Clone, Copy, Debug)]
pub struct OutgoingCallerIds<'a> {
    pub(super) client: &'a Client,
}

impl Client {
    /// The numbers of others that an account may show as the caller.
    #[must_use]
    pub fn outgoing_caller_ids(&self) -> OutgoingCallerIds<'_> {
        OutgoingCallerIds { client: self }
    }
}

impl<'a> OutgoingCallerIds<'a> {
    /// Calls a number and asks for the digits in the answer. When they were pressed, the number is a caller id.
    ///
    /// Repeated only after failures that prove that no call was placed: no connection, or 429.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses. If
    /// [`Error::may_have_been_applied`], the call **may exist**.
    pub async fn create(
        &self,
        validation: &CreateValidationRequest,
    ) -> Result<ValidationRequest, Error> {
        let request = Request::post(CALLER_IDS, &[&self.client.account], validation.to_form()?);
        self.client.execute(&request).await
    }

    /// Looks at a caller id.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if there is no such caller id.
    pub async fn get(&self, sid: &PhoneNumberSid) -> Result<OutgoingCallerId, Error> {
        let request = Request::get(CALLER_ID, &[&self.client.account, sid]);
        self.client.execute(&request).await
    }

    /// Looks for caller ids. Nothing is sent before the list is [sent](ListOutgoingCallerIds::send) or
    /// [streamed](ListOutgoingCallerIds::stream).
    pub fn list(&self) -> ListOutgoingCallerIds<'a> {
        ListOutgoingCallerIds::new(
            self.client,
            Request::get(CALLER_IDS, &[&self.client.account]),
        )
    }

    /// Changes a caller id. May be repeated, and is, if it fails for the moment.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses.
    pub async fn update(
        &self,
        sid: &PhoneNumberSid,
        update: &UpdateOutgoingCallerId,
    ) -> Result<OutgoingCallerId, Error> {
        let request = Request::post(CALLER_ID, &[&self.client.account, sid], update.to_form()?);
        self.client.execute(&request.idempotent()).await
    }

    /// Deletes a caller id.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses.
    pub async fn delete(&self, sid: &PhoneNumberSid) -> Result<(), Error> {
        let request = Request::delete(CALLER_ID, &[&self.client.account, sid]);
        self.client.execute_delete(&request).await
    }
}
