//! A tool described by a Rust type.

use std::{collections::BTreeMap, fmt, marker::PhantomData, time::Duration};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{ToolKey, ToolReceiver, plan};
use crate::{
    Error,
    tools::{
        AgentReaction, AutomaticParameter, CallTokenRequirement, CreateTool, KnownValue,
        ParameterLocation, SelectedTool, StaticParameter, StaticResponse, ToolDefinition,
        ToolImplementation,
    },
};

/// A tool whose parameters are the fields of `P`.
///
/// It gives the [definition](Self::definition) that Ultravox is told, and the [receiver](Self::receiver) that reads
/// what Ultravox sends when the model uses the tool: both come from the same place, so they agree. The [module](super)
/// shows how.
///
/// Each field is a parameter that the model fills in: its name is the name in JSON, its documentation is what the model
/// is told about it, and it is required unless it has a default or is an `Option`. A [`fixed`](Self::fixed) or an
/// [`automatic`](Self::automatic_at) parameter of the same name takes its place, so that the model does not see it.
///
/// Nothing is checked before the definition or the receiver is made.
#[must_use]
pub struct TypedTool<P> {
    pub(super) definition: ToolDefinition,
    pub(super) locations: BTreeMap<String, ParameterLocation>,
    /// Sets of keys, of which a request must carry one.
    pub(super) keys: Vec<Vec<ToolKey>>,
    pub(super) call_token: Option<CallTokenRequirement>,
    pub(super) required_overrides: Vec<String>,
    pub(super) without_key: bool,
    pub(super) received_at: Option<String>,
    pub(super) body_limit: usize,
    parameters: PhantomData<fn() -> P>,
}

impl<P> TypedTool<P> {
    /// A tool that Ultravox reaches by HTTP. `url` may have a `{placeholder}` in each segment of its path, and has no
    /// query.
    ///
    /// A parameter with the name of a placeholder goes there. Others go into the query if `method` is `GET`, `HEAD` or
    /// `DELETE`, and else into the JSON body; [`location`](Self::location) puts one elsewhere.
    pub fn http(name: impl Into<String>, method: impl AsRef<str>, url: impl Into<String>) -> Self {
        let method = method.as_ref().to_ascii_uppercase();
        Self::new(ToolDefinition::http(name, method, url))
    }

    /// A tool that the client of the call runs.
    pub fn client(name: impl Into<String>) -> Self {
        Self::new(ToolDefinition::client(name))
    }

    /// A tool that the other end of the data connection runs.
    pub fn data_connection(name: impl Into<String>) -> Self {
        Self::new(ToolDefinition::data_connection(name))
    }

    fn new(definition: ToolDefinition) -> Self {
        Self {
            definition,
            locations: BTreeMap::new(),
            keys: Vec::new(),
            call_token: None,
            required_overrides: Vec::new(),
            without_key: false,
            received_at: None,
            body_limit: 1024 * 1024,
            parameters: PhantomData,
        }
    }

