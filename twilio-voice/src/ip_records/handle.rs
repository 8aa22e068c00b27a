use super::{CreateIpRecord, IpRecord, UpdateIpRecord};
use crate::{Client, Error, IpRecordSid, list::list, request::Request};

const RECORDS: &str = "/v1/IpRecords";
const RECORD: &str = "/v1/IpRecords/{Sid}";

list! {
    /// A search for IP records. Made by [`IpRecords::list`].
    ///
    /// See [Twilio Docs/Read multiple IP records](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/iprecord-resource#read-multiple-iprecord-resources).
    ListIpRecords of IpRecord {}
}

/// The addresses from which carriers of the account's own send calls.
#[derive(Clone, Copy, Debug)]
pub struct IpRecords<'a> {
    pub(super) client: &'a Client,
}

impl Client {
    /// The addresses from which carriers of the account's own send calls.
    #[must_use]
    pub fn ip_records(&self) -> IpRecords<'_> {
        IpRecords { client: self }
    }
}

impl<'a> IpRecords<'a> {
    /// Makes an IP record.
    ///
    /// Repeated only after failures that prove that no record was made: no connection, or 429.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses. If
    /// [`Error::may_have_been_applied`], the record may exist.
    pub async fn create(&self, record: &CreateIpRecord) -> Result<IpRecord, Error> {
        let request = Request::post(RECORDS, &[], record.to_form()?);
        self.client.execute(&request).await
    }

    /// Looks at an IP record.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if there is no such record.
    pub async fn get(&self, sid: &IpRecordSid) -> Result<IpRecord, Error> {
        let request = Request::get(RECORD, &[sid]);
        self.client.execute(&request).await
    }

    /// Looks for IP records. Nothing is sent before the list is [sent](ListIpRecords::send) or
    /// [streamed](ListIpRecords::stream).
    pub fn list(&self) -> ListIpRecords<'a> {
        ListIpRecords::new(self.client, Request::get(RECORDS, &[]))
    }

    /// Changes an IP record. May be repeated, and is, if it fails for the moment.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses.
    pub async fn update(
        &self,
        sid: &IpRecordSid,
        update: &UpdateIpRecord,
    ) -> Result<IpRecord, Error> {
        let request = Request::post(RECORD, &[sid], update.to_form()?);
        self.client.execute(&request.idempotent()).await
    }

    /// Deletes an IP record.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses.
    pub async fn delete(&self, sid: &IpRecordSid) -> Result<(), Error> {
        let request = Request::delete(RECORD, &[sid]);
        self.client.execute_delete(&request).await
    }
}
