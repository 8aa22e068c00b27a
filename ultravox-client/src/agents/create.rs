//! An agent to be, and changes to one.

use serde::Serialize;

use super::CallTemplate;
use crate::{Error, Patch, check};

/// An agent to be stored.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateAgent {
    /// Its name, 1 to 64 characters. Without one, Ultravox makes one up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What its calls are like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_template: Option<CallTemplate>,
}

impl CreateAgent {
    /// An agent whose calls are like `call_template`. [`Default`] has neither template nor name.
    #[must_use]
    pub fn new(name: impl Into<String>, call_template: CallTemplate) -> Self {
        Self::default().name(name).call_template(call_template)
    }

    setters! {
        text name;
        value call_template: CallTemplate;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        validate(self.name.as_deref(), self.call_template.as_ref())
    }
}

/// Changes to an agent, for calls that are placed from then on. What is not set stays as it is.
///
/// Only the fields that are set in `call_template` change. Whether that goes deeper than one level is not documented:
/// set whole values.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateAgent {
    /// Its name, 1 to 64 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What its calls are like.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub call_template: Patch<CallTemplate>,
}

impl UpdateAgent {
    /// No changes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        text name;
        patch call_template / clear_call_template: CallTemplate;
    }

    /// Checks what can be told to be wrong without asking Ultravox. Done before anything is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the first field that is not usable.
    pub fn validate(&self) -> Result<(), Error> {
        validate(self.name.as_deref(), self.call_template.as_set())
    }
}

fn validate(name: Option<&str>, template: Option<&CallTemplate>) -> Result<(), Error> {
    check::length_if("name", name, 1..=64)?;
    template.map_or(Ok(()), |template| template.validate("call_template"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;
    use crate::tools::SelectedTool;

    #[test]
    fn an_update_writes_only_what_changes() {
        let template = CallTemplate::new().max_duration(Duration::from_secs(60));
        let update = UpdateAgent::new().call_template(template);
        assert_eq!(
            serde_json::to_value(update).unwrap(),
            json!({"callTemplate": {"maxDuration": "60s"}})
        );
        let template = CallTemplate::new().selected_tools(Vec::<SelectedTool>::new());
        let update = UpdateAgent::new().call_template(template);
        assert_eq!(
            serde_json::to_value(update).unwrap(),
            json!({"callTemplate": {"selectedTools": []}})
        );
        let update = UpdateAgent::new().clear_call_template();
        assert_eq!(
            serde_json::to_value(update).unwrap(),
            json!({"callTemplate": null})
        );
    }

    #[test]
    fn problems_name_the_field() {
        let template = CallTemplate::new;
        for (agent, field) in [
            (CreateAgent::new("", template()), "name"),
            (CreateAgent::new("x".repeat(65), template()), "name"),
            (
                CreateAgent::new("x", template().temperature(2.0)),
                "call_template.temperature",
            ),
            (
                CreateAgent::new("x", template().shared_secrets(["short"])),
                "call_template.shared_secrets[0]",
            ),
            (
                CreateAgent::new("x", template().max_duration(Duration::ZERO)),
                "call_template.max_duration",
            ),
        ] {
            let problem = agent.validate().unwrap_err().to_string();
            assert!(
                problem.starts_with(&format!("invalid request: {field}: ")),
                "{problem}"
            );
        }
    }
}
