use super::{CreateUserDefinedMessage, UserDefinedMessage};
use crate::{CallSid, Client, Error, calls::Calls, request::Request};

const MANY: &str = "/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/UserDefinedMessages.json";

/// Messages to the other end of a call.
#[derive(Clone, Copy, Debug)]
pub struct UserDefinedMessages<'a> {
    client: &'a Client,
    call: CallSid,
}

impl<'a> Calls<'a> {
    /// Messages to the other end of a call.
    #[must_use]
    pub fn user_defined_messages(&self, call: &CallSid) -> UserDefinedMessages<'a> {
        UserDefinedMessages {
            client: self.client,
            call: *call,
        }
    }
}

impl UserDefinedMessages<'_> {
    /// Sends a message.
    ///
    /// Repeated after any failure of the moment if it has an idempotency key, by which Twilio knows the second request,
    /// and otherwise only after failures that prove that nothing happened.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses.
    pub async fn create(
        &self,
        message: &CreateUserDefinedMessage,
    ) -> Result<UserDefinedMessage, Error> {
        let form = message.to_form()?;
        let request = Request::post(MANY, &[&self.client.account, &self.call], form);
        let request = match message.idempotency_key {
            Some(_) => request.idempotent(),
            None => request,
        };
        self.client.execute(&request).await
    }
}
