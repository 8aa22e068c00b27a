//! One XML element that is being written.

use std::{fmt, ops::Range};

use super::TwimlError;

/// Where it may matter that a text is in an attribute: quotes and line ends.
#[derive(Clone, Copy)]
enum Place {
    Text,
    Attribute,
}

/// An element as the text it will be, complete but for the `>` of the opening tag and the closing tag.
///
/// Writing while building costs one buffer for each element and one copy for each level of nesting, and no tree
/// has to be kept or walked.
#[derive(Clone, Eq, PartialEq)]
pub struct Element {
    /// `<Name`, then the attributes, then `>` and the content if there is any.
    xml: String,
    name_len: usize,
    /// Where the attributes end.
    open_len: usize,
    /// One bit for each hash of a name that was set: tells cheaply that a name is new.
    names: u64,
    /// How many children stand in the content.
    children: usize,
    /// The first thing that was wrong.
    problem: Option<Box<TwimlError>>,
}

/// Shows the name alone: attributes and content may be secret.
impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Element")
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}

impl Element {
    #[inline]
    pub(super) fn new(name: &'static str) -> Self {
        Self::with_capacity(name, 96)
    }

    #[inline]
    pub(super) fn with_capacity(name: &'static str, capacity: usize) -> Self {
        let mut xml = String::with_capacity(capacity);
        xml.push('<');
        xml.push_str(name);
        Self {
            name_len: name.len(),
            open_len: xml.len(),
            xml,
            names: 0,
            children: 0,
            problem: None,
        }
    }

    /// An element whose name came from outside. `None` if it is no name.
    pub(super) fn named(name: &str) -> Option<Self> {
        is_name(name).then(|| {
            let mut element = Self::new("");
            element.xml.push_str(name);
            element.name_len = name.len();
            element.open_len = element.xml.len();
            element
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.xml[1..=self.name_len]
    }

    /// Sets an attribute. Setting it again changes its value and not its place.
    ///
    /// The usual case is inlined: there the name is known, so that neither its hash nor its length costs anything.
    #[inline]
    pub(super) fn set(&mut self, name: &str, value: &str) {
        if self.xml.len() != self.open_len || self.names & name_bit(name) != 0 {
            self.set_late(name, value);
            return;
        }
        self.names |= name_bit(name);
        self.xml.reserve(name.len() + value.len() + 4);
        let bad = write_attribute(&mut self.xml, name, value);
        self.open_len = self.xml.len();
        if bad.is_some() {
            self.refuse_character(bad);
        }
    }

    /// Sets an attribute of an element that has content, or perhaps has the attribute.
    fn set_late(&mut self, name: &str, value: &str) {
        let before = self.xml.len();
        let bad = if let Some(old) = self.value(name) {
            let mut new = String::new();
            let bad = escape(&mut new, value, Place::Attribute);
            self.xml.replace_range(old, &new);
            bad
        } else {
            let mut attribute = String::with_capacity(name.len() + value.len() + 16);
            let bad = write_attribute(&mut attribute, name, value);
            self.xml.insert_str(self.open_len, &attribute);
            bad
        };
        self.names |= name_bit(name);
        self.open_len = self.open_len + self.xml.len() - before;
        self.refuse_character(bad);
    }

    /// Sets an attribute whose name came from outside.
    pub(super) fn set_open(&mut self, name: &str, value: &str) {
        if is_name(name) {
            self.set(name, value);
        } else {
            self.refuse(TwimlError::Name);
        }
    }

    /// Appends text to the content.
    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.open();
        let bad = escape(&mut self.xml, text, Place::Text);
        self.refuse_character(bad);
    }

    /// Appends a child to the content.
    pub(super) fn push(&mut self, child: &Self) {
        self.open();
        child.write(&mut self.xml);
        self.children += 1;
        if let Some(problem) = &child.problem {
            self.problem.get_or_insert_with(|| problem.clone());
        }
    }

    /// Ends the opening tag, if nothing has before.
    #[inline]
    fn open(&mut self) {
        if self.xml.len() == self.open_len {
            self.xml.push('>');
        }
    }

    /// How many elements stand in this one.
    pub(super) fn children(&self) -> usize {
        self.children
    }

    /// What stands between the tags.
    pub(super) fn content(&self) -> &str {
        self.xml.get(self.open_len + 1..).unwrap_or_default()
    }

    /// Remembers what is wrong, if nothing was before.
    pub(super) fn refuse(&mut self, problem: TwimlError) {
        self.problem.get_or_insert_with(|| Box::new(problem));
    }

    fn refuse_character(&mut self, code: Option<u32>) {
        if let Some(code) = code {
            self.refuse(TwimlError::Character { code });
        }
    }

    pub(super) fn problem(&self) -> Option<&TwimlError> {
        self.problem.as_deref()
    }

    /// The length [`write`](Self::write) will add at most.
    pub(super) fn len(&self) -> usize {
        self.xml.len() + self.name_len + 4
    }

    pub(super) fn write(&self, out: &mut String) {
        out.reserve(self.len());
        out.push_str(&self.xml);
        if self.xml.len() == self.open_len {
            out.push_str("/>");
        } else {
            out.push_str("</");
            out.push_str(self.name());
            out.push('>');
        }
    }

    /// The value of an attribute as it is written, if it is set.
    pub(super) fn escaped(&self, name: &str) -> Option<&str> {
        self.value(name).map(|range| &self.xml[range])
    }

    /// Where the value of an attribute stands, if it is set.
    fn value(&self, name: &str) -> Option<Range<usize>> {
        if self.names & name_bit(name) == 0 {
            return None;
        }
        let open = &self.xml[..self.open_len];
        // Behind the name and the space after it.
        let mut at = self.name_len + 2;
        // Names have no equals sign and values no quotes.
        while let Some(rest) = open.get(at..) {
            let start = at + rest.find('=')? + 2;
            let end = start + open[start..].find('"')?;
            if rest[..start - at - 2] == *name {
                return Some(start..end);
            }
            at = end + 2;
        }
        None
    }
}

/// Returns a character that XML cannot carry.
#[inline]
fn write_attribute(out: &mut String, name: &str, value: &str) -> Option<u32> {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    let bad = escape(out, value, Place::Attribute);
    out.push('"');
    bad
}

/// What may not be written as it is: markup, control characters, and the first byte of U+FFFE and U+FFFF.
const fn needs_care(byte: u8) -> bool {
    byte < b' ' || matches!(byte, b'&' | b'<' | b'>' | b'"' | 0xEF)
}

const NEEDS_CARE: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = needs_care(byte as u8);
        byte += 1;
    }
    table
};

