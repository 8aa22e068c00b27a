//! How a client signs in.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};

use crate::{AccountSid, ApiKeySid, Error};

/// How a client signs in.
///
/// See [Twilio Docs/API keys](https://www.twilio.com/docs/iam/api-keys).
#[derive(Clone)]
pub struct Credential {
    /// An API key; without one the account itself signs in.
    key: Option<ApiKeySid>,
    secret: SecretString,
}

impl Credential {
    /// The auth token of the account: full rights. It also signs what Twilio sends.
    #[must_use]
    pub fn auth_token(token: impl Into<SecretString>) -> Self {
        Self {
            key: None,
            secret: token.into(),
        }
    }

    /// An API key and its secret. Signs nothing: to check signatures the auth token is needed.
    #[must_use]
    pub fn api_key(key: ApiKeySid, secret: impl Into<SecretString>) -> Self {
        Self {
            key: Some(key),
            secret: secret.into(),
        }
    }

    /// The header that signs in.
    pub(crate) fn authorization(&self, account: AccountSid) -> Result<HeaderValue, Error> {
        let secret = self.secret.expose_secret();
        let field = if self.key.is_some() {
            "api_key"
        } else {
            "auth_token"
        };
        if secret.is_empty() {
            return Err(Error::invalid(field, "must not be empty"));
        }
        if !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::invalid(
                field,
                "must be visible ASCII characters without spaces",
            ));
        }
        let user = self
            .key
            .as_ref()
            .map_or(account.as_str(), ApiKeySid::as_str);
        let text = format!("Basic {}", STANDARD.encode(format!("{user}:{secret}")));
        let mut value = HeaderValue::from_str(&text)
            .map_err(|_| Error::invalid(field, "not usable in a header"))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("key", &self.key)
            .field("secret", &"<redacted>")
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNT: &str = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const KEY: &str = "SKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    fn header(credential: &Credential) -> Result<String, String> {
        let header = credential.authorization(ACCOUNT.parse().unwrap());
        let header = header.map_err(|error| error.to_string())?;
        assert!(header.is_sensitive());
        Ok(header.to_str().unwrap().to_owned())
    }

    #[test]
    fn the_account_or_an_api_key_signs_in() {
        for (credential, user) in [
            (Credential::auth_token("secret"), ACCOUNT),
            (Credential::api_key(KEY.parse().unwrap(), "secret"), KEY),
        ] {
            let expected = STANDARD.encode(format!("{user}:secret"));
            assert_eq!(header(&credential), Ok(format!("Basic {expected}")));
        }
    }

    #[test]
    fn a_secret_that_cannot_be_sent_is_refused_without_being_shown() {
        for secret in ["", "two words", "line\nbreak", "ключ"] {
            for (credential, field) in [
                (Credential::auth_token(secret), "auth_token"),
                (Credential::api_key(KEY.parse().unwrap(), secret), "api_key"),
            ] {
                let problem = header(&credential).unwrap_err();
                assert!(
                    problem.starts_with(&format!("invalid request: {field}: ")),
                    "{problem}"
                );
                assert!(secret.is_empty() || !problem.contains(secret), "{problem}");
            }
        }
    }

    #[test]
    fn debug_does_not_show_the_secret() {
        let shown = format!("{:?}", Credential::auth_token("hunter2"));
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
