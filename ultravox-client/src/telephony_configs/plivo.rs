//! The account at Plivo.

use serde::{Deserialize, Serialize};

use super::IncomingCalls;
use crate::{Error, KeyPrefix, Secret, check};

/// The account at Plivo, with its secrets shown in part.
///
/// See [Ultravox Docs/Telephony](https://docs.ultravox.ai/telephony/telephony-platforms).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlivoConfig {
    /// Which agents Plivo may place incoming calls with.
    #[serde(flatten)]
    pub incoming: IncomingCalls,
    /// The auth id at Plivo.
    pub auth_id: String,
    /// The beginning of the auth token.
    pub auth_token_prefix: KeyPrefix,
}

/// The account at Plivo that Ultravox is to use.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreatePlivoConfig {
    /// Which agents Plivo may place incoming calls with.
    #[serde(flatten)]
    pub incoming: IncomingCalls,
    /// The auth id at Plivo.
    pub auth_id: String,
    /// The auth token of the account.
    pub auth_token: Secret,
}

impl CreatePlivoConfig {
    /// This account, with which no agent takes incoming calls.
    #[must_use]
    pub fn new(auth_id: impl Into<String>, auth_token: impl Into<Secret>) -> Self {
        Self {
            incoming: IncomingCalls::new(),
            auth_id: auth_id.into(),
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
        check::not_empty("auth_id", Some(&self.auth_id))?;
        check::not_empty("auth_token", Some(self.auth_token.expose()))?;
        Ok(())
    }
}

/// Changes to the account at Plivo. What is not set stays as it is.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdatePlivoConfig {
    /// Which agents Plivo may place incoming calls with.
    #[serde(flatten)]
    pub incoming: IncomingCalls,
    /// The auth id at Plivo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_id: Option<String>,
    /// The auth token of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_token: Option<Secret>,
}

impl UpdatePlivoConfig {
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
        text auth_id;
        secret auth_token;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        self.incoming.validate()?;
        check::not_empty("auth_id", self.auth_id.as_deref())?;
        check::not_empty("auth_token", self.auth_token.as_ref().map(Secret::expose))?;
        Ok(())
    }
}
