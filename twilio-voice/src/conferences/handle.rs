use jiff::civil::Date;

use super::{Conference, ConferenceFinalStatus, ConferenceStatus, UpdateConference};
use crate::{Client, ConferenceSid, Error, list::list, request::Request};

const CONFERENCES: &str = "/2010-04-01/Accounts/{AccountSid}/Conferences.json";
const CONFERENCE: &str = "/2010-04-01/Accounts/{AccountSid}/Conferences/{Sid}.json";

list! {
    /// A search for conferences, the newest first. Made by [`Conferences::list`].
    ///
    /// See [Twilio Docs/Read multiple conferences](https://www.twilio.com/docs/voice/api/conference-resource#read-multiple-conference-resources).
    ListConferences of Conference {
        /// Only conferences made on this day, in UTC.
        date_created: Date = "DateCreated",
        /// Only conferences made before.
        date_created_before: Date = "DateCreated<",
        /// Only conferences made then or later.
        date_created_from: Date = "DateCreated>",
        /// Only conferences changed on this day, in UTC.
        date_updated: Date = "DateUpdated",
        /// Only conferences changed before.
        date_updated_before: Date = "DateUpdated<",
        /// Only conferences changed then or later.
        date_updated_from: Date = "DateUpdated>",
        /// Only conferences of this name.
        friendly_name: String = "FriendlyName",
        /// Only conferences in this state.
        status: ConferenceStatus = "Status",
    }
}

/// The conferences of an account.
#[derive(Clone, Copy, Debug)]
pub struct Conferences<'a> {
    pub(super) client: &'a Client,
}

impl Client {
    /// The conferences of the account.
    #[must_use]
    pub fn conferences(&self) -> Conferences<'_> {
        Conferences { client: self }
    }
}

impl<'a> Conferences<'a> {
    /// Looks at a conference.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if there is no such conference.
    pub async fn get(&self, sid: &ConferenceSid) -> Result<Conference, Error> {
        let request = Request::get(CONFERENCE, &[&self.client.account, sid]);
        self.client.execute(&request).await
    }

    /// Looks for conferences. Nothing is sent before the list is [sent](ListConferences::send) or
    /// [streamed](ListConferences::stream).
    pub fn list(&self) -> ListConferences<'a> {
        let list = Request::get(CONFERENCES, &[&self.client.account]);
        ListConferences::new(self.client, list)
    }

    /// Changes a conference that goes on.
    ///
    /// Repeated after any failure of the moment if it only ends the conference, and otherwise only after failures that
    /// prove that nothing happened: an announcement that is made twice is heard twice.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses.
    pub async fn update(
        &self,
        sid: &ConferenceSid,
        update: &UpdateConference,
    ) -> Result<Conference, Error> {
        let request = Request::post(CONFERENCE, &[&self.client.account, sid], update.to_form()?);
        let request = match update.announce_url {
            None => request.idempotent(),
            Some(_) => request,
        };
        self.client.execute(&request).await
    }

    /// Ends a conference: everyone is removed.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn end(&self, sid: &ConferenceSid) -> Result<Conference, Error> {
        let update = UpdateConference::new().status(ConferenceFinalStatus::Completed);
        self.update(sid, &update).await
    }

    /// Lets all hear what is at `url`.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn announce(
        &self,
        sid: &ConferenceSid,
        url: impl Into<String>,
    ) -> Result<Conference, Error> {
        self.update(sid, &UpdateConference::new().announce_url(url))
            .await
    }
}
