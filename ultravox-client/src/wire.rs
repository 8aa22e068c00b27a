//! Reading and writing fields.

use serde::{Deserialize, Deserializer, de::Error as _};

/// Reads `null` as if the field were missing.
pub(crate) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Reads a whole number that may be written as text, as large ones are.
pub(crate) fn whole_number<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<u64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Number {
        Number(u64),
        Text(String),
    }

    Ok(match Option::deserialize(deserializer)? {
        None => None,
        Some(Number::Number(number)) => Some(number),
        Some(Number::Text(text)) => {
            let number = text.parse();
            Some(number.map_err(|_| D::Error::custom("not a whole number"))?)
        }
    })
}

/// The word an enum is written as, for a query.
#[cfg(feature = "rest")]
pub(crate) fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// Reads the whole body of an answer.
#[cfg(feature = "rest")]
pub(crate) fn decode<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Result<T, crate::Error> {
    read(body).map_err(|(path, error)| crate::Error::decode(path, error))
}

/// Reads the whole of `what` was received.
#[cfg(feature = "webhook")]
pub(crate) fn decode_received<'de, T: Deserialize<'de>>(
    what: &'static str,
    body: &'de [u8],
) -> Result<T, crate::Error> {
    read(body).map_err(|(path, error)| crate::Error::received(what, path, error))
}

/// Reads all of `body`, or says where it is wrong.
#[cfg(any(feature = "rest", feature = "webhook"))]
fn read<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Result<T, (String, serde_json::Error)> {
    // Keeping track of the path costs as much again as reading: only what cannot be read is read again for it.
    if let Ok(value) = serde_json::from_slice(body) {
        return Ok(value);
    }
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| (place(&error.path().to_string()), error.into_inner()))?;
    deserializer
        .end()
        .map_err(|error| (".".to_owned(), error))?;
    Ok(value)
}

/// A path as it may be shown: the keys of metadata are as private as its values.
#[cfg(any(feature = "rest", feature = "webhook"))]
fn place(path: &str) -> String {
    match path.split_once("metadata.") {
        Some((before, _)) => format!("{before}metadata"),
        None => path.to_owned(),
    }
}
