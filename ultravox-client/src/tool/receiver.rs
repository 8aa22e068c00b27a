//! Reading what Ultravox sends when the model uses a tool.

use std::{collections::BTreeSet, fmt, marker::PhantomData, sync::Arc, time::Duration};

use http::{HeaderMap, Method, Request, Uri, header::CONTENT_TYPE};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use serde_path_to_error::{Path, Segment};
use url::form_urlencoded;

use super::{
    ToolContext, ToolKey, ToolRequestError,
    kind::{self, Kinds},
    plan::{Placed, Plan},
};
use crate::{
    session::Tools,
    tools::{KnownValue, ParameterLocation, ToolImplementation},
};

/// Reads the requests to one tool. Made by [`TypedTool::receiver`](super::TypedTool::receiver); a clone is cheap.
pub struct ToolReceiver<P> {
    plan: Arc<Plan>,
    parameters: PhantomData<fn() -> P>,
}

/// A use of a tool.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ToolCall<P> {
    /// The arguments.
    pub parameters: P,
    /// What Ultravox says of the call, as far as the tool asked for it.
    pub context: ToolContext,
}

/// What is known of a request before its body.
#[derive(Debug)]
pub(crate) struct Head<'a> {
    path: Vec<(&'a str, String)>,
    query: Vec<(String, String)>,
    headers: &'a HeaderMap,
}

impl<P> ToolReceiver<P> {
    pub(super) fn new(plan: Plan) -> Self {
        Self {
            plan: Arc::new(plan),
            parameters: PhantomData,
        }
    }

    /// The name the model knows the tool by.
    #[must_use]
    pub fn name(&self) -> &str {
        let name = self.plan.definition.model_tool_name.as_deref();
        name.unwrap_or_default()
    }

    /// How long Ultravox waits for the tool.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        let timeout = self.plan.definition.timeout;
        timeout.unwrap_or(Tools::DEFAULT_TIMEOUT)
    }

    /// How large the body of a request may be, in bytes.
    #[must_use]
    pub fn body_limit(&self) -> usize {
        self.plan.body_limit
    }

    /// Checks a request before its body is read: path, method, keys, type of the body.
    ///
    /// # Errors
    ///
    /// [`ToolRequestError`], except for what is wrong with the body.
    pub fn authorize<B>(&self, request: &Request<B>) -> Result<(), ToolRequestError> {
        self.head(request.method(), request.uri(), request.headers())
            .map(drop)
    }

    pub(crate) fn head<'a>(
        &'a self,
        method: &Method,
        uri: &Uri,
        headers: &'a HeaderMap,
    ) -> Result<Head<'a>, ToolRequestError> {
        let ToolImplementation::Http(http) = &self.plan.definition.implementation else {
            return Err(ToolRequestError::Path);
        };
        let pattern = self.plan.path.as_ref().ok_or(ToolRequestError::Path)?;
        let path = pattern.read(uri.path()).ok_or(ToolRequestError::Path)?;
        if method.as_str() != http.http_method {
            let allowed = http.http_method.clone();
            return Err(ToolRequestError::Method { allowed });
        }
        let query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        let query: Vec<_> = query.into_owned().collect();
        let carries = |keys: &Vec<ToolKey>| keys.iter().all(|key| key.accepts(headers, &query));
        if !self.plan.keys.is_empty() && !self.plan.keys.iter().any(carries) {
            return Err(ToolRequestError::Unauthorized);
        }
        if self.has_body() && !headers.get(CONTENT_TYPE).is_none_or(is_json) {
            return Err(ToolRequestError::ContentType);
        }
        Ok(Head {
            path,
            query,
            headers,
        })
    }

    /// Whether anything is read from the body.
    fn has_body(&self) -> bool {
        let automatic = self.plan.definition.automatic_parameters.iter();
        let mut locations = (self.plan.fields.iter().map(|field| Some(&field.location)))
            .chain(automatic.map(|parameter| parameter.location.as_ref()));
        locations.any(|location| matches!(location, None | Some(ParameterLocation::Body)))
    }

    fn context(
        &self,
        head: Option<&Head<'_>>,
        body: &mut Map<String, Value>,
    ) -> Result<ToolContext, ToolRequestError> {
        let mut context = ToolContext::default();
        for parameter in &self.plan.definition.automatic_parameters {
            let (name, Some(known)) = (&parameter.name, &parameter.known_value) else {
                continue;
            };
            let location = parameter.location.as_ref();
            let value = match head {
                Some(head) if !matches!(location, None | Some(ParameterLocation::Body)) => {
                    let kinds = kinds_of(known);
                    head.text(name, location)?.map(|text| kinds.read(text))
                }
                // The type of the parameters may have a field of this name, which is read later.
                _ if self.plan.fields.iter().any(|field| field.name == *name) => {
                    body.get(name).cloned()
                }
                _ => body.remove(name),
            };
            if let Some(mut value) = value {
                if *known == KnownValue::OutputSampleRate {
                    kind::whole_numbers(&mut value);
                }
                context.set(name, known, value)?;
            }
        }
        Ok(context)
    }
}

impl<P: DeserializeOwned> ToolReceiver<P> {
    /// Reads a request with its whole body. Its keys are checked first.
    ///
    /// Requests of any framework can be read that has, or can be turned into, those of the crate `http`. A framework
    /// that gives the body as a stream can [`authorize`](Self::authorize) first, and read up to
    /// [`body_limit`](Self::body_limit) then.
    ///
    /// # Errors
    ///
    /// [`ToolRequestError`] says what is wrong, and with which status to answer.
    pub fn read<B: AsRef<[u8]>>(
        &self,
        request: &Request<B>,
    ) -> Result<ToolCall<P>, ToolRequestError> {
        let head = self.head(request.method(), request.uri(), request.headers())?;
        self.finish(&head, request.body().as_ref())
    }

