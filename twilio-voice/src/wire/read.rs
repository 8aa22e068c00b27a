//! Readers that forgive.

use std::{borrow::Cow, collections::BTreeMap, fmt, str::FromStr, time::Duration};

use jiff::{Timestamp, fmt::rfc2822};
use secrecy::SecretString;
use serde::{Deserialize, Deserializer, de};

/// Text, or nothing for `null`, for an empty text and for what is no single value.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Scalar::deserialize(deserializer)?.0.map(Cow::into_owned))
}

/// A value that is written as text, or nothing if it cannot be read.
pub(crate) fn parsed<'de, D: Deserializer<'de>, T: FromStr>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Ok(Scalar::deserialize(deserializer)?
        .0
        .and_then(|text| text.parse().ok()))
}

/// Seconds, as number or text.
pub(crate) fn seconds<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Duration>, D::Error> {
    Ok(parsed(deserializer)?.map(Duration::from_secs))
}

/// Milliseconds, as number or text.
pub(crate) fn milliseconds<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Duration>, D::Error> {
    Ok(parsed(deserializer)?.map(Duration::from_millis))
}

/// A time of RFC 2822 with any offset, or of RFC 3339.
pub(crate) fn timestamp<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    // The day of the week is said twice, and the date counts.
    static RFC_2822: rfc2822::DateTimeParser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    Ok(Scalar::deserialize(deserializer)?.0.and_then(|text| {
        RFC_2822
            .parse_timestamp(text.as_ref())
            .or_else(|_| text.parse())
            .ok()
    }))
}

/// Names and texts; what is no single value is left out.
pub(crate) fn text_map<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    let serde_json::Value::Object(map) = value else {
        return Ok(BTreeMap::new());
    };
    Ok(map
        .into_iter()
        .filter_map(|(name, value)| match value {
            serde_json::Value::String(text) => Some((name, text)),
            value if value.is_number() || value.is_boolean() => Some((name, value.to_string())),
            _ => None,
        })
        .collect())
}

/// Texts, or none for `null`; what is no single value is left out.
pub(crate) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let items: Vec<Scalar<'_>> = list(deserializer)?;
    let texts = items.into_iter().filter_map(|item| item.0);
    Ok(texts.map(Cow::into_owned).collect())
}

/// Items, or none for `null`.
pub(crate) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// An object, or nothing if it cannot be read.
pub(crate) fn object<'de, D: Deserializer<'de>, T: de::DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    let value = Some(value).filter(serde_json::Value::is_object);
    Ok(value.and_then(|value| serde_json::from_value(value).ok()))
}

/// A text that is not shown.
pub(crate) fn secret<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SecretString>, D::Error> {
    Ok(text(deserializer)?.map(SecretString::from))
}

/// A single value as text: Twilio writes numbers now as numbers, now as text.
struct Scalar<'de>(Option<Cow<'de, str>>);

impl<'de> Deserialize<'de> for Scalar<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Scalar<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Scalar<'de>, E> {
                Ok(Scalar((!text.is_empty()).then_some(Cow::Borrowed(text))))
            }

            fn visit_str<E>(self, text: &str) -> Result<Scalar<'de>, E> {
                Ok(Scalar(
                    (!text.is_empty()).then(|| Cow::Owned(text.to_owned())),
                ))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Scalar<'de>, E> {
                Ok(Scalar(Some(Cow::Owned(number.to_string()))))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Scalar<'de>, E> {
                Ok(Scalar(Some(Cow::Owned(number.to_string()))))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Scalar<'de>, E> {
                Ok(Scalar(Some(Cow::Owned(number.to_string()))))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Scalar<'de>, E> {
                Ok(Scalar(Some(Cow::Owned(value.to_string()))))
            }

            fn visit_unit<E>(self) -> Result<Scalar<'de>, E> {
                Ok(Scalar(None))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(
                self,
                mut items: A,
            ) -> Result<Scalar<'de>, A::Error> {
                while items.next_element::<de::IgnoredAny>()?.is_some() {}
                Ok(Scalar(None))
            }

            fn visit_map<A: de::MapAccess<'de>>(
                self,
                mut entries: A,
            ) -> Result<Scalar<'de>, A::Error> {
                while entries
                    .next_entry::<de::IgnoredAny, de::IgnoredAny>()?
                    .is_some()
                {}
                Ok(Scalar(None))
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Thing {
        #[serde(default, deserialize_with = "timestamp")]
        time: Option<Timestamp>,
        #[serde(default, deserialize_with = "seconds")]
        length: Option<Duration>,
        #[serde(default, deserialize_with = "texts")]
        texts: Vec<String>,
        #[serde(default, deserialize_with = "text_map")]
        map: BTreeMap<String, String>,
    }

    fn thing(json: &str) -> Thing {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn times_are_read_with_any_offset_and_any_day_of_the_week() {
        for (text, expected) in [
            (
                "Fri, 20 Nov 2026 12:00:00 +0000",
                Some("2026-11-20T12:00:00Z"),
            ),
            (
                "Fri, 20 Nov 2026 13:00:00 +0100",
                Some("2026-11-20T12:00:00Z"),
            ),
            (
                "Mon, 20 Nov 2026 12:00:00 +0000",
                Some("2026-11-20T12:00:00Z"),
            ),
            ("2026-11-20T12:00:00Z", Some("2026-11-20T12:00:00Z")),
            ("", None),
            ("yesterday", None),
        ] {
            let expected = expected.map(|time| time.parse().unwrap());
            assert_eq!(
                thing(&format!(r#"{{"time": "{text}"}}"#)).time,
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn lengths_are_texts_and_numbers() {
        for (json, seconds) in [
            ("30", Some(30)),
            ("30.0", Some(30)),
            (r#""30""#, Some(30)),
            ("-1", None),
            ("1e300", None),
            (r#""""#, None),
            ("[]", None),
            ("null", None),
        ] {
            let read = thing(&format!(r#"{{"length": {json}}}"#)).length;
            assert_eq!(read, seconds.map(Duration::from_secs), "{json}");
        }
    }

    #[test]
    fn lists_and_maps_of_texts_leave_out_what_is_none() {
        let read = thing(
            r#"{"texts": ["+1", 44, null, {}], "map": {"a": "b", "c": 1, "d": true, "e": null, "f": []}}"#,
        );
        assert_eq!(read.texts, ["+1", "44"]);
        let map: Vec<_> = read
            .map
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        assert_eq!(map, [("a", "b"), ("c", "1"), ("d", "true")]);
        assert_eq!(thing(r#"{"texts": null, "map": null}"#).texts, [""; 0]);
    }
}
