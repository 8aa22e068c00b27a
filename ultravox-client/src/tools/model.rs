//! What a durable tool is.

use jiff::Timestamp;
use serde::Deserialize;

use super::ToolDefinition;
use crate::{Ownership, ToolId, calls::Call};

/// A tool that is stored at Ultravox.
///
/// See [Ultravox Docs/Get tool](https://docs.ultravox.ai/api-reference/tools/tools-get).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Tool {
    /// The tool.
    pub tool_id: ToolId,
    /// Its name, up to 40 characters. Calls may select it by it.
    pub name: String,
    /// When it was created.
    pub created: Timestamp,
    /// What it is told and how it is reached.
    pub definition: ToolDefinition,
    /// Whether it is the account's own.
    pub ownership: Option<Ownership>,
}

/// A call that used a tool.
///
/// See [Ultravox Docs/Get tool history](https://docs.ultravox.ai/api-reference/tools/tools-history-list).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ToolHistory {
    /// The call.
    pub call: Call,
    /// How many uses failed.
    pub error_count: u64,
}
