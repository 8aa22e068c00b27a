//! Reading in two steps: the tag first, so that a bad body is not taken for an unknown message.

use std::borrow::Cow;

use serde::Deserialize;

use crate::Error;

/// The `type` of a message.
pub(super) fn tag(json: &[u8]) -> Result<Cow<'_, str>, Error> {
    #[derive(Deserialize)]
    struct Tag<'a> {
        #[serde(borrow, rename = "type")]
        tag: Cow<'a, str>,
    }

    match leading_tag(json).or_else(|| trailing_tag(json)) {
        Some(tag) => Ok(Cow::Borrowed(tag)),
        None => body::<Tag>("", json).map(|tag| tag.tag),
    }
}

/// The tag of a message that begins with it, as most do. Whether the rest is JSON is found out with the body.
fn leading_tag(json: &[u8]) -> Option<&str> {
    let rest = json.strip_prefix(b"{")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"type\"")?.trim_ascii_start();
    let rest = rest.strip_prefix(b":")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"")?;
    let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
    if rest[end] == b'\\' {
        return None;
    }
    str::from_utf8(&rest[..end]).ok()
}

/// The tag of a message that ends with it, as others do. Neither quote can be part of a text: there it would have a
/// backslash before it.
fn trailing_tag(json: &[u8]) -> Option<&str> {
    let rest = json.trim_ascii_end().strip_suffix(b"}")?.trim_ascii_end();
    let rest = rest.strip_suffix(b"\"")?;
    let start = rest.iter().rposition(|byte| matches!(byte, b'"' | b'\\'))?;
    let (before, tag) = (&rest[..start], &rest[start + 1..]);
    if rest[start] == b'\\' {
        return None;
    }
    let before = before.trim_ascii_end().strip_suffix(b":")?.trim_ascii_end();
    let before = before.strip_suffix(b"\"type\"")?.trim_ascii_end();
    matches!(before.last(), Some(b',' | b'{')).then_some(())?;
    str::from_utf8(tag).ok()
}

/// The body of a message. Where a field is wrong is found out only when one is.
pub(super) fn body<'de, T: Deserialize<'de>>(tag: &str, json: &'de [u8]) -> Result<T, Error> {
    let error = match serde_json::from_slice(json) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    // Only fields that we know can be of the wrong type. In broken JSON a key may be anything.
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let field = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Err(place) if place.inner().is_data() => place.path().to_string(),
        _ => ".".to_owned(),
    };
    let path = match (tag, field.as_str()) {
        ("", _) => field,
        (_, ".") => tag.to_owned(),
        _ => format!("{tag}.{field}"),
    };
    Err(Error::received("a realtime message", path, error))
}
