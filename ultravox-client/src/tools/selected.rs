//! A tool chosen for a call.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ToolDefinition;
use crate::{Error, Secret, ToolId, check};

/// A tool chosen for a call or an agent.
///
/// See [Ultravox Docs/Tools overview](https://docs.ultravox.ai/tools/overview).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SelectedTool {
    /// Which tool.
    #[serde(flatten)]
    pub tool: ToolSource,
    /// Another name for the model to know the tool by: 1 to 64 letters, digits, `_` or `-`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_override: Option<String>,
    /// Another description for the model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description_override: Option<String>,
    /// Tokens for the tool's security requirements, by the name of the requirement.
    #[serde(
        default,
        deserialize_with = "crate::wire::or_default",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub auth_tokens: BTreeMap<String, Secret>,
    /// Fixed values for parameters, which hides them from the model.
    #[serde(
        default,
        deserialize_with = "crate::wire::or_default",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub parameter_overrides: BTreeMap<String, Value>,
    /// Used by Ultravox itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transition_id: Option<String>,
}

impl SelectedTool {
    /// The durable tool with this id.
    #[must_use]
    pub fn by_id(id: ToolId) -> Self {
        Self::new(ToolSource::Id(id))
    }

    /// The durable or built-in tool with this name, e.g. `hangUp`. A tool of the account goes before a built-in one.
    #[must_use]
    pub fn by_name(name: impl Into<String>) -> Self {
        Self::new(ToolSource::Name(name.into()))
    }

    /// A tool that exists only for this call.
    #[must_use]
    pub fn temporary(definition: ToolDefinition) -> Self {
        Self::new(ToolSource::Temporary(Box::new(definition)))
    }

    fn new(tool: ToolSource) -> Self {
        Self {
            tool,
            name_override: None,
            description_override: None,
            auth_tokens: BTreeMap::new(),
            parameter_overrides: BTreeMap::new(),
            transition_id: None,
        }
    }

    setters! {
        text name_override;
        text description_override;
        entry auth_tokens: Secret;
        entry parameter_overrides: Value;
        text transition_id;
    }

    pub(crate) fn validate(&self, path: &str) -> Result<(), Error> {
        if let Some(name) = &self.name_override {
            check::tool_name(&format!("{path}.name_override"), name)?;
        }
        match &self.tool {
            ToolSource::Name(name) => check::not_empty(&format!("{path}.tool_name"), Some(name)),
            ToolSource::Temporary(definition) => {
                definition.validate(&format!("{path}.temporary_tool"))
            }
            ToolSource::Id(_) | ToolSource::Other(_) => Ok(()),
        }
    }
}

impl From<ToolDefinition> for SelectedTool {
    fn from(definition: ToolDefinition) -> Self {
        Self::temporary(definition)
    }
}

/// Where a selected tool comes from.
#[derive(Clone)]
#[non_exhaustive]
pub enum ToolSource {
    /// The durable tool with this id.
    Id(ToolId),
    /// The durable or built-in tool with this name.
    Name(String),
    /// A tool that exists only for this call.
    Temporary(Box<ToolDefinition>),
    /// A source this version does not know.
    Other(Value),
}

one_key! {
    ToolSource {
        Id(ToolId) = "toolId",
        Name(String) = "toolName",
        Temporary(Box<ToolDefinition>) = "temporaryTool",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_tool_is_written_with_its_source_beside_the_options() {
        let tool = SelectedTool::by_name("queryCorpus")
            .parameter_overrides("corpus_id", "c1")
            .auth_tokens("k", "t");
        assert!(!format!("{tool:?}").contains("\"t\""));
        assert_eq!(
            serde_json::to_value(tool).unwrap(),
            json!({"toolName": "queryCorpus", "parameterOverrides": {"corpus_id": "c1"}, "authTokens": {"k": "t"}})
        );
    }

    #[test]
    fn a_tool_is_read_with_nulls() {
        let id = "56294126-5a7d-4948-b67d-3b7e13d55ea7";
        let tool: SelectedTool =
            serde_json::from_value(json!({"toolId": id, "toolName": null, "authTokens": null}))
                .unwrap();
        assert!(matches!(tool.tool, ToolSource::Id(tool) if tool.to_string() == id));
    }

    #[test]
    fn problems_name_the_field() {
        let tool = SelectedTool::temporary(ToolDefinition::client("two words"));
        let problem = tool.validate("selected_tools[0]").unwrap_err().to_string();
        assert!(
            problem.contains("selected_tools[0].temporary_tool.model_tool_name"),
            "{problem}"
        );
    }
}
