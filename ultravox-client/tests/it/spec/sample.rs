//! Answers made up from the document, in which every leaf is one of its kind.

use serde_json::{Map, Value, json};

use super::schema::Spec;

/// What is special about an answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Variant {
    /// Every field is there.
    Full,
    /// Only what is promised is there.
    Required,
    /// Every field is there, but `null` where that is allowed.
    Nulls,
    /// Every field is there, with words that this version does not know.
    UnknownWords,
    /// Every field is there, and others besides.
    UnknownFields,
    /// Every field is there, each word being the one at this place, or the last.
    Words(usize),
}

impl Variant {
    pub(super) const ALL: [Self; 5] = [
        Self::Full,
        Self::Required,
        Self::Nulls,
        Self::UnknownWords,
        Self::UnknownFields,
    ];
}

/// Objects of which only one of these fields is there at a time.
const ONE_OF: [(&str, &[&str]); 6] = [
    (
        "ultravox.v1.BaseToolDefinition",
        &["http", "client", "dataConnection"],
    ),
    (
        "ultravox.v1.CallTool",
        &["http", "client", "dataConnection"],
    ),
    (
        "ultravox.v1.SelectedTool",
        &["toolName", "toolId", "temporaryTool"],
    ),
    ("ultravox.v1.FirstSpeakerSettings", &["agent", "user"]),
    (
        "ultravox.v1.SecurityRequirement",
        &["headerApiKey", "queryApiKey", "httpAuth"],
    ),
    ("ultravox.v1.MimeTypeFilter", &["include", "exclude"]),
];

/// Ids that the document does not promise, but without which the answer is of no use.
const PROMISED: [(&str, &str); 3] = [
    ("ultravox.v1.Corpus", "corpusId"),
    ("ultravox.v1.CorpusSource", "sourceId"),
    ("ultravox.v1.CorpusDocument", "documentId"),
];

/// Ids that some schemas call plain strings.
const IDS: [&str; 7] = [
    "agentId",
    "callStageId",
    "corpusId",
    "documentId",
    "documentIds",
    "sourceId",
    "toolId",
];

/// What is never shown.
const SECRETS: [&str; 9] = [
    "authTokens",
    "headers",
    "joinUrl",
    "password",
    "presignedUrl",
    "secret",
    "secrets",
    "sharedSecrets",
    "webhookSecret",
];

/// Makes up one answer.
pub(super) struct Sampler<'a> {
    spec: &'a Spec,
    variant: Variant,
    count: u32,
    /// How many words the enum with the most of them has.
    pub(super) words: usize,
    /// Where each leaf is, and how it must look when it was read.
    pub(super) leaves: Vec<(String, String)>,
}

impl<'a> Sampler<'a> {
    pub(super) fn new(spec: &'a Spec, variant: Variant) -> Self {
        Self {
            spec,
            variant,
            count: 1000,
            words: 0,
            leaves: Vec::new(),
        }
    }

    pub(super) fn sample(&mut self, schema: &Value, path: &str, depth: usize) -> Value {
        let name = self.spec.name(schema);
        if name == "ultravox.v1.CallMedium" {
            return json!({"webRtc": {}});
        }
        if name == "ultravox.v1.ExternalVoice" {
            let id = self.leaf(path, |count| format!("voice-{count}"));
            return json!({"google": {"voiceId": id}});
        }
        let spec = self.spec;
        let schema = spec.resolve(schema);
        match schema["type"].as_str() {
            Some("object") if schema["properties"].is_object() => {
                self.object(&name, schema, path, depth)
            }
            Some("object") if schema["additionalProperties"].is_object() => {
                let item = self.sample(&schema["additionalProperties"], path, depth + 1);
                json!({"key": item})
            }
            Some("array") => json!([self.sample(&schema["items"], path, depth + 1)]),
            Some("integer") if path.ends_with(".hour") => json!(7),
            Some("integer") => {
                let text = self.leaf(path, |count| count.to_string());
                json!(text.parse::<u32>().unwrap())
            }
            Some("number") => {
                let text = self.leaf(path, |count| format!("{count}.5"));
                json!(text.parse::<f64>().unwrap())
            }
            Some("boolean") => json!(true),
            Some("string") => json!(self.string(schema, path)),
            _ if path.ends_with(".metadata") => {
                let text = self.leaf(path, |count| format!("text-{count}"));
                json!({"key": text})
            }
            _ => json!({"any": [self.leaf(path, |count| format!("text-{count}"))]}),
        }
    }

