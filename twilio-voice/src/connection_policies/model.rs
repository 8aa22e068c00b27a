use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use crate::{AccountSid, ConnectionPolicySid, page::Listed, wire};

/// Where calls on a trunk are sent: a list of targets. What is `None` was not told, or could not be read.
///
/// See [Twilio Docs/Connection policy properties](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicy-resource#connectionpolicy-properties).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct ConnectionPolicy {
    /// Identifies the policy.
    pub sid: ConnectionPolicySid,
    /// The account the policy belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// What it is called.
    #[serde(default, deserialize_with = "wire::text")]
    pub friendly_name: Option<String>,
    /// When the policy was made.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When the policy was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
    /// The URL of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub url: Option<String>,
    /// The URLs of what belongs to the policy, by name.
    #[serde(default, deserialize_with = "wire::text_map")]
    pub links: BTreeMap<String, String>,
}

impl Listed for ConnectionPolicy {
    const KEY: &'static str = "connection_policies";
}
