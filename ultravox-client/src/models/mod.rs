//! Models an agent can think with.

#[cfg(feature = "rest")]
mod handle;

use serde::Deserialize;

#[cfg(feature = "rest")]
pub use self::handle::{ListModels, Models};

/// A model by one of its names.
///
/// See [Ultravox Docs/List models](https://docs.ultravox.ai/api-reference/models/models-list).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ModelAlias {
    /// The name, as calls and agents take it.
    pub name: String,
}
