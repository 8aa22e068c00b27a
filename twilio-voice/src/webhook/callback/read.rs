//! One reader for each kind of field.

use std::{str::FromStr, time::Duration};

use jiff::{Timestamp, fmt::rfc2822};
use secrecy::SecretString;

use super::{Fields, FormError};
use crate::SidError;

type Read<T> = Result<T, FormError>;

/// A SID that Twilio always sends.
pub(super) fn required<T: FromStr<Err = SidError>>(
    fields: &Fields,
    field: &'static str,
) -> Read<T> {
    present(fields, field)
        .ok_or(FormError::Missing { field })?
        .parse()
        .map_err(|source| FormError::Sid { field, source })
}

/// What is written as text.
pub(super) fn parsed<T: FromStr>(fields: &Fields, field: &'static str) -> Read<Option<T>> {
    Ok(present(fields, field).and_then(|text| text.parse().ok()))
}

pub(super) fn text(fields: &Fields, field: &'static str) -> Read<Option<String>> {
    Ok(present(fields, field).map(str::to_owned))
}

/// Text that `Debug` does not show: it is a URL of ours, in which there may be a password, or what proves something.
pub(super) fn hidden(fields: &Fields, field: &'static str) -> Read<Option<String>> {
    text(fields, field)
}

pub(super) fn secret(fields: &Fields, field: &'static str) -> Read<Option<SecretString>> {
    Ok(present(fields, field).map(SecretString::from))
}

/// A number, which must be one: neither infinite nor `NaN`.
pub(super) fn decimal(fields: &Fields, field: &'static str) -> Read<Option<f64>> {
    Ok(parsed(fields, field)?.filter(|number: &f64| number.is_finite()))
}

pub(super) fn seconds(fields: &Fields, field: &'static str) -> Read<Option<Duration>> {
    Ok(parsed(fields, field)?.map(Duration::from_secs))
}

pub(super) fn milliseconds(fields: &Fields, field: &'static str) -> Read<Option<Duration>> {
    Ok(parsed(fields, field)?.map(Duration::from_millis))
}

/// `true` or `false`, in any case.
pub(super) fn flag(fields: &Fields, field: &'static str) -> Read<Option<bool>> {
    Ok(present(fields, field).and_then(|text| match text {
        text if text.eq_ignore_ascii_case("true") => Some(true),
        text if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }))
}

/// A time of RFC 2822 with any offset, or of ISO 8601. What day of the week it is says nothing that the date does not.
pub(super) fn timestamp(fields: &Fields, field: &'static str) -> Read<Option<Timestamp>> {
    static RFC_2822: rfc2822::DateTimeParser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    Ok(present(fields, field).and_then(|text| {
        RFC_2822
            .parse_timestamp(text)
            .or_else(|_| text.parse())
            .ok()
    }))
}

fn present<'a>(fields: &'a Fields, field: &'a str) -> Option<&'a str> {
    fields.get(field).filter(|text| !text.is_empty())
}
