//! Secrets that are only shown in part.

use serde::Deserialize;

/// The beginning of a secret that Ultravox keeps, which tells which one it is.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct KeyPrefix {
    /// The first characters.
    pub prefix: String,
}
