use super::{CreateSourceIpMapping, SourceIpMapping, UpdateSourceIpMapping};
use crate::{Client, Error, SourceIpMappingSid, list::list, request::Request};

const MAPPINGS: &str = "/v1/SourceIpMappings";
const MAPPING: &str = "/v1/SourceIpMappings/{Sid}";

list! {
    /// A search for mappings. Made by [`SourceIpMappings::list`].
    ///
    /// See [Twilio Docs/Read multiple source IP mappings](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/sourceipmapping-resource#read-multiple-sourceipmapping-resources).
    ListSourceIpMappings of SourceIpMapping {}
}

/// Which SIP domain of the account takes the calls from which address.
#[derive(Clone, Copy, Debug)]
pub struct SourceIpMappings<'a> {
    pub(super) client: &'a Client,
}

impl Client {
    /// Which SIP domain of the account takes the calls from which address.
    #[must_use]
    pub fn source_ip_mappings(&self) -> SourceIpMappings<'_> {
        SourceIpMappings { client: self }
    }
}

impl<'a> SourceIpMappings<'a> {
    /// Makes a mapping.
    ///
    /// Repeated only after failures that prove that no mapping was made: no connection, or 429.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses. If
    /// [`Error::may_have_been_applied`], the mapping may exist.
    pub async fn create(&self, mapping: &CreateSourceIpMapping) -> Result<SourceIpMapping, Error> {
        let request = Request::post(MAPPINGS, &[], mapping.to_form()?);
        self.client.execute(&request).await
    }

    /// Looks at a mapping.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if there is no such mapping.
    pub async fn get(&self, sid: &SourceIpMappingSid) -> Result<SourceIpMapping, Error> {
        let request = Request::get(MAPPING, &[sid]);
        self.client.execute(&request).await
    }

    /// Looks for mappings. Nothing is sent before the list is [sent](ListSourceIpMappings::send) or
    /// [streamed](ListSourceIpMappings::stream).
    pub fn list(&self) -> ListSourceIpMappings<'a> {
        ListSourceIpMappings::new(self.client, Request::get(MAPPINGS, &[]))
    }

    /// Changes a mapping. May be repeated, and is, if it fails for the moment.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses.
    pub async fn update(
        &self,
        sid: &SourceIpMappingSid,
        update: &UpdateSourceIpMapping,
    ) -> Result<SourceIpMapping, Error> {
        let request = Request::post(MAPPING, &[sid], update.to_form()?);
        self.client.execute(&request.idempotent()).await
    }

    /// Deletes a mapping.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses.
    pub async fn delete(&self, sid: &SourceIpMappingSid) -> Result<(), Error> {
        let request = Request::delete(MAPPING, &[sid]);
        self.client.execute_delete(&request).await
    }
}
