use super::{Account, AccountStatus, CreateAccount, UpdateAccount};
use crate::{AccountSid, Client, Error, list::list, request::Request};

const ACCOUNTS: &str = "/2010-04-01/Accounts.json";
const ACCOUNT: &str = "/2010-04-01/Accounts/{Sid}.json";

list! {
    /// A search for accounts. Made by [`Accounts::list`].
    ///
    /// See [Twilio Docs/Read multiple accounts](https://www.twilio.com/docs/iam/api/account#read-multiple-account-resources).
    ListAccounts of Account {
        /// Only accounts of this name.
        friendly_name: String = "FriendlyName",
        /// Only accounts in this state.
        status: AccountStatus = "Status",
    }
}

/// The account that signs in, and its subaccounts. Restricted API keys have no access.
#[derive(Clone, Copy, Debug)]
pub struct Accounts<'a> {
    pub(super) client: &'a Client,
}

impl Client {
    /// The account that signs in, and its subaccounts. Restricted API keys have no access.
    #[must_use]
    pub fn accounts(&self) -> Accounts<'_> {
        Accounts { client: self }
    }
}

impl<'a> Accounts<'a> {
    /// Makes a subaccount of the account that signs in.
    ///
    /// Repeated only after failures that prove that no account was made: no connection, or 429.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses. If
    /// [`Error::may_have_been_applied`], the account may exist.
    pub async fn create(&self, account: &CreateAccount) -> Result<Account, Error> {
        let request = Request::post(ACCOUNTS, &[], account.to_form()?);
        self.client.execute(&request).await
    }

    /// Looks at an account.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Twilio refuses; [`Error::is_not_found`] if there is no such account.
    pub async fn get(&self, sid: &AccountSid) -> Result<Account, Error> {
        let request = Request::get(ACCOUNT, &[sid]);
        self.client.execute(&request).await
    }

    /// Looks for accounts. Nothing is sent before the list is [sent](ListAccounts::send) or
    /// [streamed](ListAccounts::stream).
    pub fn list(&self) -> ListAccounts<'a> {
        ListAccounts::new(self.client, Request::get(ACCOUNTS, &[]))
    }

    /// Changes an account. May be repeated, and is, if it fails for the moment.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses.
    pub async fn update(&self, sid: &AccountSid, update: &UpdateAccount) -> Result<Account, Error> {
        let request = Request::post(ACCOUNT, &[sid], update.to_form()?);
        self.client.execute(&request.idempotent()).await
    }
}
