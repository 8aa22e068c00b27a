//! A server's whole check of a request.

use std::{fmt, sync::Arc, time::Duration};

use super::{
    PublicOrigin, Received, Rejection, RequestKind, SignatureError, SignatureValidator, Verified,
    fields::Fields,
    form::{self, Form},
    signature::Signed,
    verified,
};
use crate::AccountSid;

/// Checks the requests that a server receives: our public origin, the keys, and how much is taken.
///
/// ```
/// use twilio_voice::webhook::{PublicOrigin, Received, SignatureValidator, Verifier};
///
/// let verifier = Verifier::new(
///     PublicOrigin::new("https://mycompany.com")?,
///     SignatureValidator::new("12345"),
/// );
/// let request = Received::new("POST", "/myapp.php?foo=1&bar=2")
///     .header("Content-Type", "application/x-www-form-urlencoded")
///     .header("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")
///     .body(b"CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212");
/// let verified = verifier.verify(&request)?;
/// assert_eq!(verified.fields().get("Digits"), Some("1234"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// With the feature `tower` there is a layer around it, with `axum` extractors. It is cheap to clone.
#[derive(Clone)]
pub struct Verifier(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    origin: PublicOrigin,
    keys: Keys,
    max_body: usize,
    max_fields: usize,
    body_timeout: Duration,
}

type Lookup = dyn Fn(Option<AccountSid>) -> Option<Arc<SignatureValidator>> + Send + Sync;

#[derive(Clone)]
enum Keys {
    All(Arc<SignatureValidator>),
    PerAccount(Arc<Lookup>),
}

impl Verifier {
    /// Takes requests that Twilio sent to this origin and signed with a key of this validator, whatever account they
    /// name.
    #[must_use]
    pub fn new(origin: PublicOrigin, validator: SignatureValidator) -> Self {
        Self::with(origin, Keys::All(Arc::new(validator)))
    }

    /// Takes requests that are signed with a key of the account which they name: for subaccounts, which sign with
    /// tokens of their own.
    ///
    /// `lookup` is given the field `AccountSid`, or `None` if there is none: handshakes of websockets and bodies that
    /// are no forms name no account, unless the query does. It gives `None` for an account that is not known here. The
    /// keys it gives where no account is named may sign for any of them, a form that names none too. It is called
    /// before the signature is checked, so it must be quick, and it must not block.
    #[must_use]
    pub fn per_account(
        origin: PublicOrigin,
        lookup: impl Fn(Option<AccountSid>) -> Option<Arc<SignatureValidator>> + Send + Sync + 'static,
    ) -> Self {
        Self::with(origin, Keys::PerAccount(Arc::new(lookup)))
    }

    /// Takes bodies of up to this many bytes. 256 KiB unless it is set.
    #[must_use]
    pub fn max_body(self, bytes: usize) -> Self {
        self.changed(|inner| inner.max_body = bytes)
    }

    /// Takes up to this many fields. 1,000 unless it is set.
    #[must_use]
    pub fn max_fields(self, fields: usize) -> Self {
        self.changed(|inner| inner.max_fields = fields)
    }

    /// Waits this long for a body, where this crate reads it. 10 s unless it is set; Twilio itself gives up after 15 s.
    #[must_use]
    pub fn body_timeout(self, timeout: Duration) -> Self {
        self.changed(|inner| inner.body_timeout = timeout)
    }

    /// Checks a request.
    ///
    /// # Errors
    ///
    /// [`Rejection`]: answer with [`Rejection::status`] and do nothing else.
    pub fn verify(&self, request: &Received<'_>) -> Result<Verified, Rejection> {
        check_presence(request)?;
        if request.body.len() > self.0.max_body {
            return Err(Rejection::TooLong);
        }
        let encoded = request.form();
        if encoded.iter().filter(|byte| **byte == b'&').count() >= self.0.max_fields {
            return Err(Rejection::TooManyFields);
        }
        let url = self.0.origin.url(request).ok_or(Rejection::Origin)?;
        let form = Form::read(encoded);
        let account = account_of(&form);
        let validator = self.validator(account)?;
        let kind = request.kind();
        let parameters = if kind == RequestKind::Form {
            form::signed(form.pairs())
        } else {
            Vec::new()
        };
        validator.check(&Signed {
            url: &url,
            parameters: &parameters,
            content: request.content(),
            signature: request.signature.unwrap_or_default(),
            settings: request.settings,
        })?;
        Ok(Verified::new(verified::Inner {
            kind,
            url,
            account: account.ok().flatten(),
            fields: Fields::of(form),
            idempotency_token: request
                .idempotency_token
                .and_then(|token| token.parse().ok()),
        }))
    }

    /// The keys for what a request names as its account.
    pub(super) fn validator(
        &self,
        account: Result<Option<AccountSid>, Rejection>,
    ) -> Result<Arc<SignatureValidator>, Rejection> {
        match &self.0.keys {
            Keys::All(validator) => Ok(Arc::clone(validator)),
            Keys::PerAccount(lookup) => lookup(account?).ok_or(Rejection::Account),
        }
    }

    pub(super) fn origin(&self) -> &PublicOrigin {
        &self.0.origin
    }

    #[cfg(feature = "tower")]
    pub(super) fn body_limits(&self) -> (usize, Duration) {
        (self.0.max_body, self.0.body_timeout)
    }

    fn with(origin: PublicOrigin, keys: Keys) -> Self {
        Self(Arc::new(Inner {
            origin,
            keys,
            max_body: 256 * 1024,
            max_fields: 1_000,
            body_timeout: Duration::from_secs(10),
        }))
    }

    fn changed(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }
}

/// Shows no key.
impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("origin", &self.0.origin)
            .field("max_body", &self.0.max_body)
            .field("max_fields", &self.0.max_fields)
            .field("body_timeout", &self.0.body_timeout)
            .finish_non_exhaustive()
    }
}

/// Whether there is a signature at all: this can be told before the body is read.
pub(super) fn check_presence(request: &Received<'_>) -> Result<(), Rejection> {
    match request.signature {
        Some(signature) if !signature.is_empty() => Ok(()),
        _ => Err(SignatureError::Missing.into()),
    }
}

/// The account that is named. With two, the key of one would prove what is said of the other.
pub(super) fn account_of(form: &Form) -> Result<Option<AccountSid>, Rejection> {
    let mut named = form
        .pairs()
        .filter(|(name, _)| *name == b"AccountSid")
        .map(|(_, value)| value);
    let Some(first) = named.next() else {
        return Ok(None);
    };
    if named.any(|other| other != first) {
        return Err(Rejection::AccountUnclear);
    }
    std::str::from_utf8(first)
        .ok()
        .and_then(|text| text.parse().ok())
        .map(Some)
        .ok_or(Rejection::AccountUnclear)
}
