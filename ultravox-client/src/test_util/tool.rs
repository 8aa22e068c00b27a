//! Requests to tools as Ultravox would send them.

use std::{collections::BTreeMap, fmt};

use http::{HeaderName, HeaderValue, Request};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::tools::{
    KnownValue, ParameterLocation, SecurityRequirement, SelectedTool, ToolDefinition,
    ToolImplementation, ToolSource,
};

/// The use of an HTTP tool, as the request that Ultravox would send.
///
/// ```
/// use schemars::JsonSchema;
/// use serde::Deserialize;
/// use ultravox_client::{
///     test_util::SampleToolRequest,
///     tool::{ToolKey, TypedTool},
/// };
///
/// /// Finds an order.
/// #[derive(Deserialize, JsonSchema)]
/// struct FindOrder {
///     number: u32,
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let tool = TypedTool::<FindOrder>::http("find_order", "POST", "https://example.com/orders")
///     .key(ToolKey::bearer(["a long random token"]));
/// let request = SampleToolRequest::new(&tool.select()?).parameter("number", 7).to_http();
///
/// let call = tool.receiver()?.read(&request)?;
/// assert_eq!(call.parameters.number, 7);
///
/// let stranger = SampleToolRequest::new(&tool.select()?).parameter("number", 7).without_key().to_http();
/// assert!(tool.receiver()?.read(&stranger).is_err());
/// # Ok(())
/// # }
/// ```
///
/// Parameters are where the definition says. What Ultravox fills in has a value of the documented kind that
/// [`known`](Self::known) replaces. The first way to authenticate is used.
#[derive(Clone)]
#[must_use]
pub struct SampleToolRequest {
    definition: ToolDefinition,
    overrides: BTreeMap<String, Value>,
    tokens: BTreeMap<String, String>,
    parameters: Map<String, Value>,
    known: Vec<(KnownValue, Value)>,
}

/// The parts of a request, as they fill up.
#[derive(Default)]
struct Parts {
    path: Vec<(String, String)>,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Map<String, Value>,
}

impl SampleToolRequest {
    /// A use of a tool that exists only for its call.
    ///
    /// # Panics
    ///
    /// If the tool is chosen by id or name, or is no HTTP tool: then Ultravox sends something else.
    pub fn new(tool: &SelectedTool) -> Self {
        let ToolSource::Temporary(definition) = &tool.tool else {
            panic!("a tool chosen by id or name does not say what it is");
        };
        let is_http = matches!(definition.implementation, ToolImplementation::Http(_));
        assert!(is_http, "only an HTTP tool is sent requests");
        Self {
            definition: (**definition).clone(),
            overrides: tool.parameter_overrides.clone(),
            tokens: (tool.auth_tokens.iter())
                .map(|(name, token)| (name.clone(), token.expose().to_owned()))
                .collect(),
            parameters: Map::new(),
            known: Vec::new(),
        }
    }

