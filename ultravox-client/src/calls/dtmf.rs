//! What happens to keys the user presses.

use serde::{
    Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::SerializeMap as _,
};
use serde_json::Value;

use super::Urgency;

/// What happens to keys the user presses. Keys pressed in quick succession count as one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum DtmfHandling {
    /// Nothing.
    Ignore,
    /// They are told to the agent as a text message.
    UserTextMessage(DtmfMessage),
    /// A way this version does not know.
    Other(Value),
}

impl Serialize for DtmfHandling {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = match self {
            Self::Other(value) => return value.serialize(serializer),
            Self::Ignore | Self::UserTextMessage(_) => serializer.serialize_map(Some(1))?,
        };
        match self {
            Self::UserTextMessage(message) => map.serialize_entry("userTextMessage", message)?,
            Self::Ignore | Self::Other(_) => map.serialize_entry("ignore", &true)?,
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for DtmfHandling {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        if value.get("ignore").and_then(Value::as_bool) == Some(true) {
            return Ok(Self::Ignore);
        }
        match value
            .get("userTextMessage")
            .filter(|message| !message.is_null())
        {
            Some(message) => DtmfMessage::deserialize(message)
                .map(Self::UserTextMessage)
                .map_err(D::Error::custom),
            None => Ok(Self::Other(value)),
        }
    }
}

/// How pressed keys are told to the agent.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct DtmfMessage {
    /// The message, with `{digits}` where the keys go. `None` means just the keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How urgent the message is. `None` means immediate.
    #[serde(with = "urgency", skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
}

impl DtmfMessage {
    /// Just the keys, immediately.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        text text;
        value urgency: Urgency;
    }
}

impl From<DtmfMessage> for DtmfHandling {
    fn from(message: DtmfMessage) -> Self {
        Self::UserTextMessage(message)
    }
}

/// Urgencies are spelt differently here than in data messages.
mod urgency {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::calls::Urgency;

    const WORDS: [(&str, Urgency); 3] = [
        ("URGENCY_IMMEDIATE", Urgency::Immediate),
        ("URGENCY_SOON", Urgency::Soon),
        ("URGENCY_LATER", Urgency::Later),
    ];

    pub(super) fn serialize<S: Serializer>(
        urgency: &Option<Urgency>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match urgency {
            None => serializer.serialize_none(),
            Some(Urgency::Other(word)) => serializer.serialize_str(word),
            Some(urgency) => {
                let word = WORDS
                    .iter()
                    .find(|(_, known)| known == urgency)
                    .map_or("URGENCY_UNSPECIFIED", |(word, _)| word);
                serializer.serialize_str(word)
            }
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Urgency>, D::Error> {
        let word = Option::<String>::deserialize(deserializer)?;
        Ok(word.map(|word| {
            let known = WORDS.into_iter().find(|(known, _)| *known == word);
            known.map_or(Urgency::Other(word), |(_, urgency)| urgency)
        }))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_way_is_read_as_it_was_written() {
        for (handling, wire) in [
            (DtmfHandling::Ignore, json!({"ignore": true})),
            (
                DtmfMessage::new()
                    .text("{digits}")
                    .urgency(Urgency::Later)
                    .into(),
                json!({"userTextMessage": {"text": "{digits}", "urgency": "URGENCY_LATER"}}),
            ),
            (
                DtmfMessage::new()
                    .urgency(Urgency::Other("URGENCY_NEVER".into()))
                    .into(),
                json!({"userTextMessage": {"urgency": "URGENCY_NEVER"}}),
            ),
            (
                DtmfHandling::Other(json!({"record": {}})),
                json!({"record": {}}),
            ),
        ] {
            assert_eq!(serde_json::to_value(&handling).unwrap(), wire);
            assert_eq!(
                serde_json::from_value::<DtmfHandling>(wire).unwrap(),
                handling
            );
        }
    }

    #[test]
    fn keys_that_are_not_ignored_may_say_so() {
        let handling: DtmfHandling =
            serde_json::from_value(json!({"ignore": false, "userTextMessage": {"text": null}}))
                .unwrap();
        assert_eq!(handling, DtmfHandling::UserTextMessage(DtmfMessage::new()));
    }
}
