//! From a tool described by a type to its definition, with everything checked that can be.

use std::collections::BTreeSet;

use schemars::JsonSchema;

use super::{
    ToolKey, TypedTool,
    key::{self, KeyPlace},
    kind::Kinds,
    path::PathPattern,
    schema::{self, Field},
};
use crate::{
    Error,
    tools::{
        AutomaticParameter, DynamicParameter, KnownValue, ParameterLocation, SecurityOptions,
        SecurityRequirements, ToolDefinition, ToolImplementation, ToolRequirements,
    },
};

/// The header of the token that identifies the call.
const CALL_TOKEN: &str = "X-Ultravox-Call-Token";

/// A tool that was found to be sound.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) definition: ToolDefinition,
    /// Every field of the type, and where it is.
    pub(super) fields: Vec<Placed>,
    /// Whether the type is read from an object.
    pub(super) is_object: bool,
    /// The names of all fields, also of those inside of others.
    pub(super) names: BTreeSet<String>,
    /// Where requests arrive. `None` for a tool without HTTP.
    pub(super) path: Option<PathPattern>,
    /// Sets of keys, of which a request must carry one. Without any, nothing is asked for.
    pub(super) keys: Vec<Vec<ToolKey>>,
    pub(super) body_limit: usize,
}

/// A parameter and where it is.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) name: String,
    pub(super) location: ParameterLocation,
    pub(super) kinds: Kinds,
    /// Whether it is an error if it is missing.
    pub(super) required: bool,
}

pub(super) fn plan<P: JsonSchema>(tool: &TypedTool<P>) -> Result<Plan, Error> {
    let shape = schema::shape::<P>()?;
    let mut definition = tool.definition.clone();
    let mut path = None;
    if let ToolImplementation::Http(http) = &definition.implementation {
        path = Some(PathPattern::of_url(&http.base_url_pattern)?);
    }
    let mut fields = Vec::with_capacity(shape.fields.len());
    for field in shape.fields {
        let location = location(tool, &field, path.as_ref());
        let taken = (definition.static_parameters.iter())
            .find(|parameter| parameter.name == field.name)
            .map(|parameter| &parameter.location)
            .or_else(|| {
                let mut parameters = definition.automatic_parameters.iter();
                let parameter = parameters.find(|parameter| parameter.name == field.name)?;
                Some(&parameter.location)
            });
        fields.push(Placed {
            name: field.name.clone(),
            location: taken.map_or(location.clone(), |taken| {
                taken.clone().unwrap_or(ParameterLocation::Body)
            }),
            kinds: field.kinds,
            required: field.required,
        });
        if taken.is_none() {
            let mut parameter = DynamicParameter::new(field.name, location, field.schema);
            parameter.required = field.required.then_some(true);
            definition.dynamic_parameters.push(parameter);
        }
    }
    for name in tool.locations.keys() {
        if !fields.iter().any(|field| field.name == *name) {
            return Err(Error::invalid(
                format!("parameters.{name}"),
                "there is no such field",
            ));
        }
    }
    definition.description = definition.description.or(shape.description);
    definition.requirements = requirements(tool, &definition)?;
    definition.validate("definition")?;
    check_places(tool, &definition, path.as_ref())?;
    if let (Some(public), Some(at)) = (&path, &tool.received_at) {
        let here = PathPattern::parse(at)?;
        let sorted = |pattern: &PathPattern| {
            let names = pattern.names().map(str::to_owned);
            names.collect::<BTreeSet<_>>()
        };
        if sorted(public) != sorted(&here) {
            let problem = "must have the placeholders of the URL";
            return Err(Error::invalid("received_at", problem));
        }
        path = Some(here);
    }
    Ok(Plan {
        definition,
        fields,
        is_object: shape.is_object,
        names: shape.names,
        path,
        keys: tool.keys.clone(),
        body_limit: tool.body_limit,
    })
}

fn location<P>(
    tool: &TypedTool<P>,
    field: &Field,
    path: Option<&PathPattern>,
) -> ParameterLocation {
    let placeholder = || {
        let mut names = path?.names();
        names
            .any(|name| name == field.name)
            .then_some(ParameterLocation::Path)
    };
    let chosen = tool.locations.get(&field.name).cloned();
    chosen
        .or_else(placeholder)
        .unwrap_or_else(|| tool.default_location())
}

fn requirements<P>(
    tool: &TypedTool<P>,
    definition: &ToolDefinition,
) -> Result<Option<ToolRequirements>, Error> {
    let is_http = matches!(definition.implementation, ToolImplementation::Http(_));
    if !is_http && (!tool.keys.is_empty() || tool.call_token.is_some()) {
        return Err(Error::invalid("key", "only tools behind HTTP have keys"));
    }
    if is_http && tool.keys.is_empty() && !tool.without_key {
        let problem = "must be set, or anybody can use the tool: say so with `without_key`";
        return Err(Error::invalid("key", problem));
    }
    for name in &tool.required_overrides {
        let mut parameters = definition.dynamic_parameters.iter();
        if !parameters.any(|parameter| parameter.name == *name) {
            let problem = "must name parameters that the model fills in";
            return Err(Error::invalid("required_override", problem));
        }
    }
    let mut named = BTreeSet::new();
    for key in tool.keys.iter().flatten() {
        key.validate()?;
        if !named.insert(key.name()) {
            return Err(Error::invalid("key", "two keys must not have one name"));
        }
    }
    let mut options: Vec<_> = tool.keys.iter().map(|keys| option(keys)).collect();
    if options.is_empty() && tool.call_token.is_some() {
        options.push(SecurityRequirements::default());
    }
    for option in &mut options {
        option
            .ultravox_call_token_requirement
            .clone_from(&tool.call_token);
    }
    let mut requirements = ToolRequirements::default();
    if !options.is_empty() {
        requirements = requirements.http_security_options(SecurityOptions::new(options));
    }
    requirements
        .required_parameter_overrides
        .clone_from(&tool.required_overrides);
    Ok((requirements != ToolRequirements::default()).then_some(requirements))
}