    /// What the tool does and when to use it, told to the model. By default the documentation of `P`.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.definition.description = Some(description.into());
        self
    }

    /// Puts the parameter `name` into `location`. Query, path and header take only text, numbers and booleans: how
    /// Ultravox writes anything else there is not documented.
    pub fn location(mut self, name: impl Into<String>, location: ParameterLocation) -> Self {
        self.locations.insert(name.into(), location);
        self
    }

    /// Adds a parameter that always has the same value and that the model does not see.
    pub fn fixed(
        mut self,
        name: impl Into<String>,
        location: ParameterLocation,
        value: impl Into<Value>,
    ) -> Self {
        let parameter = StaticParameter::new(name, location, value);
        self.definition.static_parameters.push(parameter);
        self
    }

    /// Adds a parameter that Ultravox fills in, to be read from the [`ToolContext`](super::ToolContext).
    ///
    /// It is named as in Ultravox's documentation, such as `call_id`, and is where parameters go by default; use
    /// [`automatic_at`](Self::automatic_at) to choose.
    pub fn automatic(self, known: KnownValue) -> Self {
        let name = match &known {
            KnownValue::CallId => "call_id",
            KnownValue::ConversationHistory => "conversation_history",
            KnownValue::OutputSampleRate => "output_sample_rate",
            KnownValue::CallState => "call_state",
            KnownValue::CallStageId => "call_stage_id",
            KnownValue::ThreadId => "thread_id",
            KnownValue::ThreadStates => "thread_states",
            KnownValue::CallMetadata => "call_metadata",
            KnownValue::Other(word) => &word.to_ascii_lowercase(),
        };
        let location = self.default_location();
        self.automatic_at(name.to_owned(), location, known)
    }

    /// Adds a parameter that Ultravox fills in. State, metadata, history and the states of threads go into the body
    /// only.
    pub fn automatic_at(
        mut self,
        name: impl Into<String>,
        location: ParameterLocation,
        known: KnownValue,
    ) -> Self {
        let parameter = AutomaticParameter::new(name, location, known);
        self.definition.automatic_parameters.push(parameter);
        self
    }

    /// A key that requests must carry. With several, they must carry all.
    pub fn key(mut self, key: ToolKey) -> Self {
        match self.keys.last_mut() {
            Some(keys) => keys.push(key),
            None => self.keys.push(vec![key]),
        }
        self
    }

    /// A key that requests may carry instead of those before; a [`key`](Self::key) after it must come with it. Ultravox
    /// prefers those that were set first.
    ///
    /// With this a tool moves from one place of its key to another without a gap: name the new place first, and leave
    /// the old one out when the last call that knows it has ended. To exchange only the token, give one key several.
    pub fn or_key(mut self, key: ToolKey) -> Self {
        self.keys.push(vec![key]);
        self
    }

    /// Takes requests of an HTTP tool from anybody who knows its URL. Without this, such a tool needs a
    /// [`key`](Self::key).
    pub fn without_key(mut self) -> Self {
        self.without_key = true;
        self
    }

    /// Asks Ultravox to add a token that identifies the call, with these scopes. Only Ultravox can verify it: it is no
    /// [`key`](Self::key).
    pub fn call_token<T: Into<String>>(mut self, scopes: impl IntoIterator<Item = T>) -> Self {
        self.call_token = Some(CallTokenRequirement::default().scopes(scopes));
        self
    }

    /// The call must override the parameter `name` with a value of its own.
    pub fn required_override(mut self, name: impl Into<String>) -> Self {
        self.required_overrides.push(name.into());
        self
    }

    /// How long the tool may take, up to 40 s; 2.5 s by default. The conversation stands still meanwhile.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.definition.timeout = Some(timeout);
        self
    }

    /// Says that the tool has no side effects, so that Ultravox may run it ahead of time.
    pub fn precomputable(mut self, precomputable: bool) -> Self {
        self.definition.precomputable = Some(precomputable);
        self
    }

    /// What the agent does when the tool has answered, unless the answer says otherwise; by default it speaks.
    pub fn default_reaction(mut self, reaction: AgentReaction) -> Self {
        self.definition.default_reaction = Some(reaction);
        self
    }

    /// An answer given to the model at once, whatever the tool answers later.
    pub fn static_response(mut self, response: impl Into<StaticResponse>) -> Self {
        self.definition.static_response = Some(response.into());
        self
    }

    /// The path at which requests arrive, with the same placeholders as in the URL, if a proxy changes it on the way.
    pub fn received_at(mut self, path: impl Into<String>) -> Self {
        self.received_at = Some(path.into());
        self
    }

    /// How large the body of a request may be, in bytes; 1 MiB by default.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    pub(super) fn default_location(&self) -> ParameterLocation {
        match &self.definition.implementation {
            ToolImplementation::Http(http)
                if matches!(http.http_method.as_str(), "GET" | "HEAD" | "DELETE") =>
            {
                ParameterLocation::Query
            }
            _ => ParameterLocation::Body,
        }
    }

    /// Gives `tool`, a durable tool that was made from this one, the tokens it needs.
    #[must_use]
    pub fn authorize(&self, tool: SelectedTool) -> SelectedTool {
        let tokens = self.keys.iter().flatten().filter_map(ToolKey::token);
        tokens.fold(tool, |tool, (name, token)| {
            tool.auth_tokens(name, token.clone())
        })
    }
}

impl<P: JsonSchema> TypedTool<P> {
    /// What Ultravox is told of the tool.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names what is not usable: a name, a parameter, a place it cannot be in, a missing key,
    /// a timeout over 40 s.
    pub fn definition(&self) -> Result<ToolDefinition, Error> {
        Ok(plan::plan(self)?.definition)
    }

    /// A durable tool to be stored with [`Tools::create`](crate::tools::Tools::create). Calls select it by id or name,
    /// with the tokens that [`authorize`](Self::authorize) adds.
    ///
    /// # Errors
    ///
    /// As [`definition`](Self::definition).
    pub fn create(&self, name: impl Into<String>) -> Result<CreateTool, Error> {
        let tool = CreateTool::new(name, self.definition()?);
        tool.validate()?;
        Ok(tool)
    }

    /// The tool for one call or agent, with the tokens it needs.
    ///
    /// # Errors
    ///
    /// As [`definition`](Self::definition).
    pub fn select(&self) -> Result<SelectedTool, Error> {
        Ok(self.authorize(SelectedTool::temporary(self.definition()?)))
    }
}

impl<P: JsonSchema + DeserializeOwned> TypedTool<P> {
    /// What reads the requests to the tool. Make it once and keep it.
    ///
    /// # Errors
    ///
    /// As [`definition`](Self::definition).
    pub fn receiver(&self) -> Result<ToolReceiver<P>, Error> {
        Ok(ToolReceiver::new(plan::plan(self)?))
    }
}

impl<P> Clone for TypedTool<P> {
    fn clone(&self) -> Self {
        Self {
            definition: self.definition.clone(),
            locations: self.locations.clone(),
            keys: self.keys.clone(),
            call_token: self.call_token.clone(),
            required_overrides: self.required_overrides.clone(),
            without_key: self.without_key,
            received_at: self.received_at.clone(),
            body_limit: self.body_limit,
            parameters: PhantomData,
        }
    }
}

impl<P> fmt::Debug for TypedTool<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TypedTool")
            .field("name", &self.definition.model_tool_name)
            .field("implementation", &self.definition.implementation)
            .field("keys", &self.keys)
            .finish_non_exhaustive()
    }
}
