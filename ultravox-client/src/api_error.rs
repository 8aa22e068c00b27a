//! What Ultravox says when it refuses.

use std::{collections::BTreeMap, fmt, time::Duration};

/// An error answer of Ultravox.
///
/// See [Ultravox Docs/API introduction](https://docs.ultravox.ai/api-reference/introduction).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ApiError {
    /// The HTTP status, e.g. 422.
    pub status: u16,
    /// The word Ultravox uses for the error. Not documented; `None` in most answers.
    pub code: Option<String>,
    /// What Ultravox says, shortened to 1,000 characters. `None` if the answer had no text that could be read.
    pub detail: Option<String>,
    /// Messages by field, if Ultravox refused the request field by field. Nested fields are joined by a dot.
    pub fields: BTreeMap<String, Vec<String>>,
    /// The HTTP method that was refused.
    pub method: &'static str,
    /// The path that was refused, with placeholders instead of ids, e.g. `/api/calls/{call_id}`.
    pub path: &'static str,
    /// The id of the request in Ultravox's logs, if the answer carried one.
    pub request_id: Option<String>,
    /// How long Ultravox asks to wait before the next attempt. Zero means at once.
    pub retry_after: Option<Duration>,
    /// An attempt before this one ended in a way that leaves open whether it was applied.
    pub(crate) earlier_may_have_been_applied: bool,
}

impl ApiError {
    pub(crate) fn may_have_been_applied(&self) -> bool {
        let refused = self.status < 500 || (self.status == 503 && self.retry_after.is_some());
        self.earlier_may_have_been_applied || !refused
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Ultravox answered {} to {} {}",
            self.status, self.method, self.path
        )?;
        if let Some(code) = &self.code {
            write!(f, " ({code})")?;
        }
        if let Some(detail) = &self.detail {
            write!(f, ": {detail}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}

/// Reading the body of an error answer.
#[cfg(feature = "rest")]
pub(crate) mod body {
    use std::collections::BTreeMap;

    use serde_json::Value;

    /// Longest text kept, in characters.
    const MAX_TEXT: usize = 1_000;
    /// Most messages kept of one answer.
    const MAX_MESSAGES: usize = 32;
    /// Deepest nesting of fields followed.
    const MAX_DEPTH: usize = 8;

    #[derive(Debug, Default, PartialEq)]
    pub(crate) struct ErrorBody {
        pub(crate) code: Option<String>,
        pub(crate) detail: Option<String>,
        pub(crate) fields: BTreeMap<String, Vec<String>>,
    }

    /// Reads what can be read. The documented shape is `{"detail": "…"}`; a refused field comes as a map from field
    /// to messages whose exact shape is not documented. Anything that is not JSON gives no text at all.
    pub(crate) fn read(bytes: &[u8]) -> ErrorBody {
        let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
            return ErrorBody::default();
        };
        let text = |key| value.get(key).and_then(Value::as_str).map(shorten);
        let (code, detail) = (text("code"), text("detail"));
        let mut messages = Vec::new();
        match &value {
            Value::Object(map) => {
                for (key, value) in map {
                    if !(key == "code" && code.is_some() || key == "detail" && detail.is_some()) {
                        flatten(key.clone(), value, 0, &mut messages);
                    }
                }
            }
            other => flatten(String::new(), other, 0, &mut messages),
        }
        let detail = detail.or_else(|| summary(&messages));
        let mut fields = BTreeMap::<String, Vec<String>>::new();
        for (field, message) in messages {
            if !field.is_empty() {
                fields.entry(field).or_default().push(message);
            }
        }
        ErrorBody {
            code,
            detail,
            fields,
        }
    }

    fn flatten(path: String, value: &Value, depth: usize, messages: &mut Vec<(String, String)>) {
        if messages.len() >= MAX_MESSAGES || depth > MAX_DEPTH {
            return;
        }
        match value {
            Value::String(text) => messages.push((shorten(&path), shorten(text))),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let path = if item.is_string() {
                        path.clone()
                    } else {
                        join(&path, &index.to_string())
                    };
                    flatten(path, item, depth + 1, messages);
                }
            }
            Value::Object(map) => {
                for (key, item) in map {
                    flatten(join(&path, key), item, depth + 1, messages);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn join(path: &str, key: &str) -> String {
        if path.is_empty() {
            key.to_owned()
        } else {
            format!("{path}.{key}")
        }
    }

    fn summary(messages: &[(String, String)]) -> Option<String> {
        let parts = messages
            .iter()
            .map(|(field, message)| match field.as_str() {
                "" => message.clone(),
                field => format!("{field}: {message}"),
            });
        let text = parts.collect::<Vec<_>>().join("; ");
        (!text.is_empty()).then(|| shorten(&text))
    }

    /// Control characters are dropped, so that an answer cannot draw on a terminal or forge lines of a log.
    fn shorten(text: &str) -> String {
        text.chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(MAX_TEXT)
            .collect()
    }

    #[cfg(test)]
    mod tests {
        use proptest::prelude::*;

        use super::*;

        #[test]
        fn the_documented_form_is_the_detail() {
            let body = read(br#"{"detail": "Invalid API key"}"#);
            assert_eq!(body.detail.as_deref(), Some("Invalid API key"));
            assert!(body.fields.is_empty());
        }

        #[test]
        fn messages_are_kept_by_field() {
            let body = read(
                br#"{"temperature": ["too hot"], "medium": {"sip": {"to": ["no", "never"]}}}"#,
            );
            assert_eq!(body.fields["temperature"], ["too hot"]);
            assert_eq!(body.fields["medium.sip.to"], ["no", "never"]);
            assert_eq!(
                body.detail.as_deref(),
                Some("medium.sip.to: no; medium.sip.to: never; temperature: too hot")
            );
        }

        #[test]
        fn a_bare_list_is_the_detail() {
            assert_eq!(
                read(br#"["one", "two"]"#).detail.as_deref(),
                Some("one; two")
            );
        }

        #[test]
        fn html_gives_no_text() {
            assert_eq!(read(b"<html>Bad Gateway</html>"), ErrorBody::default());
        }

        #[test]
        fn long_texts_are_shortened() {
            let body = format!(r#"{{"detail": "{}"}}"#, "x".repeat(5_000));
            assert_eq!(
                read(body.as_bytes()).detail.map(|detail| detail.len()),
                Some(MAX_TEXT)
            );
        }

        proptest! {
            #[test]
            fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
                read(&bytes);
            }
        }
    }
}
