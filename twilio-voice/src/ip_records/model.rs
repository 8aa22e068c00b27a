use std::net::Ipv4Addr;

use jiff::Timestamp;
use serde::Deserialize;

use crate::{AccountSid, IpRecordSid, page::Listed, wire};

/// An address, or a range of them, from which a carrier sends calls. What is `None` was not told, or could not be
/// read.
///
/// See [Twilio Docs/IP record properties](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/iprecord-resource#iprecord-properties).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct IpRecord {
    /// Identifies the record.
    pub sid: IpRecordSid,
    /// The account the record belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// What it is called.
    #[serde(default, deserialize_with = "wire::text")]
    pub friendly_name: Option<String>,
    /// The address.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub ip_address: Option<Ipv4Addr>,
    /// How many leading bits of the address count, 32 for exactly this one.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub cidr_prefix_length: Option<u8>,
    /// When the record was made.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When the record was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
    /// The URL of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub url: Option<String>,
}

impl Listed for IpRecord {
    const KEY: &'static str = "ip_records";
}
