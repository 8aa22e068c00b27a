//! The preflight in words.

use std::fmt;

use super::Preflight;
use crate::webhook::{
    Rejection, SignatureError,
    url::{self, Pieces},
};

/// A URL without the user and the values of the query.
pub(super) fn hidden(url: &str) -> String {
    let (before, query) = url::split_query(url);
    let mut shown = match Pieces::of(before) {
        Some(pieces) => {
            let user = if pieces.user.is_empty() { "" } else { "…@" };
            [pieces.scheme, user, pieces.host, pieces.port, pieces.rest].concat()
        }
        None => before.to_owned(),
    };
    if let Some(query) = query {
        let names = query
            .split('&')
            .map(|pair| match pair.split_once('=') {
                Some((name, "")) => format!("{name}="),
                Some((name, _)) => format!("{name}=…"),
                None => "…".to_owned(),
            })
            .collect::<Vec<_>>();
        shown.push('?');
        shown.push_str(&names.join("&"));
    }
    shown
}

/// Shows the explanation.
impl fmt::Display for Preflight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.url {
            Some(url) => writeln!(f, "taken for signed: {}", hidden(url))?,
            None => writeln!(
                f,
                "taken for signed: nothing, as the proxy tells none of our hosts, or no path is asked for"
            )?,
        }
        match &self.outcome {
            Ok(_) => return f.write_str("the signature is good"),
            Err(rejection) => writeln!(f, "refused: {rejection}")?,
        }
        for difference in &self.differences {
            writeln!(f, "- {difference}")?;
        }
        if let Err(Rejection::Signature(problem)) = &self.outcome
            && self.differences.is_empty()
        {
            f.write_str(advice(problem))?;
        }
        Ok(())
    }
}

fn advice(problem: &SignatureError) -> &'static str {
    match problem {
        SignatureError::Missing => {
            "Twilio signs every request: this one is from someone else, or a proxy takes headers away"
        }
        SignatureError::DigestMissing => {
            "a body that is no form is signed through `bodySHA256` in the query: the query was lost, or the content \
             type was changed"
        }
        SignatureError::DigestMismatch => {
            "the body was changed on the way: it must stay byte by byte"
        }
        SignatureError::UnknownKey => "add the shared key, or give the webhook another",
        SignatureError::UnknownAlgorithm => "this version knows HMAC_SHA1 and HMAC_SHA256",
        SignatureError::Mismatch => {
            "no URL that was tried matches. The key may be wrong, or have a line break at its end: it is the primary \
             auth token of the account, and of the subaccount if one owns the call, never the secret of an API key. Or \
             Twilio was given a host or a port that no header of the request names: compare the URL that it was given \
             with the one above. Or fields were changed on the way: \
             trimmed, decoded and encoded again, or dropped because they are empty"
        }
    }
}

/// Shows what the explanation shows.
impl fmt::Debug for Preflight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Preflight")
            .field("outcome", &self.outcome)
            .field("url", &self.url.as_deref().map(hidden))
            .field("differences", &self.differences)
            .finish()
    }
}
