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
