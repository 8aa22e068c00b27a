//! How much money an account has left.
//!
//! See [Twilio Docs/Account resource](https://www.twilio.com/docs/iam/api/account).

use serde::Deserialize;

use crate::{AccountSid, calls::Price, wire};

/// How much money an account has left. What is `None` was not told, or could not be read.
///
/// It may lag behind what was spent.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Balance {
    /// The account. A subaccount has no balance of its own.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub account_sid: Option<AccountSid>,
    /// The amount, exactly as Twilio writes it.
    #[serde(default, deserialize_with = "wire::parsed")]
    pub balance: Option<Price>,
    /// The currency of the amount, such as `USD`.
    #[serde(default, deserialize_with = "wire::text")]
    pub currency: Option<String>,
}

#[cfg(feature = "rest")]
mod send {
    use super::Balance;
    use crate::{Client, Error, request::Request};

    const BALANCE: &str = "/2010-04-01/Accounts/{AccountSid}/Balance.json";

    impl Client {
        /// How much money the account has left.
        ///
        /// # Errors
        ///
        /// [`Error::Api`] if Twilio refuses.
        pub async fn balance(&self) -> Result<Balance, Error> {
            let request = Request::get(BALANCE, &[&self.account]);
            self.execute(&request).await
        }
    }
}
