//! The parameters of a form, in the order in which they are signed.

/// Names and values as bytes: what Twilio signed is what it sent, be it UTF-8 or not.
pub(super) type Pair<'a> = (&'a [u8], &'a [u8]);

/// A form or a query, decoded. Every text is a form, so reading cannot fail.
pub(super) struct Form {
    pub(super) decoded: Vec<u8>,
    /// Where each name begins, its value begins, and that ends.
    pub(super) pairs: Vec<[usize; 3]>,
}

impl Form {
    pub(super) fn read(form: &[u8]) -> Self {
        let mut read = Self {
            decoded: Vec::with_capacity(form.len()),
            pairs: Vec::with_capacity(32),
        };
        let mut start = 0;
        // Where the value of the pair begins, once its `=` was seen.
        let mut value = None;
        let mut done = 0;
        let mut at = 0;
        while at < form.len() {
            let byte = form[at];
            if !SPECIAL[usize::from(byte)] {
                at += 1;
                continue;
            }
            read.decoded.extend_from_slice(&form[done..at]);
            at += 1;
            match byte {
                b'&' => {
                    read.end_pair(start, value.take());
                    start = read.decoded.len();
                }
                b'=' if value.is_none() => value = Some(read.decoded.len()),
                b'+' => read.decoded.push(b' '),
                b'%' => match form.get(at..at + 2).and_then(escaped) {
                    Some(byte) => {
                        read.decoded.push(byte);
                        at += 2;
                    }
                    None => read.decoded.push(b'%'),
                },
                other => read.decoded.push(other),
            }
            done = at;
        }
        read.decoded.extend_from_slice(&form[done..]);
        read.end_pair(start, value);
        read
    }

    fn end_pair(&mut self, start: usize, value: Option<usize>) {
        let end = self.decoded.len();
        // Between two separators there is nothing, unless it is `=`.
        if value.is_some() || end > start {
            self.pairs.push([start, value.unwrap_or(end), end]);
        }
    }

    pub(super) fn pairs(&self) -> impl Iterator<Item = Pair<'_>> {
        self.pairs
            .iter()
            .map(|&[name, value, end]| (&self.decoded[name..value], &self.decoded[value..end]))
    }
}

/// Names and values without separators, sorted by bytes, each pair once.
pub(super) fn signed<'a>(pairs: impl Iterator<Item = Pair<'a>>) -> Vec<u8> {
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_unstable();
    // Lengths first: of two neighbours one is nearly always longer, and no byte is looked at.
    pairs.dedup_by(|next, last| {
        next.1.len() == last.1.len() && next.0.len() == last.0.len() && next == last
    });
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

/// The bytes that are not taken as they are.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    special[b'&' as usize] = true;
    special[b'=' as usize] = true;
    special[b'+' as usize] = true;
    special[b'%' as usize] = true;
    special
};

fn escaped(digits: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    match digits {
        &[high, low] => u8::try_from(digit(high)? << 4 | digit(low)?).ok(),
        _ => None,
    }
}
