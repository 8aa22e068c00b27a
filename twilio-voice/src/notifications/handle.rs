use jiff::civil::Date;

use super::{Notification, NotificationLevel};
use crate::{Client, Error, NotificationSid, list::list, request::Request};

const NOTIFICATIONS: &str = "/2010-04-01/Accounts/{AccountSid}/Notifications.json";
const NOTIFICATION: &str = "/2010-04-01/Accounts/{AccountSid}/Notifications/{Sid}.json";

list! {
    /// A search for notifications. Made by [`Notifications::list`].
    ///
    /// See [Twilio Docs/Read multiple notifications](https://www.twilio.com/docs/usage/api/notification#read-multiple-notification-resources).
    ListNotifications of Notification {
        /// Only notifications of this level.
        log: NotificationLevel = "Log",
        /// Only notifications of this day in UTC.
        message_date: Date = "MessageDate",
        /// Only notifications until midnight at the beginning of this day.
        message_date_before: Date = "MessageDate<",
        /// Only notifications of this day or later.
        message_date_from: Date = "MessageDate>",
    }
}

/// What Twilio noted about the calls of an account: errors and warnings.
#[derive(Clone, Copy, Debug)]
pub struct Notifications<'a> {
    pub(super) client: &'a Client,
}

impl Client {
    /// What Twilio noted about the calls of an account: errors and warnings.
    #[must_use]
    pub fn notifications(&self) -> Notifications<'_> {
        Notifications { client: self }
    }
}

impl<'a> Notifications<'a> {
    /// Looks at a notification.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if there is no such notification.
    pub async fn get(&self, sid: &NotificationSid) -> Result<Notification, Error> {
        let request = Request::get(NOTIFICATION, &[&self.client.account, sid]);
        self.client.execute(&request).await
    }

    /// Looks for notifications. Nothing is sent before the list is [sent](ListNotifications::send) or
    /// [streamed](ListNotifications::stream).
    pub fn list(&self) -> ListNotifications<'a> {
        ListNotifications::new(
            self.client,
            Request::get(NOTIFICATIONS, &[&self.client.account]),
        )
    }
}
