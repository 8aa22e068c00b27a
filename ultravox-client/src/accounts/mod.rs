//! The account: who it is, what it used, what it pays, and its keys of other companies.

mod account;
mod billing;
#[cfg(feature = "rest")]
mod concurrency;
#[cfg(feature = "rest")]
mod handle;
mod telephony;
mod tts;
mod usage;
#[cfg(feature = "rest")]
mod usage_query;

pub use self::{
    account::Account,
    billing::{BillingInfo, BillingReason, BillingUsage, BillingUsageDay, Invoice, InvoiceStatus},
    telephony::{AccountTelephonyConfig, UpdateAccountTelephonyConfig},
    tts::{TtsApiKeys, UpdateTtsApiKeys},
    usage::{
        CallStatistics, CallUsage, Concurrency, ConcurrencyBucket, DailyCallStatistics,
        HourlyCallStatistics,
    },
};
#[cfg(feature = "rest")]
pub use self::{
    billing::{GetBillingUsage, ListInvoices},
    concurrency::{BucketSize, GetConcurrency},
    handle::Accounts,
    usage_query::GetCallUsage,
};
