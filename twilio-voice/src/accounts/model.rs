use std::collections::BTreeMap;

use jiff::Timestamp;
use secrecy::SecretString;
use serde::Deserialize;

use crate::{
    AccountSid,
    page::Listed,
    wire::{self, open_enum},
};

/// An account or subaccount. What is `None` was not told, or could not be read.
///
/// See [Twilio Docs/Account properties](https://www.twilio.com/docs/iam/api/account#account-properties).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Account {
    /// Identifies the account.
    pub sid: AccountSid,
    /// What signs in and signs webhooks, with full rights.
    #[serde(default, deserialize_with = "wire::secret")]
    pub auth_token: Option<SecretString>,
    /// The account above, or this account if there is none.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub owner_account_sid: Option<AccountSid>,
    /// What it is called.
    #[serde(default, deserialize_with = "wire::text")]
    pub friendly_name: Option<String>,
    /// Whether it can be used.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub status: Option<AccountStatus>,
    /// Whether it is paid for.
    #[serde(rename = "type", default, deserialize_with = "wire::parsed")]
    pub kind: Option<AccountKind>,
    /// When the account was made.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When the account was changed.
    #[serde(default, deserialize_with = "wire::timestamp")]
    pub date_updated: Option<Timestamp>,
    /// The path of the record.
    #[serde(default, deserialize_with = "wire::text")]
    pub uri: Option<String>,
    /// The paths of what belongs to the account, by name.
    #[serde(default, deserialize_with = "wire::text_map")]
    pub subresource_uris: BTreeMap<String, String>,
}

impl Listed for Account {
    const KEY: &'static str = "accounts";
}

open_enum! {
    /// Whether an account can be used.
    AccountStatus {
        /// It can.
        Active = "active",
        /// It cannot, until it is activated again.
        Suspended = "suspended",
        /// It cannot, for good.
        Closed = "closed",
    }
}

open_enum! {
    /// Whether an account is paid for.
    AccountKind {
        /// A trial.
        Trial = "Trial",
        /// Paid for.
        Full = "Full",
    }
}
