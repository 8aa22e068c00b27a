//! What every request value has in common.

/// Writes setters, one per line: a kind, the name of the field, its type where the kind leaves it open.
///
/// `text` and `secret` take anything that becomes one, `value` takes the type itself, `list` replaces a list, `entry`
/// adds to a map. In updates `replace` replaces a list or leaves it, and `patch field / clear_field` sets or empties.
macro_rules! setters {
    ($($kind:ident $field:ident $(/ $clear:ident)? $(: $ty:ty)?;)+) => {
        $(setters! { @$kind $field $($clear)? $($ty)? })+
    };
    (@patch $field:ident $clear:ident $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use]
        pub fn $field(mut self, value: impl Into<$ty>) -> Self {
            self.$field = $crate::Patch::Set(value.into());
            self
        }

        #[doc = concat!("Empties [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use]
        pub fn $clear(mut self) -> Self {
            self.$field = $crate::Patch::Clear;
            self
        }
    };
    (@text $field:ident) => {
        setters! { @into $field String }
    };
    (@secret $field:ident) => {
        setters! { @into $field $crate::Secret }
    };
    (@into $field:ident $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use]
        pub fn $field(mut self, value: impl Into<$ty>) -> Self {
            self.$field = Some(value.into());
            self
        }
    };
    (@value $field:ident $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use]
        pub fn $field(mut self, value: $ty) -> Self {
            self.$field = Some(value);
            self
        }
    };
    (@list $field:ident $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use]
        pub fn $field<T: Into<$ty>>(mut self, values: impl IntoIterator<Item = T>) -> Self {
            self.$field = values.into_iter().map(Into::into).collect();
            self
        }
    };
    (@replace $field:ident $ty:ty) => {
        #[doc = concat!("Replaces [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use]
        pub fn $field<T: Into<$ty>>(mut self, values: impl IntoIterator<Item = T>) -> Self {
            self.$field = Some(values.into_iter().map(Into::into).collect());
            self
        }
    };
    (@entry $field:ident $ty:ty) => {
        #[doc = concat!("Adds an entry to [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use]
        pub fn $field(mut self, key: impl Into<String>, value: impl Into<$ty>) -> Self {
            self.$field.insert(key.into(), value.into());
            self
        }
    };
}

/// Reads, writes and shows an enum that is an object with exactly one key on the wire.
///
/// A key that is missing and one that is `null` are the same. An object with no key this version knows is kept in
/// `Other`; a known key with a body that does not fit is an error. Which of its values an unknown object wants to be
/// kept to itself nobody knows, so `Debug` shows only its keys.
macro_rules! one_key {
    ($name:ident { $($variant:ident($ty:ty) = $key:literal,)+ }) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(inner) => {
                        use serde::ser::SerializeMap as _;

                        let mut map = serializer.serialize_map(Some(1))?;
                        map.serialize_entry($key, inner)?;
                        map.end()
                    })+
                    Self::Other(value) => value.serialize(serializer),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = serde_json::Value::deserialize(deserializer)?;
                $(if let Some(inner) = value.get($key).filter(|inner| !inner.is_null()) {
                    return <$ty>::deserialize(inner).map(Self::$variant).map_err(serde::de::Error::custom);
                })+
                Ok(Self::Other(value))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$variant(inner) => {
                        f.debug_tuple(stringify!($variant)).field(inner).finish()
                    })+
                    Self::Other(value) => {
                        let keys: Vec<_> = value.as_object().into_iter().flat_map(serde_json::Map::keys).collect();
                        f.debug_struct("Other").field("keys", &keys).finish_non_exhaustive()
                    }
                }
            }
        }
    };
}
