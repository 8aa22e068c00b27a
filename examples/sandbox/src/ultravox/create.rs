//! Whether a request to create a call is valid.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::call::{Callback, Medium, NewCall};
use super::duration;

/// What is wrong with a request, by field.
pub(super) type Problems = Vec<(String, String)>;

/// Fields of a call without an agent.
const CALL_FIELDS: &[&str] = &[
    "systemPrompt",
    "temperature",
    "model",
    "voice",
    "externalVoice",
    "voiceOverrides",
    "languageHint",
    "initialMessages",
    "joinTimeout",
    "maxDuration",
    "timeExceededMessage",
    "inactivityMessages",
    "selectedTools",
    "medium",
    "recordingEnabled",
    "firstSpeakerSettings",
    "firstSpeaker",
    "transcriptOptional",
    "initialOutputMedium",
    "vadSettings",
    "experimentalSettings",
    "metadata",
    "initialState",
    "dataConnection",
    "callbacks",
    "retentionPolicy",
    "sharedSecrets",
];

/// Fields of a call with an agent.
const AGENT_FIELDS: &[&str] = &[
    "templateContext",
    "initialMessages",
    "metadata",
    "medium",
    "joinTimeout",
    "maxDuration",
    "recordingEnabled",
    "initialOutputMedium",
    "firstSpeakerSettings",
    "dataConnection",
    "experimentalSettings",
    "callbacks",
    "voice",
    "voiceOverrides",
    "toolOverrides",
    "retentionPolicy",
    "sharedSecrets",
    "agentId",
];

/// Reads the request for a call without an agent.
pub(super) fn call(body: &Map<String, Value>, strict: bool) -> Result<NewCall, Problems> {
    let mut check = Check::new(body);
    check.known(CALL_FIELDS, strict);
    let model = check.text("model");
    if model == Some("fixie-ai/ultravox-qwen3-32b-preview") {
        check.wrong("model", "This model is no longer available.");
    }
    if body.contains_key("voice") && body.contains_key("externalVoice") {
        check.wrong(
            "externalVoice",
            "Only one of voice and externalVoice may be set.",
        );
    }
    if let Some(temperature) = check.get("temperature")
        && !temperature
            .as_f64()
            .is_some_and(|t| (0.0..=1.0).contains(&t))
    {
        check.wrong("temperature", "A number from 0 to 1 is required.");
    }
    for name in [
        "systemPrompt",
        "languageHint",
        "timeExceededMessage",
        "firstSpeaker",
    ] {
        check.text(name);
    }
    check.timed_messages();
    check.tools("selectedTools");
    check.finish(body.clone(), None)
}

/// Reads the request for a call with an agent, whose template is `template`.
pub(super) fn agent_call(
    body: &Map<String, Value>,
    template: &Map<String, Value>,
    agent: (String, String),
    strict: bool,
) -> Result<NewCall, Problems> {
    let mut check = Check::new(body);
    check.known(AGENT_FIELDS, strict);
    if let Some(context) = check.get("templateContext")
        && !context.is_object()
    {
        check.wrong("templateContext", "An object is required.");
    }
    let mut settings = template.clone();
    for name in ["name", "created", "updated", "contextSchema"] {
        settings.remove(name);
    }
    let context = body.get("templateContext").and_then(Value::as_object);
    if let Some(Value::String(prompt)) = settings.get_mut("systemPrompt") {
        *prompt = fill(prompt, context);
    }
    for (name, value) in body {
        if AGENT_FIELDS.contains(&name.as_str()) && name != "templateContext" && name != "agentId" {
            settings.insert(name.clone(), value.clone());
        }
    }
    let mut merged = Check::new(&settings);
    merged.problems = check.problems;
    merged.finish(settings.clone(), Some(agent))
}

/// Replaces `{{name}}` by the value of the context; unknown names become empty.
fn fill(template: &str, context: Option<&Map<String, Value>>) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, after)) = after.split_once("}}") else {
            out.push_str("{{");
            rest = after;
            continue;
        };
        match context.and_then(|context| context.get(name.trim())) {
            Some(Value::String(text)) => out.push_str(text),
            Some(value) => out.push_str(&value.to_string()),
            None => {}
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

struct Check<'a> {
    body: &'a Map<String, Value>,
    problems: Problems,
}

