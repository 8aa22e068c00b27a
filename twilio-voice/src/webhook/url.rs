//! URLs in pieces, and the forms in which Twilio may have signed one.

/// A URL in pieces, cut from the text as it stands: a parser would write some characters in another way.
#[derive(Clone, Copy)]
pub(super) struct Pieces<'a> {
    /// With `://`.
    pub(super) scheme: &'a str,
    /// With `@`; empty if there is none.
    pub(super) user: &'a str,
    pub(super) host: &'a str,
    /// With `:`; empty if there is none.
    pub(super) port: &'a str,
    /// Path and query.
    pub(super) rest: &'a str,
}

impl<'a> Pieces<'a> {
    pub(super) fn of(url: &'a str) -> Option<Self> {
        let scheme_len = url.find("://")? + 3;
        let (scheme, after) = url.split_at(scheme_len);
        let authority_len = after.find(['/', '?']).unwrap_or(after.len());
        let (authority, rest) = after.split_at(authority_len);
        let (user, host_and_port) = authority.split_at(authority.rfind('@').map_or(0, |at| at + 1));
        let brackets = host_and_port.rfind(']').map_or(0, |at| at + 1);
        let port_at = host_and_port[brackets..]
            .find(':')
            .map_or(host_and_port.len(), |at| brackets + at);
        let (host, port) = host_and_port.split_at(port_at);
        Some(Self {
            scheme,
            user,
            host,
            port,
            rest,
        })
    }
}

/// Gives `try_one` the forms of `url` until it returns true: as it stands first, for that is nearly always the one.
///
/// Twilio signs now with the port and now without, 80 standing for all but https. Whether it signs the user of
/// `https://user:password@host/` is not documented, nor whether a path that is empty is signed as `/`, by which it is
/// asked for.
pub(super) fn any_form(url: &str, mut try_one: impl FnMut(&[&str]) -> bool) -> bool {
    let url = url.split_once('#').map_or(url, |(before, _)| before);
    if try_one(&[url]) {
        return true;
    }
    let Some(Pieces {
        scheme,
        user,
        host,
        port,
        rest,
    }) = Pieces::of(url)
    else {
        return false;
    };
    let other_port = match port {
        "" if scheme.eq_ignore_ascii_case("https://") => ":443",
        "" => ":80",
        _ => "",
    };
    let users: &[&str] = if user.is_empty() { &[""] } else { &[user, ""] };
    let without_path = rest
        .strip_prefix('/')
        .filter(|rest| rest.is_empty() || rest.starts_with('?'));
    let tried = [scheme, user, host, port, rest];
    std::iter::once(rest).chain(without_path).any(|rest| {
        users.iter().any(|user| {
            [port, other_port].iter().any(|port| {
                let pieces = [scheme, user, host, port, rest];
                pieces != tried && try_one(&pieces)
            })
        })
    })
}

/// Whether this is the URL of a websocket.
pub(super) fn is_websocket(url: &str) -> bool {
    let scheme = url.split("://").next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("wss") || scheme.eq_ignore_ascii_case("ws")
}

/// What stands before the query, and the query.
pub(super) fn split_query(url: &str) -> (&str, Option<&str>) {
    let url = url.split_once('#').map_or(url, |(before, _)| before);
    match url.split_once('?') {
        Some((before, query)) => (before, Some(query)),
        None => (url, None),
    }
}

/// Path and query of what a request line asks for. A proxy is asked for a whole URL.
pub(super) fn target(target: &str) -> &str {
    if target.starts_with('/') {
        return target;
    }
    let Some((_, after)) = target.split_once("://") else {
        return target;
    };
    after.find(['/', '?']).map_or("", |path| &after[path..])
}
