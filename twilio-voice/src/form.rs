//! The parameters of a body or a query, and what they must be like.

use std::{ops::RangeInclusive, time::Duration};

use crate::{Error, address};

/// How many parameters of the caller's own there can be.
const MAX_PARAMETERS: usize = 99;

/// Parameters, encoded as they are added. The first that is not usable is reported by [`finish`](Self::finish).
#[derive(Default)]
pub(crate) struct Form {
    encoded: String,
    problem: Option<Error>,
}

impl Form {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a parameter.
    pub(crate) fn push(&mut self, name: &str, value: &str) {
        if !self.encoded.is_empty() {
            self.encoded.push('&');
        }
        self.encoded
            .extend(form_urlencoded::byte_serialize(name.as_bytes()));
        self.encoded.push('=');
        self.encoded
            .extend(form_urlencoded::byte_serialize(value.as_bytes()));
    }

    /// Adds a text if it is set.
    pub(crate) fn text(&mut self, name: &str, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            self.push(name, value.as_ref());
        }
    }

    /// Adds a text of at most `max` characters if it is set.
    pub(crate) fn short_text(&mut self, name: &str, value: Option<impl AsRef<str>>, max: usize) {
        if let Some(value) = value {
            if value.as_ref().chars().nth(max).is_some() {
                self.refuse(name, format_args!("must have at most {max} characters"));
            }
            self.push(name, value.as_ref());
        }
    }

    /// Adds a parameter once for each value.
    pub(crate) fn texts(&mut self, name: &str, values: impl IntoIterator<Item = impl AsRef<str>>) {
        for value in values {
            self.push(name, value.as_ref());
        }
    }

    /// Adds all values in one text if there are any.
    pub(crate) fn joined(&mut self, name: &str, values: &[impl AsRef<str>], separator: &str) {
        if !values.is_empty() {
            let values: Vec<_> = values.iter().map(AsRef::as_ref).collect();
            self.push(name, &values.join(separator));
        }
    }

    /// Adds parameters of the caller's own, each a name and a value with the same number.
    pub(crate) fn numbered(&mut self, parameters: &[(String, String)]) {
        if parameters.len() > MAX_PARAMETERS {
            self.refuse("Parameter", "there can be at most 99");
        }
        for (index, (name, value)) in parameters.iter().enumerate() {
            if name.is_empty() {
                self.refuse("Parameter", "must have a name");
            }
            self.push(&format!("Parameter{}.Name", index + 1), name);
            self.push(&format!("Parameter{}.Value", index + 1), value);
        }
    }

    /// Adds the address of a websocket.
    pub(crate) fn websocket_url(&mut self, name: &str, value: &str) {
        let host = value.strip_prefix("wss://").unwrap_or_default();
        let odd = |byte: u8| byte.is_ascii_control() || byte == b' ';
        if host.is_empty() || host.starts_with('/') || value.bytes().any(odd) {
            self.refuse(name, "must be an absolute wss URL");
        }
        self.push(name, value);
    }

    /// Adds an absolute URL if it is set.
    pub(crate) fn url(&mut self, name: &str, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            if let Err(problem) = check_url(value.as_ref()) {
                self.refuse(name, problem);
            }
            self.push(name, value.as_ref());
        }
    }

    /// Adds the URL of a status callback of a call if it is set.
    pub(crate) fn status_callback(&mut self, value: Option<&String>) {
        let host = value.map(String::as_str).and_then(host);
        if host.is_some_and(|host| host.contains('_')) {
            self.refuse("StatusCallback", "must have no underscore in its host");
        }
        self.url("StatusCallback", value);
    }

    /// Adds a number in E.164 if it is set.
    pub(crate) fn phone_number(&mut self, name: &str, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            if let Err(problem) = address::check_number(value.as_ref()) {
                self.refuse(name, problem);
            }
            self.push(name, value.as_ref());
        }
    }

    /// Adds `true` or `false` if it is set.
    pub(crate) fn flag(&mut self, name: &str, value: Option<bool>) {
        self.text(
            name,
            value.map(|value| if value { "true" } else { "false" }),
        );
    }

    /// Adds whole seconds if they are set.
    pub(crate) fn seconds(
        &mut self,
        name: &str,
        value: Option<Duration>,
        range: RangeInclusive<u64>,
    ) {
        if let Some(value) = value {
            if value.subsec_nanos() != 0 {
                self.refuse(name, "must be whole seconds");
            }
            self.number(name, value.as_secs().into(), range, " s");
        }
    }

    /// Adds whole milliseconds if they are set.
    pub(crate) fn milliseconds(
        &mut self,
        name: &str,
        value: Option<Duration>,
        range: RangeInclusive<u64>,
    ) {
        if let Some(value) = value {
            if value.subsec_nanos() % 1_000_000 != 0 {
                self.refuse(name, "must be whole milliseconds");
            }
            self.number(name, value.as_millis(), range, " ms");
        }
    }

    /// Adds a number if it is set.
    #[cfg_attr(not(feature = "rest"), allow(dead_code))]
    pub(crate) fn count(
        &mut self,
        name: &str,
        value: Option<impl Into<u64>>,
        range: RangeInclusive<u64>,
    ) {
        if let Some(value) = value {
            self.number(name, value.into().into(), range, "");
        }
    }

    fn number(&mut self, name: &str, value: u128, range: RangeInclusive<u64>, unit: &str) {
        let (least, most) = (*range.start(), *range.end());
        if value < least.into() {
            self.refuse(name, format_args!("must be at least {least}{unit}"));
        } else if value > most.into() {
            self.refuse(name, format_args!("must be at most {most}{unit}"));
        }
        self.push(name, &value.to_string());
    }

    /// Remembers what is wrong with a parameter, if nothing was before. `problem` must not contain the value.
    pub(crate) fn refuse(&mut self, name: &str, problem: impl std::fmt::Display) {
        self.problem
            .get_or_insert_with(|| Error::invalid(name, problem));
    }

    /// The encoded parameters.
    pub(crate) fn finish(self) -> Result<String, Error> {
        match self.problem {
            None => Ok(self.encoded),
            Some(problem) => Err(problem),
        }
    }
}

