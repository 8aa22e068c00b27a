//! The signature of a request.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::{
    form::{self, Form},
    url,
};

/// The header that carries the signature.
pub const SIGNATURE_HEADER: &str = "X-Twilio-Signature";

/// The header that names another key and algorithm, if a shared key signed and not the auth token.
pub const SETTINGS_HEADER: &str = "X-Twilio-Webhooks-Signature-Settings";

/// A request, as far as it is signed.
#[derive(Clone, Copy)]
pub struct SignedRequest<'a> {
    /// The URL that Twilio requested, with scheme, host and query, character by character as it was requested.
    ///
    /// Only Twilio and the owner of the public address know it; behind a proxy it is not the URL the server saw.
    pub url: &'a str,
    /// What came with it.
    pub content: Content<'a>,
    /// The value of [`SIGNATURE_HEADER`]. Empty if it is missing.
    pub signature: &'a str,
    /// The value of [`SETTINGS_HEADER`]. `None` if it is missing: an auth token signed.
    pub settings: Option<&'a str>,
}

/// What came with a request besides its URL.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Content<'a> {
    /// Nothing: a GET, or the handshake of a websocket.
    Empty,
    /// The body of a POST with the content type `application/x-www-form-urlencoded`, as it was received.
    Form(&'a [u8]),
    /// The decoded parameters of such a body, in any order.
    Parameters(&'a [(&'a str, &'a str)]),
    /// The body of a POST with any other content type, for example JSON.
    Other(&'a [u8]),
}

/// Why a request is not known to be from Twilio.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// There is no signature.
    #[error("the signature is missing")]
    Missing,
    /// No key we have makes this signature of this request.
    #[error("the signature does not match the request")]
    Mismatch,
    /// The body is signed through a digest in the URL, and the URL has none.
    #[error("the URL does not have the digest of the body, `bodySHA256`")]
    DigestMissing,
    /// The body is not the one whose digest the URL has.
    #[error("the body does not have the digest that the URL has")]
    DigestMismatch,
    /// A shared key signed that is not among ours.
    #[error("the request is signed with a shared key that is not known here")]
    UnknownKey,
    /// The settings name an algorithm this version does not know.
    #[error("the request is signed with an unknown algorithm")]
    UnknownAlgorithm,
}

/// How a signature is made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC with SHA-1, the algorithm of auth tokens.
    HmacSha1,
    /// HMAC with SHA-256, for shared keys.
    HmacSha256,
}

/// Tells whether requests are from Twilio.
///
/// ```
/// use twilio_voice::webhook::SignatureValidator;
///
/// // During a change of the auth token both are good.
/// let validator = SignatureValidator::new("the primary token").auth_token("the secondary token");
/// ```
///
/// The scheme has no time in it: an old request stays valid. Who must not act twice remembers the header
/// `I-Twilio-Idempotency-Token`.
///
/// See [Twilio Docs/Webhooks security](https://www.twilio.com/docs/usage/webhooks/webhooks-security).
#[derive(Clone)]
pub struct SignatureValidator {
    tokens: Vec<Hmac<Sha1>>,
    shared_keys: Vec<(String, SecretString)>,
}

impl SignatureValidator {
    /// Takes what is signed with this auth token of the account. An API key does not sign.
    ///
    /// An empty token, as of a setting that is missing, is left out: anyone could sign with it. Alone it takes nothing.
    #[must_use]
    pub fn new(auth_token: impl Into<SecretString>) -> Self {
        let none = Self {
            tokens: Vec::new(),
            shared_keys: Vec::new(),
        };
        none.auth_token(auth_token)
    }

    /// Takes what is signed with this auth token too, unless it is empty.
    #[must_use]
    pub fn auth_token(mut self, auth_token: impl Into<SecretString>) -> Self {
        let auth_token = auth_token.into();
        if !auth_token.expose_secret().is_empty() {
            self.tokens.push(keyed(auth_token.expose_secret()));
        }
        self
    }

