//! What was said.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, Visitor},
};

words! {
    /// Who said something.
    Role {
        /// The user.
        User = "user",
        /// The agent.
        Agent = "agent",
    }
}

words! {
    /// Whether something is spoken or written.
    #[derive(Default)]
    OutputMedium {
        /// Spoken.
        #[default]
        Voice = "voice",
        /// Written.
        Text = "text",
    }
}

/// News of something that is being said. [`Transcripts`](crate::session::Transcripts) puts them together.
///
/// `text` replaces what was known, `delta` is appended to it. An empty `text` counts as absent.
///
/// See [Ultravox Docs/Transcript](https://docs.ultravox.ai/apps/datamessages#transcript).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TranscriptUpdate {
    /// Who speaks.
    pub role: Role,
    /// Whether it is spoken or written. Voice if the message does not say.
    #[serde(default, deserialize_with = "crate::wire::or_default")]
    pub medium: OutputMedium,
    /// All that was said so far. `None` if nothing is replaced.
    #[serde(default)]
    pub text: Option<String>,
    /// What was said since the last update. `None` if nothing is appended.
    #[serde(default)]
    pub delta: Option<String>,
    /// Whether this is the last update of this utterance. It is not if the message does not say.
    #[serde(
        default,
        rename = "final",
        deserialize_with = "crate::wire::or_default"
    )]
    pub is_final: bool,
    /// Which utterance of the call this is, from 0; there may be gaps.
    #[serde(deserialize_with = "ordinal")]
    pub ordinal: u64,
}

/// Reads a number, whole even if it has a point.
fn ordinal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    struct Ordinal;

    impl Visitor<'_> for Ordinal {
        type Value = u64;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a whole number")
        }

        fn visit_u64<E: Error>(self, ordinal: u64) -> Result<u64, E> {
            Ok(ordinal)
        }

        fn visit_f64<E: Error>(self, ordinal: f64) -> Result<u64, E> {
            // Up to there every whole number has a float of its own.
            if ordinal.fract() == 0.0 && (0.0..9e15).contains(&ordinal) {
                Ok(ordinal as u64)
            } else {
                Err(E::custom("not a whole number"))
            }
        }
    }

    deserializer.deserialize_u64(Ordinal)
}

impl TranscriptUpdate {
    /// The text that replaces what was known, if there is one.
    #[must_use]
    pub fn replacement(&self) -> Option<&str> {
        self.text.as_deref().filter(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_value, json};

    use super::*;

    #[test]
    fn numbers_with_a_point_and_fields_that_are_null_or_missing_are_read() {
        let read = |value: Value| from_value::<TranscriptUpdate>(value).ok();
        let update = read(json!({
            "role": "agent", "medium": null, "text": null, "delta": null, "final": null, "ordinal": 3.0,
        }))
        .unwrap();
        assert_eq!((update.ordinal, update.is_final), (3, false));
        assert_eq!((update.text, update.delta), (None, None));
        let update = read(json!({"role": "user", "ordinal": 4})).unwrap();
        assert_eq!((update.ordinal, update.is_final), (4, false));
        for ordinal in [json!(-1), json!(0.5), json!(1e300), json!("1"), json!(null)] {
            assert!(read(json!({"role": "user", "ordinal": ordinal})).is_none());
        }
    }
}
