use jiff::Timestamp;
use serde::Deserialize;

use crate::{
    AccountSid, ByocTrunkSid, ConnectionPolicySid, HttpMethod, SipDomainSid, page::Listed, wire,
};

/// A trunk to a carrier of one's own. What is `None` was not told, or could not be read.
///
/// `Debug` does not show the URLs, which may hold secrets.
///
/// See [Twilio Docs/BYOC trunk properties](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/byoctrunk-resource#byoctrunk-properties).
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct ByocTrunk {
    /// Identifies the trunk.
    pub sid: ByocTrunkSid,
    /// The account the trunk belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// What it is called.
    #[serde(default, deserialize_with = "wire::text")]
    pub friendly_name: Option<String>,
    /// The URL that is asked what to do with a call that comes in.
    #[serde(default, deserialize_with = "wire::text")]
    pub voice_url: Option<String>,
    /// How that URL is requested.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub voice_method: Option<HttpMethod>,
    /// The URL that is requested if the first fails.
    #[serde(default, deserialize_with = "wire::text")]
    pub voice_fallback_url: Option<String>,
    /// How the fallback is requested.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub voice_fallback_method: Option<HttpMethod>,
    /// The URL that is told how calls go.
    #[serde(default, deserialize_with = "wire::text")]
    pub status_callback_url: Option<String>,
    /// How the status callback is requested.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub status_callback_method: Option<HttpMethod>,
    /// Whether the names of callers from the United States and Canada are looked up, which costs.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub cnam_lookup_enabled: Option<bool>,
    /// Where calls that go out are sent.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub connection_policy_sid: Option<ConnectionPolicySid>,
    /// The SIP domain in the `From` header of calls that go out. `None`: the host is an address of Twilio's.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub from_domain_sid: Option<SipDomainSid>,
    /// When the trunk was made.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When the trunk was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
    /// The URL of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub url: Option<String>,
}

wire::shown! {
    ByocTrunk {
        sid, account_sid, friendly_name, voice_method, voice_fallback_method, status_callback_method,
        cnam_lookup_enabled, connection_policy_sid, from_domain_sid, date_created, date_updated, url,
    }
    hidden {
        voice_url, voice_fallback_url, status_callback_url,
    }
}

impl Listed for ByocTrunk {
    const KEY: &'static str = "byoc_trunks";
}
