use super::SignatureError;

/// Why a request is not taken for one of Twilio's.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// The signature is missing or wrong.
    #[error("{0}")]
    Signature(SignatureError),
    /// The headers of the proxy are missing, or name a host that is not one of ours; or the target is no path.
    #[error("the public address of the request is not known")]
    Origin,
    /// There are no keys for the account that the request names.
    #[error("the account is not known here")]
    Account,
    /// The request names more than one account, or what is no account.
    #[error("the request does not name one account")]
    AccountUnclear,
    /// The body is longer than is taken.
    #[error("the body is too long")]
    TooLong,
    /// There are more fields than are taken.
    #[error("there are too many fields")]
    TooManyFields,
    /// The body did not arrive in time.
    #[error("the body did not arrive in time")]
    TooSlow,
    /// The body broke off.
    #[error("the body could not be read")]
    Broken,
}

impl Rejection {
    /// The status to answer with: 400 if the signature is missing or the body broke off, 408 if it was too slow, 413 if
    /// there was too much of it, else 403.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Signature(SignatureError::Missing) | Self::Broken => 400,
            Self::TooSlow => 408,
            Self::TooLong | Self::TooManyFields => 413,
            Self::Signature(_) | Self::Origin | Self::Account | Self::AccountUnclear => 403,
        }
    }
}

impl From<SignatureError> for Rejection {
    fn from(error: SignatureError) -> Self {
        Self::Signature(error)
    }
}
