use jiff::Timestamp;
use serde::Deserialize;

use crate::{IpRecordSid, SipDomainSid, SourceIpMappingSid, page::Listed, wire};

/// Which SIP domain takes the calls from an address. What is `None` was not told, or could not be read.
///
/// See [Twilio Docs/Source IP mapping properties](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/sourceipmapping-resource#sourceipmapping-properties).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct SourceIpMapping {
    /// Identifies the mapping.
    pub sid: SourceIpMappingSid,
    /// The address.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub ip_record_sid: Option<IpRecordSid>,
    /// The SIP domain that takes its calls.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub sip_domain_sid: Option<SipDomainSid>,
    /// When the mapping was made.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When the mapping was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
    /// The URL of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub url: Option<String>,
}

impl Listed for SourceIpMapping {
    const KEY: &'static str = "source_ip_mappings";
}
