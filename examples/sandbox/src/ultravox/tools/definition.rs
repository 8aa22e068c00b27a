//! What a tool is, as it was sent.

use std::time::Duration;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::ultravox::duration;

/// A tool may take so long, if it does not say more or less.
const TIMEOUT: Duration = Duration::from_millis(2500);
const LONGEST: Duration = Duration::from_secs(40);

/// `BaseToolDefinition`. Missing and `null` are the same.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Definition {
    #[serde(deserialize_with = "or_default")]
    pub(super) model_tool_name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) description: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) dynamic_parameters: Vec<Dynamic>,
    #[serde(deserialize_with = "or_default")]
    pub(super) static_parameters: Vec<Fixed>,
    #[serde(deserialize_with = "or_default")]
    pub(super) automatic_parameters: Vec<Automatic>,
    #[serde(deserialize_with = "or_default")]
    pub(super) requirements: Requirements,
    timeout: Option<String>,
    pub(super) precomputable: Option<bool>,
    pub(super) http: Option<Http>,
    pub(super) client: Option<Value>,
    pub(super) data_connection: Option<Value>,
    pub(super) default_reaction: Option<String>,
    pub(super) static_response: Option<StaticResponse>,
}

/// A parameter the model fills in.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Dynamic {
    pub(super) name: String,
    #[serde(default)]
    pub(super) location: Place,
    #[serde(default)]
    pub(super) schema: Value,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) required: bool,
}

/// A parameter that is always the same.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Fixed {
    pub(super) name: String,
    #[serde(default)]
    pub(super) location: Place,
    #[serde(default)]
    pub(super) value: Value,
}

/// A parameter that the provider fills in.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Automatic {
    pub(super) name: String,
    #[serde(default)]
    pub(super) location: Place,
    pub(super) known_value: Known,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
pub(in crate::ultravox) enum Place {
    #[serde(rename = "PARAMETER_LOCATION_QUERY")]
    Query,
    #[serde(rename = "PARAMETER_LOCATION_PATH")]
    Path,
    #[serde(rename = "PARAMETER_LOCATION_HEADER")]
    Header,
    #[default]
    #[serde(
        rename = "PARAMETER_LOCATION_BODY",
        alias = "PARAMETER_LOCATION_UNSPECIFIED"
    )]
    Body,
}

impl Place {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Query => "PARAMETER_LOCATION_QUERY",
            Self::Path => "PARAMETER_LOCATION_PATH",
            Self::Header => "PARAMETER_LOCATION_HEADER",
            Self::Body => "PARAMETER_LOCATION_BODY",
        }
    }
}

/// What the provider knows of a call.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
pub(in crate::ultravox) enum Known {
    #[serde(rename = "KNOWN_PARAM_CALL_ID")]
    CallId,
    #[serde(rename = "KNOWN_PARAM_CONVERSATION_HISTORY")]
    History,
    #[serde(rename = "KNOWN_PARAM_OUTPUT_SAMPLE_RATE")]
    OutputRate,
    #[serde(rename = "KNOWN_PARAM_CALL_STATE")]
    State,
    #[serde(rename = "KNOWN_PARAM_CALL_STAGE_ID")]
    StageId,
    #[serde(rename = "KNOWN_PARAM_THREAD_ID")]
    ThreadId,
    #[serde(rename = "KNOWN_PARAM_THREAD_STATES")]
    ThreadStates,
    #[serde(rename = "KNOWN_PARAM_CALL_METADATA")]
    Metadata,
}

impl Known {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::CallId => "KNOWN_PARAM_CALL_ID",
            Self::History => "KNOWN_PARAM_CONVERSATION_HISTORY",
            Self::OutputRate => "KNOWN_PARAM_OUTPUT_SAMPLE_RATE",
            Self::State => "KNOWN_PARAM_CALL_STATE",
            Self::StageId => "KNOWN_PARAM_CALL_STAGE_ID",
            Self::ThreadId => "KNOWN_PARAM_THREAD_ID",
            Self::ThreadStates => "KNOWN_PARAM_THREAD_STATES",
            Self::Metadata => "KNOWN_PARAM_CALL_METADATA",
        }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Requirements {
    #[serde(deserialize_with = "or_default")]
    pub(super) http_security_options: SecurityOptions,
    #[serde(deserialize_with = "or_default")]
    pub(super) required_parameter_overrides: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct SecurityOptions {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) options: Vec<Security>,
}

