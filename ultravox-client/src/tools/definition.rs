//! What a tool is and how it is reached.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    AutomaticParameter, DynamicParameter, ParameterLocation, StaticParameter, ToolRequirements,
};
use crate::{Error, check, duration};

/// A tool.
///
/// See [Ultravox Docs/Custom tools](https://docs.ultravox.ai/tools/custom/overview).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ToolDefinition {
    /// Name the model knows the tool by: 1 to 64 letters, digits, `_` or `-`, unique within a call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model_tool_name: Option<String>,
    /// What the tool does and when to use it, told to the model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Parameters the model fills in.
    #[serde(
        default,
        deserialize_with = "crate::wire::or_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub dynamic_parameters: Vec<DynamicParameter>,
    /// Parameters that always have the same value; hidden from the model.
    #[serde(
        default,
        deserialize_with = "crate::wire::or_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub static_parameters: Vec<StaticParameter>,
    /// Parameters that Ultravox fills in.
    #[serde(
        default,
        deserialize_with = "crate::wire::or_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub automatic_parameters: Vec<AutomaticParameter>,
    /// What a call must provide to use the tool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirements: Option<ToolRequirements>,
    /// How long the tool may take, up to 40 s. The conversation stands still meanwhile. `None` means 2.5 s.
    #[serde(
        default,
        with = "duration::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub timeout: Option<Duration>,
    /// Whether the tool has no side effects, so that Ultravox may run it ahead of time. `None` means no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precomputable: Option<bool>,
    /// Who runs the tool.
    #[serde(flatten)]
    pub implementation: ToolImplementation,
    /// What the agent does when the tool has answered, unless the answer says otherwise. `None` means it speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_reaction: Option<AgentReaction>,
    /// An answer given to the model at once, whatever the tool answers later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub static_response: Option<StaticResponse>,
}

impl ToolDefinition {
    /// A tool that Ultravox reaches by HTTP. `url` may hold `{placeholders}` for path parameters, and has no query:
    /// use static parameters for that.
    #[must_use]
    pub fn http(
        name: impl Into<String>,
        method: impl Into<String>,
        url: impl Into<String>,
    ) -> Self {
        let http = HttpTool {
            base_url_pattern: url.into(),
            http_method: method.into(),
        };
        Self::new(name, ToolImplementation::Http(http))
    }

    /// A tool that the client of the call runs.
    #[must_use]
    pub fn client(name: impl Into<String>) -> Self {
        Self::new(name, ToolImplementation::Client(Map::new()))
    }

    /// A tool that the other end of the data connection runs.
    #[must_use]
    pub fn data_connection(name: impl Into<String>) -> Self {
        Self::new(name, ToolImplementation::DataConnection(Map::new()))
    }

    fn new(name: impl Into<String>, implementation: ToolImplementation) -> Self {
        Self {
            model_tool_name: Some(name.into()),
            description: None,
            dynamic_parameters: Vec::new(),
            static_parameters: Vec::new(),
            automatic_parameters: Vec::new(),
            requirements: None,
            timeout: None,
            precomputable: None,
            implementation,
            default_reaction: None,
            static_response: None,
        }
    }

    setters! {
        text model_tool_name;
        text description;
        list dynamic_parameters: DynamicParameter;
        list static_parameters: StaticParameter;
        list automatic_parameters: AutomaticParameter;
        value requirements: ToolRequirements;
        value timeout: Duration;
        value precomputable: bool;
        value default_reaction: AgentReaction;
        into static_response: StaticResponse;
    }

    pub(crate) fn validate(&self, path: &str) -> Result<(), Error> {
        if let Some(name) = &self.model_tool_name {
            check::tool_name(&format!("{path}.model_tool_name"), name)?;
        }
        if self
            .timeout
            .is_some_and(|timeout| timeout > Duration::from_secs(40))
        {
            return Err(Error::invalid(
                format!("{path}.timeout"),
                "must be up to 40 seconds",
            ));
        }
        check::limit(&format!("{path}.timeout"), self.timeout)?;
        match &self.implementation {
            ToolImplementation::Http(http) => http.validate(path),
            ToolImplementation::Client(_) | ToolImplementation::DataConnection(_) => {
                self.only_body_parameters(path)
            }
            ToolImplementation::Other(_) => Ok(()),
        }
    }

