//! The endpoints of the account.

use super::{
    Account, AccountTelephonyConfig, BillingInfo, GetBillingUsage, GetCallUsage, GetConcurrency,
    ListInvoices, TtsApiKeys, UpdateAccountTelephonyConfig, UpdateTtsApiKeys,
};
use crate::{Client, Error, request::Request};

impl Client {
    /// The account: who it is, what it used, what it pays, and its keys of other companies.
    #[must_use]
    pub fn accounts(&self) -> Accounts<'_> {
        Accounts { client: self }
    }
}

/// The account: who it is, what it used, what it pays, and its keys of other companies.
#[derive(Clone, Copy, Debug)]
pub struct Accounts<'a> {
    client: &'a Client,
}

impl<'a> Accounts<'a> {
    /// Every account that the key may see. They come all at once, not in pages.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Ultravox refuses.
    pub async fn list(&self) -> Result<Vec<Account>, Error> {
        let request = Request::get("/api/accounts", &[]);
        self.client.execute(&request).await
    }

    /// The account that the key belongs to.
    ///
    /// See [Ultravox Docs/Get account](https://docs.ultravox.ai/api-reference/accounts/accounts-me-get).
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Ultravox refuses.
    pub async fn me(&self) -> Result<Account, Error> {
        let request = Request::get("/api/accounts/me", &[]);
        self.client.execute(&request).await
    }

    /// How the account pays.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Ultravox refuses.
    pub async fn billing(&self) -> Result<BillingInfo, Error> {
        let request = Request::get("/api/accounts/me/billing", &[]);
        self.client.execute(&request).await
    }

    /// Lists bills.
    pub fn invoices(&self) -> ListInvoices<'a> {
        ListInvoices::new(self.client)
    }

    /// Asks what was billed in a period.
    pub fn billing_usage(&self) -> GetBillingUsage<'a> {
        GetBillingUsage::new(self.client)
    }

    /// Asks what calls were made.
    pub fn call_usage(&self) -> GetCallUsage<'a> {
        GetCallUsage::new(self.client)
    }

    /// Asks how many calls were open at once, over time.
    pub fn concurrency(&self) -> GetConcurrency<'a> {
        GetConcurrency::new(self.client)
    }

    /// The keys of companies that make voices, shown in part.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Ultravox refuses.
    pub async fn tts_api_keys(&self) -> Result<TtsApiKeys, Error> {
        let request = Request::get("/api/accounts/me/tts_api_keys", &[]);
        self.client.execute(&request).await
    }

    /// Changes the keys of companies that make voices. What the update does not set stays as it is.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Ultravox refuses.
    pub async fn update_tts_api_keys(
        &self,
        update: &UpdateTtsApiKeys,
    ) -> Result<TtsApiKeys, Error> {
        let request = Request::patch("/api/accounts/me/tts_api_keys", &[], update)?;
        self.client.execute(&request).await
    }

    /// The accounts at telephony providers. Deprecated by Ultravox: see
    /// [`Client::telephony_configs`](crate::Client::telephony_configs).
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Ultravox refuses.
    pub async fn telephony_config(&self) -> Result<AccountTelephonyConfig, Error> {
        let request = Request::get("/api/accounts/me/telephony_config", &[]);
        self.client.execute(&request).await
    }

    /// Changes the accounts at telephony providers. What the update does not set stays as it is. Deprecated by
    /// Ultravox: see [`Client::telephony_configs`](crate::Client::telephony_configs).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] before anything is sent, [`Error::Api`] if Ultravox refuses.
    pub async fn update_telephony_config(
        &self,
        update: &UpdateAccountTelephonyConfig,
    ) -> Result<AccountTelephonyConfig, Error> {
        update.validate()?;
        let request = Request::patch("/api/accounts/me/telephony_config", &[], update)?;
        self.client.execute(&request).await
    }
}
