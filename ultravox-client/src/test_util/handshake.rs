//! Data connections as Ultravox would open them.

use std::{fmt, time::Duration};

use jiff::{SignedDuration, Timestamp};

use crate::{
    CallId,
    data_connection::{CALL_ID_HEADER, CONNECTION_SIGNATURE_HEADER, CONNECTION_TIMESTAMP_HEADER},
    webhook::sign_connection,
};

/// The headers of the request with which Ultravox opens a data connection.
///
/// ```
/// use http::HeaderMap;
/// use ultravox_client::{data_connection::Handshake, test_util::SampleHandshake, webhook::Verifier};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let call = "3f1c6a0e-5d2b-4c8e-9a41-7b0d2e6f1a23".parse()?;
/// let mut headers = HeaderMap::new();
/// for (name, value) in SampleHandshake::new(call).secrets(["one of the call's secrets"]).headers() {
///     headers.insert(name.parse::<http::HeaderName>()?, value.parse()?);
/// }
/// let handshake = Handshake::verify(&headers, &Verifier::new(["one of the call's secrets"]))?;
/// assert_eq!(handshake.call(), call);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct SampleHandshake {
    call: CallId,
    /// The call that is signed, if another is sent.
    signed: Option<CallId>,
    secrets: Vec<String>,
    time: Timestamp,
}

impl SampleHandshake {
    /// A connection for this call, opened now, without a signature.
    pub fn new(call: CallId) -> Self {
        Self {
            call,
            signed: None,
            secrets: Vec::new(),
            time: Timestamp::now(),
        }
    }

    /// Signs with each of these secrets: the `shared_secrets` of the call.
    pub fn secrets<T: Into<String>>(mut self, secrets: impl IntoIterator<Item = T>) -> Self {
        self.secrets = secrets.into_iter().map(Into::into).collect();
        self
    }

    /// Opened this long ago.
    pub fn age(mut self, age: Duration) -> Self {
        let age = SignedDuration::try_from(age).unwrap_or(SignedDuration::MAX);
        self.time = self.time.saturating_sub(age).unwrap_or(Timestamp::MIN);
        self
    }

    /// Names another call than was signed, so that no signature fits.
    pub fn tampered(mut self, call: CallId) -> Self {
        self.signed = Some(self.call);
        self.call = call;
        self
    }

    /// The headers. Without secrets there is no signature.
    #[must_use]
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        let time = self.time.to_string();
        let mut headers = vec![
            (CALL_ID_HEADER, self.call.to_string()),
            (CONNECTION_TIMESTAMP_HEADER, time.clone()),
        ];
        if !self.secrets.is_empty() {
            let call = self.signed.unwrap_or(self.call);
            let signatures = self
                .secrets
                .iter()
                .map(|secret| sign_connection(secret, &call, &time));
            let signatures = signatures.collect::<Vec<_>>().join(", ");
            headers.push((CONNECTION_SIGNATURE_HEADER, signatures));
        }
        headers
    }
}

impl fmt::Debug for SampleHandshake {
    /// Not the secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SampleHandshake")
            .field("call", &self.call)
            .field("time", &self.time)
            .field("secrets", &self.secrets.len())
            .finish_non_exhaustive()
    }
}
