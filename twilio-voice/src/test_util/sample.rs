//! Requests as Twilio would send them.

use std::{fmt, time::Duration};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::occasion::Occasion;
use crate::{
    calls::{Call, CallStatus},
    webhook::{Algorithm, Content, IdempotencyToken, SETTINGS_HEADER, SIGNATURE_HEADER, sign},
};

/// A request as Twilio would send it: method, URL, headers, body.
///
/// ```
/// use twilio_voice::{
///     test_util::{Occasion, SampleRequest},
///     webhook::{GatherAction, PublicOrigin, Received, SignatureValidator, Verifier},
/// };
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sample = SampleRequest::new(Occasion::Gather, "https://voice.example.com/digits")
///     .field("Digits", "7")
///     .auth_token("the auth token");
///
/// let (target, headers) = (sample.target(), sample.headers());
/// let mut request = Received::new(sample.method(), &target).body(sample.body());
/// for (name, value) in &headers {
///     request = request.header(name, value);
/// }
/// let origin = PublicOrigin::new("https://voice.example.com")?;
/// let verifier = Verifier::new(origin, SignatureValidator::new("the auth token"));
/// let gathered: GatherAction = verifier.verify(&request)?.read()?;
/// assert_eq!(gathered.digits.as_deref(), Some("7"));
/// # Ok(())
/// # }
/// ```
///
/// A clone is the same request sent again: it has the same [idempotency token](IdempotencyToken).
#[derive(Clone)]
#[must_use]
pub struct SampleRequest {
    url: String,
    kind: Kind,
    fields: Vec<(String, String)>,
    body: Vec<u8>,
    key: Option<Key>,
    idempotency: Option<String>,
    tampered: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Get,
    Form,
    Json,
    Handshake,
}

#[derive(Clone)]
struct Key {
    secret: String,
    /// The name of a shared key and how it signs. `None` of an auth token.
    shared: Option<(String, Algorithm)>,
}

impl SampleRequest {
    fn with(kind: Kind, url: impl Into<String>) -> Self {
        let token = format!("{:032x}", fastrand::u128(..));
        let mut url = url.into();
        // A fragment tells Twilio how to connect; it is neither sent nor signed.
        url.truncate(url.find('#').unwrap_or(url.len()));
        Self {
            url,
            kind,
            fields: Vec::new(),
            body: Vec::new(),
            key: None,
            idempotency: (kind != Kind::Handshake).then_some(token),
            tampered: false,
        }
    }

    /// What Twilio sends to `url` on an occasion, as a form in a POST, without a signature. Everything documented as
    /// always sent is there, and what is usual besides.
    ///
    /// `url` is the whole address that Twilio was given. A fragment, such as `#rc=2`, is neither sent nor signed.
    pub fn new(occasion: Occasion, url: impl Into<String>) -> Self {
        let mut sample = Self::with(Kind::Form, url);
        let fields = occasion.fields();
        sample.fields = fields
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        sample.write();
        sample
    }

    /// JSON in a POST, without a signature. The digest of the body, `bodySHA256`, becomes part of the URL.
    pub fn json(url: impl Into<String>, body: impl Into<Value>) -> Self {
        let mut sample = Self::with(Kind::Json, url);
        sample.body = body.into().to_string().into_bytes();
        let digest: String = Sha256::digest(&sample.body)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let mark = if sample.url.contains('?') { '&' } else { '?' };
        sample.url.push_str(&format!("{mark}bodySHA256={digest}"));
        sample
    }

    /// The handshake of a websocket at `url`, which begins with `wss://` or `ws://`, without a signature.
    pub fn handshake(url: impl Into<String>) -> Self {
        Self::with(Kind::Handshake, url)
    }

