use super::{Member, MemberRef, UpdateMember};
use crate::{Client, Error, QueueSid, list::list, queues::Queues, request::Request};

const MEMBERS: &str = "/2010-04-01/Accounts/{AccountSid}/Queues/{QueueSid}/Members.json";
const MEMBER: &str = "/2010-04-01/Accounts/{AccountSid}/Queues/{QueueSid}/Members/{CallSid}.json";

list! {
    /// A search for the calls in a queue, the longest waiting first. Made by [`Members::list`].
    ///
    /// See [Twilio Docs/Read multiple members](https://www.twilio.com/docs/voice/api/member-resource#read-multiple-member-resources).
    ListMembers of Member {}
}

/// The calls that wait in a queue.
#[derive(Clone, Copy, Debug)]
pub struct Members<'a> {
    client: &'a Client,
    queue: QueueSid,
}

impl<'a> Queues<'a> {
    /// The calls that wait in a queue.
    #[must_use]
    pub fn members(&self, queue: &QueueSid) -> Members<'a> {
        Members {
            client: self.client,
            queue: *queue,
        }
    }
}

impl<'a> Members<'a> {
    /// Looks at a call in the queue, or at [the one in front](MemberRef::Front).
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if the call is not in the queue, or the queue is
    /// empty.
    pub async fn get(&self, member: impl Into<MemberRef>) -> Result<Member, Error> {
        let account = &self.client.account;
        let request = Request::get(MEMBER, &[account, &self.queue, &member.into()]);
        self.client.execute(&request).await
    }

    /// Looks for the calls in the queue. Nothing is sent before the list is [sent](ListMembers::send) or
    /// [streamed](ListMembers::stream).
    pub fn list(&self) -> ListMembers<'a> {
        let list = Request::get(MEMBERS, &[&self.client.account, &self.queue]);
        ListMembers::new(self.client, list)
    }

    /// Takes a call, or [the one in front](MemberRef::Front), out of the queue and gives it other instructions.
    ///
    /// Repeated only after failures that prove that nothing happened: the one in front is another the second time.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if the URL is not usable: nothing was sent. [`Error::Api`] if Twilio refuses;
    /// [`Error::is_not_found`] if the call is not in the queue, or the queue is empty.
    pub async fn update(
        &self,
        member: impl Into<MemberRef>,
        update: &UpdateMember,
    ) -> Result<Member, Error> {
        let form = update.to_form()?;
        let account = &self.client.account;
        let request = Request::post(MEMBER, &[account, &self.queue, &member.into()], form);
        self.client.execute(&request).await
    }
}
