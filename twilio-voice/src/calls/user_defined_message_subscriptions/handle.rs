use super::{CreateUserDefinedMessageSubscription, UserDefinedMessageSubscription};
use crate::{
    CallSid, Client, Error, UserDefinedMessageSubscriptionSid, calls::Calls, request::Request,
};

const MANY: &str =
    "/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/UserDefinedMessageSubscriptions.json";
const ONE: &str =
    "/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/UserDefinedMessageSubscriptions/{Sid}.json";

/// The subscriptions to messages from the other end of a call.
#[derive(Clone, Copy, Debug)]
pub struct UserDefinedMessageSubscriptions<'a> {
    client: &'a Client,
    call: CallSid,
}

impl<'a> Calls<'a> {
    /// The subscriptions to messages from the other end of a call.
    #[must_use]
    pub fn user_defined_message_subscriptions(
        &self,
        call: &CallSid,
    ) -> UserDefinedMessageSubscriptions<'a> {
        UserDefinedMessageSubscriptions {
            client: self.client,
            call: *call,
        }
    }
}

impl UserDefinedMessageSubscriptions<'_> {
    /// Makes a subscription.
    ///
    /// Repeated only after failures that prove that nothing happened: no connection, or 429.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses. If
    /// [`Error::may_have_been_applied`], the subscription may exist.
    pub async fn create(
        &self,
        subscription: &CreateUserDefinedMessageSubscription,
    ) -> Result<UserDefinedMessageSubscription, Error> {
        let form = subscription.to_form()?;
        let request = Request::post(MANY, &[&self.client.account, &self.call], form);
        self.client.execute(&request).await
    }

    /// Ends a subscription.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses.
    pub async fn delete(&self, sid: &UserDefinedMessageSubscriptionSid) -> Result<(), Error> {
        let request = Request::delete(ONE, &[&self.client.account, &self.call, sid]);
        self.client.execute_delete(&request).await
    }
}
