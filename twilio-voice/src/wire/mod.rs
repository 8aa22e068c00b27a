//! How values look on the wire: open enums, and readers that forgive.

#[cfg(feature = "models")]
mod read;

#[cfg(feature = "models")]
pub(crate) use read::{
    list, milliseconds, object, parsed, seconds, secret, text, text_map, texts, timestamp,
};

/// Declares an enum of words to which Twilio may add more.
macro_rules! open_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
            /// A value this version does not know.
            Other(String),
        }

        impl $name {
            /// The value as Twilio writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Ok(word.into())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = std::borrow::Cow::<str>::deserialize(deserializer)?;
                Ok(word.as_ref().into())
            }
        }
    };
}

/// Shows a value in `Debug`, and of what is hidden only whether it is there: our URLs may hold secrets.
#[cfg(feature = "models")]
macro_rules! shown {
    ($name:ident { $($field:ident,)+ } hidden { $($hidden:ident,)+ }) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut value = f.debug_struct(stringify!($name));
                $(value.field(stringify!($field), &self.$field);)+
                $(value.field(
                    stringify!($hidden),
                    &self.$hidden.as_ref().map(|_| format_args!("<redacted>")),
                );)+
                value.finish_non_exhaustive()
            }
        }
    };
}

pub(crate) use open_enum;
#[cfg(feature = "models")]
pub(crate) use shown;

open_enum! {
    /// How Twilio makes a request to us.
    HttpMethod {
        /// Parameters in the query.
        Get = "GET",
        /// Parameters in the body.
        Post = "POST",
    }
}
