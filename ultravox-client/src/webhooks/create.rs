//! A webhook to be.

use serde::Serialize;

use super::{WebhookEventKind, model::validate};
use crate::{AgentId, Error, Secret};

/// A webhook to be created, or to be put in the place of another.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateWebhook {
    /// The only agent whose calls it is about. `None` means all calls of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<AgentId>,
    /// The URL, `http` or `https`, up to 200 characters.
    pub url: String,
    /// Secrets that sign each request, each up to 120 characters. Without one, Ultravox makes one up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<Secret>,
    /// What is told.
    pub events: Vec<WebhookEventKind>,
}

impl CreateWebhook {
    /// Tells `url` of `events`.
    #[must_use]
    pub fn new(url: impl Into<String>, events: impl IntoIterator<Item = WebhookEventKind>) -> Self {
        Self {
            agent_id: None,
            url: url.into(),
            secrets: Vec::new(),
            events: events.into_iter().collect(),
        }
    }

    setters! {
        value agent_id: AgentId;
        list secrets: Secret;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        validate(Some(&self.url), &self.secrets)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::webhooks::UpdateWebhook;

    #[test]
    fn only_what_is_set_is_written() {
        let webhook = CreateWebhook::new("https://example.com", [WebhookEventKind::CallEnded]);
        assert_eq!(
            serde_json::to_value(webhook).unwrap(),
            json!({"url": "https://example.com", "events": ["call.ended"]})
        );
        assert_eq!(
            serde_json::to_value(UpdateWebhook::new().clear_agent_id()).unwrap(),
            json!({"agentId": null})
        );
    }

    #[test]
    fn problems_name_the_field_and_hide_the_secret() {
        let long = format!("https://example.com/{}", "x".repeat(200));
        for (webhook, field) in [
            (CreateWebhook::new("nowhere", []), "url"),
            (CreateWebhook::new(long, []), "url"),
            (
                CreateWebhook::new("https://example.com", []).secrets(["s".repeat(121)]),
                "secrets[0]",
            ),
        ] {
            let problem = webhook.validate().unwrap_err().to_string();
            assert!(
                problem.starts_with(&format!("invalid request: {field}: ")),
                "{problem}"
            );
            assert!(!problem.contains("sss") && !format!("{webhook:?}").contains("sss"));
        }
    }
}