impl<'a> Check<'a> {
    fn new(body: &'a Map<String, Value>) -> Self {
        Self {
            body,
            problems: Vec::new(),
        }
    }

    /// `null` counts as not given.
    fn get(&self, name: &str) -> Option<&'a Value> {
        self.body.get(name).filter(|value| !value.is_null())
    }

    fn wrong(&mut self, field: &str, text: &str) {
        self.problems.push((field.to_owned(), text.to_owned()));
    }

    fn known(&mut self, fields: &[&str], strict: bool) {
        for name in self.body.keys() {
            if strict && !fields.contains(&name.as_str()) {
                self.problems
                    .push((name.clone(), "Unknown field.".to_owned()));
            }
        }
    }

    fn text(&mut self, name: &str) -> Option<&'a str> {
        let value = self.get(name)?;
        if value.as_str().is_none() {
            self.wrong(name, "Not a valid string.");
        }
        value.as_str()
    }

    fn duration(&mut self, name: &str, default: Duration) -> Duration {
        let Some(value) = self.get(name) else {
            return default;
        };
        match value.as_str().and_then(duration::parse) {
            Some(duration) if !duration.is_zero() => duration,
            _ => {
                self.wrong(name, "A duration in seconds such as \"30s\" is required.");
                default
            }
        }
    }

    fn timed_messages(&mut self) {
        let Some(list) = self.get("inactivityMessages") else {
            return;
        };
        let valid = list.as_array().is_some_and(|items| {
            items.iter().all(|item| {
                let time = item.get("duration").and_then(Value::as_str);
                time.and_then(duration::parse).is_some()
            })
        });
        if !valid {
            self.wrong(
                "inactivityMessages",
                "Each message needs a duration such as \"30s\".",
            );
        }
    }

    fn tools(&mut self, name: &str) {
        let Some(list) = self.get(name) else {
            return;
        };
        let one = |tool: &Value| {
            let keys = ["toolId", "toolName", "temporaryTool"];
            keys.iter().filter(|key| tool.get(**key).is_some()).count() == 1
        };
        if !list.as_array().is_some_and(|tools| tools.iter().all(one)) {
            self.wrong(
                name,
                "Exactly one of toolId, toolName and temporaryTool is required.",
            );
        }
    }

    fn metadata(&mut self) -> BTreeMap<String, String> {
        let mut metadata = BTreeMap::new();
        let Some(value) = self.get("metadata") else {
            return metadata;
        };
        let Some(map) = value.as_object() else {
            self.wrong("metadata", "Expected a dictionary of items.");
            return metadata;
        };
        for (key, value) in map {
            if key.starts_with("ultravox.") {
                self.wrong("metadata", "Keys must not start with \"ultravox.\".");
            }
            match value.as_str() {
                Some(text) => {
                    metadata.insert(key.clone(), text.to_owned());
                }
                None => self.wrong("metadata", "Not a valid string."),
            }
        }
        metadata
    }

    fn medium(&mut self) -> Medium {
        let Some(value) = self.get("medium") else {
            return Medium::WebRtc;
        };
        let one = value.as_object().filter(|map| map.len() == 1);
        let Some((name, settings)) = one.and_then(|map| map.iter().next()) else {
            self.wrong("medium", "Exactly one medium is required.");
            return Medium::WebRtc;
        };
        let outgoing = settings.get("outgoing").filter(|value| !value.is_null());
        match name.as_str() {
            "webRtc" => Medium::WebRtc,
            "serverWebSocket" => self.server_web_socket(settings),
            "sip" if outgoing.is_none() => Medium::Sip,
            "twilio" | "telnyx" | "plivo" | "sip" if outgoing.is_some() => {
                let text = |key: &str| outgoing.and_then(|o| o.get(key)).and_then(Value::as_str);
                match (text("to"), text("from")) {
                    (Some(to), Some(from)) => Medium::Outgoing {
                        to: to.to_owned(),
                        from: from.to_owned(),
                        twilio: name == "twilio",
                    },
                    _ => {
                        self.wrong("medium", "outgoing needs to and from.");
                        Medium::Telephony
                    }
                }
            }
            "twilio" | "telnyx" | "plivo" | "exotel" => Medium::Telephony,
            _ => {
                self.wrong("medium", "Unknown medium.");
                Medium::WebRtc
            }
        }
    }

    fn server_web_socket(&mut self, settings: &Value) -> Medium {
        let rate = |key: &str| {
            let rate = settings.get(key).and_then(Value::as_u64);
            rate.and_then(|rate| u32::try_from(rate).ok())
                .filter(|rate| (8000..=96_000).contains(rate))
        };
        let input = rate("inputSampleRate");
        let output = match settings.get("outputSampleRate") {
            None | Some(Value::Null) => input,
            Some(_) => rate("outputSampleRate"),
        };
        let idle = match settings.get("mediaIdleTimeout").and_then(Value::as_str) {
            None => None,
            Some(text) => match duration::parse(text) {
                // Shorter ones are raised to ten seconds.
                Some(idle) => Some(idle.max(Duration::from_secs(10))),
                None => {
                    self.wrong("medium", "mediaIdleTimeout is not a duration.");
                    None
                }
            },
        };
        let (Some(input_rate), Some(output_rate)) = (input, output) else {
            self.wrong(
                "medium",
                "inputSampleRate is required and must be a sample rate.",
            );
            return Medium::WebRtc;
        };
        Medium::ServerWebSocket {
            input_rate,
            output_rate,
            idle,
        }
    }

    fn callbacks(&mut self) -> Vec<Callback> {
        let mut callbacks = Vec::new();
        let Some(value) = self.get("callbacks") else {
            return callbacks;
        };
        for (name, callback) in value.as_object().into_iter().flatten() {
            let url = callback.get("url").and_then(Value::as_str);
            let known = ["joined", "ended", "billed"].contains(&name.as_str());
            match url.filter(|url| known && url.starts_with("http")) {
                Some(url) => callbacks.push(Callback {
                    event: format!("call.{name}"),
                    url: url.to_owned(),
                    secrets: texts(callback.get("secrets")),
                }),
                None => self.wrong(
                    "callbacks",
                    "Each callback is one of joined, ended and billed and needs a url.",
                ),
            }
        }
        callbacks
    }

    fn other_fields(&mut self) {
        if let Some(value) = self.get("recordingEnabled")
            && !value.is_boolean()
        {
            self.wrong("recordingEnabled", "Must be a valid boolean.");
        }
        self.text("voice");
        let speaker = self.get("firstSpeakerSettings");
        if speaker.is_some_and(|value| {
            let has = |key| value.get(key).is_some();
            has("user") == has("agent")
        }) {
            self.wrong(
                "firstSpeakerSettings",
                "Exactly one of user and agent is required.",
            );
        }
        let roles = self.get("initialMessages").is_none_or(|list| {
            list.as_array().is_some_and(|list| {
                list.iter().all(|message| {
                    let role = message.get("role").and_then(Value::as_str);
                    role.is_none_or(|role| role.starts_with("MESSAGE_ROLE_"))
                })
            })
        });
        if !roles {
            self.wrong("initialMessages", "Unknown role.");
        }
        if let Some(secrets) = self.get("sharedSecrets") {
            let valid = secrets.as_array().is_some_and(|list| {
                list.iter().all(|secret| {
                    secret
                        .as_str()
                        .is_some_and(|text| (16..=127).contains(&text.len()))
                })
            });
            if !valid {
                self.wrong("sharedSecrets", "Each secret has 16 to 127 characters.");
            }
        }
    }

    fn finish(
        mut self,
        mut settings: Map<String, Value>,
        agent: Option<(String, String)>,
    ) -> Result<NewCall, Problems> {
        self.other_fields();
        let new = NewCall {
            medium: self.medium(),
            metadata: self.metadata(),
            join_timeout: self.duration("joinTimeout", Duration::from_secs(30)),
            max_duration: self.duration("maxDuration", Duration::from_secs(3600)),
            recording: self
                .get("recordingEnabled")
                .and_then(Value::as_bool)
                .unwrap_or(false),
            callbacks: self.callbacks(),
            agent,
            settings: {
                settings.remove("sharedSecrets");
                settings.remove("callbacks");
                settings
            },
        };
        if self.problems.is_empty() {
            Ok(new)
        } else {
            Err(self.problems)
        }
    }
}

