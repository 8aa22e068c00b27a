//! Durations as Ultravox writes them: seconds with up to nine decimals and an `s`, such as `"30s"` or `"0.384s"`.

use std::time::Duration;

/// The longest duration that can be written: twelve digits of seconds.
pub(crate) const MAX: Duration = Duration::new(999_999_999_999, 999_999_999);

/// Reads `text`; the error says what is wrong without repeating it.
pub(crate) fn parse(text: &str) -> Result<Duration, &'static str> {
    let number = text
        .strip_suffix('s')
        .ok_or("a duration is seconds followed by `s`")?;
    if number.starts_with('-') {
        return Err("a duration must not be negative");
    }
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    if !digits(whole) || whole.len() > 12 || (whole.len() > 1 && whole.starts_with('0')) {
        return Err("a duration starts with up to 12 digits of seconds and no leading zero");
    }
    let seconds = whole.parse().map_err(|_| "a duration is too long")?;
    let nanos = match fraction {
        None => 0,
        Some(fraction) if digits(fraction) && fraction.len() <= 9 => format!("{fraction:0<9}")
            .parse()
            .map_err(|_| "a duration has up to 9 decimals")?,
        Some(_) => return Err("a duration has 1 to 9 decimals after the point"),
    };
    Ok(Duration::new(seconds, nanos))
}

/// Writes `duration`, with no more decimals than it has. `None` if it is longer than [`MAX`].
pub(crate) fn format(duration: Duration) -> Option<String> {
    if duration > MAX {
        return None;
    }
    let (seconds, nanos) = (duration.as_secs(), duration.subsec_nanos());
    if nanos == 0 {
        return Some(format!("{seconds}s"));
    }
    let decimals = format!("{nanos:09}");
    Some(format!("{seconds}.{}s", decimals.trim_end_matches('0')))
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reading and writing a field that may be missing or `null`.
pub(crate) mod option {
    use std::time::Duration;

    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _, ser::Error as _};

    pub(crate) fn serialize<S: Serializer>(
        duration: &Option<Duration>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let Some(duration) = duration else {
            return serializer.serialize_none();
        };
        let text =
            super::format(*duration).ok_or_else(|| S::Error::custom("a duration is too long"))?;
        serializer.serialize_str(&text)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Duration>, D::Error> {
        Option::<String>::deserialize(deserializer)?
            .map(|text| super::parse(&text).map_err(D::Error::custom))
            .transpose()
    }
}

/// Reading and writing a field that is a whole number of seconds.
pub(crate) mod seconds {
    use std::time::Duration;

    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        duration: &Duration,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(duration.as_secs())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Duration, D::Error> {
        u64::deserialize(deserializer).map(Duration::from_secs)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn documented_forms_are_read() {
        for (text, nanos) in [
            ("0s", 0),
            ("30s", 30_000_000_000_u128),
            ("5.5s", 5_500_000_000),
            ("0.384s", 384_000_000),
            ("0.500s", 500_000_000),
            ("0.000000001s", 1),
            ("999999999999s", 999_999_999_999_000_000_000),
        ] {
            assert_eq!(
                parse(text).map(|duration| duration.as_nanos()),
                Ok(nanos),
                "{text}"
            );
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "s",
            "30",
            "1m",
            "30 s",
            "030s",
            "-1s",
            "1.s",
            ".5s",
            "1.0000000000s",
            "1e3s",
            "+1s",
            "1000000000000s",
            "１s",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn decimals_are_written_only_if_needed() {
        assert_eq!(format(Duration::from_secs(3600)).as_deref(), Some("3600s"));
        assert_eq!(
            format(Duration::from_millis(384)).as_deref(),
            Some("0.384s")
        );
        assert_eq!(format(MAX + Duration::from_nanos(1)), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".*") {
            let _ = parse(&text);
        }

        #[test]
        fn what_is_written_is_read_back(seconds in 0_u64..1_000_000_000_000, nanos in 0_u32..1_000_000_000) {
            let duration = Duration::new(seconds, nanos);
            prop_assert_eq!(parse(&format(duration).unwrap()), Ok(duration));
        }
    }
}
