//! Who is told when a call moves on.

use serde::{Deserialize, Serialize};

use crate::{Error, Secret, check};

/// URLs that Ultravox calls as the call moves on.
///
/// See [Ultravox Docs/Webhooks](https://docs.ultravox.ai/webhooks/overview).
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Callbacks {
    /// Called when somebody joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined: Option<Callback>,
    /// Called when the call has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<Callback>,
    /// Called when the call is billed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billed: Option<Callback>,
}

impl Callbacks {
    /// No callbacks.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        into joined: Callback;
        into ended: Callback;
        into billed: Callback;
    }

    pub(crate) fn validate(&self, path: &str) -> Result<(), Error> {
        let callbacks = [
            ("joined", &self.joined),
            ("ended", &self.ended),
            ("billed", &self.billed),
        ];
        for (name, callback) in callbacks {
            if let Some(url) = callback
                .as_ref()
                .and_then(|callback| callback.url.as_deref())
            {
                check::url(&format!("{path}.{name}.url"), url, &["http", "https"])?;
            }
        }
        Ok(())
    }
}

/// One URL that Ultravox calls.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Callback {
    /// The URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Secrets the request is signed with, one signature each.
    #[serde(
        deserialize_with = "crate::wire::or_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub secrets: Vec<Secret>,
}

impl Callback {
    /// Calls `url`.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: Some(url.into()),
            secrets: Vec::new(),
        }
    }

    setters! {
        list secrets: Secret;
    }
}

impl From<&str> for Callback {
    fn from(url: &str) -> Self {
        Self::new(url)
    }
}

impl From<String> for Callback {
    fn from(url: String) -> Self {
        Self::new(url)
    }
}
