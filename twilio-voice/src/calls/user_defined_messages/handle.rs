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
    /// Repeated only after failures that prove that nothing happened: no connection, or 429.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses. If
    /// [`Error::may_have_been_applied`], the message may have been sent.
    pub async fn create(
        &self,
        message: &CreateUserDefinedMessage,
    ) -> Result<UserDefinedMessage, Error> {
        let form = message.to_form()?;
        let request = Request::post(MANY, &[&self.client.account, &self.call], form);
        self.client.execute(&request).await
    }
}