    /// Sends this in a field, in the place of what stood there.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        match self.fields.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value.into(),
            None => self.fields.push((name, value.into())),
        }
        self.write();
        self
    }

    /// Leaves a field out.
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self.write();
        self
    }

    /// Speaks of this call, such as one of [`MockTwilio`](super::MockTwilio): its SIDs, who calls whom, and its state
    /// where the request has one.
    pub fn of(mut self, call: &Call) -> Self {
        let has_state = self.fields.iter().any(|(name, _)| name == "CallStatus");
        self = self.field("CallSid", call.sid.as_str());
        if let Some(account) = call.account_sid {
            self = self.field("AccountSid", account.as_str());
        }
        if !has_state {
            return self;
        }
        for (name, value) in [("From", &call.from), ("To", &call.to)] {
            if let Some(value) = value {
                self = self.field(name, value.to_string());
            }
        }
        if let Some(direction) = &call.direction {
            self = self.field("Direction", direction.as_str());
        }
        match &call.status {
            Some(status) => self.status(status.clone(), call.duration),
            None => self,
        }
    }

    /// The state of the call, and if it was completed how long it lasted: in seconds, and in minutes of which each begun
    /// one counts.
    pub fn status(mut self, status: CallStatus, lasted: Option<Duration>) -> Self {
        self = self.field("CallStatus", status.as_str());
        let lasted = lasted.filter(|_| status == CallStatus::Completed);
        let reports = self.fields.iter().any(|(name, _)| name == "CallbackSource");
        match lasted.filter(|_| reports) {
            Some(lasted) => {
                let seconds = lasted.as_secs();
                self.field("CallDuration", seconds.to_string())
                    .field("Duration", seconds.div_ceil(60).to_string())
            }
            None => self,
        }
    }

    /// Sends the fields with GET, in the query.
    pub fn get(mut self) -> Self {
        if self.kind == Kind::Form {
            self.kind = Kind::Get;
            self.write();
        }
        self
    }

    /// Signs with this auth token of the account, as Twilio does.
    pub fn auth_token(mut self, token: impl Into<String>) -> Self {
        self.key = Some(Key {
            secret: token.into(),
            shared: None,
        });
        self
    }

    /// Signs with a shared key and not with an auth token; `id` begins with `webhooks_sharedkey_`.
    pub fn shared_key(
        mut self,
        id: impl Into<String>,
        secret: impl Into<String>,
        algorithm: Algorithm,
    ) -> Self {
        self.key = Some(Key {
            secret: secret.into(),
            shared: Some((id.into(), algorithm)),
        });
        self
    }

    /// The token by which a repetition is known, in the place of one that no other sample has. `None` leaves the header
    /// out.
    pub fn idempotency_token(mut self, token: Option<&str>) -> Self {
        self.idempotency = token.map(str::to_owned);
        self
    }

    /// Changes what is sent after it was signed, so that no signature fits: a field, the body, or the path of a handshake.
    pub fn tampered(mut self) -> Self {
        self.tampered = true;
        self.write();
        self
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &'static str {
        match self.kind {
            Kind::Get | Kind::Handshake => "GET",
            Kind::Form | Kind::Json => "POST",
        }
    }

    /// The URL that is requested, with its query.
    #[must_use]
    pub fn url(&self) -> String {
        let mut url = self.signed_url();
        match self.kind {
            Kind::Get if self.tampered => url.push_str("&Tampered=1"),
            Kind::Handshake if self.tampered => url.push_str("/tampered"),
            _ => {}
        }
        url
    }

    fn signed_url(&self) -> String {
        if self.kind != Kind::Get || self.fields.is_empty() {
            return self.url.clone();
        }
        let mark = if self.url.contains('?') { '&' } else { '?' };
        format!("{}{mark}{}", self.url, self.written())
    }

    /// Path and query of the URL: what stands in the first line of the request.
    #[must_use]
    pub fn target(&self) -> String {
        let url = self.url();
        let after = url
            .split_once("://")
            .map_or(url.as_str(), |(_, after)| after);
        match after.find(['/', '?']) {
            Some(at) if after[at..].starts_with('/') => after[at..].to_owned(),
            Some(at) => format!("/{}", &after[at..]),
            None => "/".to_owned(),
        }
    }

    /// The body. Empty if there is none.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The signature of the request. Empty if nothing signs.
    #[must_use]
    pub fn signature(&self) -> String {
        let Some(key) = &self.key else {
            return String::new();
        };
        let algorithm = key
            .shared
            .as_ref()
            .map_or(Algorithm::HmacSha1, |(_, algorithm)| *algorithm);
        let signed = self.written();
        let content = match self.kind {
            Kind::Form => Content::Form(signed.as_bytes()),
            // What covers the body is its digest in the URL.
            Kind::Json => Content::Other(&[]),
            Kind::Get | Kind::Handshake => Content::Empty,
        };
        sign(algorithm, &key.secret, &self.signed_url(), content)
    }

    /// All headers but `Host` and `Content-Length`. Without a key there is no signature.
    #[must_use]
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = Vec::new();
        let mut add = |name, value: &str| headers.push((name, value.to_owned()));
        match self.kind {
            Kind::Form => add(
                "Content-Type",
                "application/x-www-form-urlencoded; charset=UTF-8",
            ),
            Kind::Json => add("Content-Type", "application/json"),
            Kind::Get => {}
            Kind::Handshake => {
                add("Connection", "Upgrade");
                add("Upgrade", "websocket");
                add("Sec-WebSocket-Version", "13");
                add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
            }
        }
        if let Some(token) = &self.idempotency {
            add(IdempotencyToken::HEADER, token);
        }
        if let Some(key) = &self.key {
            add(SIGNATURE_HEADER, &self.signature());
            if let Some((id, algorithm)) = &key.shared {
                let algorithm = match algorithm {
                    Algorithm::HmacSha1 => "HMAC_SHA1",
                    Algorithm::HmacSha256 => "HMAC_SHA256",
                };
                add(SETTINGS_HEADER, &format!("key={id},algorithm={algorithm}"));
            }
        }
        headers
    }

    /// The fields as a form.
    fn written(&self) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(&self.fields).finish()
    }

    /// Makes the body of what was set.
    fn write(&mut self) {
        match self.kind {
            Kind::Form => self.body = self.written().into_bytes(),
            Kind::Get => self.body.clear(),
            Kind::Json | Kind::Handshake => {}
        }
        match self.kind {
            Kind::Form if self.tampered => self.body.extend(b"&Tampered=1"),
            Kind::Json if self.tampered => self.body.push(b' '),
            _ => {}
        }
    }
}

impl fmt::Debug for SampleRequest {
    /// Neither fields nor keys, nor the URL, which may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SampleRequest")
            .field("method", &self.method())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("signed", &self.key.is_some())
            .field("tampered", &self.tampered)
            .finish_non_exhaustive()
    }
}
