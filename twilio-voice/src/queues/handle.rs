use super::{CreateQueue, Queue, UpdateQueue};
use crate::{Client, Error, QueueSid, list::list, request::Request};

const QUEUES: &str = "/2010-04-01/Accounts/{AccountSid}/Queues.json";
const QUEUE: &str = "/2010-04-01/Accounts/{AccountSid}/Queues/{Sid}.json";

list! {
    /// A search for queues. Made by [`Queues::list`].
    ///
    /// See [Twilio Docs/Read multiple queues](https://www.twilio.com/docs/voice/api/queue-resource#read-multiple-queue-resources).
    ListQueues of Queue {}
}

/// The queues of an account.
#[derive(Clone, Copy, Debug)]
pub struct Queues<'a> {
    pub(super) client: &'a Client,
}

impl Client {
    /// The queues of the account.
    #[must_use]
    pub fn queues(&self) -> Queues<'_> {
        Queues { client: self }
    }
}

impl<'a> Queues<'a> {
    /// Makes a queue.
    ///
    /// Repeated only after failures that prove that no queue was made: no connection, or 429.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses. If
    /// [`Error::may_have_been_applied`], the queue may exist.
    pub async fn create(&self, queue: &CreateQueue) -> Result<Queue, Error> {
        let request = Request::post(QUEUES, &[&self.client.account], queue.to_form()?);
        self.client.execute(&request).await
    }

    /// Looks at a queue.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if there is no such queue.
    pub async fn get(&self, sid: &QueueSid) -> Result<Queue, Error> {
        let request = Request::get(QUEUE, &[&self.client.account, sid]);
        self.client.execute(&request).await
    }

    /// Looks for queues. Nothing is sent before the list is [sent](ListQueues::send) or
    /// [streamed](ListQueues::stream).
    pub fn list(&self) -> ListQueues<'a> {
        ListQueues::new(self.client, Request::get(QUEUES, &[&self.client.account]))
    }

    /// Changes a queue. May be repeated, and is, if it fails for the moment.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses.
    pub async fn update(&self, sid: &QueueSid, update: &UpdateQueue) -> Result<Queue, Error> {
        let request = Request::post(QUEUE, &[&self.client.account, sid], update.to_form()?);
        self.client.execute(&request.idempotent()).await
    }

    /// Deletes a queue, which must be empty.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses, for example because calls wait in it.
    pub async fn delete(&self, sid: &QueueSid) -> Result<(), Error> {
        let request = Request::delete(QUEUE, &[&self.client.account, sid]);
        self.client.execute_delete(&request).await
    }
}
