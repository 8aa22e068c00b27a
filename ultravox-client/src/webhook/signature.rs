//! Who sent a request, and when.

use std::{fmt, time::Duration};

use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq as _};

use super::timestamp;
use crate::{CallId, Secret};

/// The header that says when a webhook was sent.
pub const TIMESTAMP_HEADER: &str = "X-Ultravox-Webhook-Timestamp";

/// The header that has the signatures of a webhook, one for each secret.
pub const SIGNATURE_HEADER: &str = "X-Ultravox-Webhook-Signature";

/// Why a request is not known to be from Ultravox, or not to be new.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// There is no secret to check with.
    #[error("there is no secret to check the signature with")]
    NoSecret,
    /// There is no signature, or none that has the form of one.
    #[error("the signature is missing")]
    Missing,
    /// No secret we have makes any of these signatures.
    #[error("the signature does not match")]
    Mismatch,
    /// The timestamp is missing or no time.
    #[error("the timestamp is not a time")]
    Timestamp,
    /// It was sent too long ago: it may have been recorded and sent again.
    #[error("the timestamp is too old")]
    TooOld,
    /// It was sent in the future: a clock is wrong.
    #[error("the timestamp is in the future")]
    Future,
    /// The handshake of a data connection does not say which call it is for.
    #[error("the id of the call is missing")]
    Call,
}

/// Checks that requests are from Ultravox.
///
/// A request is taken if any of its signatures is made with any of the secrets, so that secrets can be exchanged
/// without a gap. All are compared, in constant time.
///
/// See [Ultravox Docs/Securing webhooks](https://docs.ultravox.ai/webhooks/securing-webhooks).
#[derive(Clone)]
#[must_use]
pub struct Verifier {
    secrets: Vec<Secret>,
    tolerance: Duration,
    skew: Duration,
}

impl Verifier {
    /// Checks with these secrets. Empty ones are left out; without any, nothing is ever taken.
    pub fn new<T: Into<Secret>>(secrets: impl IntoIterator<Item = T>) -> Self {
        let secrets = secrets.into_iter().map(Into::into);
        Self {
            secrets: secrets
                .filter(|secret: &Secret| !secret.expose().is_empty())
                .collect(),
            tolerance: Duration::from_secs(60),
            skew: Duration::from_secs(10),
        }
    }

    /// How long ago a request may have been sent; 60 s by default.
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// How far in the future a request may have been sent, because clocks differ; 10 s by default.
    pub fn skew(mut self, skew: Duration) -> Self {
        self.skew = skew;
        self
    }

    /// Checks a webhook that arrived now. `body` is what arrived, byte by byte; `timestamp` and `signature` are the
    /// values of [`TIMESTAMP_HEADER`] and [`SIGNATURE_HEADER`], empty if they are missing.
    ///
    /// # Errors
    ///
    /// [`SignatureError`] if it is not known to be from Ultravox and new.
    pub fn verify(
        &self,
        body: &[u8],
        timestamp: &str,
        signature: &str,
    ) -> Result<(), SignatureError> {
        self.verify_at(body, timestamp, signature, Timestamp::now())
    }

    /// Checks a webhook that arrived at `now`. Otherwise as [`verify`](Self::verify).
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify).
    pub fn verify_at(
        &self,
        body: &[u8],
        timestamp: &str,
        signature: &str,
        now: Timestamp,
    ) -> Result<(), SignatureError> {
        self.check(body, timestamp, signature, now)
    }

    /// Checks the handshake of a data connection that arrived at `now`. `timestamp` and `signature` are the values of
    /// `X-Ultravox-Signature-Timestamp` and `X-Ultravox-Signature`, `call` that of `X-Ultravox-Call-ID` in lower case.
    ///
    /// With the feature `data-connection` there is `Handshake`, which reads the headers as they are.
    ///
    /// See [Ultravox Docs/Securing data connections](https://docs.ultravox.ai/apps/securing-data-connections).
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify).
    pub fn verify_connection_at(
        &self,
        call: &CallId,
        timestamp: &str,
        signature: &str,
        now: Timestamp,
    ) -> Result<(), SignatureError> {
        self.check(call.to_string().as_bytes(), timestamp, signature, now)
    }

    pub(crate) fn check(
        &self,
        message: &[u8],
        timestamp: &str,
        signature: &str,
        now: Timestamp,
    ) -> Result<(), SignatureError> {
        let given = self.given(signature)?;
        let mut matched = Choice::from(0);
        for secret in &self.secrets {
            let made = mac(secret.expose(), message, timestamp);
            for given in &given {
                matched |= made.ct_eq(given);
            }
        }
        if !bool::from(matched) {
            return Err(SignatureError::Mismatch);
        }
        self.check_age(timestamp, now)
    }

    /// The signatures in a header: at least one, and a secret to check them with.
    pub(crate) fn given(&self, signature: &str) -> Result<Vec<[u8; 32]>, SignatureError> {
        if self.secrets.is_empty() {
            return Err(SignatureError::NoSecret);
        }
        let given: Vec<_> = signature.split(',').filter_map(unhex).collect();
        if given.is_empty() {
            return Err(SignatureError::Missing);
        }
        Ok(given)
    }

    fn check_age(&self, timestamp: &str, now: Timestamp) -> Result<(), SignatureError> {
        let sent = timestamp::parse(timestamp.trim()).ok_or(SignatureError::Timestamp)?;
        let age = now.duration_since(sent);
        // What is too long to be compared is as good as for ever.
        let signed = |limit| SignedDuration::try_from(limit).unwrap_or(SignedDuration::MAX);
        if age > signed(self.tolerance) {
            return Err(SignatureError::TooOld);
        }
        if -age > signed(self.skew) {
            return Err(SignatureError::Future);
        }
        Ok(())
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("secrets", &self.secrets.len())
            .field("tolerance", &self.tolerance)
            .field("skew", &self.skew)
            .finish()
    }
}

