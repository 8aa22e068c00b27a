//! Changes to an API key.

use serde::Serialize;

/// Changes to an API key. Nothing else can be changed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateApiKey {
    /// Whether it is revoked. A revoked key never works again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked: Option<bool>,
}

impl UpdateApiKey {
    /// No changes.
    #[must_use]
    pub const fn new() -> Self {
        Self { revoked: None }
    }

    /// Sets [`revoked`](field@Self::revoked).
    #[must_use]
    pub const fn revoked(mut self, revoked: bool) -> Self {
        self.revoked = Some(revoked);
        self
    }
}
