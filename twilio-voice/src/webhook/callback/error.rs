use crate::SidError;

/// Why a form is not what Twilio sends. It names the field, never its value.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FormError {
    /// A field that Twilio always sends is missing or empty.
    #[error("the field `{field}` is missing")]
    Missing {
        /// The name of the field.
        field: &'static str,
    },
    /// A field does not hold the SID it must hold.
    #[error("the field `{field}` cannot be read")]
    Sid {
        /// The name of the field.
        field: &'static str,
        /// What is wrong with it.
        source: SidError,
    },
}

impl FormError {
    /// The name of the field.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::Missing { field } | Self::Sid { field, .. } => field,
        }
    }
}
