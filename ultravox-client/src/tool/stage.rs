//! A new stage of a call.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{Error, calls::Message, check, tools::SelectedTool};

/// A new stage of a call. What is not set stays as it is.
///
/// It takes effect when a tool answers with it. Changing the stage takes a moment and cancels side threads.
///
/// See [Ultravox Docs/Call stages](https://docs.ultravox.ai/agents/call-stages).
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewStage {
    /// What the agent is told to be and do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system_prompt: Option<String>,
    /// The temperature of the model, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    /// Id or unique name of the voice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice: Option<String>,
    /// The language that is likely spoken, BCP 47, up to 16 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language_hint: Option<String>,
    /// A conversation to begin with. `None` means the one so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_messages: Option<Vec<Message>>,
    /// Tools the agent may use. `None` means those so far; an empty list means none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selected_tools: Option<Vec<SelectedTool>>,
    /// What the model reads as the result of the tool. `None` means `OK`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_result_text: Option<String>,
    /// Properties by their name on the wire; those above go before them.
    ///
    /// Stages are said to know some more, such as `vadSettings`, `inactivityMessages` or `model`, but not by the page
    /// that lists what can be changed: see that they do what you want before you rely on them. `medium`, `maxDuration`,
    /// `joinTimeout`, `recordingEnabled` and who speaks first cannot be changed.
    #[serde(skip)]
    pub uncertain: Map<String, Value>,
}

impl NewStage {
    /// A stage that changes nothing but the system prompt.
    #[must_use]
    pub fn new(system_prompt: impl Into<String>) -> Self {
        Self::default().system_prompt(system_prompt)
    }

    setters! {
        text system_prompt;
        value temperature: f64;
        text voice;
        text language_hint;
        replace initial_messages: Message;
        replace selected_tools: SelectedTool;
        text tool_result_text;
        entry uncertain: Value;
    }

    /// The body of the answer.
    pub(super) fn to_value(&self) -> Result<Map<String, Value>, Error> {
        check::range("temperature", self.temperature, 0.0..=1.0)?;
        check::not_empty("voice", self.voice.as_deref())?;
        check::length_if("language_hint", self.language_hint.as_deref(), 0..=16)?;
        for (index, tool) in self.selected_tools.iter().flatten().enumerate() {
            tool.validate(&format!("selected_tools[{index}]"))?;
        }
        let mut body = self.uncertain.clone();
        match serde_json::to_value(self) {
            Ok(Value::Object(known)) => body.extend(known),
            _ => return Err(Error::invalid("stage", "cannot be written as JSON")),
        }
        Ok(body)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::tools::ToolDefinition;

    #[test]
    fn only_what_is_set_is_written() {
        let stage = NewStage::new("Take the payment.")
            .temperature(0.5)
            .voice("Mark")
            .language_hint("en")
            .initial_messages([Message::user("Hi")])
            .selected_tools([SelectedTool::by_name("hangUp")])
            .tool_result_text("Done.")
            .uncertain("vadSettings", json!({"turnEndpointDelay": "1s"}))
            .uncertain("voice", "ignored");
        assert_eq!(
            Value::Object(stage.to_value().unwrap()),
            json!({
                "systemPrompt": "Take the payment.", "temperature": 0.5, "voice": "Mark",
                "languageHint": "en", "toolResultText": "Done.",
                "initialMessages": [{"role": "MESSAGE_ROLE_USER", "text": "Hi"}],
                "selectedTools": [{"toolName": "hangUp"}],
                "vadSettings": {"turnEndpointDelay": "1s"},
            })
        );
        let none = NewStage::default().selected_tools(Vec::<SelectedTool>::new());
        let body = Value::Object(none.to_value().unwrap());
        assert_eq!(body, json!({"selectedTools": []}));
    }

    #[test]
    fn problems_name_the_field() {
        let stage = NewStage::default;
        for (stage, field) in [
            (stage().temperature(f64::NAN), "temperature"),
            (stage().voice(""), "voice"),
            (
                stage().language_hint("a-language-of-many-words"),
                "language_hint",
            ),
            (
                stage().selected_tools([ToolDefinition::client("two words")]),
                "selected_tools[0].temporary_tool.model_tool_name",
            ),
        ] {
            let problem = stage.to_value().unwrap_err().to_string();
            let expected = format!("invalid request: {field}: ");
            assert!(problem.starts_with(&expected), "{problem}");
        }
    }
}
