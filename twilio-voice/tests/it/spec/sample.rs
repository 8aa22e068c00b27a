//! Answers made up from the descriptions, in which every leaf is one of its kind.

use serde_json::{Map, Value, json};

use super::document::Spec;

/// What is special about an answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Variant {
    /// Every field is there.
    Full,
    /// Only what makes the answer useful is there: the descriptions promise nothing.
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

/// Fields besides `sid` that may be null by the descriptions, but without which the answer is of no use.
const PROMISED: [(&str, &str); 3] = [
    ("api.v2010.account.conference.participant", "call_sid"),
    ("api.v2010.account.queue.member", "call_sid"),
    (
        "api.v2010.account.recording.recording_add_on_result.recording_add_on_result_payload.recording_add_on_result_payload_data",
        "redirect_to",
    ),
];

/// Texts that are milliseconds.
const MILLISECONDS: [&str; 1] = ["queue_time"];

/// What is never shown, as the end of a path.
const SECRETS: [&str; 8] = [
    "auth_token",
    "username",
    "password",
    "credential",
    ".redirect_to",
    ".request.parameters",
    ".request.url",
    ".response.response_body",
];

/// What is only shown to be there, as the end of a path.
const HIDDEN: [&str; 13] = [
    ".message_status_callback",
    ".message_text",
    ".request_url",
    ".request_variables",
    ".response_body",
    ".response_headers",
    ".sms_fallback_url",
    ".sms_status_callback",
    ".sms_url",
    ".status_callback",
    ".status_callback_url",
    ".voice_fallback_url",
    ".voice_url",
];

/// How a leaf must look when it was read.
pub(super) enum Look {
    /// As this text, somewhere in the value.
    Text(String),
    /// As this value.
    Exactly(&'static str),
    /// Not as nothing.
    Present,
}

/// A value of the answer.
pub(super) struct Leaf {
    pub(super) path: String,
    pub(super) look: Look,
}

/// Makes up one answer.
pub(super) struct Sampler<'a> {
    spec: &'a Spec,
    variant: Variant,
    count: u32,
    /// How many words the enum with the most of them has.
    pub(super) words: usize,
    pub(super) leaves: Vec<Leaf>,
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

    pub(super) fn sample(&mut self, schema: &Value, path: &str) -> Value {
        let spec = self.spec;
        let (name, schema) = spec.resolve(schema);
        if schema["enum"].is_array() {
            return json!(self.word(schema, path));
        }
        match schema["type"].as_str() {
            Some("object") if schema["properties"].is_object() => self.object(name, schema, path),
            Some("object") => json!({ "key": self.text(path, |count| format!("/{count}")) }),
            Some("array") => json!([self.sample(&schema["items"], path)]),
            Some("integer") if path.ends_with("cidr_prefix_length") => {
                self.leaf(path, Look::Text("24".to_owned()));
                json!(24)
            }
            Some("integer") => {
                let text = self.text(path, |count| count.to_string());
                json!(text.parse::<u32>().unwrap())
            }
            Some("number") => {
                let text = self.text(path, |count| format!("{count}.5"));
                json!(text.parse::<f64>().unwrap())
            }
            Some("boolean") => {
                let value = !matches!(self.variant, Variant::Words(1));
                self.leaf(path, Look::Exactly(if value { "true" } else { "false" }));
                json!(value)
            }
            Some("string") => json!(self.string(schema, path)),
            _ => self.sample(&untyped(path), path),
        }
    }

    fn object(&mut self, name: &str, schema: &Value, path: &str) -> Value {
        let properties = schema["properties"].as_object().unwrap();
        // A page has no name, and holds its items among links.
        let is_page = name.is_empty()
            && path.is_empty()
            && properties
                .values()
                .any(|property| property["type"] == "array");
        let mut map = Map::new();
        for (key, property) in properties {
            let promised = key == "sid" || PROMISED.contains(&(name, key.as_str()));
            let items = is_page && property["type"] == "array";
            if self.variant == Variant::Required && !(promised || items) {
                continue;
            }
            let nullable = property["nullable"] == true && !promised;
            let value = if self.variant == Variant::Nulls && nullable {
                Value::Null
            } else {
                self.sample(property, &format!("{path}.{key}"))
            };
            map.insert(key.clone(), value);
        }
        if is_page {
            // What is said of the page itself is read by the pages, and not kept.
            let is_item = |path: &str| path.matches('.').count() > 1 && !path.starts_with(".meta.");
            self.leaves.retain(|leaf| is_item(&leaf.path));
        }
        if self.variant == Variant::UnknownFields {
            map.insert("field_of_the_future".to_owned(), json!({"x": [1]}));
        }
        Value::Object(map)
    }

    fn word(&mut self, schema: &Value, path: &str) -> String {
        if self.variant == Variant::UnknownWords {
            return self.text(path, |count| format!("FUTURE_{count}"));
        }
        let words = schema["enum"].as_array().unwrap();
        self.words = self.words.max(words.len());
        let index = match self.variant {
            Variant::Words(index) => index.min(words.len() - 1),
            _ => words.len() - 1,
        };
        self.leaf(path, Look::Present);
        words[index].as_str().unwrap().to_owned()
    }

