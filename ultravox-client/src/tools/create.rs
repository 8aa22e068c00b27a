//! A durable tool to be.

use serde::Serialize;

use super::ToolDefinition;
use crate::{Error, check};

/// A tool to be stored at Ultravox, or to be put in the place of another.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateTool {
    /// Its name, 1 to 40 characters. Calls may select it by it.
    pub name: String,
    /// What it is told and how it is reached.
    pub definition: ToolDefinition,
}

impl CreateTool {
    /// A tool with this name.
    #[must_use]
    pub fn new(name: impl Into<String>, definition: ToolDefinition) -> Self {
        Self {
            name: name.into(),
            definition,
        }
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        check::length("name", &self.name, 1..=40)?;
        self.definition.validate("definition")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_tool_is_a_name_and_a_definition() {
        let tool = CreateTool::new("color", ToolDefinition::client("pick_color"));
        assert_eq!(
            serde_json::to_value(tool).unwrap(),
            json!({"name": "color", "definition": {"modelToolName": "pick_color", "client": {}}})
        );
    }

    #[test]
    fn problems_name_the_field() {
        let client = || ToolDefinition::client("x");
        for (tool, field) in [
            (CreateTool::new("", client()), "name"),
            (CreateTool::new("x".repeat(41), client()), "name"),
            (
                CreateTool::new("x", ToolDefinition::client("two words")),
                "definition.model_tool_name",
            ),
        ] {
            let problem = tool.validate().unwrap_err().to_string();
            assert!(
                problem.starts_with(&format!("invalid request: {field}: ")),
                "{problem}"
            );
        }
    }
}