/// One way of showing who asks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Security {
    #[serde(deserialize_with = "or_default")]
    pub(super) requirements: std::collections::BTreeMap<String, Proof>,
    pub(super) ultravox_call_token_requirement: Option<CallToken>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Proof {
    QueryApiKey { name: String },
    HeaderApiKey { name: String },
    HttpAuth { scheme: String },
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct CallToken {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) scopes: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Http {
    pub(super) base_url_pattern: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) http_method: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StaticResponse {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) response_text: String,
}

fn or_default<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::deserialize(from).map(Option::unwrap_or_default)
}

/// Whether a model can use this name.
pub(super) fn is_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    (1..=64).contains(&name.len()) && name.bytes().all(fits)
}

impl Definition {
    /// Reads a definition, or says what is wrong with it.
    pub(super) fn read(value: &Value) -> Result<Self, String> {
        let definition: Self =
            serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
        definition.check()?;
        Ok(definition)
    }

    fn check(&self) -> Result<(), String> {
        if !is_name(&self.model_tool_name) {
            return Err("modelToolName must match ^[a-zA-Z0-9_-]{1,64}$.".to_owned());
        }
        let ways = [
            self.http.is_some(),
            self.client.is_some(),
            self.data_connection.is_some(),
        ];
        if ways.iter().filter(|way| **way).count() != 1 {
            return Err("Exactly one of http, client and dataConnection is required.".to_owned());
        }
        let all = self.dynamic_parameters.iter().map(|it| it.location);
        let all = all.chain(self.static_parameters.iter().map(|it| it.location));
        let mut all = all.chain(self.automatic_parameters.iter().map(|it| it.location));
        if self.http.is_none() && !all.all(|place| place == Place::Body) {
            return Err("Only body parameters are allowed for this tool.".to_owned());
        }
        if let Some(http) = &self.http {
            http.check()?;
        }
        if self.timeout.is_some() && self.given_timeout().is_none() {
            return Err("timeout must be a duration of up to \"40s\".".to_owned());
        }
        Ok(())
    }

    fn given_timeout(&self) -> Option<Duration> {
        let time = self.timeout.as_deref().and_then(duration::parse)?;
        (time <= LONGEST).then_some(time)
    }

    pub(super) fn timeout(&self) -> Duration {
        self.given_timeout().unwrap_or(TIMEOUT)
    }
}

impl Http {
    fn check(&self) -> Result<(), String> {
        if !self.base_url_pattern.starts_with("http") || self.base_url_pattern.contains('?') {
            return Err("baseUrlPattern must be a URL without a query.".to_owned());
        }
        match self.method() {
            Some(_) => Ok(()),
            None => Err("httpMethod is unknown.".to_owned()),
        }
    }

    pub(super) fn method(&self) -> Option<reqwest::Method> {
        if self.http_method.is_empty() {
            return Some(reqwest::Method::GET);
        }
        let known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
        let method = self.http_method.to_ascii_uppercase();
        known
            .contains(&method.as_str())
            .then(|| method.parse().ok())?
    }
}

/// Text of a JSON value where only text fits: in a path, a query, a header.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The value as an object; anything else is an empty one.
pub(super) fn object(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_definition_has_one_way_to_be_called() {
        let read = |value: Value| Definition::read(&value);
        let client = read(json!({"modelToolName": "book", "client": {}, "http": null})).unwrap();
        assert_eq!(client.timeout(), TIMEOUT);
        let slow = json!({"modelToolName": "book", "client": {}, "timeout": "40s"});
        assert_eq!(read(slow).unwrap().timeout(), LONGEST);
        let header = json!([{"name": "a", "location": "PARAMETER_LOCATION_HEADER", "value": 1}]);
        for wrong in [
            json!({"modelToolName": "book"}),
            json!({"modelToolName": "no spaces", "client": {}}),
            json!({"modelToolName": "a", "client": {}, "dataConnection": {}}),
            json!({"modelToolName": "a", "client": {}, "staticParameters": header}),
            json!({"modelToolName": "a", "client": {}, "timeout": "41s"}),
            json!({"modelToolName": "a", "http": {"baseUrlPattern": "http://a?b=c"}}),
        ] {
            assert!(read(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
