//! Secrets that show that a request is from a call of ours.

use http::{HeaderMap, header::AUTHORIZATION};
use subtle::{Choice, ConstantTimeEq as _};

use crate::{Error, Secret, check, tools::SecurityRequirement};

/// A secret that every request to a tool must carry, because requests to tools are not signed.
///
/// The first token is given to calls, and every token is accepted: to exchange one, put the new one first, and take the
/// old one away when the last call that knows it has ended.
#[derive(Clone, Debug)]
#[must_use]
pub struct ToolKey {
    name: String,
    pub(super) place: KeyPlace,
    tokens: Vec<Secret>,
}

/// Where a key is.
#[derive(Clone, Debug)]
pub(super) enum KeyPlace {
    Authorization(String),
    Header(String),
    Query(String),
}

impl ToolKey {
    /// Tokens in the `Authorization` header, after `Bearer`.
    pub fn bearer<T: Into<Secret>>(tokens: impl IntoIterator<Item = T>) -> Self {
        Self::http_auth("Bearer", tokens)
    }

    /// Tokens in the `Authorization` header, after `scheme`. Ultravox sends them as they are: for `Basic`, encode them.
    pub fn http_auth<T: Into<Secret>>(
        scheme: impl Into<String>,
        tokens: impl IntoIterator<Item = T>,
    ) -> Self {
        let place = KeyPlace::Authorization(scheme.into());
        Self::new("authorization".to_owned(), place, tokens)
    }

    /// Tokens in the header `name`.
    pub fn header<T: Into<Secret>>(
        name: impl Into<String>,
        tokens: impl IntoIterator<Item = T>,
    ) -> Self {
        let name = name.into();
        Self::new(format!("header-{name}"), KeyPlace::Header(name), tokens)
    }

    /// Tokens in the query parameter `name`. Queries end up in logs: prefer a header.
    pub fn query<T: Into<Secret>>(
        name: impl Into<String>,
        tokens: impl IntoIterator<Item = T>,
    ) -> Self {
        let name = name.into();
        Self::new(format!("query-{name}"), KeyPlace::Query(name), tokens)
    }

    fn new<T: Into<Secret>>(
        name: String,
        place: KeyPlace,
        tokens: impl IntoIterator<Item = T>,
    ) -> Self {
        Self {
            name,
            place,
            tokens: tokens.into_iter().map(Into::into).collect(),
        }
    }

