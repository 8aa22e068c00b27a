//! What can be told to be wrong before anything is sent. Every problem names the field, none shows the value.

use std::{collections::BTreeMap, net::Ipv4Addr, ops::RangeInclusive, time::Duration};

use url::Url;

use crate::{Error, duration};

pub(crate) fn range(
    field: &str,
    value: Option<f64>,
    range: RangeInclusive<f64>,
) -> Result<(), Error> {
    match value {
        Some(value) if !range.contains(&value) => Err(Error::invalid(
            field,
            format_args!("must be {} to {}", range.start(), range.end()),
        )),
        _ => Ok(()),
    }
}

pub(crate) fn positive(field: &str, value: Option<u32>) -> Result<(), Error> {
    if value == Some(0) {
        return Err(Error::invalid(field, "must be greater than zero"));
    }
    Ok(())
}

/// A duration that can be written.
pub(crate) fn writable(field: &str, value: Option<Duration>) -> Result<(), Error> {
    if value.is_some_and(|value| value > duration::MAX) {
        return Err(Error::invalid(
            field,
            "must be less than 1,000,000,000,000 seconds",
        ));
    }
    Ok(())
}

/// A time limit: zero would end what it limits before it begins.
pub(crate) fn limit(field: &str, value: Option<Duration>) -> Result<(), Error> {
    if value == Some(Duration::ZERO) {
        return Err(Error::invalid(field, "must be longer than zero"));
    }
    writable(field, value)
}

pub(crate) fn not_empty(field: &str, value: Option<&str>) -> Result<(), Error> {
    if value.is_some_and(str::is_empty) {
        return Err(Error::invalid(field, "must not be empty"));
    }
    Ok(())
}

pub(crate) fn length(field: &str, value: &str, range: RangeInclusive<usize>) -> Result<(), Error> {
    if !range.contains(&value.chars().count()) {
        let (min, max) = range.into_inner();
        return Err(Error::invalid(
            field,
            format_args!("must be {min} to {max} characters"),
        ));
    }
    Ok(())
}

/// As [`length`], if there is a text.
pub(crate) fn length_if(
    field: &str,
    value: Option<&str>,
    range: RangeInclusive<usize>,
) -> Result<(), Error> {
    value.map_or(Ok(()), |value| length(field, value, range))
}

/// A duration that is written as a whole number of seconds.
pub(crate) fn whole_seconds(
    field: &str,
    value: Duration,
    range: RangeInclusive<u64>,
) -> Result<(), Error> {
    if value.subsec_nanos() != 0 || !range.contains(&value.as_secs()) {
        let (min, max) = range.into_inner();
        return Err(Error::invalid(
            field,
            format_args!("must be {min} to {max} whole seconds"),
        ));
    }
    Ok(())
}

/// How many items a list may have.
pub(crate) fn count(field: &str, len: usize, range: RangeInclusive<usize>) -> Result<(), Error> {
    if !range.contains(&len) {
        let (min, max) = range.into_inner();
        return Err(Error::invalid(
            field,
            format_args!("must have {min} to {max} items"),
        ));
    }
    Ok(())
}

/// A type and a subtype, with parameters or without.
pub(crate) fn content_type(field: &str, value: &str) -> Result<(), Error> {
    let plain = value
        .bytes()
        .all(|byte| byte == b' ' || byte.is_ascii_graphic());
    match value.split_once('/') {
        Some((kind, subtype)) if plain && !kind.is_empty() && !subtype.is_empty() => Ok(()),
        _ => Err(Error::invalid(
            field,
            "must be a MIME type such as `text/plain`",
        )),
    }
}

/// An absolute URL with one of `schemes` and a host.
pub(crate) fn url(field: &str, value: &str, schemes: &[&str]) -> Result<(), Error> {
    let url = Url::parse(value).map_err(|_| Error::invalid(field, "not an absolute URL"))?;
    if !schemes.contains(&url.scheme()) || url.host().is_none() {
        return Err(Error::invalid(
            field,
            format_args!("must be a URL with {}", schemes.join(" or ")),
        ));
    }
    Ok(())
}

/// IPv4 addresses that begin alike.
pub(crate) fn cidr(field: &str, value: &str) -> Result<(), Error> {
    let parts = value.split_once('/').and_then(|(address, bits)| {
        Some((address.parse::<Ipv4Addr>().ok()?, bits.parse::<u8>().ok()?))
    });
    match parts {
        Some((_, 0..=32)) => Ok(()),
        _ => Err(Error::invalid(field, "must be like `192.0.2.0/24`")),
    }
}

/// What is attached to a call.
pub(crate) fn metadata(field: &str, metadata: &BTreeMap<String, String>) -> Result<(), Error> {
    for key in metadata.keys() {
        not_empty(field, Some(key))?;
        if key.starts_with("ultravox.") {
            return Err(Error::invalid(
                field,
                "keys must not begin with `ultravox.`",
            ));
        }
    }
    Ok(())
}

/// The name a model knows a tool by.
pub(crate) fn tool_name(field: &str, name: &str) -> Result<(), Error> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if !(1..=64).contains(&name.len()) || !name.bytes().all(allowed) {
        return Err(Error::invalid(
            field,
            "must be 1 to 64 letters, digits, `_` or `-`",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_include_their_ends_and_no_nan() {
        assert!(range("x", Some(1.0), 0.0..=1.0).is_ok());
        assert!(range("x", None, 0.0..=1.0).is_ok());
        for value in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            let error = range("x", Some(value), 0.0..=1.0).unwrap_err();
            assert_eq!(error.to_string(), "invalid request: x: must be 0 to 1");
        }
    }

    #[test]
    fn urls_are_absolute_and_of_the_right_kind() {
        assert!(url("x", "wss://example.com/data", &["ws", "wss"]).is_ok());
        for text in ["", "example.com", "/path", "http://example.com", "wss:"] {
            assert!(url("x", text, &["ws", "wss"]).is_err(), "{text}");
        }
    }

    #[test]
    fn tool_names_are_plain() {
        assert!(tool_name("x", "look-up_2").is_ok());
        for name in ["", "look up", "größe", &"x".repeat(65)] {
            assert!(tool_name("x", name).is_err(), "{name}");
        }
    }
}