    fn string(&mut self, schema: &Value, path: &str) -> String {
        let key = path.rsplit('.').next().unwrap();
        if let Some(pattern) = schema["pattern"].as_str() {
            let prefix = pattern.strip_prefix('^').unwrap()[..2].to_owned();
            return self.text(path, |count| format!("{prefix}{count:032}"));
        }
        let time = |count| jiff::Timestamp::from_second(1_800_000_000 + i64::from(count)).unwrap();
        match schema["format"].as_str() {
            Some("date-time-rfc-2822") => {
                let text = self.text(path, |count| time(count).to_string());
                let zoned = text.parse::<jiff::Timestamp>().unwrap();
                let zoned = zoned.to_zoned(jiff::tz::TimeZone::UTC);
                jiff::fmt::rfc2822::to_string(&zoned).unwrap()
            }
            Some("iso-country-code") => self.text(path, |count| {
                let letter = |number: u32| char::from(b'A' + u8::try_from(number % 26).unwrap());
                [letter(count / 26), letter(count)].iter().collect()
            }),
            _ if key == "as_of" => self.text(path, |count| time(count).to_string()),
            _ if key == "ip_address" => {
                self.text(path, |count| std::net::Ipv4Addr::from(count).to_string())
            }
            Some("date-time") => self.text(path, |count| time(count).to_string()),
            Some("date") => self.text(path, |count| {
                let days = jiff::Span::new().days(i64::from(count));
                let day = jiff::civil::date(2026, 1, 1).checked_add(days);
                day.unwrap().to_string()
            }),
            Some("uri") if path.contains("next_page") => "/next.json?PageToken=x".to_owned(),
            Some("uri") => self.text(path, |count| format!("https://example.com/{count}")),
            Some("phone-number") => self.text(path, |count| format!("+1500555{count}")),
            _ if MILLISECONDS.contains(&key) => {
                let text = self.text(path, |count| format!("{count}s"));
                text.replace('s', "000")
            }
            // Many plain texts are numbers.
            _ => self.text(path, |count| count.to_string()),
        }
    }

    fn text(&mut self, path: &str, write: impl FnOnce(u32) -> String) -> String {
        self.count += 1;
        let text = write(self.count);
        self.leaf(path, Look::Text(text.clone()));
        text
    }

    fn leaf(&mut self, path: &str, look: Look) {
        let look = match HIDDEN.iter().any(|hidden| path.ends_with(hidden)) {
            true => Look::Present,
            false => look,
        };
        if !SECRETS.iter().any(|secret| path.ends_with(secret)) {
            let path = path.to_owned();
            self.leaves.push(Leaf { path, look });
        }
    }
}

/// The schema of what has none in the descriptions; their examples have these fields.
fn untyped(path: &str) -> Value {
    let text = json!({"type": "string"});
    let properties = match path.rsplit('.').next().unwrap() {
        "encryption_details" => json!({
            "encryption_public_key_sid": text,
            "encryption_cek": text,
            "encryption_iv": text,
        }),
        "request" => json!({
            "method": {"type": "string", "enum": ["GET", "POST"]},
            "url": {"type": "string", "format": "uri"},
            "parameters": {"type": "object"},
        }),
        "response" => json!({
            "response_code": {"type": "integer"},
            "request_duration": {"type": "integer"},
            "content_type": text,
            "response_body": text,
            "date_created": {"type": "string", "format": "date-time-rfc-2822"},
        }),
        key => panic!("{key} has no type and is not described here"),
    };
    json!({"type": "object", "properties": properties})
}

impl Leaf {
    /// Whether the value stands where a field of its name was read.
    pub(super) fn is_in(&self, shown: &str) -> bool {
        let key = self.path.rsplit('.').next().unwrap();
        let field = format!("{} ", field_of(key));
        let mut places = shown.match_indices(&field);
        places.any(|(at, _)| {
            // Not the end of a longer name.
            let whole =
                !shown[..at].ends_with(|before: char| before == '_' || before.is_alphanumeric());
            let value = &shown[at + field.len()..];
            let inner = value.strip_prefix("Some(").unwrap_or(value);
            whole
                && match &self.look {
                    Look::Text(text) => first_value(value).contains(text.as_str()),
                    Look::Exactly(text) => inner.starts_with(text),
                    Look::Present => !value.starts_with("None"),
                }
        })
    }
}

/// The name of the field that holds this key, as it is shown.
fn field_of(key: &str) -> String {
    let name = match key {
        "type" => "kind",
        other => other,
    };
    format!("{name}:")
}

/// What is shown of a field: up to where the next one begins.
fn first_value(shown: &str) -> &str {
    let end = shown.match_indices(", ").find(|(at, _)| {
        let next = &shown[at + 2..];
        let name = next.split(':').next().unwrap_or_default();
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        !name.is_empty() && name.chars().all(is_name) && next[name.len()..].starts_with(": ")
    });
    end.map_or(shown, |(at, _)| &shown[..at])
}
