//! The account at Telnyx.

use serde::{Deserialize, Serialize};

use super::IncomingCalls;
use crate::{Error, KeyPrefix, Secret, check};

/// The account at Telnyx, with its secrets shown in part.
///
/// See [Ultravox Docs/Telephony](https://docs.ultravox.ai/telephony/telephony-platforms).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TelnyxConfig {
    /// Which agents Telnyx may place incoming calls with.
    #[serde(flatten)]
    pub incoming: IncomingCalls,
    /// The account SID at Telnyx.
    pub account_sid: String,
    /// The beginning of the API key.
    pub api_key_prefix: KeyPrefix,
    /// The beginning of the public key.
    pub public_key_prefix: KeyPrefix,
    /// The SID of the application, which needs an outbound voice profile.
    pub application_sid: String,
}

/// The account at Telnyx that Ultravox is to use.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateTelnyxConfig {
    /// Which agents Telnyx may place incoming calls with.
    #[serde(flatten)]
    pub incoming: IncomingCalls,
    /// The account SID at Telnyx.
    pub account_sid: String,
    /// The API key of the account.
    pub api_key: Secret,
    /// The public key of the account, which checks what Telnyx signs.
    pub public_key: Secret,
    /// The SID of the application, which needs an outbound voice profile, 1 to 40 characters.
    pub application_sid: String,
}

impl CreateTelnyxConfig {
    /// This account, with which no agent takes incoming calls.
    #[must_use]
    pub fn new(
        account_sid: impl Into<String>,
        api_key: impl Into<Secret>,
        public_key: impl Into<Secret>,
        application_sid: impl Into<String>,
    ) -> Self {
        Self {
            incoming: IncomingCalls::new(),
            account_sid: account_sid.into(),
            api_key: api_key.into(),
            public_key: public_key.into(),
            application_sid: application_sid.into(),
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
        check::not_empty("api_key", Some(self.api_key.expose()))?;
        check::not_empty("public_key", Some(self.public_key.expose()))?;
        check::length("application_sid", &self.application_sid, 1..=40)?;
        Ok(())
    }
}

/// Changes to the account at Telnyx. What is not set stays as it is.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateTelnyxConfig {
    /// Which agents Telnyx may place incoming calls with.
    #[serde(flatten)]
    pub incoming: IncomingCalls,
    /// The account SID at Telnyx.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_sid: Option<String>,
    /// The API key of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_key: Option<Secret>,
    /// The public key of the account, which checks what Telnyx signs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_key: Option<Secret>,
    /// The SID of the application, which needs an outbound voice profile, 1 to 40 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_sid: Option<String>,
}

impl UpdateTelnyxConfig {
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
        secret api_key;
        secret public_key;
        text application_sid;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        self.incoming.validate()?;
        check::not_empty("account_sid", self.account_sid.as_deref())?;
        check::not_empty("api_key", self.api_key.as_ref().map(Secret::expose))?;
        check::not_empty("public_key", self.public_key.as_ref().map(Secret::expose))?;
        check::length_if("application_sid", self.application_sid.as_deref(), 1..=40)?;
        Ok(())
    }
}