    fn object(&mut self, name: &str, schema: &Value, path: &str, depth: usize) -> Value {
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        let alternatives = ONE_OF.iter().find(|(of, _)| *of == name);
        let alternatives = alternatives.map_or(&[][..], |(_, keys)| *keys);
        let mut map = Map::new();
        for (key, property) in schema["properties"].as_object().into_iter().flatten() {
            let promised =
                required.iter().any(|name| name == key) || PROMISED.contains(&(name, key.as_str()));
            let wanted = self.variant != Variant::Required && depth < 8;
            let alternative = alternatives.iter().skip(1).any(|other| other == key);
            if property["writeOnly"] == true || alternative || !(promised || wanted) {
                continue;
            }
            let path = format!("{path}.{key}");
            let nulls = matches!(self.variant, Variant::Nulls | Variant::Required);
            let value = if nulls && property["nullable"] == true {
                Value::Null
            } else {
                self.sample(property, &path, depth + 1)
            };
            map.insert(key.clone(), value);
        }
        if self.variant == Variant::UnknownFields {
            map.insert("fieldOfTheFuture".to_owned(), json!({"x": [1]}));
        }
        Value::Object(map)
    }

    fn string(&mut self, schema: &Value, path: &str) -> String {
        let key = path.rsplit('.').next().unwrap();
        if let Some(words) = schema["enum"].as_array() {
            if self.variant == Variant::UnknownWords {
                return self.leaf(path, |count| format!("FUTURE_{count}"));
            }
            let words: Vec<_> = (words.iter())
                .map(|word| word.as_str().unwrap())
                .filter(|word| !word.ends_with("_UNSPECIFIED"))
                .collect();
            self.words = self.words.max(words.len());
            let index = match self.variant {
                Variant::Words(index) => index.min(words.len() - 1),
                _ => words.len() - 1,
            };
            return words[index].to_owned();
        }
        let uuid = schema["format"] == "uuid" || IDS.contains(&key);
        match schema["format"].as_str() {
            _ if uuid => self.leaf(path, |count| format!("00000000-0000-4000-8000-{count:012}")),
            Some("date-time") => self.leaf(path, |count| {
                let second = 1_800_000_000 + i64::from(count);
                jiff::Timestamp::from_second(second).unwrap().to_string()
            }),
            Some("date") => self.leaf(path, |count| {
                let days = jiff::Span::new().days(i64::from(count));
                jiff::civil::date(2026, 1, 1)
                    .checked_add(days)
                    .unwrap()
                    .to_string()
            }),
            _ if matches!(key, "next" | "previous") => {
                let cursor = self.leaf(path, |count| format!("cursor-{count}"));
                format!("https://example.com/?cursor={cursor}")
            }
            Some("uri") => self.leaf(path, |count| format!("https://example.com/{count}")),
            _ if key == "sizeBytes" => self.leaf(path, |count| count.to_string()),
            // Durations are plain strings in some schemas.
            _ => self.leaf(path, |count| format!("{count}.5s")),
        }
    }

    fn leaf(&mut self, path: &str, write: impl FnOnce(u32) -> String) -> String {
        self.count += 1;
        let text = write(self.count);
        if !path.split('.').any(|key| SECRETS.contains(&key)) {
            self.leaves.push((path.to_owned(), text.clone()));
        }
        text
    }
}
