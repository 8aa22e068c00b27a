//! How the types are written.

/// Declares a callback: groups of fields that several have, each after `+`, and fields with the reader and the name on
/// the wire.
macro_rules! callback {
    (
        $(#[$doc:meta])*
        $name:ident {
            $(+ $(#[$group_doc:meta])* $group:ident: $group_type:ty,)*
            $($(#[$field_doc:meta])* $field:ident: $type:ty = $reader:ident($wire:literal),)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$group_doc])* pub $group: $group_type,)*
            $($(#[$field_doc])* pub $field: $type,)*
            fields: $crate::webhook::Fields,
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($group), &self.$group))*
                    $(.field(stringify!($field), super::declare::shown!($reader self.$field)))*
                    .field("fields", &self.fields)
                    .finish()
            }
        }

        impl $crate::webhook::Callback for $name {
            fn from_fields(
                fields: $crate::webhook::Fields,
            ) -> Result<Self, $crate::webhook::FormError> {
                Ok(Self {
                    $($group: <$group_type>::read(&fields)?,)*
                    $($field: super::read::$reader(&fields, $wire)?,)*
                    fields,
                })
            }

            fn fields(&self) -> &$crate::webhook::Fields {
                &self.fields
            }

            fn has_place_for(name: &str) -> bool {
                matches!(name, $($wire)|*) $(|| <$group_type>::has_place_for(name))*
            }
        }
    };
}

/// Declares fields that several callbacks have.
macro_rules! group {
    (
        $(#[$doc:meta])*
        $name:ident {
            $($(#[$field_doc:meta])* $field:ident: $type:ty = $reader:ident($wire:literal),)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), super::declare::shown!($reader self.$field)))*
                    .finish()
            }
        }

        impl $name {
            pub(super) fn read(
                fields: &$crate::webhook::Fields,
            ) -> Result<Self, $crate::webhook::FormError> {
                Ok(Self { $($field: super::read::$reader(fields, $wire)?,)* })
            }

            pub(super) fn has_place_for(name: &str) -> bool {
                matches!(name, $($wire)|*)
            }
        }
    };
}

/// What `Debug` shows of a field: of what is hidden, whether it is there.
macro_rules! shown {
    (hidden $value:expr) => {
        &$value.as_ref().map(|_| format_args!("<redacted>"))
    };
    ($reader:ident $value:expr) => {
        &$value
    };
}

pub(super) use {callback, group, shown};
