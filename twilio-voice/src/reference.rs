//! What is addressed by its SID or by a name of ours.

/// Declares what may be addressed by its SID or by a name of ours. `field` is what an unusable name is called in
/// errors.
macro_rules! sid_or_name {
    (
        $(#[$doc:meta])*
        $name:ident {
            $(#[$sid_doc:meta])*
            Sid($sid:ty),
            $(#[$name_doc:meta])*
            Name($field:literal),
        }
    ) => {
        $(#[$doc])*
        ///
        /// Made from text, a SID is recognised; anything else is taken for a name.
        #[derive(Clone, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(#[$sid_doc])*
            Sid($sid),
            $(#[$name_doc])*
            Name(String),
        }

        #[cfg_attr(not(feature = "rest"), allow(dead_code))]
        impl $name {
            /// Refuses a name that would make another path.
            pub(crate) fn check(&self) -> Result<(), $crate::Error> {
                match self {
                    Self::Name(name) if matches!(name.as_str(), "" | "." | "..") => {
                        Err($crate::Error::invalid($field, "must not be empty or only dots"))
                    }
                    _ => Ok(()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    Self::Sid(sid) => sid.fmt(f),
                    Self::Name(name) => f.write_str(name),
                }
            }
        }

        impl From<$sid> for $name {
            fn from(sid: $sid) -> Self {
                Self::Sid(sid)
            }
        }

        impl From<&$sid> for $name {
            fn from(sid: &$sid) -> Self {
                Self::Sid(*sid)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                text.parse().map_or_else(|_| Self::Name(text.to_owned()), Self::Sid)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                text.parse().map_or(Self::Name(text), Self::Sid)
            }
        }
    };
}

pub(crate) use sid_or_name;
