//! What Twilio's error codes mean, and whether it helps to try again.

mod table;

use std::{fmt, num::ParseIntError, str::FromStr};

/// The number Twilio gives a problem, such as 21220.
///
/// It comes in refused requests ([`Error::error_code`](crate::Error::error_code)), in notifications, in callbacks and
/// in the debugger. The codes of voice have names here; any other number can be held as well.
///
/// ```
/// use twilio_voice::{ErrorCode, RetryAdvice};
///
/// let code = ErrorCode::new(21211);
/// assert_eq!(code, ErrorCode::INVALID_TO);
/// assert_eq!(code.retry(), RetryAdvice::Never);
/// assert_eq!(ErrorCode::new(99_999).meaning(), None);
/// ```
///
/// See [Twilio Docs/Error and warning dictionary](https://www.twilio.com/docs/api/errors).
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ErrorCode(u32);

impl ErrorCode {
    /// The code with this number.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number.
    #[must_use]
    pub const fn as_u32(self) -> u32 {
        self.0
    }

    /// What it means, in a few words. `None` for a code this version does not know.
    #[must_use]
    pub const fn meaning(self) -> Option<&'static str> {
        match table::look_up(self.0) {
            Some((meaning, _)) => Some(meaning),
            None => None,
        }
    }

    /// Whether it helps to do the same again.
    ///
    /// This is what the code alone tells. Whether a request *may* be sent again is told by
    /// [`Error::may_have_been_applied`](crate::Error::may_have_been_applied).
    #[must_use]
    pub const fn retry(self) -> RetryAdvice {
        match table::look_up(self.0) {
            Some((_, retry)) => retry,
            None => RetryAdvice::Unknown,
        }
    }

    /// The page about the code.
    #[must_use]
    pub fn more_info(self) -> String {
        format!("https://www.twilio.com/docs/api/errors/{}", self.0)
    }
}

impl From<u32> for ErrorCode {
    fn from(number: u32) -> Self {
        Self(number)
    }
}

impl From<ErrorCode> for u32 {
    fn from(code: ErrorCode) -> Self {
        code.0
    }
}

impl FromStr for ErrorCode {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        text.parse().map(Self)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ErrorCode({})", self.0)
    }
}

/// Whether it helps to do the same again after an error.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum RetryAdvice {
    /// No: something must be changed first.
    Never,
    /// Perhaps, after a while: a limit was reached, or something is not ready.
    Later,
    /// Yes, whatever was asked for: nothing was done.
    NothingDone,
    /// Only what may be done twice: nobody knows whether it was done. Not the create of a call.
    OutcomeUnknown,
    /// There is nothing to do: Twilio tries again, or another way, by itself.
    ByTwilio,
    /// It depends on the case, or this version does not know the code.
    Unknown,
}

#[cfg(feature = "models")]
impl crate::ApiError {
    /// The number Twilio gives the problem, with what it means, if the answer had one.
    #[must_use]
    pub fn error_code(&self) -> Option<ErrorCode> {
        self.code.map(ErrorCode)
    }
}

#[cfg(feature = "models")]
impl crate::Error {
    /// The number Twilio gives the problem, with what it means, if Twilio answered with an error that had one.
    #[must_use]
    pub fn error_code(&self) -> Option<ErrorCode> {
        self.code().map(ErrorCode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_code_has_a_meaning_and_an_advice() {
        for (code, number, retry) in [
            (
                ErrorCode::TOO_MANY_REQUESTS,
                20_429,
                RetryAdvice::NothingDone,
            ),
            (ErrorCode::SERVER_ERROR, 20_500, RetryAdvice::OutcomeUnknown),
            (ErrorCode::INVALID_CALL_STATE, 21_220, RetryAdvice::Never),
            (ErrorCode::CALL_CONCURRENCY, 10_004, RetryAdvice::Later),
            (ErrorCode::HTTP_RETRIEVAL, 11_200, RetryAdvice::ByTwilio),
        ] {
            assert_eq!((code.as_u32(), code.retry()), (number, retry));
            assert!(code.meaning().is_some_and(|meaning| !meaning.is_empty()));
        }
    }

    #[test]
    fn codes_of_a_range_have_the_meaning_of_the_range() {
        for number in [13_310, 13_335] {
            assert!(
                ErrorCode::new(number)
                    .meaning()
                    .is_some_and(|meaning| meaning.contains("Gather"))
            );
        }
        assert_eq!(ErrorCode::new(13_336).meaning(), None);
    }

    #[test]
    fn an_unknown_code_is_kept() {
        let code: ErrorCode = "99999".parse().unwrap();
        assert_eq!(
            (code.as_u32(), code.meaning(), code.retry()),
            (99_999, None, RetryAdvice::Unknown)
        );
        assert_eq!(format!("{code} {code:?}"), "99999 ErrorCode(99999)");
        assert!(code.more_info().ends_with("/99999"));
        assert!("-1".parse::<ErrorCode>().is_err());
    }
}
