//! The account at Twilio.

use serde::{Deserialize, Serialize};

use super::IncomingCalls;
use crate::{Error, KeyPrefix, Secret, check};

/// The account at Twilio, with its secrets shown in part.
///
/// See [Ultravox Docs/Telephony](https://docs.ultravox.ai/telephony/telephony-platforms).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TwilioConfig {
    /// Which agents Twilio may place incoming calls with.
    #[serde(flatten)]
    pub incoming: IncomingCalls,
    /// The account SID at Twilio.
    pub account_sid: String,
    /// The beginning of the auth token.
    pub auth_token_prefix: KeyPrefix,
}

/// The account at Twilio that Ultravox is to use.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateTwilioConfig {
    /// Which agents Twilio may place incoming calls with.
    #[serde(flatten)]
    pub incoming: IncomingCalls,
    /// The account SID at Twilio.
    pub account_sid: String,
    /// The auth token of the account.
    pub auth_token: Secret,
}

impl CreateTwilioConfig {
    /// This account, with which no agent takes incoming calls.
    #[must_use]
    pub fn new(account_sid: impl Into<String>, auth_token: impl Into<Secret>) -> Self {
        Self {
            incoming: IncomingCalls::new(),
            account_sid: account_sid.into(),
            auth_token: auth_token.into(),
        }
    }

    /// Sets [`incoming`](field@Self::incoming).
    #[must_use]
    pub fn incoming(mut self, incoming: IncomingCalls) -> Self {
        self.incoming = incoming;
        self
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        self.incoming.validate()?;
        check::not_empty("account_sid", Some(&self.account_sid))?;
        check::not_empty("auth_token", Some(self.auth_token.expose()))?;
        Ok(())
    }
}

/// Changes to the account at Twilio. What is not set stays as it is.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateTwilioConfig {
    /// Which agents Twilio may place incoming calls with.
    #[serde(flatten)]
    pub incoming: IncomingCalls,
    /// The account SID at Twilio.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_sid: Option<String>,
    /// The auth token of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_token: Option<Secret>,
}

impl UpdateTwilioConfig {
    /// No changes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets [`incoming`](field@Self::incoming).
    #[must_use]
    pub fn incoming(mut self, incoming: IncomingCalls) -> Self {
        self.incoming = incoming;
        self
    }

    setters! {
        text account_sid;
        secret auth_token;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        self.incoming.validate()?;
        check::not_empty("account_sid", self.account_sid.as_deref())?;
        check::not_empty("auth_token", self.auth_token.as_ref().map(Secret::expose))?;
        Ok(())
    }
}
