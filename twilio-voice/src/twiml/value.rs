//! Attributes whose values are not text.

use std::{fmt::Display, ops::RangeInclusive, time::Duration};

use super::{TwimlError, element::Element};

/// A value that is written in more than one way, such as seconds or `auto`.
pub(super) trait Value {
    fn set_in(&self, element: &mut Element, name: &'static str);
}

impl Element {
    pub(super) fn set_flag(&mut self, name: &str, value: bool) {
        self.set(name, if value { "true" } else { "false" });
    }

    /// Sets a duration in whole seconds.
    pub(super) fn set_seconds(&mut self, name: &str, value: Duration) {
        self.set_number(name, whole_seconds(value));
    }

    /// Sets a duration in whole milliseconds.
    pub(super) fn set_milliseconds(&mut self, name: &str, value: Duration) {
        self.set_number(name, whole_milliseconds(value));
    }

    pub(super) fn set_number(&mut self, name: &str, value: u64) {
        let mut digits = [0; 20];
        let mut start = digits.len();
        let mut rest = value;
        loop {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.set(
            name,
            std::str::from_utf8(&digits[start..]).unwrap_or_default(),
        );
    }

    /// Sets words with a space between them. A word that comes again is left out: the list is a set.
    pub(super) fn set_words(&mut self, name: &str, words: impl IntoIterator<Item: AsRef<str>>) {
        let mut list = String::with_capacity(64);
        for word in words {
            let word = word.as_ref();
            if list.split(' ').any(|known| known == word) {
                continue;
            }
            if !list.is_empty() {
                list.push(' ');
            }
            list.push_str(word);
        }
        self.set(name, &list);
    }

    /// Sets a duration as speech markup writes it: `2s`, or `250ms` if it is not in whole seconds.
    pub(super) fn set_time(&mut self, name: &'static str, value: Duration) {
        if value.subsec_nanos() == 0 {
            self.set(name, &format!("{}s", value.as_secs()));
        } else {
            self.set(name, &format!("{}ms", whole_milliseconds(value)));
        }
    }

    /// Tells that a value is out of its range.
    pub(super) fn demand<T: Display + PartialOrd>(
        &mut self,
        attribute: &'static str,
        value: T,
        range: &RangeInclusive<T>,
    ) {
        if !range.contains(&value) {
            self.refuse(TwimlError::OutOfRange {
                element: self.name().to_owned(),
                attribute,
                min: range.start().to_string(),
                max: range.end().to_string(),
            });
        }
    }

    /// Tells that a value has a character that is not among `allowed`, or is longer than `length`.
    pub(super) fn demand_keys(
        &mut self,
        attribute: &'static str,
        value: &str,
        allowed: &str,
        length: usize,
    ) {
        if value.len() > length || !value.chars().all(|key| allowed.contains(key)) {
            self.refuse_value(attribute);
        }
    }

    /// Tells that an attribute has a value that Twilio does not take.
    pub(super) fn refuse_value(&mut self, attribute: &'static str) {
        self.refuse(TwimlError::Value {
            element: self.name().to_owned(),
            attribute,
        });
    }
}

/// A part of a second counts as one, so that short is not none.
pub(super) fn whole_seconds(value: Duration) -> u64 {
    value
        .as_secs()
        .saturating_add(u64::from(value.subsec_nanos() > 0))
}

/// A part of a millisecond counts as one.
pub(super) fn whole_milliseconds(value: Duration) -> u64 {
    let nanos = value.as_nanos().div_ceil(1_000_000);
    u64::try_from(nanos).unwrap_or(u64::MAX)
}
