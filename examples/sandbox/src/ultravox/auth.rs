//! Whose request it is.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use base64::Engine;
use sha2::{Digest, Sha256};

use super::http::detail;
use crate::config::Secret;
use crate::refused::Refused;
use crate::shared::Shared;

/// The account a request acts for.
#[derive(Debug)]
pub(super) struct Account(pub(super) String);

impl FromRequestParts<Arc<Shared>> for Account {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Refused> {
        let config = &shared.config.ultravox;
        let Some(key) = key(parts) else {
            let text = "Authentication credentials were not provided.";
            return Err(detail(config.missing_key_status, text).into());
        };
        let accepted = match &config.api_keys {
            None => has_documented_shape(key),
            Some(keys) => keys.iter().map(Secret::expose).any(|known| known == key),
        };
        if !accepted {
            return Err(detail(config.wrong_key_status, "Invalid API key").into());
        }
        Ok(Self(account(key, config.separate_accounts)))
    }
}

/// The API key of a request.
pub(crate) fn key(parts: &Parts) -> Option<&str> {
    let headers = &parts.headers;
    let key = headers
        .get("X-API-Key")
        .or_else(|| headers.get("X-Unsafe-API-Key"))?;
    key.to_str().ok()
}

/// Eight characters, a dot, thirty-two characters.
fn has_documented_shape(key: &str) -> bool {
    let part = |text: &str, len| {
        text.len() == len && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    key.split_once('.')
        .is_some_and(|(prefix, secret)| part(prefix, 8) && part(secret, 32))
}

/// A name for the account that does not give the key away.
pub(crate) fn account(key: &str, separate: bool) -> String {
    if !separate {
        return "account".to_owned();
    }
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&Sha256::digest(key)[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_keys_of_the_documented_shape_are_accepted() {
        let key = format!("abcd1234.{}", "x".repeat(32));
        assert!(has_documented_shape(&key));
        assert!(!has_documented_shape(&key[1..]));
        assert!(!has_documented_shape("test"));
        assert_ne!(account("a", true), account("b", true));
        assert_eq!(account("a", false), account("b", false));
    }
}
