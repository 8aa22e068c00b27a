//! A request as a server sees it.

use std::fmt;

use super::{
    Callback, Content, Fields, FormError, IdempotencyToken, SETTINGS_HEADER, SIGNATURE_HEADER, url,
};

/// A request as the server received it, whatever the server is made of.
///
/// ```
/// use twilio_voice::webhook::Received;
///
/// let request = Received::new("POST", "/voice?step=1")
///     .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
///     .header("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")
///     .body(b"CallSid=CAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
/// assert_eq!(request.fields().get("CallSid"), Some("CAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
/// ```
#[derive(Clone, Copy)]
#[must_use]
pub struct Received<'a> {
    pub(super) method: &'a str,
    pub(super) target: &'a str,
    pub(super) body: &'a [u8],
    pub(super) host: Option<&'a str>,
    pub(super) forwarded_host: Option<&'a str>,
    pub(super) forwarded_proto: Option<&'a str>,
    pub(super) content_type: Option<&'a str>,
    pub(super) upgrade: Option<&'a str>,
    pub(super) signature: Option<&'a str>,
    pub(super) settings: Option<&'a str>,
    pub(super) idempotency_token: Option<&'a str>,
}

/// What a request is, as far as its signature is concerned.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum RequestKind {
    /// Nothing came with the URL. The fields are those of the query.
    Query,
    /// A form in the body.
    Form,
    /// Another body, signed through its digest in the URL. There are no fields but those of the query.
    Body,
    /// The handshake of a websocket: a GET with `Upgrade: websocket`. HTTP/2 has another, which is not known here.
    Handshake,
}

impl<'a> Received<'a> {
    /// A request with this method for this target: path and query, character by character as they were received.
    pub fn new(method: &'a str, target: &'a str) -> Self {
        Self {
            method,
            target,
            body: &[],
            host: None,
            forwarded_host: None,
            forwarded_proto: None,
            content_type: None,
            upgrade: None,
            signature: None,
            settings: None,
            idempotency_token: None,
        }
    }

    /// Adds a header. Give all: those that do not matter are ignored, and of several with one name the first counts.
    pub fn header(mut self, name: &str, value: &'a str) -> Self {
        for (known, slot) in [
            (SIGNATURE_HEADER, &mut self.signature),
            (SETTINGS_HEADER, &mut self.settings),
            (IdempotencyToken::HEADER, &mut self.idempotency_token),
            ("Content-Type", &mut self.content_type),
            ("Host", &mut self.host),
            ("Upgrade", &mut self.upgrade),
            ("X-Forwarded-Host", &mut self.forwarded_host),
            ("X-Forwarded-Proto", &mut self.forwarded_proto),
        ] {
            if known.eq_ignore_ascii_case(name) {
                slot.get_or_insert(value);
            }
        }
        self
    }

    /// Sets the body, as it was received.
    pub fn body(mut self, body: &'a [u8]) -> Self {
        self.body = body;
        self
    }

    /// What kind of request it is.
    #[must_use]
    pub fn kind(&self) -> RequestKind {
        if self.is_handshake() && self.body.is_empty() {
            RequestKind::Handshake
        } else if self.has_form() {
            RequestKind::Form
        } else if !self.body.is_empty() || self.has_digest() {
            RequestKind::Body
        } else {
            RequestKind::Query
        }
    }

    /// The parameters: of the body if it is a form, else of the query. Before the signature is checked, anyone may have
    /// written them.
    #[must_use]
    pub fn fields(&self) -> Fields {
        Fields::read(self.form())
    }

    /// Reads the parameters as what Twilio sends on one occasion. Check the signature before.
    ///
    /// # Errors
    ///
    /// [`FormError`] if a field is missing that Twilio always sends.
    pub fn read<T: Callback>(&self) -> Result<T, FormError> {
        T::from_fields(self.fields())
    }

    pub(super) fn is_handshake(&self) -> bool {
        self.method.eq_ignore_ascii_case("GET")
            && self
                .upgrade
                .is_some_and(|upgrade| upgrade.trim().eq_ignore_ascii_case("websocket"))
    }

    /// The encoded parameters.
    pub(super) fn form(&self) -> &'a [u8] {
        if self.kind() == RequestKind::Form {
            return self.body;
        }
        let (_, query) = url::split_query(self.target);
        query.unwrap_or_default().as_bytes()
    }

    /// What is signed besides the URL.
    pub(super) fn content(&self) -> Content<'a> {
        match self.kind() {
            RequestKind::Query | RequestKind::Handshake => Content::Empty,
            RequestKind::Form => Content::Form(self.body),
            RequestKind::Body => Content::Other(self.body),
        }
    }

    /// Twilio sends forms with POST alone. What comes with a GET is not signed, so it is no form.
    fn has_form(&self) -> bool {
        let carries =
            !self.method.eq_ignore_ascii_case("GET") && !self.method.eq_ignore_ascii_case("HEAD");
        carries
            && self.content_type.is_some_and(|content_type| {
                let kind = content_type.split(';').next().unwrap_or_default();
                kind.trim()
                    .eq_ignore_ascii_case("application/x-www-form-urlencoded")
            })
    }

    /// Whether the query says what the body must be, even if that is empty.
    fn has_digest(&self) -> bool {
        let (_, query) = url::split_query(self.target);
        query.is_some_and(|query| {
            query
                .split('&')
                .any(|pair| pair.split('=').next() == Some("bodySHA256"))
        })
    }
}

/// Shows the method alone: the rest may hold secrets.
impl fmt::Debug for Received<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}
