use super::{ByocTrunk, CreateByocTrunk, UpdateByocTrunk};
use crate::{ByocTrunkSid, Client, Error, list::list, request::Request};

const TRUNKS: &str = "/v1/ByocTrunks";
const TRUNK: &str = "/v1/ByocTrunks/{Sid}";

list! {
    /// A search for trunks. Made by [`ByocTrunks::list`].
    ///
    /// See [Twilio Docs/Read multiple BYOC trunks](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/byoctrunk-resource#read-multiple-byoctrunk-resources).
    ListByocTrunks of ByocTrunk {}
}

/// The trunks to carriers of the account's own.
#[derive(Clone, Copy, Debug)]
pub struct ByocTrunks<'a> {
    pub(super) client: &'a Client,
}

impl Client {
    /// The trunks to carriers of the account's own.
    #[must_use]
    pub fn byoc_trunks(&self) -> ByocTrunks<'_> {
        ByocTrunks { client: self }
    }
}

impl<'a> ByocTrunks<'a> {
    /// Makes a trunk.
    ///
    /// Repeated only after failures that prove that no trunk was made: no connection, or 429.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses. If
    /// [`Error::may_have_been_applied`], the trunk may exist.
    pub async fn create(&self, trunk: &CreateByocTrunk) -> Result<ByocTrunk, Error> {
        let request = Request::post(TRUNKS, &[], trunk.to_form()?);
        self.client.execute(&request).await
    }

    /// Looks at a trunk.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if there is no such trunk.
    pub async fn get(&self, sid: &ByocTrunkSid) -> Result<ByocTrunk, Error> {
        let request = Request::get(TRUNK, &[sid]);
        self.client.execute(&request).await
    }

    /// Looks for trunks. Nothing is sent before the list is [sent](ListByocTrunks::send) or
    /// [streamed](ListByocTrunks::stream).
    pub fn list(&self) -> ListByocTrunks<'a> {
        ListByocTrunks::new(self.client, Request::get(TRUNKS, &[]))
    }

    /// Changes a trunk. May be repeated, and is, if it fails for the moment.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses.
    pub async fn update(
        &self,
        sid: &ByocTrunkSid,
        update: &UpdateByocTrunk,
    ) -> Result<ByocTrunk, Error> {
        let request = Request::post(TRUNK, &[sid], update.to_form()?);
        self.client.execute(&request.idempotent()).await
    }

    /// Deletes a trunk.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses.
    pub async fn delete(&self, sid: &ByocTrunkSid) -> Result<(), Error> {
        let request = Request::delete(TRUNK, &[sid]);
        self.client.execute_delete(&request).await
    }
}