    /// Takes what is signed with this shared key too, unless it is empty; `id` begins with `webhooks_sharedkey_`.
    #[must_use]
    pub fn shared_key(mut self, id: impl Into<String>, secret: impl Into<SecretString>) -> Self {
        let secret = secret.into();
        if !secret.expose_secret().is_empty() {
            self.shared_keys.push((id.into(), secret));
        }
        self
    }

    /// Checks a request.
    ///
    /// The URL is tried with and without its port, with and without its user, and, if `/` is the whole path, without
    /// it; the query of a websocket's handshake is tried as part of the URL and as parameters.
    ///
    /// # Errors
    ///
    /// [`SignatureError`]: answer 403 and do nothing else.
    pub fn verify(&self, request: &SignedRequest<'_>) -> Result<(), SignatureError> {
        if request.signature.is_empty() {
            return Err(SignatureError::Missing);
        }
        self.check(&Signed {
            url: request.url,
            parameters: &parameters(request.content),
            content: request.content,
            signature: request.signature,
            settings: request.settings,
        })
    }

    /// Checks a request whose parameters were read.
    pub(super) fn check(&self, request: &Signed<'_>) -> Result<(), SignatureError> {
        match request
            .settings
            .filter(|settings| !settings.trim().is_empty())
        {
            None => check_with(&self.tokens, request),
            Some(settings) => {
                let (id, algorithm) = read_settings(settings)?;
                let mut secrets = self
                    .shared_keys
                    .iter()
                    .filter(|(known, _)| known == id)
                    .peekable();
                secrets.peek().ok_or(SignatureError::UnknownKey)?;
                let secrets = secrets.map(|(_, secret)| secret.expose_secret());
                match algorithm {
                    Algorithm::HmacSha1 => {
                        check_with(&secrets.map(keyed).collect::<Vec<Hmac<Sha1>>>(), request)
                    }
                    Algorithm::HmacSha256 => {
                        check_with(&secrets.map(keyed).collect::<Vec<Hmac<Sha256>>>(), request)
                    }
                }
            }
        }
    }
}

/// A request whose parameters are in the order in which they are signed.
pub(super) struct Signed<'a> {
    pub(super) url: &'a str,
    pub(super) parameters: &'a [u8],
    pub(super) content: Content<'a>,
    pub(super) signature: &'a str,
    pub(super) settings: Option<&'a str>,
}

fn check_with<M: Mac + Clone>(keys: &[M], request: &Signed<'_>) -> Result<(), SignatureError> {
    let signature = request.signature.as_bytes();
    let matches = |url: &str, parameters: &[u8]| {
        url::any_form(url, |pieces| {
            keys.iter().any(|key| {
                let mut mac = key.clone();
                pieces.iter().for_each(|piece| mac.update(piece.as_bytes()));
                mac.update(parameters);
                is_signature(mac, signature)
            })
        })
    };
    if !matches(request.url, request.parameters) && !moved_query(request, matches) {
        return Err(SignatureError::Mismatch);
    }
    match request.content {
        Content::Other(body) => check_digest(request.url, body),
        // Such a form adds nothing to what is signed: with its type, any request could be given another body.
        Content::Form(body) if request.parameters.is_empty() => {
            match check_digest(request.url, body) {
                Err(SignatureError::DigestMissing) => Ok(()),
                checked => checked,
            }
        }
        _ => Ok(()),
    }
}

/// Shows no secret.
impl fmt::Debug for SignatureValidator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignatureValidator").finish_non_exhaustive()
    }
}

/// Shows what kind of request it is: the URL may hold a password, the content numbers.
impl fmt::Debug for SignedRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedRequest")
            .field("content", &self.content)
            .finish_non_exhaustive()
    }
}

/// Shows the kind alone.
impl fmt::Debug for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Form(_) => "Form",
            Self::Parameters(_) => "Parameters",
            Self::Other(_) => "Other",
        })
    }
}

