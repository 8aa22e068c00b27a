//! A tool as one call has it: overrides applied, credentials chosen.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::built_in::{self, BuiltIn};
use super::definition::{
    Definition, Dynamic, Known, Place, Proof, Security, StaticResponse, is_name, object,
};
use super::outcome::After;

/// A tool of one call.
#[derive(Debug)]
pub(in crate::ultravox) struct Tool {
    id: String,
    /// The durable tool it comes from.
    pub(in crate::ultravox) tool_id: Option<String>,
    pub(in crate::ultravox) name: String,
    description: String,
    dynamic: Vec<Dynamic>,
    fixed: Vec<(String, Place, Value)>,
    automatic: Vec<(String, Place, Known)>,
    pub(in crate::ultravox) timeout: Duration,
    pub(in crate::ultravox) work: Work,
    pub(in crate::ultravox) reaction: After,
    pub(in crate::ultravox) static_response: Option<String>,
    precomputable: Option<bool>,
}

/// How it is called.
#[derive(Debug)]
pub(in crate::ultravox) enum Work {
    Client,
    DataConnection,
    Http(Target),
    BuiltIn(BuiltIn),
}

/// Where an HTTP tool is, and how it is told who asks.
#[derive(Debug)]
pub(in crate::ultravox) struct Target {
    pub(super) url: String,
    pub(super) method: reqwest::Method,
    pub(super) auth_headers: Vec<(String, String)>,
    pub(super) auth_query: Vec<(String, String)>,
    pub(super) token_scopes: Option<Vec<String>>,
}

/// A durable tool: its id and definition.
pub(in crate::ultravox) type Durable = (String, Value);

impl Tool {
    /// Reads one entry of `selectedTools`, or says what is wrong with it. `find` knows the durable
    /// tools, by id or by name.
    pub(in crate::ultravox) fn select(
        selected: &Value,
        find: impl Fn(&str) -> Option<Durable>,
    ) -> Result<Self, String> {
        let text = |name: &str| selected.get(name).and_then(Value::as_str);
        let temporary = selected.get("temporaryTool").filter(|it| !it.is_null());
        let mut tool = if let Some(temporary) = temporary {
            Self::new(None, Definition::read(temporary)?, selected)?
        } else {
            let wanted = text("toolId").or(text("toolName")).unwrap_or_default();
            match (find(wanted), built_in::find(wanted)) {
                (Some((id, definition)), _) => {
                    Self::new(Some(id), Definition::read(&definition)?, selected)?
                }
                (None, Some((built_in, definition))) => {
                    let id = Some(built_in.id().to_owned());
                    let mut tool = Self::new(id, definition, selected)?;
                    tool.work = Work::BuiltIn(built_in);
                    tool
                }
                (None, None) => return Err(format!("There is no tool {wanted}.")),
            }
        };
        if let Some(name) = text("nameOverride") {
            if !is_name(name) {
                return Err("nameOverride must match ^[a-zA-Z0-9_-]{1,64}$.".to_owned());
            }
            tool.name = name.to_owned();
        }
        if let Some(description) = text("descriptionOverride") {
            tool.description = description.to_owned();
        }
        Ok(tool)
    }

    fn new(
        tool_id: Option<String>,
        definition: Definition,
        selected: &Value,
    ) -> Result<Self, String> {
        let timeout = definition.timeout();
        let tokens = object(&selected["authTokens"]);
        let work = match &definition.http {
            Some(http) => {
                let options = &definition.requirements.http_security_options.options;
                let mut target = Target {
                    url: http.base_url_pattern.clone(),
                    method: http.method().unwrap_or_default(),
                    auth_headers: Vec::new(),
                    auth_query: Vec::new(),
                    token_scopes: None,
                };
                target.prove(options, &tokens)?;
                Work::Http(target)
            }
            None if definition.client.is_some() => Work::Client,
            None => Work::DataConnection,
        };
        let mut tool = Self {
            id: uuid::Uuid::new_v4().to_string(),
            tool_id,
            name: definition.model_tool_name,
            description: definition.description,
            dynamic: definition.dynamic_parameters,
            fixed: Vec::new(),
            automatic: Vec::new(),
            timeout,
            work,
            reaction: After::read(definition.default_reaction.as_deref()),
            static_response: definition
                .static_response
                .map(|StaticResponse { response_text }| response_text),
            precomputable: definition.precomputable,
        };
        for it in definition.static_parameters {
            tool.fixed.push((it.name, it.location, it.value));
        }
        for it in definition.automatic_parameters {
            tool.automatic.push((it.name, it.location, it.known_value));
        }
        let overrides = object(&selected["parameterOverrides"]);
        for name in &definition.requirements.required_parameter_overrides {
            if !overrides.contains_key(name) {
                return Err(format!("The parameter {name} must be overridden."));
            }
        }
        for (name, value) in overrides {
            tool.replace(&name, value)?;
        }
        Ok(tool)
    }

