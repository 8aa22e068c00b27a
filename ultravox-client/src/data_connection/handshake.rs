//! Who opens a websocket.

use http::HeaderMap;
use jiff::Timestamp;

use crate::{
    CallId,
    webhook::{SignatureError, Verifier},
};

/// The header with the id of the call.
pub const CALL_ID_HEADER: &str = "x-ultravox-call-id";

/// The header that says when the connection was opened.
pub const CONNECTION_TIMESTAMP_HEADER: &str = "x-ultravox-signature-timestamp";

/// The header that has the signatures, one for each secret.
pub const CONNECTION_SIGNATURE_HEADER: &str = "x-ultravox-signature";

/// A handshake that is from Ultravox.
///
/// See [Ultravox Docs/Securing data connections](https://docs.ultravox.ai/apps/securing-data-connections).
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use]
pub struct Handshake {
    call: CallId,
}

impl Handshake {
    /// Checks the headers of a request that opens a websocket now. `verifier` knows the shared secrets of the call.
    ///
    /// # Errors
    ///
    /// [`SignatureError`] if it is not known to be from Ultravox and new.
    pub fn verify(headers: &HeaderMap, verifier: &Verifier) -> Result<Self, SignatureError> {
        Self::verify_at(headers, verifier, Timestamp::now())
    }

    /// As [`verify`](Self::verify), at the time `now`.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify).
    pub fn verify_at(
        headers: &HeaderMap,
        verifier: &Verifier,
        now: Timestamp,
    ) -> Result<Self, SignatureError> {
        let call = only(headers, CALL_ID_HEADER).ok_or(SignatureError::Call)?;
        let timestamp = only(headers, CONNECTION_TIMESTAMP_HEADER).unwrap_or_default();
        let signature = list(headers, CONNECTION_SIGNATURE_HEADER);
        // The signature is of the text as it is in the header, whatever the case of its letters.
        verifier.check(call.as_bytes(), timestamp, &signature, now)?;
        Ok(Self {
            call: Self::claimed_call(headers)?,
        })
    }

    /// The call that a request says it is for, **unchecked**: to find the secrets of that call, and no more.
    ///
    /// # Errors
    ///
    /// [`SignatureError::Call`] if it does not say.
    pub fn claimed_call(headers: &HeaderMap) -> Result<CallId, SignatureError> {
        let call = only(headers, CALL_ID_HEADER).and_then(|call| call.parse().ok());
        call.ok_or(SignatureError::Call)
    }

    /// The call that is connected.
    #[must_use]
    pub fn call(&self) -> CallId {
        self.call
    }
}

/// The value of a header that may be there once.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).into_iter();
    let value = values.next()?;
    match values.next() {
        Some(_) => None,
        None => value.to_str().ok(),
    }
}

/// The values of a header that is a list: several are the same as one with commas.
fn list(headers: &HeaderMap, name: &str) -> String {
    let values = headers.get_all(name).into_iter();
    let texts: Vec<_> = values.filter_map(|value| value.to_str().ok()).collect();
    texts.join(",")
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    const SECRET: &str = "test-secret-0123456789";
    const CALL: &str = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
    const TIME: &str = "2026-01-02T03:04:05.678901+00:00";
    const SIGNATURE: &str = "51ef35a9ff53f70e380cd3a0f6f487a24dc170b483d52d32dd505abbe4f72c69";

    fn headers(call: &str, time: &str, signature: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            (CALL_ID_HEADER, call),
            (CONNECTION_TIMESTAMP_HEADER, time),
            (CONNECTION_SIGNATURE_HEADER, signature),
        ] {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        }
        headers
    }

    fn verify(headers: &HeaderMap) -> Result<CallId, SignatureError> {
        let now = "2026-01-02T03:04:10Z".parse().unwrap();
        let verifier = Verifier::new(["new", SECRET]);
        Handshake::verify_at(headers, &verifier, now).map(|handshake| handshake.call())
    }

    #[test]
    fn the_known_signature_is_taken() {
        let good = headers(CALL, TIME, SIGNATURE);
        assert_eq!(verify(&good), Ok(CALL.parse().unwrap()));
        assert_eq!(Handshake::claimed_call(&good), verify(&good));
        let mut several = headers(CALL, TIME, &"0".repeat(64));
        let second = HeaderValue::from_static(SIGNATURE);
        several.append(CONNECTION_SIGNATURE_HEADER, second);
        assert!(verify(&several).is_ok());
    }

    #[test]
    fn an_id_in_capitals_is_checked_as_it_is_written() {
        let call = CALL.to_uppercase();
        let signature = crate::webhook::sign(SECRET, call.as_bytes(), TIME);
        let good = headers(&call, TIME, &signature);
        assert_eq!(verify(&good), Ok(CALL.parse().unwrap()));
        assert!(verify(&headers(&call, TIME, SIGNATURE)).is_err());
    }

    #[test]
    fn what_is_missing_or_there_twice_is_refused() {
        for (name, error) in [
            (CALL_ID_HEADER, SignatureError::Call),
            (CONNECTION_TIMESTAMP_HEADER, SignatureError::Mismatch),
            (CONNECTION_SIGNATURE_HEADER, SignatureError::Missing),
        ] {
            let mut missing = headers(CALL, TIME, SIGNATURE);
            missing.remove(name);
            assert_eq!(verify(&missing), Err(error));
        }
        let mut twice = headers(CALL, TIME, SIGNATURE);
        twice.append(CALL_ID_HEADER, HeaderValue::from_static(CALL));
        assert_eq!(verify(&twice), Err(SignatureError::Call));
        let signature = crate::webhook::sign(SECRET, b"nobody", TIME);
        let nobody = verify(&headers("nobody", TIME, &signature));
        assert_eq!(nobody, Err(SignatureError::Call));
    }

    #[test]
    fn no_changed_byte_goes_unseen() {
        for index in 0..SIGNATURE.len() {
            for (number, text) in [CALL, TIME, SIGNATURE].into_iter().enumerate() {
                let Some(byte) = text.as_bytes().get(index) else {
                    continue;
                };
                let mut changed = text.as_bytes().to_vec();
                changed[index] = if *byte == b'1' { b'2' } else { b'1' };
                let mut parts = [CALL, TIME, SIGNATURE].map(str::to_owned);
                parts[number] = String::from_utf8(changed).unwrap();
                let [call, time, signature] = &parts;
                let result = verify(&headers(call, time, signature));
                assert!(result.is_err(), "{parts:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn no_headers_panic_or_are_taken(call in ".*", time in ".*", signature in ".*") {
            prop_assert!(verify(&headers(&call, &time, &signature)).is_err());
        }
    }
}
