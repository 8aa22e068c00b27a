//! Who signs in, and for which account.

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine;

use super::http::error;
use crate::refused::Refused;
use crate::shared::Shared;

/// User name and password of HTTP basic authentication.
pub(crate) fn user(headers: &HeaderMap) -> Option<(String, String)> {
    let header = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = base64::engine::general_purpose::STANDARD
        .decode(encoded.trim())
        .ok()?;
    let (user, password) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}

/// Whether `text` is a SID with this prefix.
pub(super) fn is_sid(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix)
        .is_some_and(|rest| rest.len() == 32 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Lets a request for `account` pass, or says why not.
pub(super) fn allow(
    shared: &Arc<Shared>,
    headers: &HeaderMap,
    account: &str,
) -> Result<(), Refused> {
    let refused = || Refused::from(error(401, 20_003, "Authenticate"));
    let (name, password) = user(headers).ok_or_else(refused)?;
    let config = &shared.config.twilio;
    if !is_sid(account, "AC") {
        return Err(error(404, 20_404, "The requested resource was not found").into());
    }
    if config.accounts.is_empty() {
        let own = name == account && !password.is_empty();
        let key = is_sid(&name, "SK") && !password.is_empty();
        if own {
            let mut world = shared.lock();
            let tokens = &mut world.state.twilio.tokens;
            if tokens.get(account) != Some(&password) {
                tokens.insert(account.to_owned(), password);
            }
        }
        return if own || key { Ok(()) } else { Err(refused()) };
    }
    let known = config.accounts.iter().find(|known| known.sid == account);
    let known = known.ok_or_else(refused)?;
    let own = name == known.sid && password == known.auth_token.expose();
    let key = known
        .api_keys
        .get(&name)
        .is_some_and(|secret| secret.expose() == password);
    if own || key { Ok(()) } else { Err(refused()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_authentication_is_read() {
        let mut headers = HeaderMap::new();
        assert_eq!(user(&headers), None);
        headers.insert(AUTHORIZATION, "Basic QUMxOnBhOnNz".parse().unwrap());
        assert_eq!(user(&headers), Some(("AC1".to_owned(), "pa:ss".to_owned())));
    }

    #[test]
    fn a_sid_has_its_prefix_and_thirty_two_digits() {
        assert!(is_sid(&format!("AC{}", "0aF9".repeat(8)), "AC"));
        assert!(!is_sid("AC123", "AC"));
        assert!(!is_sid(&format!("CA{}", "0".repeat(32)), "AC"));
    }
}
