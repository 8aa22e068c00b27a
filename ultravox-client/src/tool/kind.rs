//! What a parameter may be, and reading it from text.

use serde_json::{Number, Value};

/// What a schema lets a value be. Several may hold.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Kinds {
    pub(super) text: bool,
    pub(super) integer: bool,
    pub(super) number: bool,
    pub(super) boolean: bool,
    /// A list, an object, or nothing that the schema says.
    pub(super) other: bool,
}

impl Kinds {
    /// Only text.
    pub(super) const TEXT: Self = Self {
        text: true,
        integer: false,
        number: false,
        boolean: false,
        other: false,
    };

    /// Only numbers.
    pub(super) const NUMBER: Self = Self {
        text: false,
        integer: true,
        number: true,
        boolean: false,
        other: false,
    };

    /// What `schema` lets a value be.
    pub(super) fn of(schema: &Value) -> Self {
        let mut kinds = Self::default();
        kinds.add(schema);
        if kinds == Self::default() {
            kinds.other = true;
        }
        kinds
    }

    fn add(&mut self, schema: &Value) {
        match &schema["type"] {
            Value::String(kind) => return self.add_type(kind),
            Value::Array(kinds) => {
                return kinds
                    .iter()
                    .filter_map(Value::as_str)
                    .for_each(|kind| self.add_type(kind));
            }
            _ => {}
        }
        if let Some(value) = schema.get("const") {
            return self.add_value(value);
        }
        if let Some(values) = schema["enum"].as_array() {
            return values.iter().for_each(|value| self.add_value(value));
        }
        let choices = ["anyOf", "oneOf", "allOf"].map(|key| schema[key].as_array());
        if choices.iter().all(Option::is_none) {
            self.other = true;
        }
        for choice in choices.into_iter().flatten().flatten() {
            self.add(choice);
        }
    }

    fn add_type(&mut self, kind: &str) {
        match kind {
            "string" => self.text = true,
            "integer" => self.integer = true,
            "number" => self.number = true,
            "boolean" => self.boolean = true,
            "null" => {}
            _ => self.other = true,
        }
    }

    fn add_value(&mut self, value: &Value) {
        match value {
            Value::String(_) => self.text = true,
            Value::Number(number) if number.is_f64() => self.number = true,
            Value::Number(_) => self.integer = true,
            Value::Bool(_) => self.boolean = true,
            Value::Null => {}
            Value::Array(_) | Value::Object(_) => self.other = true,
        }
    }

    /// Whether any such value can be written as text without a question how.
    pub(super) fn is_scalar(self) -> bool {
        !self.other
    }

    /// Reads a value that was put where only text goes. What may be text is taken as it is.
    pub(super) fn read(self, text: String) -> Value {
        if self.text {
            return Value::String(text);
        }
        let read = || {
            // Whose language writes them nobody says: Python's begins them with capitals.
            if self.boolean
                && let Ok(value) = text.to_ascii_lowercase().parse::<bool>()
            {
                return Some(Value::Bool(value));
            }
            if self.integer || self.number {
                return number(&text);
            }
            None
        };
        read().unwrap_or(Value::String(text))
    }
}

/// Only what JSON calls a number: no `inf`, no `+1`, no blanks.
fn number(text: &str) -> Option<Value> {
    if !text.ends_with(|last: char| last.is_ascii_digit()) || text.starts_with(char::is_whitespace)
    {
        return None;
    }
    let number: Number = serde_json::from_str(text).ok()?;
    if number.is_f64() {
        // `serde_json` may be off by the last bit.
        return Some(whole(Value::from(text.parse::<f64>().ok()?)));
    }
    Some(Value::Number(number))
}

/// Writes every `3.0` in `value` as `3`: JSON Schema counts both as integers, Rust does not.
pub(super) fn whole_numbers(value: &mut Value) {
    match value {
        Value::Number(_) => *value = whole(value.take()),
        Value::Array(list) => list.iter_mut().for_each(whole_numbers),
        Value::Object(map) => map.values_mut().for_each(whole_numbers),
        _ => {}
    }
}

fn whole(value: Value) -> Value {
    /// Up to here every whole number has its own `f64`.
    const EXACT: f64 = 9_007_199_254_740_992.0;

    match value.as_f64() {
        Some(number) if value.is_f64() && number.fract() == 0.0 && number.abs() <= EXACT => {
            #[expect(clippy::cast_possible_truncation, reason = "whole and in range")]
            let whole = number as i64;
            Value::from(whole)
        }
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read(schema: &Value, text: &str) -> Value {
        Kinds::of(schema).read(text.to_owned())
    }

    #[test]
    fn text_becomes_what_the_schema_asks_for() {
        let integer = json!({"type": "integer"});
        assert_eq!(read(&integer, "7"), json!(7));
        assert_eq!(read(&integer, "7.0"), json!(7));
        let large = "18446744073709551615";
        assert_eq!(read(&integer, large), json!(u64::MAX));
        assert_eq!(read(&json!({"type": "number"}), "-0.5"), json!(-0.5));
        for text in ["true", "True", "TRUE"] {
            assert_eq!(read(&json!({"type": "boolean"}), text), json!(true));
        }
        assert_eq!(read(&json!({"type": "string"}), "7"), json!("7"));
        let either = json!({"anyOf": [{"type": "integer"}, {"type": "string"}]});
        assert_eq!(read(&either, "7"), json!("7"));
        assert_eq!(read(&json!({"enum": [1, 2]}), "2"), json!(2));
    }

    #[test]
    fn what_is_none_of_it_stays_text_for_the_type_to_refuse() {
        for text in ["", "seven", "+7", " 7", "inf", "NaN", "0x7", "yes", "{}"] {
            let number = json!({"type": ["integer", "boolean", "null"]});
            assert_eq!(read(&number, text), json!(text));
        }
    }

    #[test]
    fn only_plain_values_can_be_text() {
        let plain = json!({"oneOf": [{"const": "a", "type": "string"}, {"const": 1}]});
        assert!(Kinds::of(&plain).is_scalar());
        for schema in [
            json!({}),
            json!({"type": "object"}),
            json!({"type": ["array", "null"]}),
            json!({"anyOf": [{"type": "string"}, {}]}),
            json!({"enum": [[1]]}),
        ] {
            assert!(!Kinds::of(&schema).is_scalar(), "{schema}");
        }
    }

    #[test]
    fn whole_numbers_are_integers_wherever_they_are() {
        let mut value = json!({"a": [3.0, 3.5, 1e300], "b": {"c": -2.0}});
        whole_numbers(&mut value);
        let expected = json!({"a": [3, 3.5, 1e300], "b": {"c": -2}});
        assert_eq!(value, expected);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".*") {
            drop(read(&json!({"type": ["integer", "number", "boolean"]}), &text));
        }
    }
}
