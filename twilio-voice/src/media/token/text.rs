//! How a token is written: `1.<issued>.<expires>.<id>.<c or s><subject>.<signature>`.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::TokenError;

/// What the key signs before the token, so that it signs nothing that means something elsewhere.
const PURPOSE: &[u8] = b"twilio-voice stream token\0";

const VERSION: &str = "1";

/// No token is longer.
const MAX_LEN: usize = 400;

/// What a token is for.
pub(super) enum Subject<T> {
    Call(T),
    Text(T),
}

pub(super) struct Text<'a> {
    pub(super) issued: u64,
    pub(super) expires: u64,
    pub(super) id: &'a str,
    pub(super) subject: Subject<String>,
}

pub(super) fn write(
    issued: u64,
    expires: u64,
    id: u64,
    subject: Subject<&str>,
    key: &Hmac<Sha256>,
) -> String {
    let (kind, subject) = match subject {
        Subject::Call(sid) => ('c', sid),
        Subject::Text(text) => ('s', text),
    };
    let mut token = format!("{VERSION}.{issued}.{expires}.{id:016x}.{kind}");
    URL_SAFE_NO_PAD.encode_string(subject, &mut token);
    let signature = signature(key, &token);
    token.push('.');
    token.push_str(&signature);
    token
}

pub(super) fn read<'a>(token: &'a str, keys: &[Hmac<Sha256>]) -> Result<Text<'a>, TokenError> {
    if token.len() > MAX_LEN {
        return Err(TokenError::Malformed);
    }
    let (signed, theirs) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
    // What is signed as text is compared as text: no two texts stand for one signature.
    let good = keys.iter().fold(false, |good, key| {
        good | bool::from(signature(key, signed).as_bytes().ct_eq(theirs.as_bytes()))
    });
    if !good {
        return Err(TokenError::Mismatch);
    }
    parse(signed).ok_or(TokenError::Malformed)
}

fn parse(signed: &str) -> Option<Text<'_>> {
    let mut fields = signed.split('.');
    let version = fields.next()?;
    let issued = fields.next()?.parse().ok()?;
    let expires = fields.next()?.parse().ok()?;
    let id = fields.next()?;
    let subject = fields.next()?;
    if version != VERSION || fields.next().is_some() {
        return None;
    }
    let text = |encoded: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(encoded).ok()?;
        String::from_utf8(bytes).ok()
    };
    let subject = match subject.split_at_checked(1)? {
        ("c", sid) => Subject::Call(text(sid)?),
        ("s", subject) => Subject::Text(text(subject)?),
        _ => return None,
    };
    Some(Text {
        issued,
        expires,
        id,
        subject,
    })
}

fn signature(key: &Hmac<Sha256>, text: &str) -> String {
    let mut mac = key.clone();
    mac.update(PURPOSE);
    mac.update(text.as_bytes());
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}
