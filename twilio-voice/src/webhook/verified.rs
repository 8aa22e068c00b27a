use std::{fmt, sync::Arc};

use super::{Callback, Fields, FormError, IdempotencyToken, RequestKind};
use crate::AccountSid;

/// The proof that a request is from Twilio, and what it says.
///
/// Only [`Verifier::verify`](super::Verifier::verify) makes one. It is cheap to clone.
#[derive(Clone)]
pub struct Verified(Arc<Inner>);

pub(super) struct Inner {
    pub(super) kind: RequestKind,
    pub(super) url: String,
    pub(super) account: Option<AccountSid>,
    pub(super) fields: Fields,
    pub(super) idempotency_token: Option<IdempotencyToken>,
}

impl Verified {
    pub(super) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// What kind of request it is.
    #[must_use]
    pub fn kind(&self) -> RequestKind {
        self.0.kind
    }

    /// The URL that Twilio requested. It may hold secrets.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// The account in the field `AccountSid`. `None` if there is no such field, as with websockets.
    #[must_use]
    pub fn account(&self) -> Option<AccountSid> {
        self.0.account
    }

    /// The fields: of the body if it is a form, else of the query. What the query of a form says is in
    /// [`url`](Self::url).
    #[must_use]
    pub fn fields(&self) -> &Fields {
        &self.0.fields
    }

    /// What every attempt of this webhook has alike. `None` if Twilio sent none.
    ///
    /// It is a header, and headers are not signed: it tells repetitions of Twilio, it keeps no attacker away.
    #[must_use]
    pub fn idempotency_token(&self) -> Option<&IdempotencyToken> {
        self.0.idempotency_token.as_ref()
    }

    /// Reads the fields as what Twilio sends on one occasion.
    ///
    /// # Errors
    ///
    /// [`FormError`] if a field is missing that Twilio always sends.
    pub fn read<T: Callback>(&self) -> Result<T, FormError> {
        T::from_fields(self.0.fields.clone())
    }
}

/// Shows neither the URL nor the fields.
impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("kind", &self.0.kind)
            .field("account", &self.0.account)
            .field("idempotency_token", &self.0.idempotency_token)
            .finish_non_exhaustive()
    }
}
