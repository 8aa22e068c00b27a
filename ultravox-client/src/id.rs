//! Identifiers.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use uuid::Uuid;

/// Text that is not the identifier it should be.
///
/// Names the kind of identifier, never the text: what was passed by mistake may be a key.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a valid {kind}: expected {expected}")]
pub struct ParseIdError {
    kind: &'static str,
    expected: &'static str,
}

const UUID: &str = "a UUID";
const TEXT: &str = "text other than dots";

impl ParseIdError {
    /// The type that was asked for, e.g. `CallId`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.kind
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name(Uuid);

        impl $name {
            /// The identifier as a UUID.
            #[must_use]
            pub const fn as_uuid(&self) -> &Uuid {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                parse(text).map(Self).ok_or(ParseIdError { kind: stringify!($name), expected: UUID })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    )+};
}

/// Identifiers that are not promised to be UUIDs: one segment of a path, and not one that climbs it.
macro_rules! names {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name(String);

        impl $name {
            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                match text {
                    "" | "." | ".." => Err(ParseIdError { kind: stringify!($name), expected: TEXT }),
                    _ => Ok(Self(text.to_owned())),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    )+};
}

names! {
    /// Identifies an API key: its first eight characters, which are no secret.
    ApiKeyPrefix,
    /// Identifies a SIP registration.
    SipRegistrationId,
}

ids! {
    /// Identifies an account.
    AccountId,
    /// Identifies an agent.
    AgentId,
    /// Identifies a batch of scheduled calls.
    BatchId,
    /// Identifies a call, living, ended or deleted.
    CallId,
    /// Identifies a stage of a call.
    CallStageId,
    /// Identifies a tool as it was selected for one call.
    CallToolId,
    /// Identifies a corpus.
    CorpusId,
    /// Identifies a document of a corpus.
    DocumentId,
    /// Identifies a revision of an agent.
    RevisionId,
    /// Identifies a source of a corpus.
    SourceId,
    /// Identifies a call throttle.
    ThrottleId,
    /// Identifies a durable tool.
    ToolId,
    /// Identifies a voice.
    VoiceId,
    /// Identifies a webhook.
    WebhookId,
}

/// Only the hyphenated form: the braces and `urn:` forms that [`Uuid`] also reads are not Ultravox ids.
fn parse(text: &str) -> Option<Uuid> {
    (text.len() == 36)
        .then(|| Uuid::try_parse(text).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "3f1c6a0e-5d2b-4c8e-9a41-7b0d2e6f1a23";

    #[test]
    fn an_id_prints_as_it_was_read() {
        assert_eq!(ID.parse::<CallId>().unwrap().to_string(), ID);
        assert_eq!(
            serde_json::to_string(&ID.parse::<CallId>().unwrap()).unwrap(),
            format!("\"{ID}\"")
        );
    }

    #[test]
    fn a_bad_id_names_its_kind_and_hides_the_text() {
        for text in [
            "",
            "nope",
            "{3f1c6a0e-5d2b-4c8e-9a41-7b0d2e6f1a23}",
            "3f1c6a0e5d2b4c8e9a417b0d2e6f1a23",
        ] {
            let error = text.parse::<CallId>().unwrap_err();
            assert_eq!(error.to_string(), "not a valid CallId: expected a UUID");
            assert_eq!(error.kind(), "CallId");
        }
    }

    #[test]
    fn an_id_that_is_no_uuid_cannot_climb_a_path() {
        assert_eq!("a1b2".parse::<ApiKeyPrefix>().unwrap().as_str(), "a1b2");
        for text in ["", ".", ".."] {
            let error = text.parse::<SipRegistrationId>().unwrap_err();
            assert_eq!(
                error.to_string(),
                "not a valid SipRegistrationId: expected text other than dots"
            );
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".*") {
            let _ = text.parse::<CallId>();
        }
    }
}