    /// The parameter is not the model's any more, or has another value.
    fn replace(&mut self, name: &str, value: Value) -> Result<(), String> {
        if let Some(place) = self.dynamic.iter().position(|it| it.name == name) {
            let it = self.dynamic.remove(place);
            self.fixed.push((it.name, it.location, value));
            return Ok(());
        }
        let fixed = self.fixed.iter_mut().find(|(known, _, _)| known == name);
        let (_, _, old) = fixed.ok_or_else(|| format!("There is no parameter {name}."))?;
        *old = value;
        Ok(())
    }

    /// The parameters of one invocation: what the model gave, what is always the same, and what
    /// `known` says. The name of a missing one otherwise.
    pub(in crate::ultravox) fn fill(
        &self,
        arguments: &Map<String, Value>,
        known: impl Fn(Known) -> Value,
    ) -> Result<Vec<(String, Place, Value)>, String> {
        let mut all = Vec::new();
        for it in &self.dynamic {
            match arguments.get(&it.name) {
                Some(value) => all.push((it.name.clone(), it.location, value.clone())),
                None if it.required => return Err(it.name.clone()),
                None => {}
            }
        }
        all.extend(self.fixed.iter().cloned());
        let automatic = self.automatic.iter();
        all.extend(automatic.map(|(name, place, what)| (name.clone(), *place, known(*what))));
        Ok(all)
    }

    /// The tool as the API lists it, without credentials.
    pub(in crate::ultravox) fn json(&self) -> Value {
        let dynamic = self.dynamic.iter().map(|it| {
            json!({
                "name": it.name, "location": it.location.name(),
                "schema": it.schema, "required": it.required,
            })
        });
        let fixed = self.fixed.iter().map(
            |(name, place, value)| json!({"name": name, "location": place.name(), "value": value}),
        );
        let automatic = self.automatic.iter().map(|(name, place, known)| {
            json!({"name": name, "location": place.name(), "knownValue": known.name()})
        });
        let mut definition = json!({
            "description": self.description,
            "dynamicParameters": dynamic.collect::<Vec<_>>(),
            "staticParameters": fixed.collect::<Vec<_>>(),
            "automaticParameters": automatic.collect::<Vec<_>>(),
            "timeout": crate::ultravox::duration::print(self.timeout),
            "defaultReaction": self.reaction.name(),
        });
        if let Some(precomputable) = self.precomputable {
            definition["precomputable"] = json!(precomputable);
        }
        if let Some(text) = &self.static_response {
            definition["staticResponse"] = json!({"responseText": text});
        }
        match &self.work {
            Work::Client => definition["client"] = json!({}),
            Work::DataConnection => definition["dataConnection"] = json!({}),
            Work::Http(target) => definition["http"] = target.json(),
            Work::BuiltIn(_) => {}
        }
        json!({
            "callToolId": self.id,
            "toolId": self.tool_id,
            "name": self.name,
            "definition": definition,
        })
    }
}

impl Target {
    /// Chooses the first way to show who asks that the tokens allow.
    fn prove(&mut self, options: &[Security], tokens: &Map<String, Value>) -> Result<(), String> {
        let empty = |option: &&Security| {
            option.requirements.is_empty() && option.ultravox_call_token_requirement.is_none()
        };
        let possible = |option: &&Security| {
            let mut names = option.requirements.keys();
            names.all(|name| tokens.get(name).is_some_and(Value::is_string))
        };
        let chosen = options
            .iter()
            .find(|option| !empty(option) && possible(option))
            .or_else(|| options.iter().find(empty));
        let Some(option) = chosen else {
            return if options.is_empty() {
                Ok(())
            } else {
                Err("The authTokens do not satisfy the requirements of the tool.".to_owned())
            };
        };
        let token = |name: &str| tokens.get(name).and_then(Value::as_str).unwrap_or_default();
        for (name, proof) in &option.requirements {
            let token = token(name).to_owned();
            match proof {
                Proof::QueryApiKey { name } => self.auth_query.push((name.clone(), token)),
                Proof::HeaderApiKey { name } => self.auth_headers.push((name.clone(), token)),
                Proof::HttpAuth { scheme } => self
                    .auth_headers
                    .push(("Authorization".to_owned(), format!("{scheme} {token}"))),
            }
        }
        let call_token = option.ultravox_call_token_requirement.as_ref();
        self.token_scopes = call_token.map(|token| token.scopes.clone());
        Ok(())
    }

    fn json(&self) -> Value {
        let names = |all: &[(String, String)]| -> Vec<String> {
            all.iter().map(|(name, _)| name.clone()).collect()
        };
        json!({
            "baseUrlPattern": self.url,
            "httpMethod": self.method.as_str(),
            "authHeaders": names(&self.auth_headers),
            "authQueryParams": names(&self.auth_query),
            "callTokenScopes": self.token_scopes.clone().unwrap_or_default(),
        })
    }
}

