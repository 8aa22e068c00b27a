//! The fields of a request, one by one.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Map, Value};

use super::{Problems, texts};
use crate::ultravox::call::{Callback, Medium, NewCall};
use crate::ultravox::duration;

/// Reads fields and collects what is wrong with them.
pub(super) struct Check<'a> {
    body: &'a Map<String, Value>,
    pub(super) problems: Problems,
}

impl<'a> Check<'a> {
    pub(super) fn new(body: &'a Map<String, Value>) -> Self {
        Self {
            body,
            problems: Vec::new(),
        }
    }

    /// `null` counts as not given.
    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        self.body.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn wrong(&mut self, field: &str, text: &str) {
        self.problems.push((field.to_owned(), text.to_owned()));
    }

    pub(super) fn known(&mut self, fields: &[&str], strict: bool) {
        for name in self.body.keys() {
            if strict && !fields.contains(&name.as_str()) {
                self.problems
                    .push((name.clone(), "Unknown field.".to_owned()));
            }
        }
    }

    pub(super) fn text(&mut self, name: &str) -> Option<&'a str> {
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

    pub(super) fn timed_messages(&mut self) {
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

    pub(super) fn tools(&mut self, name: &str) {
        let Some(list) = self.get(name) else {
            return;
        };
        let one = |tool: &Value| {
            let keys = ["toolId", "toolName", "temporaryTool"];
            let given = keys.iter().filter_map(|key| tool.get(*key));
            given.filter(|it| !it.is_null()).count() == 1
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
        let given = value.as_object().into_iter().flatten();
        let mut given = given.filter(|(_, settings)| !settings.is_null());
        let (Some((name, settings)), None) = (given.next(), given.next()) else {
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
        if self.get("voiceOverrides").is_some() && self.get("voice").is_none() {
            self.wrong("voiceOverrides", "Only allowed together with voice.");
        }
        let speaker = self.get("firstSpeakerSettings");
        let has = |value: &Value, key: &str| value.get(key).is_some_and(|it| !it.is_null());
        if speaker.is_some_and(|value| has(value, "user") == has(value, "agent")) {
            self.wrong(
                "firstSpeakerSettings",
                "Exactly one of user and agent is required.",
            );
        }
        let given = self.get("firstSpeaker").and_then(Value::as_str);
        let other = match given {
            Some("FIRST_SPEAKER_USER") => "agent",
            Some("FIRST_SPEAKER_AGENT") => "user",
            _ => "",
        };
        if speaker.is_some_and(|value| has(value, other)) {
            self.wrong("firstSpeaker", "Disagrees with firstSpeakerSettings.");
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

    pub(super) fn finish(
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
            secrets: texts(self.get("sharedSecrets")),
            greeting_prompt: true,
            tools: BTreeMap::new(),
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