    /// Names the requirement, under which a call gives its token. By default the name says where the key is:
    /// `authorization`, `header-<name>` or `query-<name>`.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The name of the requirement, and the token that calls are given.
    pub(super) fn token(&self) -> Option<(&str, &Secret)> {
        Some((&self.name, self.tokens.first()?))
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn requirement(&self) -> SecurityRequirement {
        match &self.place {
            KeyPlace::Authorization(scheme) => SecurityRequirement::http_auth(scheme),
            KeyPlace::Header(name) => SecurityRequirement::header_api_key(name),
            KeyPlace::Query(name) => SecurityRequirement::query_api_key(name),
        }
    }

    pub(super) fn validate(&self) -> Result<(), Error> {
        check::not_empty("key", Some(&self.name))?;
        let (place, is_token) = match &self.place {
            KeyPlace::Authorization(scheme) => (scheme, is_token(scheme)),
            KeyPlace::Header(name) => (name, is_token(name)),
            KeyPlace::Query(name) => (name, true),
        };
        if place.is_empty() || !is_token {
            return Err(Error::invalid("key", "must have a name or a scheme"));
        }
        if self.tokens.is_empty() {
            return Err(Error::invalid("key", "must have a token"));
        }
        // A token that cannot be in a header could never be received.
        let usable = |token: &Secret| {
            let token = token.expose();
            let plain = token.bytes().all(|byte| matches!(byte, b' '..=b'~'));
            plain && !token.is_empty() && token.trim() == token
        };
        if !self.tokens.iter().all(usable) {
            let problem =
                "must have tokens of ASCII characters, not empty, without blanks around them";
            return Err(Error::invalid("key", problem));
        }
        Ok(())
    }

    /// Whether a request carries one of the tokens, exactly once.
    pub(super) fn accepts(&self, headers: &HeaderMap, query: &[(String, String)]) -> bool {
        let given = match &self.place {
            KeyPlace::Authorization(scheme) => only(headers.get_all(AUTHORIZATION))
                .and_then(|value| value.to_str().ok())
                .and_then(|value| value.split_once(' '))
                .filter(|(given, _)| given.eq_ignore_ascii_case(scheme))
                .map(|(_, token)| token.trim().as_bytes()),
            KeyPlace::Header(name) => only(headers.get_all(name)).map(|value| value.as_bytes()),
            KeyPlace::Query(name) => {
                only(query.iter().filter(|(given, _)| given == name)).map(|pair| pair.1.as_bytes())
            }
        };
        given.is_some_and(|given| self.is_token(given))
    }

    fn is_token(&self, given: &[u8]) -> bool {
        let mut matched = Choice::from(0);
        for token in &self.tokens {
            matched |= token.expose().as_bytes().ct_eq(given);
        }
        matched.into()
    }
}

/// Letters, digits and what else names of headers and schemes are made of.
pub(super) fn is_token(text: &str) -> bool {
    http::HeaderName::from_bytes(text.as_bytes()).is_ok()
}

fn only<T>(items: impl IntoIterator<Item = T>) -> Option<T> {
    let mut items = items.into_iter();
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn any_token_is_accepted_and_the_first_is_given() {
        let key = ToolKey::bearer(["new", "old"]);
        for value in ["Bearer new", "bearer old", "BEARER  old"] {
            assert!(key.accepts(&headers(&[("authorization", value)]), &[]));
        }
        let (name, token) = key.token().unwrap();
        assert_eq!((name, token.expose()), ("authorization", "new"));
        assert!(!format!("{key:?}").contains("old"));
    }

    #[test]
    fn anything_else_is_refused() {
        let key = ToolKey::bearer(["token"]);
        for pairs in [
            &[][..],
            &[("authorization", "")],
            &[("authorization", "Bearer")],
            &[("authorization", "Bearer ")],
            &[("authorization", "token")],
            &[("authorization", "Basic token")],
            &[("authorization", "Bearer toke")],
            &[("authorization", "Bearer tokens")],
            &[("authorization", "Bearer token"), ("authorization", "x")],
            &[("x-key", "Bearer token")],
        ] {
            assert!(!key.accepts(&headers(pairs), &[]), "{pairs:?}");
        }
    }

    #[test]
    fn a_key_is_in_a_header_or_the_query() {
        let key = ToolKey::header("X-Key", ["token"]);
        assert!(key.accepts(&headers(&[("x-key", "token")]), &[]));
        assert!(!key.accepts(&headers(&[("x-key", "other")]), &[]));
        let key = ToolKey::query("key", ["a token"]);
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let none = HeaderMap::new();
        assert!(key.accepts(&none, &[pair("x", "1"), pair("key", "a token")]));
        assert!(!key.accepts(&none, &[pair("Key", "a token")]));
        let twice = [pair("key", "a token"), pair("key", "a token")];
        assert!(!key.accepts(&none, &twice));
    }

    #[test]
    fn a_key_that_could_not_be_checked_is_refused() {
        for key in [
            ToolKey::bearer(Vec::<String>::new()),
            ToolKey::bearer([""]),
            ToolKey::bearer(["a", " b"]),
            ToolKey::bearer(["a\n"]),
            ToolKey::bearer(["ä"]),
            ToolKey::http_auth("", ["a"]),
            ToolKey::header("x y", ["a"]),
            ToolKey::query("", ["a"]),
            ToolKey::query("k", ["a"]).named(""),
        ] {
            assert!(key.validate().is_err(), "{key:?}");
        }
        assert!(ToolKey::query("a key", ["a"]).validate().is_ok());
    }

    proptest! {
        #[test]
        fn nothing_but_a_token_is_accepted(value: Vec<u8>, query in ".*") {
            if let Ok(value) = HeaderValue::from_bytes(&value) {
                let headers = HeaderMap::from_iter([(AUTHORIZATION, value)]);
                let pairs = [("key".to_owned(), query)];
                let token = "a token that nothing is by chance";
                for key in [ToolKey::bearer([token]), ToolKey::query("key", [token])] {
                    prop_assert!(!key.accepts(&headers, &pairs));
                }
            }
        }
    }
}
