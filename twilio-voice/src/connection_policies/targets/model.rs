use jiff::Timestamp;
use serde::Deserialize;

use crate::{AccountSid, ConnectionPolicySid, ConnectionPolicyTargetSid, page::Listed, wire};

/// A SIP address to which calls on a trunk are sent. What is `None` was not told, or could not be read.
///
/// See [Twilio Docs/Connection policy target properties](https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicytarget-resource#connectionpolicytarget-properties).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct ConnectionPolicyTarget {
    /// Identifies the target.
    pub sid: ConnectionPolicyTargetSid,
    /// The account the target belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// The policy the target belongs to.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub connection_policy_sid: Option<ConnectionPolicySid>,
    /// What it is called.
    #[serde(default, deserialize_with = "wire::text")]
    pub friendly_name: Option<String>,
    /// The SIP address.
    #[serde(default, deserialize_with = "wire::text")]
    pub target: Option<String>,
    /// How important the target is, 0 the most.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub priority: Option<u16>,
    /// The share of the calls among targets of the same priority.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub weight: Option<u16>,
    /// Whether it is used.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub enabled: Option<bool>,
    /// When the target was made.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When the target was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
    /// The URL of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub url: Option<String>,
}

impl Listed for ConnectionPolicyTarget {
    const KEY: &'static str = "targets";
}