    /// What the model gives a parameter.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.parameters.insert(name.into(), value.into());
        self
    }

    /// What Ultravox knows.
    pub fn known(mut self, known: KnownValue, value: impl Into<Value>) -> Self {
        self.known.push((known, value.into()));
        self
    }

    /// Leaves out everything that authenticates.
    pub fn without_key(mut self) -> Self {
        self.definition.requirements = None;
        self
    }

    /// The request.
    ///
    /// # Panics
    ///
    /// If there is no such request: a parameter in the path has no value, a name cannot be a header.
    #[must_use]
    pub fn to_http(&self) -> Request<Vec<u8>> {
        let ToolImplementation::Http(http) = &self.definition.implementation else {
            unreachable!("checked by `new`");
        };
        let mut parts = self.parts();
        self.authenticate(&mut parts);
        let mut url = http.base_url_pattern.clone();
        for (name, value) in &parts.path {
            let value = utf8_percent_encode(value, NON_ALPHANUMERIC).to_string();
            url = url.replace(&format!("{{{name}}}"), &value);
        }
        assert!(
            !url.contains('{'),
            "a parameter in the path has no value: {url}"
        );
        if !parts.query.is_empty() {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(&parts.query);
            url = format!("{url}?{}", query.finish());
        }
        let body = if parts.body.is_empty() {
            Vec::new()
        } else {
            parts
                .headers
                .push(("content-type".to_owned(), "application/json".to_owned()));
            Value::Object(parts.body).to_string().into_bytes()
        };
        let mut request = Request::builder()
            .method(http.http_method.as_str())
            .uri(url);
        for (name, value) in parts.headers {
            let name: HeaderName = name.parse().expect("the name of a header");
            let value: HeaderValue = value.parse().expect("the value of a header");
            request = request.header(name, value);
        }
        request.body(body).expect("a valid request")
    }

    /// Everything at its place. An override is sent in the place of what the model gives.
    fn parts(&self) -> Parts {
        let mut parts = Parts::default();
        for parameter in &self.definition.dynamic_parameters {
            let value = (self.overrides.get(&parameter.name))
                .or_else(|| self.parameters.get(&parameter.name));
            if let Some(value) = value {
                parts.put(parameter.location.as_ref(), &parameter.name, value);
            }
        }
        for parameter in &self.definition.static_parameters {
            let value = self.overrides.get(&parameter.name);
            let value = value.unwrap_or(&parameter.value);
            parts.put(parameter.location.as_ref(), &parameter.name, value);
        }
        for parameter in &self.definition.automatic_parameters {
            if let Some(known) = &parameter.known_value {
                parts.put(
                    parameter.location.as_ref(),
                    &parameter.name,
                    &self.value(known),
                );
            }
        }
        parts
    }

    fn value(&self, known: &KnownValue) -> Value {
        if let Some((_, value)) = self.known.iter().find(|(name, _)| name == known) {
            return value.clone();
        }
        match known {
            KnownValue::CallId | KnownValue::CallStageId => Uuid::new_v4().to_string().into(),
            KnownValue::ConversationHistory => json!([]),
            KnownValue::OutputSampleRate => json!(48_000),
            KnownValue::ThreadId => json!("UI"),
            _ => json!({}),
        }
    }

    fn authenticate(&self, parts: &mut Parts) {
        let requirements = self.definition.requirements.as_ref();
        let options = requirements.and_then(|all| all.http_security_options.as_ref());
        let Some(option) = options.and_then(|options| options.options.first()) else {
            return;
        };
        for (name, requirement) in &option.requirements {
            let Some(token) = self.tokens.get(name).cloned() else {
                continue;
            };
            match requirement {
                SecurityRequirement::QueryApiKey(key) => {
                    parts.query.push((key.name.clone(), token))
                }
                SecurityRequirement::HeaderApiKey(key) => {
                    parts.headers.push((key.name.clone(), token));
                }
                SecurityRequirement::HttpAuth(auth) => {
                    let value = format!("{} {token}", auth.scheme);
                    parts.headers.push(("authorization".to_owned(), value));
                }
                SecurityRequirement::Other(_) => {}
            }
        }
    }
}

impl Parts {
    fn put(&mut self, location: Option<&ParameterLocation>, name: &str, value: &Value) {
        let text = || {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        let place = match location {
            Some(ParameterLocation::Query) => &mut self.query,
            Some(ParameterLocation::Path) => &mut self.path,
            Some(ParameterLocation::Header) => &mut self.headers,
            _ => {
                self.body.insert(name.to_owned(), value.clone());
                return;
            }
        };
        place.push((name.to_owned(), text()));
    }
}

impl fmt::Debug for SampleToolRequest {
    /// Neither tokens nor parameters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SampleToolRequest")
            .field("tool", &self.definition.model_tool_name)
            .finish_non_exhaustive()
    }
}
