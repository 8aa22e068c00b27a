//! Changes to one field.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What an update does to a field that may be empty.
///
/// A field that cannot be emptied is an `Option` instead: `None` leaves it alone. Mark the field with
/// `#[serde(default, skip_serializing_if = "Patch::is_keep")]`: `Keep` is written by leaving the field out.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Patch<T> {
    /// Leaves the field as it is. Nothing is written.
    #[default]
    Keep,
    /// Gives the field this value.
    Set(T),
    /// Empties the field. Written as `null`.
    Clear,
}

impl<T> Patch<T> {
    /// Whether the field is left as it is.
    #[must_use]
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// The value that is set, if one is.
    #[must_use]
    pub const fn as_set(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }
}

impl Patch<String> {
    /// The text that is set, if one is.
    #[must_use]
    pub fn as_deref(&self) -> Option<&str> {
        self.as_set().map(String::as_str)
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_set().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, Deserialize, PartialEq, Serialize)]
    struct Update {
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        name: Patch<String>,
    }

    #[test]
    fn leave_set_and_clear_are_three_things() {
        for (name, json) in [
            (Patch::Keep, "{}"),
            (Patch::Set("a".to_owned()), r#"{"name":"a"}"#),
            (Patch::Set(String::new()), r#"{"name":""}"#),
            (Patch::Clear, r#"{"name":null}"#),
        ] {
            let update = Update { name };
            assert_eq!(serde_json::to_string(&update).unwrap(), json);
            assert_eq!(serde_json::from_str::<Update>(json).unwrap(), update);
        }
    }

    #[test]
    fn only_a_set_value_is_there_to_be_seen() {
        assert_eq!(Patch::from(1).as_set(), Some(&1));
        assert_eq!(Patch::<u8>::Clear.as_set(), None);
        assert!(Patch::<u8>::default().is_keep());
    }
}