/// The texts of a JSON list.
pub(super) fn texts(value: Option<&Value>) -> Vec<String> {
    let list = value.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}

/// The tools of a call as the API lists them.
pub(super) fn tool_list(settings: &Map<String, Value>) -> Vec<Value> {
    let tools = settings.get("selectedTools").and_then(Value::as_array);
    let tool = |tool: &Value| {
        let temporary = tool.get("temporaryTool");
        let name = [
            tool.get("nameOverride"),
            temporary.and_then(|t| t.get("modelToolName")),
            tool.get("toolName"),
            tool.get("toolId"),
        ];
        let name = name.into_iter().flatten().find_map(Value::as_str);
        json!({
            "callToolId": uuid::Uuid::new_v4(),
            "toolId": tool.get("toolId"),
            "name": name.unwrap_or_default(),
            "definition": temporary.cloned().unwrap_or_else(|| json!({})),
        })
    };
    tools.into_iter().flatten().map(tool).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: Value) -> Result<NewCall, Problems> {
        call(body.as_object().unwrap(), false)
    }

    #[test]
    fn an_empty_request_gets_the_documented_defaults() {
        let new = read(json!({})).unwrap();
        assert_eq!(new.join_timeout, Duration::from_secs(30));
        assert_eq!(new.max_duration, Duration::from_secs(3600));
        assert_eq!(new.medium, Medium::WebRtc);
    }

    #[test]
    fn each_wrong_field_is_named() {
        let wrong = read(json!({
            "maxDuration": "30", "temperature": 2, "metadata": {"ultravox.x": "1"},
            "medium": {"webRtc": {}, "twilio": {}}, "sharedSecrets": ["short"],
        }));
        let mut fields: Vec<_> = wrong
            .err()
            .unwrap()
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        fields.sort();
        assert_eq!(
            fields,
            [
                "maxDuration",
                "medium",
                "metadata",
                "sharedSecrets",
                "temperature"
            ]
        );
    }

    #[test]
    fn a_server_socket_needs_a_rate_and_has_a_least_idle_time() {
        assert!(read(json!({"medium": {"serverWebSocket": {}}})).is_err());
        let settings = json!({"inputSampleRate": 8000, "mediaIdleTimeout": "2s"});
        let new = read(json!({"medium": {"serverWebSocket": settings}})).unwrap();
        let idle = Some(Duration::from_secs(10));
        let expected = Medium::ServerWebSocket {
            input_rate: 8000,
            output_rate: 8000,
            idle,
        };
        assert_eq!(new.medium, expected);
    }

    #[test]
    fn unknown_fields_are_a_matter_of_configuration() {
        let body = json!({"maxduration": "30s"});
        assert!(call(body.as_object().unwrap(), false).is_ok());
        assert!(call(body.as_object().unwrap(), true).is_err());
    }

    #[test]
    fn a_template_is_filled_from_the_context() {
        let template = json!({"systemPrompt": "Hi {{ name }}, {{missing}}!", "name": "x"});
        let body = json!({"templateContext": {"name": "Ann"}, "maxDuration": "60s"});
        let agent = ("id".to_owned(), "x".to_owned());
        let new = agent_call(
            body.as_object().unwrap(),
            template.as_object().unwrap(),
            agent,
            true,
        )
        .unwrap();
        assert_eq!(new.settings["systemPrompt"], "Hi Ann, !");
        assert_eq!(new.max_duration, Duration::from_secs(60));
    }
}
