//! What Twilio says when it refuses.

use std::{fmt, time::Duration};

/// An error answer of Twilio.
///
/// See [Twilio Docs/Errors](https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ApiError {
    /// The HTTP status, e.g. 400.
    pub status: u16,
    /// The number Twilio gives the error, e.g. 21211. `None` if the answer had none, as those of gateways.
    pub code: Option<u32>,
    /// What Twilio says, shortened to 1,000 characters. `None` if the answer had no text that could be read.
    pub message: Option<String>,
    /// The page about the error.
    pub more_info: Option<String>,
    /// The HTTP method that was refused.
    pub method: &'static str,
    /// The path that was refused, with placeholders instead of ids.
    pub path: &'static str,
    /// The id Twilio gave the request (`Twilio-Request-Id`), if the answer carried one.
    pub request_id: Option<String>,
    /// How long Twilio asks to wait before the next attempt. Zero means at once.
    pub retry_after: Option<Duration>,
    /// An attempt before this one ended in a way that leaves open whether it was applied.
    pub(crate) earlier_may_have_been_applied: bool,
}

impl ApiError {
    pub(crate) fn may_have_been_applied(&self) -> bool {
        // 408: Twilio waited for something of its own for too long.
        self.earlier_may_have_been_applied
            || self.status == 408
            || !(400..500).contains(&self.status)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Twilio answered {} to {} {}",
            self.status, self.method, self.path
        )?;
        if let Some(code) = self.code {
            write!(f, " ({code})")?;
        }
        if let Some(message) = &self.message {
            write!(f, ": {message}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}

/// Reading the body of an error answer.
#[cfg(feature = "rest")]
pub(crate) mod body {
    use serde_json::Value;

    /// Longest text kept, in characters.
    const MAX_TEXT: usize = 1_000;

    #[derive(Debug, Default, PartialEq)]
    pub(crate) struct ErrorBody {
        pub(crate) code: Option<u32>,
        pub(crate) message: Option<String>,
        pub(crate) more_info: Option<String>,
    }

    /// Reads what can be read of the three documented shapes: `code message more_info`, the problem details of
    /// RFC 9457 (`code detail title type`), and `code message userError`. What is not JSON gives nothing.
    pub(crate) fn read(bytes: &[u8]) -> ErrorBody {
        let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
            return ErrorBody::default();
        };
        let text = |keys: &[&str]| {
            let mut texts = keys.iter().filter_map(|key| value.get(key)?.as_str());
            texts.find(|text| !text.is_empty()).map(shorten)
        };
        ErrorBody {
            code: value.get("code").and_then(number),
            message: text(&["message", "detail", "title"]),
            more_info: text(&["more_info", "type"]).filter(|link| link.starts_with("http")),
        }
    }

    fn number(value: &Value) -> Option<u32> {
        match value {
            Value::String(text) => text.parse().ok(),
            other => other.as_u64()?.try_into().ok(),
        }
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

        fn expect(json: &str, code: Option<u32>, message: Option<&str>, more_info: Option<&str>) {
            let expected = ErrorBody {
                code,
                message: message.map(str::to_owned),
                more_info: more_info.map(str::to_owned),
            };
            assert_eq!(read(json.as_bytes()), expected, "{json}");
        }

        #[test]
        fn the_three_shapes_are_read() {
            let link = "https://www.twilio.com/docs/errors/21220";
            expect(
                &format!(
                    r#"{{"code": 21220, "message": "No.", "more_info": "{link}", "status": 400}}"#
                ),
                Some(21_220),
                Some("No."),
                Some(link),
            );
            expect(
                &format!(
                    r#"{{"type": "{link}", "title": "T", "status": 400, "code": 21220, "detail": "D"}}"#
                ),
                Some(21_220),
                Some("D"),
                Some(link),
            );
            expect(
                r#"{"code": 20001, "message": "M", "httpStatusCode": 400, "params": {}, "userError": true}"#,
                Some(20_001),
                Some("M"),
                None,
            );
        }

        #[test]
        fn what_is_missing_or_odd_is_none() {
            expect(r#"{"message": "M", "status": 400}"#, None, Some("M"), None);
            expect(
                r#"{"code": "20404", "message": null}"#,
                Some(20_404),
                None,
                None,
            );
            expect(
                r#"{"code": -1, "message": "", "title": "T", "type": "about:blank"}"#,
                None,
                Some("T"),
                None,
            );
            expect("<html>504 Gateway Time-out</html>", None, None, None);
            expect("[1]", None, None, None);
        }

        #[test]
        fn long_texts_are_shortened() {
            let body = format!(r#"{{"message": "{}"}}"#, "x".repeat(5_000));
            assert_eq!(
                read(body.as_bytes()).message.map(|message| message.len()),
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
