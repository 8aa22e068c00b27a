//! Changes to a webhook.

use serde::Serialize;

use super::{WebhookEventKind, model::validate};
use crate::{AgentId, Error, Patch, Secret};

/// Changes to a webhook. What is not set stays as it is.
///
/// To exchange a secret, set both, wait until every receiver knows the new one, then set only that.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateWebhook {
    /// The only agent whose calls it is about. Empty means all calls of the account.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub agent_id: Patch<AgentId>,
    /// The URL, `http` or `https`, up to 200 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Secrets that sign each request, each up to 120 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secrets: Option<Vec<Secret>>,
    /// What is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<WebhookEventKind>>,
}

impl UpdateWebhook {
    /// No changes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        patch agent_id / clear_agent_id: AgentId;
        text url;
        replace secrets: Secret;
        replace events: WebhookEventKind;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        validate(
            self.url.as_deref(),
            self.secrets.as_deref().unwrap_or_default(),
        )
    }
}
