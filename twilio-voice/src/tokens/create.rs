use std::time::Duration;

use crate::{
    Error,
    form::{Form, parameters},
};

parameters! {
    /// Credentials to be made.
    ///
    /// See [Twilio Docs/Create a token](https://www.twilio.com/docs/stun-turn/api#create-a-token-resource).
    #[derive(Debug)]
    CreateToken {}
    options {
        /// How long they are valid, in whole seconds. Default: one day.
        ttl: Duration,
    }
    lists {}
}

impl CreateToken {
    /// Credentials with Twilio's defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::with_required()
    }

    /// The parameters as they are sent, encoded as `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the parameter that is not usable.
    pub fn to_form(&self) -> Result<String, Error> {
        let mut form = Form::new();
        form.seconds("Ttl", self.ttl, 1..=u64::MAX);
        form.finish()
    }
}

impl Default for CreateToken {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(feature = "rest")]
mod send {
    use super::CreateToken;
    use crate::{
        Error,
        request::Request,
        tokens::{Token, Tokens},
    };

    const TOKENS: &str = "/2010-04-01/Accounts/{AccountSid}/Tokens.json";

    impl Tokens<'_> {
        /// Makes credentials for the servers that help browsers and Twilio to reach each other.
        ///
        /// Repeated only after failures that prove that none were made: no connection, or 429.
        ///
        /// # Errors
        ///
        /// [`Error::InvalidRequest`] if a parameter is not usable: nothing was sent. [`Error::Api`] if Twilio refuses.
        pub async fn create(&self, token: &CreateToken) -> Result<Token, Error> {
            let request = Request::post(TOKENS, &[&self.client.account], token.to_form()?);
            self.client.execute(&request).await
        }
    }
}
