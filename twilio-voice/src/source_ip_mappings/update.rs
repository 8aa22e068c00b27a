use crate::{Error, SipDomainSid, form::Form};

/// A change of a mapping.
///
/// See [Twilio Docs/Update a source IP mapping](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/sourceipmapping-resource#update-a-sourceipmapping-resource).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct UpdateSourceIpMapping {
    /// The SIP domain that takes its calls.
    pub sip_domain_sid: SipDomainSid,
}

impl UpdateSourceIpMapping {
    /// Another domain.
    #[must_use]
    pub fn new(sip_domain_sid: SipDomainSid) -> Self {
        Self { sip_domain_sid }
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// None today: identifiers are checked when they are made.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        form.push("SipDomainSid", self.sip_domain_sid.as_str());
        form.finish()
    }
}
