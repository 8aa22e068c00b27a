//! The parameters of a webhook, as text.

use std::fmt;

use super::form::Form;

/// The parameters of a request, all of them, in the order in which they were sent.
///
/// Twilio adds parameters without notice: what no type of this crate names is found here.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Fields {
    text: String,
    /// Where each name begins, its value begins, and that ends.
    pairs: Vec<[usize; 3]>,
}

impl Fields {
    /// Reads a form or a query. What is not UTF-8 is replaced.
    pub(super) fn read(form: &[u8]) -> Self {
        Self::of(Form::read(form))
    }

    pub(super) fn of(form: Form) -> Self {
        let Form { decoded, pairs } = form;
        let decoded = match String::from_utf8(decoded) {
            // A character may begin in a name and end in a value.
            Ok(text) if pairs.iter().flatten().all(|at| text.is_char_boundary(*at)) => {
                return Self { text, pairs };
            }
            Ok(text) => text.into_bytes(),
            Err(error) => error.into_bytes(),
        };
        let lossy = |range: std::ops::Range<usize>| String::from_utf8_lossy(&decoded[range]);
        pairs
            .iter()
            .map(|&[name, value, end]| (lossy(name..value), lossy(value..end)))
            .collect()
    }

    /// The value of the first field with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// The values of all fields with this name.
    pub fn get_all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.iter()
            .filter(move |(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// Names and values of all fields.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.pairs
            .iter()
            .map(|&[name, value, end]| (&self.text[name..value], &self.text[value..end]))
    }

    /// The headers of a SIP request that Twilio passes on: those that begin with `X-`, as far as they are sent. The
    /// names come without `SipHeader_`.
    pub fn sip_headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.iter()
            .filter_map(|(name, value)| Some((name.strip_prefix("SipHeader_")?, value)))
    }

    /// How many fields there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}

impl<N: AsRef<str>, V: AsRef<str>> FromIterator<(N, V)> for Fields {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut fields = Self::default();
        for (name, value) in pairs {
            let start = fields.text.len();
            fields.text.push_str(name.as_ref());
            let middle = fields.text.len();
            fields.text.push_str(value.as_ref());
            fields.pairs.push([start, middle, fields.text.len()]);
        }
        fields
    }
}

/// Shows how many there are: numbers, names and what people said are nobody's business.
impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fields")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}