/// The host of an absolute HTTP URL. Only what is surely wrong is refused; the provider has the last word.
fn check_url(url: &str) -> Result<(), &'static str> {
    if url
        .bytes()
        .any(|byte| byte.is_ascii_control() || byte == b' ')
    {
        return Err("must have no spaces or control characters");
    }
    match host(url) {
        None => Err("must be an absolute http or https URL"),
        Some("") => Err("must have a host"),
        Some(_) => Ok(()),
    }
}

/// The host of an absolute HTTP URL.
fn host(url: &str) -> Option<&str> {
    let (scheme, after) = url.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let authority = after.split(['/', '?', '#']).next().unwrap_or_default();
    let host_and_port = authority.rsplit('@').next().unwrap_or_default();
    let brackets = host_and_port.find(']').map_or(0, |at| at + 1);
    let port = host_and_port[brackets..]
        .find(':')
        .map_or(host_and_port.len(), |at| brackets + at);
    Some(&host_and_port[..port])
}

/// What a setter takes: anything that makes the value, but of a number the number alone. More would leave open what a
/// literal is.
macro_rules! given {
    (u8) => { u8 };
    (u16) => { u16 };
    (u32) => { u32 };
    ($type:tt) => { impl Into<$type> };
}

/// Declares a request value: fields that can be read and written, and a setter of the same name for each option.
macro_rules! parameters {
    (
        $(#[$doc:meta])*
        $name:ident {
            $($(#[$required_doc:meta])* $required:ident: $required_type:ty,)*
        }
        options {
            $($(#[$option_doc:meta])* $option:ident: $option_type:tt,)*
        }
        lists {
            $($(#[$list_doc:meta])* $list:ident: $item:ty,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$required_doc])* pub $required: $required_type,)*
            $($(#[$option_doc])* pub $option: Option<$option_type>,)*
            $($(#[$list_doc])* pub $list: Vec<$item>,)*
        }

        impl $name {
            fn with_required($($required: $required_type),*) -> Self {
                Self {
                    $($required,)*
                    $($option: None,)*
                    $($list: Vec::new(),)*
                }
            }

            $(
                $(#[$option_doc])*
                #[must_use]
                pub fn $option(mut self, $option: $crate::form::given!($option_type)) -> Self {
                    self.$option = Some($option.into());
                    self
                }
            )*

            $(
                $(#[$list_doc])*
                #[must_use]
                pub fn $list(mut self, $list: impl IntoIterator<Item = $item>) -> Self {
                    self.$list = $list.into_iter().collect();
                    self
                }
            )*
        }
    };
}

pub(crate) use {given, parameters};

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(fill: impl FnOnce(&mut Form)) -> Result<String, String> {
        let mut form = Form::new();
        fill(&mut form);
        form.finish().map_err(|error| error.to_string())
    }

    #[test]
    fn parameters_are_escaped_and_may_repeat() {
        let encoded = filled(|form| {
            form.push("StartTime<", "2026-11-20");
            form.texts("To", ["+1 555&", "é"]);
            form.text("From", None::<&str>);
            form.flag("Record", Some(true));
            form.flag("Trim", None);
            form.push("Empty", "");
        });
        assert_eq!(
            encoded.as_deref(),
            Ok("StartTime%3C=2026-11-20&To=%2B1+555%26&To=%C3%A9&Record=true&Empty=")
        );
    }

    #[test]
    fn durations_are_whole_and_in_range() {
        let seconds = |value| filled(|form| form.seconds("Timeout", Some(value), 1..=600));
        assert_eq!(
            seconds(Duration::from_secs(600)).as_deref(),
            Ok("Timeout=600")
        );
        for (value, problem) in [
            (Duration::from_millis(1_500), "must be whole seconds"),
            (Duration::ZERO, "must be at least 1 s"),
            (Duration::from_secs(601), "must be at most 600 s"),
        ] {
            assert_eq!(
                seconds(value),
                Err(format!("invalid request: Timeout: {problem}"))
            );
        }
        let encoded =
            filled(|form| form.milliseconds("T", Some(Duration::from_millis(1_500)), 0..=2_000));
        assert_eq!(encoded.as_deref(), Ok("T=1500"));
        assert!(
            filled(|form| form.milliseconds("T", Some(Duration::from_micros(1)), 0..=2)).is_err()
        );
    }

    #[test]
    fn parameters_of_our_own_are_numbered() {
        let pairs = |count: usize| vec![("a".to_owned(), "b c".to_owned()); count];
        assert_eq!(
            filled(|form| form.numbered(&pairs(2))).as_deref(),
            Ok("Parameter1.Name=a&Parameter1.Value=b+c&Parameter2.Name=a&Parameter2.Value=b+c")
        );
        assert!(filled(|form| form.numbered(&pairs(99))).is_ok());
        assert!(filled(|form| form.numbered(&pairs(100))).is_err());
        assert!(filled(|form| form.numbered(&[(String::new(), String::new())])).is_err());
    }

    #[test]
    fn a_websocket_has_its_own_scheme() {
        let url = |url: &str| filled(|form| form.websocket_url("Url", url));
        assert_eq!(
            url("wss://a.example").as_deref(),
            Ok("Url=wss%3A%2F%2Fa.example")
        );
        for bad in [
            "",
            "wss://",
            "wss:///x",
            "ws://a.example",
            "https://a.example",
            "wss://a b",
        ] {
            assert!(url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn texts_are_measured_in_characters() {
        assert!(filled(|form| form.short_text("T", Some("éé"), 2)).is_ok());
        assert!(filled(|form| form.short_text("T", Some("ééé"), 2)).is_err());
    }

    #[test]
    fn urls_are_absolute_and_have_a_host() {
        for url in [
            "https://a.example",
            "HTTP://u:p@[::1]:8080/x?y#z",
            "https://a.example/b c".trim_end_matches(" c"),
        ] {
            assert_eq!(check_url(url), Ok(()), "{url}");
        }
        for url in [
            "",
            "a.example",
            "/a",
            "ftp://a.example",
            "https://",
            "https:///x",
            "https://a.example/b c",
        ] {
            assert!(check_url(url).is_err(), "{url}");
        }
        assert_eq!(host("https://u:p@a_b.example:1/c"), Some("a_b.example"));
        assert_eq!(host("https://[::1]:8080/x"), Some("[::1]"));
    }
}
