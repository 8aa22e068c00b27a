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
    /// `<Name`, then the attributes, then the content.
    xml: String,
    name_len: usize,
    /// Where the attributes end and the content begins.
    open_len: usize,
    /// One bit for each hash of a name that was set: tells cheaply that a name is new.
    names: u64,
    /// How many children stand in the content.
    children: usize,
    /// The first thing that was wrong.
    problem: Option<TwimlError>,
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
    pub(super) fn new(name: &'static str) -> Self {
        Self::with_capacity(name, 96)
    }

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
    pub(super) fn set(&mut self, name: &str, value: &str) {
        let before = self.xml.len();
        let bit = 1 << (name_hash(name) & 63);
        let problem = if self.names & bit != 0
            && let Some(old) = self.value(name)
        {
            let mut new = String::new();
            let problem = escape(&mut new, value, Place::Attribute);
            self.xml.replace_range(old, &new);
            problem
        } else if before == self.open_len {
            write_attribute(&mut self.xml, name, value)
        } else {
            let mut attribute = String::with_capacity(name.len() + value.len() + 16);
            let problem = write_attribute(&mut attribute, name, value);
            self.xml.insert_str(self.open_len, &attribute);
            problem
        };
        self.names |= bit;
        self.open_len = self.open_len + self.xml.len() - before;
        if let Some(problem) = problem {
            self.refuse(problem);
        }
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
        if let Some(problem) = escape(&mut self.xml, text, Place::Text) {
            self.refuse(problem);
        }
    }

    /// Appends a child to the content.
    pub(super) fn push(&mut self, child: &Self) {
        child.write(&mut self.xml);
        self.children += 1;
        if let Some(problem) = &child.problem {
            self.refuse(problem.clone());
        }
    }

    /// How many elements stand in this one.
    pub(super) fn children(&self) -> usize {
        self.children
    }

    /// What stands between the tags.
    pub(super) fn content(&self) -> &str {
        &self.xml[self.open_len..]
    }

    /// Remembers what is wrong, if nothing was before.
    pub(super) fn refuse(&mut self, problem: TwimlError) {
        self.problem.get_or_insert(problem);
    }

    pub(super) fn problem(&self) -> Option<&TwimlError> {
        self.problem.as_ref()
    }

    /// The length [`write`](Self::write) will add at most.
    pub(super) fn len(&self) -> usize {
        self.xml.len() + self.name_len + 4
    }

    pub(super) fn write(&self, out: &mut String) {
        out.reserve(self.len());
        if self.xml.len() == self.open_len {
            out.push_str(&self.xml);
            out.push_str("/>");
        } else {
            out.push_str(&self.xml[..self.open_len]);
            out.push('>');
            out.push_str(&self.xml[self.open_len..]);
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
        // Quotes in values are escaped, so this is found only where an attribute begins.
        let pattern = [" ", name, "=\""].concat();
        let open = &self.xml[..self.open_len];
        let start = open.find(&pattern)? + pattern.len();
        Some(start..start + open[start..].find('"')?)
    }
}

fn write_attribute(out: &mut String, name: &str, value: &str) -> Option<TwimlError> {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    let problem = escape(out, value, Place::Attribute);
    out.push('"');
    problem
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

/// Writes a text so that a parser reads it back; tells if that is not possible.
fn escape(out: &mut String, text: &str, place: Place) -> Option<TwimlError> {
    // Without branches, so that it is done many bytes at a time: most texts need nothing.
    let careful = text
        .bytes()
        .fold(0, |found, byte| found | u8::from(needs_care(byte)));
    if careful != 0 {
        return escape_with_care(out, text, place);
    }
    out.push_str(text);
    None
}

fn escape_with_care(out: &mut String, text: &str, place: Place) -> Option<TwimlError> {
    let mut problem = None;
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !NEEDS_CARE[usize::from(byte)] {
            continue;
        }
        let (written, length) = match (byte, place) {
            (b'&', _) => ("&amp;", 1),
            (b'<', _) => ("&lt;", 1),
            (b'>', Place::Text) => ("&gt;", 1),
            (b'"', Place::Attribute) => ("&quot;", 1),
            (b'\r', _) => ("&#xD;", 1),
            (b'\n', Place::Attribute) => ("&#xA;", 1),
            (b'\t', Place::Attribute) => ("&#x9;", 1),
            (b'\t' | b'\n', Place::Text) => continue,
            (0..=0x1F, _) => ("\u{FFFD}", 1),
            // U+FFFE and U+FFFF.
            (0xEF, _) if text.as_bytes()[at + 1..].starts_with(&[0xBF, 0xBE]) => ("\u{FFFD}", 3),
            (0xEF, _) if text.as_bytes()[at + 1..].starts_with(&[0xBF, 0xBF]) => ("\u{FFFD}", 3),
            _ => continue,
        };
        if written == "\u{FFFD}" {
            let code = text[at..].chars().next().map_or(0, u32::from);
            problem.get_or_insert(TwimlError::Character { code });
        }
        out.push_str(&text[done..at]);
        out.push_str(written);
        done = at + length;
    }
    out.push_str(&text[done..]);
    problem
}

fn name_hash(name: &str) -> usize {
    let bytes = name.as_bytes();
    match bytes {
        [] => 0,
        [first, .., last] => usize::from(*first) + 5 * usize::from(*last) + 11 * bytes.len(),
        [only] => usize::from(*only),
    }
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
