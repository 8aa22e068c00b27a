use super::{UsageDate, UsageRecord};
use crate::{Client, list::list, request::Request};

list! {
    /// A search for usage. Made by [`UsageRecords::list`].
    ///
    /// See [Twilio Docs/Read multiple usage records](https://www.twilio.com/docs/usage/api/usage-record#read-multiple-usagerecord-resources).
    ListUsageRecords of UsageRecord {
        /// Only usage of this kind, such as `calls`.
        ///
        /// See [Twilio Docs/Usage categories](https://www.twilio.com/docs/usage/api/usage-record#usage-categories).
        category: String = "Category",
        /// Only usage on this day or later.
        start_date: UsageDate = "StartDate" if UsageDate::check,
        /// Only usage on this day or earlier.
        end_date: UsageDate = "EndDate" if UsageDate::check,
        /// Whether usage of subaccounts is counted too. Default: true.
        include_subaccounts: bool = "IncludeSubaccounts",
    }
}

/// Which stretches of time usage is counted in.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum UsagePeriod {
    /// The whole time that is asked for, in one record for each kind.
    #[default]
    Whole,
    /// Since the account was opened, in one record for each kind.
    AllTime,
    /// One record for each day.
    Daily,
    /// The last month.
    LastMonth,
    /// One record for each month.
    Monthly,
    /// This month.
    ThisMonth,
    /// Today.
    Today,
    /// One record for each year.
    Yearly,
    /// Yesterday.
    Yesterday,
}

impl UsagePeriod {
    fn template(self) -> &'static str {
        match self {
            Self::Whole => "/2010-04-01/Accounts/{AccountSid}/Usage/Records.json",
            Self::AllTime => "/2010-04-01/Accounts/{AccountSid}/Usage/Records/AllTime.json",
            Self::Daily => "/2010-04-01/Accounts/{AccountSid}/Usage/Records/Daily.json",
            Self::LastMonth => "/2010-04-01/Accounts/{AccountSid}/Usage/Records/LastMonth.json",
            Self::Monthly => "/2010-04-01/Accounts/{AccountSid}/Usage/Records/Monthly.json",
            Self::ThisMonth => "/2010-04-01/Accounts/{AccountSid}/Usage/Records/ThisMonth.json",
            Self::Today => "/2010-04-01/Accounts/{AccountSid}/Usage/Records/Today.json",
            Self::Yearly => "/2010-04-01/Accounts/{AccountSid}/Usage/Records/Yearly.json",
            Self::Yesterday => "/2010-04-01/Accounts/{AccountSid}/Usage/Records/Yesterday.json",
        }
    }
}

/// What an account used, and what it cost.
#[derive(Clone, Copy, Debug)]
pub struct UsageRecords<'a> {
    client: &'a Client,
}

impl Client {
    /// What the account used, and what it cost.
    #[must_use]
    pub fn usage_records(&self) -> UsageRecords<'_> {
        UsageRecords { client: self }
    }
}

impl<'a> UsageRecords<'a> {
    /// Looks for usage. Nothing is sent before the list is [sent](ListUsageRecords::send) or
    /// [streamed](ListUsageRecords::stream).
    pub fn list(&self, period: UsagePeriod) -> ListUsageRecords<'a> {
        let request = Request::get(period.template(), &[&self.client.account]);
        ListUsageRecords::new(self.client, request)
    }
}