/// Signs a request as Twilio would: for tests and for doubles of Twilio.
///
/// A body that is [`Content::Other`] is not signed itself: its digest must stand in the URL as `bodySHA256`.
#[must_use]
pub fn sign(algorithm: Algorithm, secret: &str, url: &str, content: Content<'_>) -> String {
    fn with<M: Mac + KeyInit>(secret: &str, url: &str, parameters: &[u8]) -> String {
        let mut mac: M = keyed(secret);
        mac.update(url.as_bytes());
        mac.update(parameters);
        encode(mac)
    }

    let parameters = parameters(content);
    match algorithm {
        Algorithm::HmacSha1 => with::<Hmac<Sha1>>(secret, url, &parameters),
        Algorithm::HmacSha256 => with::<Hmac<Sha256>>(secret, url, &parameters),
    }
}

fn keyed<M: KeyInit>(secret: &str) -> M {
    M::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length")
}

fn encode(mac: impl Mac) -> String {
    STANDARD.encode(mac.finalize().into_bytes())
}

/// Whether this is what `encode` gives, in constant time and without an allocation.
fn is_signature(mac: impl Mac, signature: &[u8]) -> bool {
    let mut encoded = [0; 44];
    match STANDARD.encode_slice(mac.finalize().into_bytes(), &mut encoded) {
        Ok(length) => encoded[..length].ct_eq(signature).into(),
        Err(_) => false,
    }
}

/// What is signed after the URL.
fn parameters(content: Content<'_>) -> Vec<u8> {
    match content {
        Content::Form(body) => form::signed(Form::read(body).pairs()),
        Content::Parameters(pairs) => form::signed(
            pairs
                .iter()
                .map(|(name, value)| (name.as_bytes(), value.as_bytes())),
        ),
        Content::Empty | Content::Other(_) => Vec::new(),
    }
}

/// Tries the query of a handshake as parameters: so some of Twilio's own code signs.
fn moved_query(request: &Signed<'_>, matches: impl Fn(&str, &[u8]) -> bool) -> bool {
    let (url, query) = url::split_query(request.url);
    match (request.content, query) {
        (Content::Empty, Some(query)) if url::is_websocket(url) => {
            matches(url, &parameters(Content::Form(query.as_bytes())))
        }
        _ => false,
    }
}

/// Whether every digest in the query, of which there must be one, is that of the body.
fn check_digest(url: &str, body: &[u8]) -> Result<(), SignatureError> {
    let query = url::split_query(url).1.unwrap_or_default();
    let query = Form::read(query.as_bytes());
    let mut expected = query
        .pairs()
        .filter(|(name, _)| *name == b"bodySHA256")
        .map(|(_, digest)| digest)
        .peekable();
    expected.peek().ok_or(SignatureError::DigestMissing)?;
    let digits: Vec<u8> = Sha256::digest(body)
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| b"0123456789abcdef"[usize::from(digit)])
        .collect();
    if expected.all(|expected| digits.as_slice().ct_eq(expected).into()) {
        Ok(())
    } else {
        Err(SignatureError::DigestMismatch)
    }
}

/// Reads `key=webhooks_sharedkey_…,algorithm=HMAC_SHA256`.
fn read_settings(settings: &str) -> Result<(&str, Algorithm), SignatureError> {
    let value = |wanted: &str| {
        settings
            .split(',')
            .filter_map(|setting| setting.split_once('='))
            .find(|(name, _)| name.trim() == wanted)
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    };
    let algorithm = match value("algorithm") {
        None => Algorithm::HmacSha1,
        Some(name) if name.eq_ignore_ascii_case("HMAC_SHA1") => Algorithm::HmacSha1,
        Some(name) if name.eq_ignore_ascii_case("HMAC_SHA256") => Algorithm::HmacSha256,
        Some(_) => return Err(SignatureError::UnknownAlgorithm),
    };
    Ok((value("key").ok_or(SignatureError::UnknownKey)?, algorithm))
}
