//! When something was sent.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

/// Longest form: nanoseconds and an offset.
const MAX_LENGTH: usize = 35;

/// Reads an ISO 8601 time with `T` or a blank, up to nine decimals, and `Z`, an offset, or nothing, which means UTC.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let allowed = |byte: u8| byte.is_ascii_digit() || b"-:.T Z+".contains(&byte);
    if !(19..=MAX_LENGTH).contains(&text.len()) || !text.bytes().all(allowed) {
        return None;
    }
    let (date, time) = (text.get(..10)?, text.get(11..)?);
    if !matches!(text.as_bytes().get(10), Some(b'T' | b' ')) {
        return None;
    }
    let text = format!("{date}T{time}");
    if time.contains(['Z', '+', '-']) {
        return text.parse().ok();
    }
    let local: DateTime = text.parse().ok()?;
    Some(local.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_form_of_one_moment_is_the_same() {
        let expected: Timestamp = "2026-01-02T03:04:05.5Z".parse().unwrap();
        for text in [
            "2026-01-02T03:04:05.5Z",
            "2026-01-02 03:04:05.500+00:00",
            "2026-01-02T03:04:05.500000",
            "2026-01-02 03:04:05.500000000",
            "2026-01-02T05:04:05.5+02:00",
            "2026-01-01T22:04:05.500000000-05:00",
        ] {
            assert_eq!(parse(text), Some(expected), "{text}");
        }
        assert_eq!(
            parse("2026-01-02T03:04:05"),
            Some("2026-01-02T03:04:05Z".parse().unwrap())
        );
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "2026-01-02",
            "1767323045",
            "2026-01-02T03:04",
            "2026-01-02T25:04:05Z",
            "2026-13-02T03:04:05Z",
            "2026-01-02T03:04:05.1234567890Z",
            "2026-01-02T03:04:05Z[UTC]",
            "2026-01-02t03:04:05Z",
            "2026-01-02T03:04:05 Z",
            "Fri, 02 Jan 2026 03:04:05 GMT",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".*") {
            let _ = parse(&text);
        }

        #[test]
        fn nearly_a_time_does_not_panic(text in "[-0-9:.TZ +]{0,40}") {
            let _ = parse(&text);
        }

        #[test]
        fn what_is_written_is_read(second in 0_i64..4_000_000_000, nano in 0_i32..1_000_000_000) {
            let time = Timestamp::new(second, nano).unwrap();
            prop_assert_eq!(parse(&time.to_string()), Some(time));
        }
    }
}
