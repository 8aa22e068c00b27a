use jiff::civil::Date;

use crate::{
    CallSid, Client, Error, NotificationSid,
    calls::Calls,
    list::list,
    notifications::{Notification, NotificationLevel},
    request::Request,
};

const NOTIFICATIONS: &str = "/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Notifications.json";
const NOTIFICATION: &str =
    "/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Notifications/{Sid}.json";

list! {
    /// A search for the notifications of a call. Made by [`CallNotifications::list`].
    ///
    /// See [Twilio Docs/Read multiple call notifications](https://www.twilio.com/docs/voice/api/call-notification-resource#read-multiple-callnotification-resources).
    ListCallNotifications of Notification {
        /// Only notifications of this level.
        log: NotificationLevel = "Log",
        /// Only notifications of this day, in UTC.
        message_date: Date = "MessageDate",
        /// Only notifications from before.
        message_date_before: Date = "MessageDate<",
        /// Only notifications of then or later.
        message_date_from: Date = "MessageDate>",
    }
}

/// The notifications of a call.
#[derive(Clone, Copy, Debug)]
pub struct CallNotifications<'a> {
    client: &'a Client,
    call: CallSid,
}

impl<'a> Calls<'a> {
    /// The notifications of a call: the errors and warnings that Twilio notes.
    #[must_use]
    pub fn notifications(&self, call: &CallSid) -> CallNotifications<'a> {
        CallNotifications {
            client: self.client,
            call: *call,
        }
    }
}

impl<'a> CallNotifications<'a> {
    /// Looks at a notification.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if the call has no such notification.
    pub async fn get(&self, sid: &NotificationSid) -> Result<Notification, Error> {
        let request = Request::get(NOTIFICATION, &[&self.client.account, &self.call, sid]);
        self.client.execute(&request).await
    }

    /// Looks for notifications. Nothing is sent before the list is [sent](ListCallNotifications::send) or
    /// [streamed](ListCallNotifications::stream).
    pub fn list(&self) -> ListCallNotifications<'a> {
        let list = Request::get(NOTIFICATIONS, &[&self.client.account, &self.call]);
        ListCallNotifications::new(self.client, list)
    }
}
