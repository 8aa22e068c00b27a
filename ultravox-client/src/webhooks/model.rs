//! What a webhook is.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{AgentId, Error, Secret, WebhookId, check};

/// A URL that Ultravox calls when calls move on.
///
/// See [Ultravox Docs/Get webhook](https://docs.ultravox.ai/api-reference/webhooks/webhooks-get).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Webhook {
    /// The webhook.
    pub webhook_id: WebhookId,
    /// The only agent whose calls it is about. `None` means all calls of the account.
    pub agent_id: Option<AgentId>,
    /// When it was created.
    pub created: Timestamp,
    /// The URL.
    pub url: String,
    /// Secrets that sign each request, one signature each.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub secrets: Vec<Secret>,
    /// What is told.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub events: Vec<WebhookEventKind>,
    /// Whether the URL answers.
    pub status: Option<WebhookStatus>,
    /// When `status` changed. `None` if it never did.
    pub last_status_change: Option<Timestamp>,
    /// What went wrong lately.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub recent_failures: Vec<WebhookFailure>,
}

/// What a webhook tells.
///
/// See [Ultravox Docs/Available webhooks](https://docs.ultravox.ai/webhooks/available-webhooks).
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub enum WebhookEventKind {
    /// A call was created.
    #[serde(rename = "call.started")]
    CallStarted,
    /// Somebody joined.
    #[serde(rename = "call.joined")]
    CallJoined,
    /// A call ended, also one that nobody joined.
    #[serde(rename = "call.ended")]
    CallEnded,
    /// What a call costs is final.
    #[serde(rename = "call.billed")]
    CallBilled,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// Whether the URL of a webhook answers.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum WebhookStatus {
    /// It does.
    Normal,
    /// It failed too often.
    Unhealthy,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// A request that the URL of a webhook did not take.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct WebhookFailure {
    /// When.
    pub timestamp: Timestamp,
    /// Why.
    pub failure: String,
}

/// What every way to write a webhook has.
pub(super) fn validate(url: Option<&str>, secrets: &[Secret]) -> Result<(), Error> {
    if let Some(url) = url {
        check::url("url", url, &["http", "https"])?;
        check::length("url", url, 1..=200)?;
    }
    for (index, secret) in secrets.iter().enumerate() {
        check::length(&format!("secrets[{index}]"), secret.expose(), 1..=120)?;
    }
    Ok(())
}
