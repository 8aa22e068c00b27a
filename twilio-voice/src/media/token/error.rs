/// Why a token is not good, or cannot be made. The token itself is not shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// There is none.
    #[error("there is no token")]
    Missing,
    /// It is no token of this kind.
    #[error("this is no token")]
    Malformed,
    /// None of our keys has signed it.
    #[error("the token is not signed by a key that is known here")]
    Mismatch,
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
    /// It is signed by a clock that is further ahead than is allowed.
    #[error("the token is from the future")]
    NotYetGood,
    /// It is for another call, or not for a call where one is expected, or the other way round.
    #[error("the token is for something else")]
    OtherSubject,
    /// The subject does not fit in a token.
    #[error("the subject has more than {limit} bytes")]
    SubjectTooLong {
        /// How many bytes are allowed.
        limit: usize,
    },
    /// The key could be guessed.
    #[error("a key needs {least} bytes or more")]
    KeyTooShort {
        /// How many bytes are enough.
        least: usize,
    },
}
