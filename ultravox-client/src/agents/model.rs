//! What an agent is.

use jiff::Timestamp;
use serde::Deserialize;

use super::CallTemplate;
use crate::{AgentId, RevisionId};

/// An agent.
///
/// See [Ultravox Docs/Get agent](https://docs.ultravox.ai/api-reference/agents/agents-get).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Agent {
    /// The agent.
    pub agent_id: AgentId,
    /// The version that calls are placed with. `None` if there is none.
    pub published_revision_id: Option<RevisionId>,
    /// Its name, up to 64 characters.
    pub name: Option<String>,
    /// When it was created.
    pub created: Timestamp,
    /// What its calls are like.
    pub call_template: Option<CallTemplate>,
    /// What it was used for.
    pub statistics: Option<AgentStatistics>,
}

/// What an agent was used for.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AgentStatistics {
    /// How many calls were placed with it.
    pub calls: u64,
}
