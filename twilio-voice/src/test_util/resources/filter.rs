//! What the query of a list leaves.

use std::cmp::Ordering;

use jiff::{Span, Timestamp, ToSpan as _, civil::Date, tz::TimeZone};
use serde_json::Value;

use super::super::state::{Fields, Incoming, read_time, text};
use super::snake;

/// Whether a thing is left by every filter of the query.
pub(super) fn keeps(request: &Incoming, thing: &Fields) -> bool {
    let deleted = text(thing, "status") == "deleted";
    if deleted && request.query("IncludeSoftDeleted") != Some("true") {
        return false;
    }
    (request.query.iter()).all(|(name, value)| keeps_one(thing, name, value))
}

fn keeps_one(thing: &Fields, name: &str, value: &str) -> bool {
    let (name, order) = match name.strip_suffix('<') {
        Some(name) => (name, Some(Ordering::Less)),
        None => match name.strip_suffix('>') {
            Some(name) => (name, Some(Ordering::Greater)),
            None => (name, None),
        },
    };
    match name {
        "Page" | "PageSize" | "PageToken" | "IncludeSoftDeleted" | "IncludeSubaccounts" => true,
        "StartDate" => day(value).is_none_or(|day| text(thing, "start_date") >= day.as_str()),
        "EndDate" => day(value).is_none_or(|day| text(thing, "end_date") <= day.as_str()),
        "AreaCode" => text(thing, "phone_number").starts_with(&format!("+1{value}")),
        "Contains" => contains(text(thing, "phone_number"), value),
        "CountryCode" if thing.contains_key("country_codes") => has_code(thing, value),
        _ => of_field(thing, name, order, value),
    }
}

fn of_field(thing: &Fields, name: &str, order: Option<Ordering>, value: &str) -> bool {
    let name = snake(name);
    let field = thing
        .get(&name)
        .or_else(|| thing.get(name.strip_prefix("in_")?));
    match field {
        None => capability(thing, &name).is_none_or(|has| has == (value == "true")),
        Some(Value::Bool(field)) => *field == (value == "true"),
        Some(Value::Number(field)) => field.to_string() == value,
        Some(Value::String(field)) => match period(value).zip(read_time(field)) {
            Some((period, time)) => in_period(time, period, order),
            None => field == value,
        },
        Some(_) => false,
    }
}

/// Whether a number can do what `sms_enabled` and the like ask for. `None` if nothing is known of it.
fn capability(thing: &Fields, name: &str) -> Option<bool> {
    let wanted = name.strip_suffix("_enabled")?;
    let capabilities = thing.get("capabilities")?.as_object()?;
    let mut capabilities = capabilities.iter();
    let (_, has) = capabilities.find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
    has.as_bool()
}

fn has_code(thing: &Fields, code: &str) -> bool {
    let codes = thing.get("country_codes").and_then(Value::as_array);
    let mut codes = codes.into_iter().flatten().filter_map(Value::as_str);
    codes.any(|known| known.trim_start_matches('+') == code.trim_start_matches('+'))
}

/// Whether the digits appear in the number; `*` stands for any one of them.
fn contains(number: &str, pattern: &str) -> bool {
    let pattern = pattern.trim_start_matches('+').as_bytes();
    let number = number.trim_start_matches('+').as_bytes();
    let same = |window: &[u8]| {
        (window.iter().zip(pattern)).all(|(digit, wanted)| *wanted == b'*' || digit == wanted)
    };
    !pattern.is_empty() && number.windows(pattern.len()).any(same)
}

/// A date, or one that many days from today, such as `-30days`.
fn day(text: &str) -> Option<String> {
    if let Ok(date) = text.parse::<Date>() {
        return Some(date.to_string());
    }
    let days = text
        .strip_suffix("days")
        .or_else(|| text.strip_suffix("day"))?;
    let days: i64 = days.parse().ok()?;
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    today
        .checked_add(Span::new().try_days(days).ok()?)
        .ok()
        .map(|date| date.to_string())
}

/// From when to when a date or a time lasts.
fn period(text: &str) -> Option<(Timestamp, Timestamp)> {
    let Ok(date) = text.parse::<Date>() else {
        let time: Timestamp = text.parse().ok()?;
        return Some((time, time.checked_add(1.second()).ok()?));
    };
    let begin = |date: Date| Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp());
    Some((begin(date)?, begin(date.tomorrow().ok()?)?))
}

fn in_period(
    time: Timestamp,
    (begin, end): (Timestamp, Timestamp),
    order: Option<Ordering>,
) -> bool {
    match order {
        Some(Ordering::Less) => time < begin,
        Some(_) => time >= begin,
        None => begin <= time && time < end,
    }
}
