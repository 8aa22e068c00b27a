use super::Event;
use crate::{CallSid, Client, calls::Calls, list::list, request::Request};

const EVENTS: &str = "/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Events.json";

list! {
    /// A search for the events of a call. Made by [`Events::list`].
    ///
    /// See [Twilio Docs/Read multiple call events](https://www.twilio.com/docs/voice/api/call-event-resource).
    ListEvents of Event {}
}

/// The events of a call. They can be read some time after they happened.
#[derive(Clone, Copy, Debug)]
pub struct Events<'a> {
    client: &'a Client,
    call: CallSid,
}

impl<'a> Calls<'a> {
    /// The events of a call: what Twilio was asked, what it asked of us, and the answers.
    #[must_use]
    pub fn events(&self, call: &CallSid) -> Events<'a> {
        Events {
            client: self.client,
            call: *call,
        }
    }
}

impl<'a> Events<'a> {
    /// Looks for events. Nothing is sent before the list is [sent](ListEvents::send) or
    /// [streamed](ListEvents::stream).
    pub fn list(&self) -> ListEvents<'a> {
        let list = Request::get(EVENTS, &[&self.client.account, &self.call]);
        ListEvents::new(self.client, list)
    }
}
