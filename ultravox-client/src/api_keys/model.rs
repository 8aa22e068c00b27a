//! What an API key is.

use jiff::Timestamp;
use serde::Deserialize;

use crate::{ApiKeyPrefix, Secret};

/// An API key, without the key itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ApiKey {
    /// The first characters of the key, which name it.
    pub prefix: ApiKeyPrefix,
    /// When it was created.
    pub created: Timestamp,
    /// Who created it. `None` if that is not known.
    pub creator: Option<String>,
    /// Its name, up to 50 characters. Several keys may have the same.
    pub name: String,
    /// When it ceases to work. `None` means never.
    pub expiry_date: Option<Timestamp>,
    /// Whether it was revoked, which is final.
    pub revoked: Option<bool>,
}

/// An API key that was just created.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreatedApiKey {
    /// The first characters of the key, which name it.
    pub prefix: ApiKeyPrefix,
    /// When it was created.
    pub created: Timestamp,
    /// Who created it. `None` if that is not known.
    pub creator: Option<String>,
    /// The key. It is not shown again.
    pub secret: Secret,
    /// Whether it was revoked, which is final.
    pub revoked: Option<bool>,
    /// Its name, up to 50 characters. Several keys may have the same.
    pub name: String,
    /// When it ceases to work. `None` means never.
    pub expiry_date: Option<Timestamp>,
}
