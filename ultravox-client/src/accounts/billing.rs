//! What an account pays.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// How an account pays.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BillingInfo {
    /// How it pays, in part only. `None` if nothing is set.
    pub payment_method: Option<String>,
    /// Who gets the bills. `None` if nobody does.
    pub billing_email: Option<String>,
}

/// A bill.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Invoice {
    /// When it became due.
    pub invoice_date: Timestamp,
    /// How much it is about. The unit is not documented; it may be cents.
    pub amount: i64,
    /// Why it was written.
    pub billing_reason: BillingReason,
    /// Its number.
    pub invoice_number: String,
    /// Whether it is paid.
    pub invoice_status: InvoiceStatus,
    /// Where it can be read.
    pub invoice_url: String,
}

/// Why a bill was written.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BillingReason {
    /// By hand.
    Manual,
    /// A subscription began.
    SubscriptionCreate,
    /// A period of a subscription began.
    SubscriptionCycle,
    /// So much was used that it was not put off.
    SubscriptionThreshold,
    /// A subscription changed.
    SubscriptionUpdate,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// Whether a bill is paid.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum InvoiceStatus {
    /// It is.
    Paid,
    /// It is not.
    Unpaid,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// What was billed in a period.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BillingUsage {
    /// What was billed on each day.
    pub daily_usage: Vec<BillingUsageDay>,
    /// How many minutes were billed in all.
    pub total_minutes: f64,
    /// How many SIP minutes were billed in all.
    pub total_sip_minutes: f64,
}

/// What was billed on one day.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BillingUsageDay {
    /// The day, UTC.
    pub date: Date,
    /// How many minutes were billed.
    pub minutes: f64,
    /// How many SIP minutes were billed.
    pub sip_minutes: f64,
}

#[cfg(feature = "rest")]
mod rest {
    use jiff::civil::Date;

    use super::{BillingUsage, Invoice};
    use crate::{
        Client, Error, check,
        page::{Paging, list},
        request::Request,
    };

    /// Lists bills. A page has up to 100, and 10 if nothing is set.
    #[derive(Clone, Debug)]
    #[must_use]
    pub struct ListInvoices<'a> {
        client: &'a Client,
        paging: Paging,
    }

    impl<'a> ListInvoices<'a> {
        pub(in crate::accounts) fn new(client: &'a Client) -> Self {
            Self {
                client,
                paging: Paging::default(),
            }
        }

        fn request(&self) -> Result<Request, Error> {
            let size = self.paging.page_size.map(f64::from);
            check::range("page_size", size, 1.0..=100.0)?;
            self.paging
                .apply(Request::get("/api/accounts/me/billing/invoices", &[]))
        }
    }

    list!(ListInvoices of Invoice);

    /// Asks what was billed in a period.
    #[derive(Clone, Debug)]
    #[must_use]
    pub struct GetBillingUsage<'a> {
        client: &'a Client,
        from_date: Option<Date>,
        to_date: Option<Date>,
    }

    impl<'a> GetBillingUsage<'a> {
        pub(in crate::accounts) fn new(client: &'a Client) -> Self {
            Self {
                client,
                from_date: None,
                to_date: None,
            }
        }

        /// The first day, UTC; the first of the billing period by default.
        pub fn from_date(mut self, day: Date) -> Self {
            self.from_date = Some(day);
            self
        }

        /// The day after the last, UTC, up to 90 days after the first.
        pub fn to_date(mut self, day: Date) -> Self {
            self.to_date = Some(day);
            self
        }

        /// Fetches the answer.
        ///
        /// # Errors
        ///
        /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
        pub async fn send(self) -> Result<BillingUsage, Error> {
            self.client.execute(&self.request()?).await
        }

        fn request(&self) -> Result<Request, Error> {
            if let (Some(from), Some(to)) = (self.from_date, self.to_date) {
                let days = to.duration_since(from).as_hours() / 24;
                if !(0..=90).contains(&days) {
                    return Err(Error::invalid(
                        "to_date",
                        "must be 0 to 90 days after from_date",
                    ));
                }
            }
            Ok(Request::get("/api/accounts/me/billing/usage", &[])
                .query_if("fromDate", self.from_date)
                .query_if("toDate", self.to_date))
        }
    }

    #[cfg(test)]
    mod tests {
        use jiff::civil::date;

        use super::*;

        #[test]
        fn problems_name_the_field() {
            let client = Client::builder("key").build().unwrap();
            let usage =
                |to| (GetBillingUsage::new(&client).from_date(date(2026, 1, 1))).to_date(to);
            for to in [date(2025, 12, 31), date(2026, 4, 2)] {
                let problem = usage(to).request().unwrap_err().to_string();
                assert!(
                    problem.starts_with("invalid request: to_date: "),
                    "{problem}"
                );
            }
            assert!(usage(date(2026, 4, 1)).request().is_ok());
            for size in [0, 101] {
                let list = ListInvoices::new(&client).page_size(size);
                let problem = list.request().unwrap_err().to_string();
                assert!(
                    problem.starts_with("invalid request: page_size: "),
                    "{problem}"
                );
            }
        }
    }
}

#[cfg(feature = "rest")]
pub use self::rest::{GetBillingUsage, ListInvoices};