/// Writes a text so that a parser reads it back. Returns the first character with which that is not possible.
fn escape(out: &mut String, text: &str, place: Place) -> Option<u32> {
    // Most texts need nothing.
    if may_need_care(text.as_bytes()) {
        return escape_with_care(out, text, place);
    }
    out.push_str(text);
    None
}

fn may_need_care(text: &[u8]) -> bool {
    let (chunks, rest) = text.as_chunks::<CHUNK>();
    // The last chunk overlaps the one before.
    match text.last_chunk::<CHUNK>() {
        Some(last) => chunks.iter().any(any_needs_care) || any_needs_care(last),
        None => rest.iter().any(|byte| NEEDS_CARE[usize::from(*byte)]),
    }
}

/// How many bytes are looked at together.
const CHUNK: usize = 8;

/// [`needs_care`] for one of eight bytes, in one word: a subtraction borrows only from a byte that is less.
fn any_needs_care(bytes: &[u8; CHUNK]) -> bool {
    const fn each(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; CHUNK])
    }

    /// The high bit is set where a byte is less than `limit`, at most 128.
    fn less(word: u64, limit: u8) -> u64 {
        word.wrapping_sub(each(limit)) & !word
    }

    let word = u64::from_ne_bytes(*bytes);
    let control = less(word, b' ');
    // These are one bit apart.
    let quote_or_ampersand = less((word | each(b'"' ^ b'&')) ^ each(b'"' | b'&'), 1);
    let angle = less((word | each(b'<' ^ b'>')) ^ each(b'<' | b'>'), 1);
    let noncharacter = less(word ^ each(0xEF), 1);
    (control | quote_or_ampersand | angle | noncharacter) & each(0x80) != 0
}

fn escape_with_care(out: &mut String, text: &str, place: Place) -> Option<u32> {
    let mut bad = None;
    let mut done = 0;
    for (chunk, bytes) in text.as_bytes().chunks(CHUNK).enumerate() {
        if bytes
            .first_chunk::<CHUNK>()
            .is_some_and(|bytes| !any_needs_care(bytes))
        {
            continue;
        }
        for (offset, byte) in bytes.iter().enumerate() {
            if !NEEDS_CARE[usize::from(*byte)] {
                continue;
            }
            let at = chunk * CHUNK + offset;
            let Some((written, length)) = replacement(*byte, &text.as_bytes()[at + 1..], place)
            else {
                continue;
            };
            if written == REPLACEMENT {
                let code = text[at..].chars().next().map_or(0, u32::from);
                bad.get_or_insert(code);
            }
            out.push_str(&text[done..at]);
            out.push_str(written);
            done = at + length;
        }
    }
    out.push_str(&text[done..]);
    bad
}

/// Stands for a character that XML cannot carry.
const REPLACEMENT: &str = "\u{FFFD}";

/// What is written in place of a byte, and how many bytes that replaces. `None` if the byte is written as it is.
fn replacement(byte: u8, rest: &[u8], place: Place) -> Option<(&'static str, usize)> {
    Some(match (byte, place) {
        (b'&', _) => ("&amp;", 1),
        (b'<', _) => ("&lt;", 1),
        (b'>', Place::Text) => ("&gt;", 1),
        (b'"', Place::Attribute) => ("&quot;", 1),
        (b'\r', _) => ("&#xD;", 1),
        (b'\n', Place::Attribute) => ("&#xA;", 1),
        (b'\t', Place::Attribute) => ("&#x9;", 1),
        (b'\t' | b'\n', Place::Text) => return None,
        (0..=0x1F, _) => (REPLACEMENT, 1),
        // U+FFFE and U+FFFF.
        (0xEF, _) if rest.starts_with(&[0xBF, 0xBE]) || rest.starts_with(&[0xBF, 0xBF]) => {
            (REPLACEMENT, 3)
        }
        _ => return None,
    })
}

/// One of 64 bits. Names of attributes of the same element seldom have the same.
#[inline]
fn name_bit(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return 0;
    };
    let middle = bytes[bytes.len() / 2];
    let hash =
        usize::from(*first) + 3 * usize::from(*last) + 5 * bytes.len() + 13 * usize::from(middle);
    1 << (hash % 64)
}

/// A name of XML in ASCII, which all names of TwiML are.
fn is_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        && bytes
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_seen_together_as_they_are_seen_alone() {
        for place in 0..CHUNK {
            for byte in 0..=u8::MAX {
                for around in [b'a', 0x7F, 0x80, 0xEE, 0xFF, b' ', b'!', b'\'', b'=', b'?'] {
                    let mut bytes = [around; CHUNK];
                    bytes[place] = byte;
                    assert_eq!(any_needs_care(&bytes), needs_care(byte), "{bytes:?}");
                }
            }
        }
    }
}
