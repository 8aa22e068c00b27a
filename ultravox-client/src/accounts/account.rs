//! Who an account is.

use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;

use crate::{AccountId, duration};

/// An account at Ultravox.
///
/// See [Ultravox Docs/Get account](https://docs.ultravox.ai/api-reference/accounts/accounts-me-get).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Account {
    /// The account.
    pub account_id: AccountId,
    /// Its name.
    pub name: String,
    /// Where people manage what it pays.
    pub billing_url: Option<String>,
    /// How much free time calls used, open ones included.
    #[serde(default, with = "duration::option")]
    pub free_time_used: Option<Duration>,
    /// How much free time is left. It grows when a call ends before its `max_duration`.
    #[serde(default, with = "duration::option")]
    pub free_time_remaining: Option<Duration>,
    /// Whether it has a subscription.
    pub has_active_subscription: bool,
    /// What it subscribed to. `None` without a subscription.
    pub subscription_tier: Option<String>,
    /// How often it is billed. `None` without a subscription.
    pub subscription_cadence: Option<String>,
    /// When its subscription ends, if it does.
    pub subscription_expiration: Option<Timestamp>,
    /// When its subscription changes, if it does.
    pub subscription_scheduled_update: Option<Timestamp>,
    /// When its subscription is renewed, if it is.
    pub subscription_renewal: Option<Timestamp>,
    /// How many calls are open.
    pub active_calls: u64,
    /// How many calls may be open at once. `None` means that there is no bound.
    pub allowed_concurrent_calls: Option<u64>,
    /// How many voices of its own it may have. `None` means that there is no bound.
    pub allowed_voices: Option<u64>,
    /// How many corpora it may have. `None` means that there is no bound.
    pub allowed_corpora: Option<u64>,
}
