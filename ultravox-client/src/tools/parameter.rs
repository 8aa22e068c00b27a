//! What a tool is told.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where a parameter is put in the request to a tool.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum ParameterLocation {
    /// In the query.
    #[serde(rename = "PARAMETER_LOCATION_QUERY")]
    Query,
    /// In place of the placeholder of this name in the path.
    #[serde(rename = "PARAMETER_LOCATION_PATH")]
    Path,
    /// In a header.
    #[serde(rename = "PARAMETER_LOCATION_HEADER")]
    Header,
    /// In the JSON body. The only place for client and data-connection tools.
    #[serde(rename = "PARAMETER_LOCATION_BODY")]
    Body,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// A parameter the model fills in.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DynamicParameter {
    /// Name of the parameter.
    #[serde(default)]
    pub name: String,
    /// Where the parameter is put.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<ParameterLocation>,
    /// JSON Schema of the value: type, description, allowed values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<Value>,
    /// Whether the model must fill it in. `None` means no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
}

impl DynamicParameter {
    /// A parameter with the JSON Schema of its value.
    #[must_use]
    pub fn new(name: impl Into<String>, location: ParameterLocation, schema: Value) -> Self {
        Self {
            name: name.into(),
            location: Some(location),
            schema: Some(schema),
            required: None,
        }
    }

    setters! {
        value required: bool;
    }
}

/// A parameter that always has the same value and that the model does not see.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StaticParameter {
    /// Name of the parameter.
    #[serde(default)]
    pub name: String,
    /// Where the parameter is put.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<ParameterLocation>,
    /// The value.
    #[serde(default)]
    pub value: Value,
}

impl StaticParameter {
    /// A parameter with this value.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        location: ParameterLocation,
        value: impl Into<Value>,
    ) -> Self {
        Self {
            name: name.into(),
            location: Some(location),
            value: value.into(),
        }
    }
}

/// A parameter that Ultravox fills in.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AutomaticParameter {
    /// Name of the parameter.
    #[serde(default)]
    pub name: String,
    /// Where the parameter is put.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<ParameterLocation>,
    /// What it is filled with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_value: Option<KnownValue>,
}

impl AutomaticParameter {
    /// A parameter filled with `known_value`.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        location: ParameterLocation,
        known_value: KnownValue,
    ) -> Self {
        Self {
            name: name.into(),
            location: Some(location),
            known_value: Some(known_value),
        }
    }
}

/// What Ultravox can fill a parameter with.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum KnownValue {
    /// Id of the call.
    #[serde(rename = "KNOWN_PARAM_CALL_ID")]
    CallId,
    /// What was said so far.
    #[serde(rename = "KNOWN_PARAM_CONVERSATION_HISTORY")]
    ConversationHistory,
    /// Sample rate of the agent's audio, in Hz.
    #[serde(rename = "KNOWN_PARAM_OUTPUT_SAMPLE_RATE")]
    OutputSampleRate,
    /// State that tools keep in the call.
    #[serde(rename = "KNOWN_PARAM_CALL_STATE")]
    CallState,
    /// Id of the stage of the call.
    #[serde(rename = "KNOWN_PARAM_CALL_STAGE_ID")]
    CallStageId,
    /// Id of the thread that uses the tool.
    #[serde(rename = "KNOWN_PARAM_THREAD_ID")]
    ThreadId,
    /// States of the side threads.
    #[serde(rename = "KNOWN_PARAM_THREAD_STATES")]
    ThreadStates,
    /// Metadata of the call.
    #[serde(rename = "KNOWN_PARAM_CALL_METADATA")]
    CallMetadata,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}
