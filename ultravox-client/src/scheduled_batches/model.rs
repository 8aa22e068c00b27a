//! What a batch is, and what became of its calls.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{BatchId, CallId, Secret, calls::Medium};

/// Calls that Ultravox places within a time window.
///
/// See [Ultravox Docs/Get scheduled call batch](https://docs.ultravox.ai/api-reference/agents/agents-scheduled-batches-get).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ScheduledBatch {
    /// The batch.
    pub batch_id: BatchId,
    /// When it was created.
    pub created: Timestamp,
    /// When the first call may be placed. `None` means at once.
    pub window_start: Option<Timestamp>,
    /// When no more calls are placed. `None` means never.
    pub window_end: Option<Timestamp>,
    /// Name or id of a throttle that bounds its calls.
    pub throttle: Option<String>,
    /// Who is told of each call that Ultravox does not dial itself.
    pub webhook_url: Option<String>,
    /// What signs the requests to `webhook_url`.
    pub webhook_secret: Option<Secret>,
    /// Whether no more calls are placed.
    pub paused: Option<bool>,
    /// How many calls it has.
    pub total_count: u64,
    /// How many of them were placed or failed.
    pub completed_count: u64,
    /// When all were. `None` until then.
    pub ended_at: Option<Timestamp>,
}

/// What became of a call of a batch.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ScheduledCall {
    /// Whether it was placed.
    pub status: ScheduledCallStatus,
    /// The batch.
    pub batch_id: BatchId,
    /// The call. `None` unless it was placed.
    pub call_id: Option<CallId>,
    /// Why it was not placed. `None` unless it failed.
    pub error: Option<String>,
    /// How the voice reaches it. `None` means as the agent says.
    pub medium: Option<Medium>,
    /// What is attached to it.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub metadata: BTreeMap<String, String>,
    /// Values for the placeholders in the agent's texts.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub template_context: Map<String, Value>,
    /// Experimental settings.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub experimental_settings: Map<String, Value>,
}

/// Whether a call of a batch was placed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum ScheduledCallStatus {
    /// The window has not begun.
    Future,
    /// It waits for its turn.
    Pending,
    /// It was placed.
    Success,
    /// The window ended first.
    Expired,
    /// It could not be placed.
    Error,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}