/// The signature that Ultravox makes of a webhook, for tests of a receiver.
#[must_use]
pub fn sign(secret: &str, body: &[u8], timestamp: &str) -> String {
    hex(&mac(secret, body, timestamp))
}

/// The signature that Ultravox makes of the handshake of a data connection, for tests of a receiver.
#[must_use]
pub fn sign_connection(secret: &str, call: &CallId, timestamp: &str) -> String {
    hex(&mac(secret, call.to_string().as_bytes(), timestamp))
}

/// The message comes first, then the time exactly as it is written.
fn mac(secret: &str, message: &[u8], timestamp: &str) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_bytes())
        .expect("HMAC takes keys of any length");
    mac.update(message);
    mac.update(timestamp.as_bytes());
    mac.finalize().into_bytes().into()
}

fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// 64 hexadecimal digits, in upper or lower case, with blanks around them.
fn unhex(text: &str) -> Option<[u8; 32]> {
    let text = text.trim();
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECRET: &str = "test-secret-0123456789";
    const TIME: &str = "2026-01-02T03:04:05.678901+00:00";
    const BODY: &[u8] =
        br#"{"event":"call.ended","call":{"callId":"3c90c3cc-0d44-4b50-8888-8dd25736052a"}}"#;
    const SIGNATURE: &str = "237557f13df47fd8cc89dde529b2e1f56cedfbc73a75fcc1b5b0fcc65ed8a387";
    const CONNECTION: &str = "51ef35a9ff53f70e380cd3a0f6f487a24dc170b483d52d32dd505abbe4f72c69";

    fn now() -> Timestamp {
        "2026-01-02T03:04:10Z".parse().unwrap()
    }

    fn verify(signature: &str) -> Result<(), SignatureError> {
        Verifier::new([SECRET]).verify_at(BODY, TIME, signature, now())
    }

    #[test]
    fn the_known_signatures_are_made_and_taken() {
        assert_eq!(sign(SECRET, BODY, TIME), SIGNATURE);
        assert_eq!(verify(SIGNATURE), Ok(()));
        let call: CallId = "3c90c3cc-0d44-4b50-8888-8dd25736052a".parse().unwrap();
        assert_eq!(sign_connection(SECRET, &call, TIME), CONNECTION);
        let verifier = Verifier::new([SECRET]);
        assert_eq!(
            verifier.verify_connection_at(&call, TIME, CONNECTION, now()),
            Ok(())
        );
        let crossed = verifier.verify_connection_at(&call, TIME, SIGNATURE, now());
        assert_eq!(crossed, Err(SignatureError::Mismatch));
    }

    #[test]
    fn any_signature_of_any_secret_is_enough() {
        let other = sign("old", BODY, TIME);
        for signature in [
            format!("{other},{SIGNATURE}"),
            format!(" {SIGNATURE} , {other}"),
            format!(",nonsense, {}", SIGNATURE.to_uppercase()),
        ] {
            assert_eq!(verify(&signature), Ok(()), "{signature}");
        }
        let both = Verifier::new(["old", SECRET]);
        for signature in [&other, SIGNATURE] {
            assert_eq!(both.verify_at(BODY, TIME, signature, now()), Ok(()));
        }
        assert_eq!(verify(&other), Err(SignatureError::Mismatch));
    }

    #[test]
    fn without_a_signature_or_a_secret_nothing_is_taken() {
        for signature in [
            "",
            ",",
            "nonsense",
            &SIGNATURE[1..],
            &format!("{SIGNATURE}0"),
        ] {
            assert_eq!(
                verify(signature),
                Err(SignatureError::Missing),
                "{signature}"
            );
        }
        let empty = sign("", BODY, TIME);
        for verifier in [Verifier::new([""]), Verifier::new(Vec::<String>::new())] {
            let result = verifier.verify_at(BODY, TIME, &empty, now());
            assert_eq!(result, Err(SignatureError::NoSecret));
        }
    }

    #[test]
    fn what_was_changed_is_refused() {
        let verifier = Verifier::new([SECRET]);
        let mismatch = Err(SignatureError::Mismatch);
        let body = [BODY, b"\n"].concat();
        assert_eq!(verifier.verify_at(&body, TIME, SIGNATURE, now()), mismatch);
        let time = TIME.replace("+00:00", "Z");
        assert_eq!(verifier.verify_at(BODY, &time, SIGNATURE, now()), mismatch);
        // The end of the body and the beginning of the time must not be exchangeable for another time.
        assert_eq!(
            verifier.verify_at(&BODY[1..], TIME, SIGNATURE, now()),
            mismatch
        );
    }

    #[test]
    fn no_changed_byte_of_the_headers_goes_unseen() {
        let verifier = Verifier::new([SECRET]);
        let changed = |text: &str, index: usize| {
            let mut bytes = text.as_bytes().to_vec();
            bytes[index] = if bytes[index] == b'1' { b'2' } else { b'1' };
            String::from_utf8(bytes).unwrap()
        };
        for index in 0..TIME.len() {
            let time = changed(TIME, index);
            let result = verifier.verify_at(BODY, &time, SIGNATURE, now());
            assert_eq!(result, Err(SignatureError::Mismatch), "{time}");
        }
        for index in 0..SIGNATURE.len() {
            let signature = changed(SIGNATURE, index);
            assert_eq!(verify(&signature), Err(SignatureError::Mismatch));
        }
    }

    #[test]
    fn the_age_is_bounded_on_both_sides() {
        let verifier = Verifier::new([SECRET]);
        let sent: Timestamp = TIME.parse().unwrap();
        for (seconds, expected) in [
            (0, Ok(())),
            (60, Ok(())),
            (61, Err(SignatureError::TooOld)),
            (-10, Ok(())),
            (-11, Err(SignatureError::Future)),
        ] {
            let now = sent + SignedDuration::from_secs(seconds);
            assert_eq!(
                verifier.verify_at(BODY, TIME, SIGNATURE, now),
                expected,
                "{seconds}"
            );
        }
        let now = sent + SignedDuration::from_hours(9);
        let patient = verifier.tolerance(Duration::MAX);
        assert_eq!(patient.verify_at(BODY, TIME, SIGNATURE, now), Ok(()));
    }

    #[test]
    fn a_signed_time_that_is_none_is_refused() {
        let signature = sign(SECRET, BODY, "yesterday");
        let result = Verifier::new([SECRET]).verify_at(BODY, "yesterday", &signature, now());
        assert_eq!(result, Err(SignatureError::Timestamp));
    }

    #[test]
    fn debug_does_not_show_the_secrets() {
        assert!(!format!("{:?}", Verifier::new([SECRET])).contains(SECRET));
    }

    proptest! {
        #[test]
        fn nothing_panics_or_is_taken(body: Vec<u8>, time in ".*", signature in ".*") {
            let result = Verifier::new([SECRET]).verify_at(&body, &time, &signature, now());
            prop_assert!(result.is_err());
        }

        #[test]
        fn what_was_signed_is_taken(secret in ".+", body: Vec<u8>) {
            let signature = sign(&secret, &body, TIME);
            let result = Verifier::new([secret]).verify_at(&body, TIME, &signature, now());
            prop_assert_eq!(result, Ok(()));
        }

        #[test]
        fn no_changed_bit_goes_unseen(index in 0..BODY.len(), bit in 0_u8..8) {
            let mut body = BODY.to_vec();
            body[index] ^= 1_u8 << bit;
            let result = Verifier::new([SECRET]).verify_at(&body, TIME, SIGNATURE, now());
            prop_assert_eq!(result, Err(SignatureError::Mismatch));
        }
    }
}
