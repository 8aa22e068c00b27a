//! What a create and an update of the same thing have in common.

use crate::{Patch, form::Form};

/// A setting of an update: an `Option` if it can be set, a [`Patch`] if it can be emptied as well.
pub(crate) trait Change<T> {
    /// Whether anything is sent.
    fn is_sent(&self) -> bool;

    /// Adds the setting to `form`, with `write` if there is a value.
    fn write(&self, form: &mut Form, name: &str, write: impl Fn(&mut Form, &str, &T));
}

impl<T> Change<T> for Option<T> {
    fn is_sent(&self) -> bool {
        self.is_some()
    }

    fn write(&self, form: &mut Form, name: &str, write: impl Fn(&mut Form, &str, &T)) {
        if let Some(value) = self {
            write(form, name, value);
        }
    }
}

impl<T> Change<T> for Patch<T> {
    fn is_sent(&self) -> bool {
        !self.is_keep()
    }

    fn write(&self, form: &mut Form, name: &str, write: impl Fn(&mut Form, &str, &T)) {
        match self {
            Self::Keep => {}
            Self::Set(value) => write(form, name, value),
            Self::Clear => form.push(name, ""),
        }
    }
}

/// How values are written.
pub(crate) mod kind {
    use crate::form::Form;

    /// Anything with a text.
    pub(crate) fn text(form: &mut Form, name: &str, value: &impl AsRef<str>) {
        form.push(name, value.as_ref());
    }

    /// A text of at most `MAX` characters.
    pub(crate) fn up_to<const MAX: usize>(form: &mut Form, name: &str, value: &String) {
        form.short_text(name, Some(value), MAX);
    }

    /// An absolute URL.
    pub(crate) fn url(form: &mut Form, name: &str, value: &String) {
        form.url(name, Some(value));
    }

    /// `true` or `false`.
    pub(crate) fn flag(form: &mut Form, name: &str, value: &bool) {
        form.flag(name, Some(*value));
    }
}

/// The type of a setting of an update.
macro_rules! change {
    ($type:ty) => { Option<$type> };
    ($type:ty, $clear:ident) => { $crate::Patch<$type> };
}

/// Declares two requests with the same settings: one that makes a thing and one that changes it, each with more of its
/// own. A setting with a second name can be emptied by the update. Each has a `write` that adds the settings
/// to a form, and shows in `Debug` which are set: values may be secret.
macro_rules! settings {
    (
        create $(#[$create_doc:meta])* $create:ident {
            $($(#[$own_doc:meta])* $own:ident: $own_type:ty,)*
        }
        update $(#[$update_doc:meta])* $update:ident {
            $($(#[$mine_doc:meta])* $mine:ident: $mine_type:ty = $mine_kind:expr, $mine_name:literal;)*
        }
        $(
            $(#[$doc:meta])*
            $field:ident $(/ $clear:ident)?: $type:ty = $kind:expr, $name:literal;
        )*
    ) => {
        $(#[$create_doc])*
        #[derive(Clone, Eq, PartialEq)]
        #[non_exhaustive]
        pub struct $create {
            $($(#[$own_doc])* pub $own: $own_type,)*
            $($(#[$doc])* pub $field: Option<$type>,)*
        }

        impl $create {
            fn with_own($($own: $own_type),*) -> Self {
                Self { $($own,)* $($field: None,)* }
            }

            $(
                $(#[$doc])*
                #[must_use]
                pub fn $field(mut self, $field: impl Into<$type>) -> Self {
                    self.$field = Some($field.into());
                    self
                }
            )*

            fn write(&self, form: &mut $crate::form::Form) {
                $($crate::settings::Change::write(&self.$field, form, $name, $kind);)*
            }
        }

        impl std::fmt::Debug for $create {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut set = Vec::new();
                $(if self.$field.is_some() { set.push(stringify!($field)); })*
                f.debug_struct(stringify!($create)).field("set", &set).finish_non_exhaustive()
            }
        }

        $(#[$update_doc])*
        #[derive(Clone, Default, Eq, PartialEq)]
        #[non_exhaustive]
        pub struct $update {
            $($(#[$mine_doc])* pub $mine: Option<$mine_type>,)*
            $($(#[$doc])* pub $field: $crate::settings::change!($type $(, $clear)?),)*
        }

        impl $update {
            /// No change.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            $(
                $(#[$mine_doc])*
                #[must_use]
                pub fn $mine(mut self, $mine: impl Into<$mine_type>) -> Self {
                    self.$mine = Some($mine.into());
                    self
                }
            )*

            $(
                $(#[$doc])*
                #[must_use]
                pub fn $field(mut self, $field: impl Into<$type>) -> Self {
                    let value: $type = $field.into();
                    self.$field = value.into();
                    self
                }

                $(
                    #[doc = concat!("Empties [`", stringify!($field), "`](Self::", stringify!($field), ").")]
                    #[must_use]
                    pub fn $clear(mut self) -> Self {
                        self.$field = $crate::Patch::Clear;
                        self
                    }
                )?
            )*

            fn write(&self, form: &mut $crate::form::Form) {
                $($crate::settings::Change::write(&self.$mine, form, $mine_name, $mine_kind);)*
                $($crate::settings::Change::write(&self.$field, form, $name, $kind);)*
            }
        }

        impl std::fmt::Debug for $update {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut set: Vec<&str> = Vec::new();
                $(if self.$mine.is_some() { set.push(stringify!($mine)); })*
                $(
                    if $crate::settings::Change::<$type>::is_sent(&self.$field) {
                        set.push(stringify!($field));
                    }
                )*
                f.debug_struct(stringify!($update)).field("set", &set).finish_non_exhaustive()
            }
        }
    };
}

pub(crate) use {change, settings};