/// The tools of a call or stage by name; what is wrong with them otherwise.
pub(in crate::ultravox) fn select_all(
    settings: &Map<String, Value>,
    find: impl Fn(&str) -> Option<Durable>,
) -> Result<BTreeMap<String, Arc<Tool>>, String> {
    let mut tools = BTreeMap::new();
    let select = |tools: &mut BTreeMap<_, _>, list: Option<&Value>| -> Result<(), String> {
        for one in list.and_then(Value::as_array).into_iter().flatten() {
            let tool = Tool::select(one, &find)?;
            let name = tool.name.clone();
            if tools.insert(name.clone(), Arc::new(tool)).is_some() {
                return Err(format!("Two tools have the name {name}."));
            }
        }
        Ok(())
    };
    select(&mut tools, settings.get("selectedTools"))?;
    let overrides = settings.get("toolOverrides").unwrap_or(&Value::Null);
    let remove = overrides["remove"].as_array();
    match (overrides["removeAll"] == true, remove) {
        (true, Some(_)) => return Err("Only one of remove and removeAll may be set.".to_owned()),
        (true, None) => tools.clear(),
        (false, remove) => {
            for name in remove.into_iter().flatten().filter_map(Value::as_str) {
                tools.remove(name);
            }
        }
    }
    select(&mut tools, overrides.get("add"))?;
    Ok(tools)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn none(_: &str) -> Option<Durable> {
        None
    }

    fn http(options: Value) -> Value {
        json!({
            "modelToolName": "book",
            "http": {"baseUrlPattern": "http://127.0.0.1/book", "httpMethod": "POST"},
            "requirements": {"httpSecurityOptions": {"options": options}},
        })
    }

    #[test]
    fn an_override_hides_a_parameter_from_the_model() {
        let place = "PARAMETER_LOCATION_BODY";
        let definition = json!({
            "modelToolName": "book", "client": {},
            "dynamicParameters": [
                {"name": "day", "location": place, "schema": {}, "required": true},
                {"name": "room", "location": place, "schema": {}, "required": true},
            ],
            "staticParameters": [{"name": "lang", "location": place, "value": "en"}],
            "automaticParameters": [
                {"name": "call", "location": place, "knownValue": "KNOWN_PARAM_CALL_ID"},
            ],
        });
        let selected = json!({
            "temporaryTool": definition, "nameOverride": "reserve",
            "parameterOverrides": {"room": 7, "lang": "de"},
        });
        let tool = Tool::select(&selected, none).unwrap();
        assert_eq!(tool.name, "reserve");
        let given = object(&json!({"day": "Monday", "room": 9}));
        let filled = tool.fill(&given, |_| json!("id")).unwrap();
        let filled: Map<_, _> = filled.into_iter().map(|(n, _, v)| (n, v)).collect();
        let expected = json!({"day": "Monday", "room": 7, "lang": "de", "call": "id"});
        assert_eq!(Value::Object(filled), expected);
        assert_eq!(
            tool.fill(&Map::new(), |_| json!("id")),
            Err("day".to_owned())
        );
        let unknown = json!({"temporaryTool": definition, "parameterOverrides": {"x": 1}});
        assert!(Tool::select(&unknown, none).is_err());
    }

    #[test]
    fn the_first_proof_that_the_tokens_allow_is_taken_and_not_shown() {
        let options = json!([
            {},
            {"requirements": {"other": {"queryApiKey": {"name": "key"}}}},
            {"requirements": {"token": {"httpAuth": {"scheme": "Bearer"}}}},
        ]);
        let selected = json!({
            "temporaryTool": http(options), "authTokens": {"token": "secret-token"},
        });
        let tool = Tool::select(&selected, none).unwrap();
        let Work::Http(target) = &tool.work else {
            panic!("{tool:?}")
        };
        let expected = [("Authorization".to_owned(), "Bearer secret-token".to_owned())];
        assert_eq!(target.auth_headers, expected);
        let shown = tool.json();
        assert_eq!(
            shown["definition"]["http"]["authHeaders"][0],
            "Authorization"
        );
        assert!(!shown.to_string().contains("secret-token"));
        let only = json!([{"requirements": {"token": {"httpAuth": {"scheme": "Bearer"}}}}]);
        assert!(Tool::select(&json!({"temporaryTool": http(only)}), none).is_err());
    }

    #[test]
    fn names_are_unique_and_built_in_tools_are_found() {
        let tools = json!({"selectedTools": [{"toolName": "hangUp"}, {"toolName": "hangUp"}]});
        assert!(select_all(&object(&tools), none).is_err());
        let tools = json!({"selectedTools": [
            {"toolName": "hangUp"}, {"toolName": "hangUp", "nameOverride": "leave"},
        ]});
        let names: Vec<_> = select_all(&object(&tools), none)
            .unwrap()
            .into_keys()
            .collect();
        assert_eq!(names, ["hangUp", "leave"]);
        let corpus = json!({"selectedTools": [{"toolName": "queryCorpus"}]});
        assert!(
            select_all(&object(&corpus), none).is_err(),
            "corpus_id is required"
        );
        let unknown = json!({"selectedTools": [{"toolName": "fly"}]});
        assert!(select_all(&object(&unknown), none).is_err());
    }
}
