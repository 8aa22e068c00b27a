//! Durations as the provider writes them: seconds as text, ending in `s`.

use std::time::Duration;

/// Reads `30s`, `5.5s`. `30`, `1m`, `030s` and negative ones are refused.
pub(super) fn parse(text: &str) -> Option<Duration> {
    let number = text.strip_suffix('s')?;
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    if !digits(whole) || whole.len() > 12 || leading_zero {
        return None;
    }
    let nanos = match fraction {
        None => 0,
        Some(fraction) if digits(fraction) && fraction.len() <= 9 => {
            format!("{fraction:0<9}").parse().ok()?
        }
        Some(_) => return None,
    };
    Some(Duration::new(whole.parse().ok()?, nanos))
}

/// Whole seconds without a fraction, others with as many digits as needed.
pub(super) fn print(duration: Duration) -> String {
    if duration.subsec_nanos() == 0 {
        return format!("{}s", duration.as_secs());
    }
    let text = format!("{}.{:09}", duration.as_secs(), duration.subsec_nanos());
    format!("{}s", text.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_seconds_with_the_letter_are_durations() {
        assert_eq!(parse("30s"), Some(Duration::from_secs(30)));
        assert_eq!(parse("5.5s"), Some(Duration::from_millis(5500)));
        assert_eq!(parse("0s"), Some(Duration::ZERO));
        for wrong in [
            "30",
            "1m",
            "30 s",
            "030s",
            "-1s",
            "s",
            ".5s",
            "5.s",
            "1.0000000000s",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
        assert_eq!(print(Duration::from_millis(384)), "0.384s");
        assert_eq!(print(Duration::from_secs(42)), "42s");
    }
}
