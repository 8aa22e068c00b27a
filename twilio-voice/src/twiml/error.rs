/// Why a document is not fit to be sent.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TwimlError {
    /// A text or value contains a character that XML cannot carry.
    #[error("the character U+{code:04X} is not allowed in XML")]
    Character {
        /// The character's number.
        code: u32,
    },
    /// A number or duration is out of the range that Twilio takes.
    #[error("the {attribute} of a <{element}> is not {min} to {max}")]
    OutOfRange {
        /// The element.
        element: String,
        /// The attribute.
        attribute: &'static str,
        /// The least value, in the attribute's unit.
        min: String,
        /// The greatest value, in the attribute's unit.
        max: String,
    },
    /// An attribute has a value that Twilio does not take there.
    #[error("the {attribute} of a <{element}> has a value that is not possible there")]
    Value {
        /// The element.
        element: String,
        /// The attribute.
        attribute: &'static str,
    },
    /// A `<Dial>` has too many nouns: eleven or more that are to ring at once, or another one beside a `<Conference>`
    /// or a `<Queue>`.
    #[error("a <Dial> has nouns that cannot be dialled together")]
    DialNouns,
    /// The name and the value of a `<Parameter>` together are longer than Twilio passes on.
    #[error("the name and the value of a <Parameter> have more than {limit} characters together")]
    ParameterTooLong {
        /// The greatest number of characters.
        limit: usize,
    },
    /// The name of an open attribute or of a raw element is no XML name.
    #[error("the name of an attribute or element is not a valid XML name")]
    Name,
    /// A `<Stream>` has a URL with a query, which Twilio drops. Use [`Parameter`](super::Parameter)s.
    #[error("the url of a <Stream> has a query, which Twilio does not pass on: use <Parameter>")]
    StreamQuery,
    /// The document is longer than Twilio reads.
    #[error("the document has {length} bytes, more than {limit}")]
    TooLong {
        /// Its length in bytes.
        length: usize,
        /// The greatest length.
        limit: usize,
    },
}
