//! The parameters of a form, in the order in which they are signed.

use std::ops::Range;

/// Names and values as bytes: what Twilio signed is what it sent, be it UTF-8 or not.
pub(super) type Pair<'a> = (&'a [u8], &'a [u8]);

/// A form or a query, decoded. Every text is a form, so reading cannot fail.
pub(super) struct Form {
    decoded: Vec<u8>,
    /// Where each name begins, its value begins, and that ends.
    pairs: Vec<(usize, usize, usize)>,
}

impl Form {
    pub(super) fn read(form: &[u8]) -> Self {
        let mut read = Self {
            decoded: Vec::with_capacity(form.len()),
            pairs: Vec::with_capacity(32),
        };
        for pair in form
            .split(|byte| *byte == b'&')
            .filter(|pair| !pair.is_empty())
        {
            let equals = pair.iter().position(|byte| *byte == b'=');
            let (name, value) = pair.split_at(equals.unwrap_or(pair.len()));
            let name = decode(&mut read.decoded, name);
            let value = decode(&mut read.decoded, value.get(1..).unwrap_or_default());
            read.pairs.push((name.start, value.start, value.end));
        }
        read
    }

    pub(super) fn pairs(&self) -> impl Iterator<Item = Pair<'_>> {
        let text = |range: Range<usize>| &self.decoded[range];
        self.pairs
            .iter()
            .map(move |&(name, value, end)| (text(name..value), text(value..end)))
    }
}

/// Names and values without separators, sorted by bytes, each pair once.
pub(super) fn signed<'a>(pairs: impl Iterator<Item = Pair<'a>>) -> Vec<u8> {
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_unstable();
    pairs.dedup();
    let length = pairs
        .iter()
        .map(|(name, value)| name.len() + value.len())
        .sum();
    let mut message = Vec::with_capacity(length);
    for (name, value) in pairs {
        message.extend_from_slice(name);
        message.extend_from_slice(value);
    }
    message
}

fn decode(out: &mut Vec<u8>, text: &[u8]) -> Range<usize> {
    let start = out.len();
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| matches!(byte, b'%' | b'+')) {
        out.extend_from_slice(&rest[..at]);
        let escaped = match &rest[at..] {
            [b'%', high, low, ..] => digit(*high).zip(digit(*low)),
            _ => None,
        };
        let (byte, length) = match escaped {
            Some((high, low)) => (high << 4 | low, 3),
            None if rest[at] == b'+' => (b' ', 1),
            None => (b'%', 1),
        };
        out.push(byte);
        rest = &rest[at + length..];
    }
    out.extend_from_slice(rest);
    start..out.len()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}
