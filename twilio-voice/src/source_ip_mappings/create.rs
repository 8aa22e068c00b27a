use crate::{Error, IpRecordSid, SipDomainSid, form::Form};

/// A mapping to be made.
///
/// See [Twilio Docs/Create a source IP mapping](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/sourceipmapping-resource#create-a-sourceipmapping-resource).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct CreateSourceIpMapping {
    /// The address.
    pub ip_record_sid: IpRecordSid,
    /// The SIP domain that takes its calls.
    pub sip_domain_sid: SipDomainSid,
}

impl CreateSourceIpMapping {
    /// Sends the calls from an address to a domain.
    #[must_use]
    pub fn new(ip_record_sid: IpRecordSid, sip_domain_sid: SipDomainSid) -> Self {
        Self {
            ip_record_sid,
            sip_domain_sid,
        }
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// None today: identifiers are checked when they are made.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        form.push("IpRecordSid", self.ip_record_sid.as_str());
        form.push("SipDomainSid", self.sip_domain_sid.as_str());
        form.finish()
    }
}
