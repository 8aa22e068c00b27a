//! Changes to one setting.

/// What an update does to a setting that may be empty.
///
/// A setting that cannot be emptied is an `Option` instead: `None` leaves it alone.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Patch<T> {
    /// Leaves the setting as it is. Nothing is sent.
    #[default]
    Keep,
    /// Gives the setting this value.
    Set(T),
    /// Empties the setting. Sent as an empty text.
    Clear,
}

impl<T> Patch<T> {
    /// Whether the setting is left as it is.
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

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}