/// What a call must provide for all of `keys`.
fn option(keys: &[ToolKey]) -> SecurityRequirements {
    let keys = keys.iter();
    keys.fold(SecurityRequirements::default(), |option, key| {
        option.requirements(key.name(), key.requirement())
    })
}

/// Every parameter and key has a place of its own, where what it may be can be written.
fn check_places<P>(
    tool: &TypedTool<P>,
    definition: &ToolDefinition,
    path: Option<&PathPattern>,
) -> Result<(), Error> {
    let mut places = Places::default();
    for parameter in &definition.dynamic_parameters {
        let kinds = parameter
            .schema
            .as_ref()
            .map_or(Kinds::default(), Kinds::of);
        let location = parameter.location.as_ref();
        places.add(&parameter.name, location, kinds.is_scalar())?;
        if location == Some(&ParameterLocation::Path) && parameter.required != Some(true) {
            let problem = "must be required to be in the path";
            return Err(Error::invalid(
                format!("parameters.{}", parameter.name),
                problem,
            ));
        }
    }
    for parameter in &definition.static_parameters {
        let is_scalar = parameter.value.is_string()
            || parameter.value.is_number()
            || parameter.value.is_boolean();
        places.add(&parameter.name, parameter.location.as_ref(), is_scalar)?;
    }
    for parameter in &definition.automatic_parameters {
        let is_scalar = is_scalar(parameter);
        places.add(&parameter.name, parameter.location.as_ref(), is_scalar)?;
    }
    if tool.call_token.is_some() {
        places.header(CALL_TOKEN)?;
    }
    for keys in &tool.keys {
        // Keys of which only some are there may share a place.
        let mut places = places.clone();
        for key in keys {
            match &key.place {
                KeyPlace::Authorization(_) => places.header("Authorization")?,
                KeyPlace::Header(name) => places.header(name)?,
                KeyPlace::Query(name) => places.take("query", name.clone())?,
            }
        }
    }
    let expected: BTreeSet<_> = path.into_iter().flat_map(PathPattern::names).collect();
    let given = places.taken.iter().filter(|(place, _)| *place == "path");
    let given: BTreeSet<_> = given.map(|(_, name)| name.as_str()).collect();
    if let Some(name) = expected.difference(&given).next() {
        let problem = format!("no parameter is at the placeholder `{name}`");
        return Err(Error::invalid("url", problem));
    }
    if let Some(name) = given.difference(&expected).next() {
        let problem = format!("must have a placeholder for the parameter `{name}`");
        return Err(Error::invalid("url", problem));
    }
    Ok(())
}

fn is_scalar(parameter: &AutomaticParameter) -> bool {
    match &parameter.known_value {
        Some(
            KnownValue::CallId
            | KnownValue::CallStageId
            | KnownValue::OutputSampleRate
            | KnownValue::ThreadId
            | KnownValue::Other(_),
        ) => true,
        Some(
            KnownValue::CallState
            | KnownValue::CallMetadata
            | KnownValue::ConversationHistory
            | KnownValue::ThreadStates,
        )
        | None => false,
    }
}

/// Where something already is.
#[derive(Clone, Default)]
struct Places {
    taken: BTreeSet<(&'static str, String)>,
}

impl Places {
    fn add(
        &mut self,
        name: &str,
        location: Option<&ParameterLocation>,
        is_scalar: bool,
    ) -> Result<(), Error> {
        let field = || format!("parameters.{name}");
        if name.is_empty() {
            return Err(Error::invalid("parameters", "must have names"));
        }
        let place = match location {
            None | Some(ParameterLocation::Body) => return self.take("body", name.to_owned()),
            Some(ParameterLocation::Query) => "query",
            Some(ParameterLocation::Path) => "path",
            Some(ParameterLocation::Header) => "header",
            Some(ParameterLocation::Other(_)) => {
                return Err(Error::invalid(field(), "is in an unknown location"));
            }
        };
        if !is_scalar {
            let problem = "must be in the body: only text, numbers and booleans can be elsewhere";
            return Err(Error::invalid(field(), problem));
        }
        if place == "header" {
            if !key::is_token(name) {
                return Err(Error::invalid(field(), "is not the name of a header"));
            }
            return self.header(name);
        }
        self.take(place, name.to_owned())
    }

    fn header(&mut self, name: &str) -> Result<(), Error> {
        self.take("header", name.to_ascii_lowercase())
    }

    fn take(&mut self, place: &'static str, name: String) -> Result<(), Error> {
        let field = format!("parameters.{name}");
        if !self.taken.insert((place, name)) {
            return Err(Error::invalid(field, "is there twice"));
        }
        Ok(())
    }
}
