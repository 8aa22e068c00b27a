//! How elements are declared.

/// Declares the type of an element: the type itself, its attributes, the attribute for everything, `Debug` without
/// content. `finish` looks at the whole element when it is put into its parent.
macro_rules! element {
    (
        $(#[$doc:meta])* $name:ident, $tag:literal, in [$($parent:path),+ $(,)?]
        $(, attributes { $($attributes:tt)* })?
        $(, finish $finish:path)?
    ) => {
        $(#[$doc])*
        #[derive(Clone, Eq, PartialEq)]
        #[must_use = "an element does nothing until it stands in a document"]
        pub struct $name($crate::twiml::element::Element);

        impl $name {
            $($crate::twiml::declare::attributes! { $($attributes)* })?

            /// Sets an attribute for which this version has no method. The value is escaped.
            ///
            /// An attribute that is already there gets the new value. A `name` that is no XML name is left out and
            /// makes [`Response::check`](crate::twiml::Response::check) fail.
            pub fn attr(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
                self.0.set_open(name.as_ref(), value.as_ref());
                self
            }
        }

        /// Shows the name alone: attributes and content may be secret.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }

        impl $crate::twiml::sealed::Node for $name {
            #[allow(unused_mut)] // Few elements have something left to do.
            fn into_element(mut self) -> $crate::twiml::element::Element {
                $($finish(&mut self.0);)?
                self.0
            }
        }

        $(impl $parent for $name {})+
    };
}

/// Declares one setter for each attribute: its documentation, the method, the kind of value, the name in TwiML.
///
/// | kind | takes | writes |
/// |---|---|---|
/// | `text` | anything like a text | the text |
/// | `keys("0123", 8)` | the same | tells if a character is not among these, or there are more |
/// | `flag` | `bool` | `true` or `false` |
/// | `count`, `count(1..=3)` | `u32` | digits; tells if it is out of the range |
/// | `counts(1..=3)` | numbers | the same, with spaces between them |
/// | `seconds`, `seconds(1..=3)` | `Duration` | whole seconds |
/// | `milliseconds(1..=3)` | `Duration` | whole milliseconds |
/// | `time(s)` | `Duration` up to `s` seconds | `2s` or `250ms` |
/// | `fraction(0.3..=0.9)` | `f64` | the number |
/// | `word(T)` | `T` | its word |
/// | `open(T)` | `T` or a text | its word |
/// | `words(T)` | many `T` | their words, with spaces between them |
/// | `value(T)` | what becomes a `T` | what `T` writes |
macro_rules! attributes {
    ($($(#[$doc:meta])* $method:ident: $kind:ident $(($($arg:tt)*))? = $name:literal;)*) => {
        $($crate::twiml::declare::attribute! { [$(#[$doc])*] $method $kind ($($($arg)*)?) $name })*
    };
}

macro_rules! attribute {
    ([$($doc:tt)*] $method:ident text () $name:literal) => {
        $($doc)*
        pub fn $method(mut self, value: impl AsRef<str>) -> Self {
            self.0.set($name, value.as_ref());
            self
        }
    };
    ([$($doc:tt)*] $method:ident keys ($allowed:expr, $length:expr) $name:literal) => {
        $($doc)*
        pub fn $method(mut self, keys: impl AsRef<str>) -> Self {
            let keys = keys.as_ref();
            self.0.demand_keys($name, keys, $allowed, $length);
            self.0.set($name, keys);
            self
        }
    };
    ([$($doc:tt)*] $method:ident flag () $name:literal) => {
        $($doc)*
        pub fn $method(mut self, value: bool) -> Self {
            self.0.set_flag($name, value);
            self
        }
    };
    ([$($doc:tt)*] $method:ident count ($($range:expr)?) $name:literal) => {
        $($doc)*
        pub fn $method(mut self, number: u32) -> Self {
            $(self.0.demand($name, number, &$range);)?
            self.0.set_number($name, number.into());
            self
        }
    };
    ([$($doc:tt)*] $method:ident counts ($range:expr) $name:literal) => {
        $($doc)*
        pub fn $method(mut self, numbers: impl IntoIterator<Item = u32>) -> Self {
            let numbers: Vec<u32> = numbers.into_iter().collect();
            for number in &numbers {
                self.0.demand($name, *number, &$range);
            }
            self.0.set_words($name, numbers.iter().map(u32::to_string));
            self
        }
    };
    ([$($doc:tt)*] $method:ident seconds ($($range:expr)?) $name:literal) => {
        $($doc)*
        pub fn $method(mut self, duration: std::time::Duration) -> Self {
            $(self.0.demand($name, $crate::twiml::value::whole_seconds(duration), &$range);)?
            self.0.set_seconds($name, duration);
            self
        }
    };
    ([$($doc:tt)*] $method:ident milliseconds ($range:expr) $name:literal) => {
        $($doc)*
        pub fn $method(mut self, duration: std::time::Duration) -> Self {
            self.0.demand($name, $crate::twiml::value::whole_milliseconds(duration), &$range);
            self.0.set_milliseconds($name, duration);
            self
        }
    };
    ([$($doc:tt)*] $method:ident time ($seconds:expr) $name:literal) => {
        $($doc)*
        pub fn $method(mut self, duration: std::time::Duration) -> Self {
            self.0.demand($name, $crate::twiml::value::whole_seconds(duration), &(0..=$seconds));
            self.0.set_time($name, duration);
            self
        }
    };
    ([$($doc:tt)*] $method:ident fraction ($range:expr) $name:literal) => {
        $($doc)*
        pub fn $method(mut self, value: f64) -> Self {
            self.0.demand($name, value, &$range);
            self.0.set($name, &value.to_string());
            self
        }
    };
    ([$($doc:tt)*] $method:ident word ($type:ty) $name:literal) => {
        $($doc)*
        pub fn $method(mut self, value: $type) -> Self {
            self.0.set($name, value.as_str());
            self
        }
    };
    ([$($doc:tt)*] $method:ident open ($type:ty) $name:literal) => {
        $($doc)*
        pub fn $method(mut self, value: impl Into<$type>) -> Self {
            self.0.set($name, value.into().as_str());
            self
        }
    };
    ([$($doc:tt)*] $method:ident words ($type:ty) $name:literal) => {
        $($doc)*
        pub fn $method(mut self, values: impl IntoIterator<Item = $type>) -> Self {
            self.0.set_words($name, values);
            self
        }
    };
    ([$($doc:tt)*] $method:ident value ($type:ty) $name:literal) => {
        $($doc)*
        pub fn $method(mut self, value: impl Into<$type>) -> Self {
            $crate::twiml::value::Value::set_in(&value.into(), &mut self.0, $name);
            self
        }
    };
}

pub(super) use {attribute, attributes, element};