    fn only_body_parameters(&self, path: &str) -> Result<(), Error> {
        let locations = (self
            .dynamic_parameters
            .iter()
            .map(|parameter| &parameter.location))
        .chain(
            self.static_parameters
                .iter()
                .map(|parameter| &parameter.location),
        )
        .chain(
            self.automatic_parameters
                .iter()
                .map(|parameter| &parameter.location),
        );
        for location in locations.flatten() {
            if matches!(
                location,
                ParameterLocation::Query | ParameterLocation::Path | ParameterLocation::Header
            ) {
                return Err(Error::invalid(
                    path,
                    "a tool without HTTP takes its parameters in the body only",
                ));
            }
        }
        Ok(())
    }
}

/// Who runs a tool.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum ToolImplementation {
    /// A server that Ultravox reaches by HTTP.
    Http(HttpTool),
    /// The client of the call. Has no documented settings.
    Client(Map<String, Value>),
    /// The other end of the data connection. Has no documented settings.
    DataConnection(Map<String, Value>),
    /// A kind this version does not know.
    Other(Value),
}

one_key! {
    ToolImplementation {
        Http(HttpTool) = "http",
        Client(Map<String, Value>) = "client",
        DataConnection(Map<String, Value>) = "dataConnection",
    }
}

/// A tool behind HTTP.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct HttpTool {
    /// URL, possibly with `{placeholders}` for path parameters, without a query.
    pub base_url_pattern: String,
    /// HTTP method.
    pub http_method: String,
}

impl HttpTool {
    fn validate(&self, path: &str) -> Result<(), Error> {
        check::url(
            &format!("{path}.http.base_url_pattern"),
            &self.base_url_pattern,
            &["http", "https"],
        )?;
        if self.base_url_pattern.contains('?') {
            let problem = "must not have a query: use static parameters";
            return Err(Error::invalid(
                format!("{path}.http.base_url_pattern"),
                problem,
            ));
        }
        check::not_empty(&format!("{path}.http.http_method"), Some(&self.http_method))
    }
}

/// What the agent does when a tool has answered.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum AgentReaction {
    /// It speaks.
    #[serde(rename = "AGENT_REACTION_SPEAKS")]
    Speaks,
    /// It waits for the user.
    #[serde(rename = "AGENT_REACTION_LISTENS")]
    Listens,
    /// It speaks, unless it already spoke when it used the tool.
    #[serde(rename = "AGENT_REACTION_SPEAKS_ONCE")]
    SpeaksOnce,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// An answer known in advance.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct StaticResponse {
    /// The answer.
    pub response_text: String,
}

impl<T: Into<String>> From<T> for StaticResponse {
    fn from(response_text: T) -> Self {
        Self {
            response_text: response_text.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_client_tool_is_written_as_documented() {
        let tool = ToolDefinition::client("pick_color")
            .timeout(Duration::from_millis(2500))
            .static_response("OK");
        assert_eq!(
            serde_json::to_value(tool).unwrap(),
            json!({
                "modelToolName": "pick_color",
                "timeout": "2.5s",
                "client": {},
                "staticResponse": {"responseText": "OK"},
            })
        );
    }

    #[test]
    fn a_tool_is_read_with_nulls_and_unknown_fields() {
        let tool: ToolDefinition = serde_json::from_value(json!({
            "modelToolName": "look_up",
            "dynamicParameters": null,
            "http": {"baseUrlPattern": "https://example.com/{id}", "httpMethod": "GET"},
            "client": null,
            "futureField": 1,
        }))
        .unwrap();
        assert!(
            matches!(&tool.implementation, ToolImplementation::Http(http) if http.http_method == "GET")
        );
        assert!(tool.timeout.is_none());
    }

    #[test]
    fn problems_name_the_field() {
        let problem = |tool: ToolDefinition| tool.validate("tool").unwrap_err().to_string();
        assert!(problem(ToolDefinition::client("two words")).contains("tool.model_tool_name"));
        assert!(
            problem(ToolDefinition::client("x").timeout(Duration::from_secs(41)))
                .contains("tool.timeout")
        );
        let url = "https://example.com/?key=1";
        assert!(
            problem(ToolDefinition::http("x", "GET", url)).contains("tool.http.base_url_pattern")
        );
        let parameter = StaticParameter::new("x", ParameterLocation::Header, "y");
        assert!(
            problem(ToolDefinition::client("x").static_parameters([parameter]))
                .contains("body only")
        );
    }
}
