//! Tools as a call sees them.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{
    CallToolId, ToolId, duration,
    tools::{AgentReaction, AutomaticParameter, DynamicParameter, StaticParameter, StaticResponse},
};

/// A tool of a call.
///
/// See [Ultravox Docs/List call tools](https://docs.ultravox.ai/api-reference/calls/calls-tools-list).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallTool {
    /// The tool within the call.
    pub call_tool_id: CallToolId,
    /// The durable tool it was made of. `None` if it exists only for the call.
    pub tool_id: Option<ToolId>,
    /// The name the model knows it by.
    pub name: String,
    /// What it is. `None` if Ultravox does not say.
    pub definition: Option<CallToolDefinition>,
}

/// What a tool of a call is, without the secrets it authenticates with.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallToolDefinition {
    /// What the model is told about it.
    pub description: Option<String>,
    /// Parameters the model fills in.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub dynamic_parameters: Vec<DynamicParameter>,
    /// Parameters that always have the same value.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub static_parameters: Vec<StaticParameter>,
    /// Parameters that Ultravox fills in.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub automatic_parameters: Vec<AutomaticParameter>,
    /// How long it may take.
    #[serde(default, with = "duration::option")]
    pub timeout: Option<Duration>,
    /// Whether Ultravox may run it ahead of time.
    pub precomputable: Option<bool>,
    /// Who runs it.
    #[serde(flatten)]
    pub implementation: CallToolImplementation,
    /// What the agent does when it has answered.
    pub default_reaction: Option<AgentReaction>,
    /// An answer given to the model at once.
    pub static_response: Option<StaticResponse>,
}

/// Who runs a tool of a call.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum CallToolImplementation {
    /// A server that Ultravox reaches by HTTP.
    Http(HttpCallTool),
    /// The client of the call.
    Client(Map<String, Value>),
    /// The other end of the data connection.
    DataConnection(Map<String, Value>),
    /// A kind this version does not know.
    Other(Value),
}

one_key! {
    CallToolImplementation {
        Http(HttpCallTool) = "http",
        Client(Map<String, Value>) = "client",
        DataConnection(Map<String, Value>) = "dataConnection",
    }
}

/// A tool of a call behind HTTP.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, serde::Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct HttpCallTool {
    /// URL, possibly with placeholders.
    pub base_url_pattern: Option<String>,
    /// HTTP method.
    pub http_method: Option<String>,
    /// Names of the headers that carry tokens.
    #[serde(deserialize_with = "crate::wire::or_default")]
    pub auth_headers: Vec<String>,
    /// Names of the query parameters that carry tokens.
    #[serde(deserialize_with = "crate::wire::or_default")]
    pub auth_query_params: Vec<String>,
    /// What the token that identifies the call must allow. Empty if none is sent.
    #[serde(deserialize_with = "crate::wire::or_default")]
    pub call_token_scopes: Vec<String>,
}
