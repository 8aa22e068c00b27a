//! Who something belongs to.

use serde::{Deserialize, Serialize};

/// Whether a tool or a voice is the account's own.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Ownership {
    /// It belongs to the account.
    Private,
    /// Everybody may use it.
    Public,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}