    pub(crate) fn finish(
        &self,
        head: &Head<'_>,
        body: &[u8],
    ) -> Result<ToolCall<P>, ToolRequestError> {
        if body.len() > self.plan.body_limit {
            return Err(ToolRequestError::TooLarge);
        }
        let body = if self.has_body() && !body.trim_ascii().is_empty() {
            object(body)?
        } else {
            Map::new()
        };
        self.call(Some(head), body)
    }

    /// Reads the arguments of a tool that the client or the data connection runs: the `parameters` of a
    /// [`ToolInvocation`](crate::session::message::ToolInvocation).
    ///
    /// # Errors
    ///
    /// [`ToolRequestError::Parameter`] if they are not what the tool takes.
    pub fn read_invocation(
        &self,
        parameters: Map<String, Value>,
    ) -> Result<ToolCall<P>, ToolRequestError> {
        self.call(None, parameters)
    }

    fn call(
        &self,
        head: Option<&Head<'_>>,
        mut body: Map<String, Value>,
    ) -> Result<ToolCall<P>, ToolRequestError> {
        let context = self.context(head, &mut body)?;
        let mut parameters = Map::new();
        for field in &self.plan.fields {
            match value(field, head, &mut body)? {
                Some(value) if !value.is_null() || field.required => {
                    parameters.insert(field.name.clone(), value);
                }
                None if field.required => {
                    return Err(ToolRequestError::problem(&field.name, "it is missing"));
                }
                _ => {}
            }
        }
        let parameters = if self.plan.is_object {
            Value::Object(parameters)
        } else {
            Value::Null
        };
        let parameters = serde_path_to_error::deserialize(parameters).map_err(|error| {
            let place = place(error.path(), &self.plan.names);
            ToolRequestError::parameter(place, error.into_inner())
        })?;
        Ok(ToolCall {
            parameters,
            context,
        })
    }
}

/// Where something is wrong. Keys that are no field of ours are somebody's data, and are not shown.
fn place(path: &Path, names: &BTreeSet<String>) -> String {
    let mut place = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => place.push_str(&format!("[{index}]")),
            Segment::Map { key: name } | Segment::Enum { variant: name } => {
                if !place.is_empty() {
                    place.push('.');
                }
                place.push_str(if names.contains(name) { name } else { "_" });
            }
            Segment::Unknown => {}
        }
    }
    if place.is_empty() {
        place.push('.');
    }
    place
}

fn value(
    field: &Placed,
    head: Option<&Head<'_>>,
    body: &mut Map<String, Value>,
) -> Result<Option<Value>, ToolRequestError> {
    if let (Some(head), true) = (head, field.location != ParameterLocation::Body) {
        let text = head.text(&field.name, Some(&field.location))?;
        return Ok(text.map(|text| field.kinds.read(text)));
    }
    let mut value = body.remove(&field.name);
    if let Some(value) = &mut value {
        kind::whole_numbers(value);
    }
    Ok(value)
}

impl Head<'_> {
    /// What is at a place where only text goes.
    fn text(
        &self,
        name: &str,
        location: Option<&ParameterLocation>,
    ) -> Result<Option<String>, ToolRequestError> {
        match location {
            Some(ParameterLocation::Path) => {
                let mut values = self.path.iter();
                let value = values.find(|(given, _)| *given == name);
                Ok(value.map(|(_, value)| value.clone()))
            }
            Some(ParameterLocation::Query) => {
                let values = self.query.iter().filter(|(given, _)| given == name);
                once(name, values.map(|(_, value)| value.clone()))
            }
            _ => {
                let values = self.headers.get_all(name).iter();
                let texts = values.map(|value| str::from_utf8(value.as_bytes()));
                match once(name, texts)? {
                    Some(Err(_)) => Err(ToolRequestError::problem(name, "it is not UTF-8")),
                    Some(Ok(text)) => Ok(Some(text.to_owned())),
                    None => Ok(None),
                }
            }
        }
    }
}

/// Which of two values counts is anybody's guess, so neither does.
fn once<T>(name: &str, values: impl IntoIterator<Item = T>) -> Result<Option<T>, ToolRequestError> {
    let mut values = values.into_iter();
    let value = values.next();
    if values.next().is_some() {
        return Err(ToolRequestError::problem(name, "it is there twice"));
    }
    Ok(value)
}

fn kinds_of(known: &KnownValue) -> Kinds {
    match known {
        KnownValue::OutputSampleRate => Kinds::NUMBER,
        _ => Kinds::TEXT,
    }
}

fn object(body: &[u8]) -> Result<Map<String, Value>, ToolRequestError> {
    serde_json::from_slice(body).map_err(|error| ToolRequestError::parameter(".", error))
}

fn is_json(value: &http::HeaderValue) -> bool {
    let text = value.to_str().unwrap_or_default();
    let essence = text.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

impl<P> Clone for ToolReceiver<P> {
    fn clone(&self) -> Self {
        Self {
            plan: Arc::clone(&self.plan),
            parameters: PhantomData,
        }
    }
}

impl<P> fmt::Debug for ToolReceiver<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ToolReceiver")
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}
