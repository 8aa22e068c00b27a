use super::{Application, CreateApplication, UpdateApplication};
use crate::{ApplicationSid, Client, Error, list::list, request::Request};

const APPLICATIONS: &str = "/2010-04-01/Accounts/{AccountSid}/Applications.json";
const APPLICATION: &str = "/2010-04-01/Accounts/{AccountSid}/Applications/{Sid}.json";

list! {
    /// A search for applications. Made by [`Applications::list`].
    ///
    /// See [Twilio Docs/Read multiple applications](https://www.twilio.com/docs/usage/api/applications#read-multiple-application-resources).
    ListApplications of Application {
        /// Only applications of this name.
        friendly_name: String = "FriendlyName",
    }
}

/// The TwiML applications of an account.
#[derive(Clone, Copy, Debug)]
pub struct Applications<'a> {
    pub(super) client: &'a Client,
}

impl Client {
    /// The TwiML applications of the account.
    #[must_use]
    pub fn applications(&self) -> Applications<'_> {
        Applications { client: self }
    }
}

impl<'a> Applications<'a> {
    /// Makes an application.
    ///
    /// Repeated only after failures that prove that no application was made: no connection, or 429.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses. If
    /// [`Error::may_have_been_applied`], the application may exist.
    pub async fn create(&self, application: &CreateApplication) -> Result<Application, Error> {
        let request = Request::post(
            APPLICATIONS,
            &[&self.client.account],
            application.to_form()?,
        );
        self.client.execute(&request).await
    }

    /// Looks at an application.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if there is no such application.
    pub async fn get(&self, sid: &ApplicationSid) -> Result<Application, Error> {
        let request = Request::get(APPLICATION, &[&self.client.account, sid]);
        self.client.execute(&request).await
    }

    /// Looks for applications. Nothing is sent before the list is [sent](ListApplications::send) or
    /// [streamed](ListApplications::stream).
    pub fn list(&self) -> ListApplications<'a> {
        ListApplications::new(
            self.client,
            Request::get(APPLICATIONS, &[&self.client.account]),
        )
    }

    /// Changes an application. May be repeated, and is, if it fails for the moment.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses.
    pub async fn update(
        &self,
        sid: &ApplicationSid,
        update: &UpdateApplication,
    ) -> Result<Application, Error> {
        let request = Request::post(APPLICATION, &[&self.client.account, sid], update.to_form()?);
        self.client.execute(&request.idempotent()).await
    }

    /// Deletes an application.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses.
    pub async fn delete(&self, sid: &ApplicationSid) -> Result<(), Error> {
        let request = Request::delete(APPLICATION, &[&self.client.account, sid]);
        self.client.execute_delete(&request).await
    }
}
