//! Why a signature does not match.

use std::fmt;

use super::{
    PublicOrigin, Received, Rejection, SignatureError, SignatureValidator, Verified, Verifier,
    form::{self, Form},
    signature::Signed,
    url::{self, Pieces},
    verifier::account_of,
};

/// What became of a request, which URL was taken for the one that Twilio signed, and what would have matched.
///
/// As text it is an explanation for people, of several lines. It shows no key, no signature, no body, no user and no
/// value of a query. It tells who reads it how the server is reached, so keep it from strangers.
#[derive(Clone)]
#[non_exhaustive]
pub struct Preflight {
    /// What [`Verifier::verify`] says.
    pub outcome: Result<Verified, Rejection>,
    /// The URL that is taken for signed, with everything in it, or `None` if the origin does not tell. It may hold
    /// secrets; the explanation shows it without them.
    pub url: Option<String>,
    /// What must be otherwise for the signature to match: each alone, or together with those before it. Empty if it
    /// matches, and if nothing is found: then the key is another, or more is different than was tried.
    pub differences: Vec<Difference>,
}

/// What differs between what Twilio signed, or was told, and what is taken for signed here.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Difference {
    /// The scheme is another.
    Scheme {
        /// The one that Twilio uses.
        signed: &'static str,
    },
    /// The host is another, or is written in another way.
    Host {
        /// The one that Twilio uses, without the port.
        signed: String,
    },
    /// The port is another.
    Port {
        /// The one that Twilio uses. `None` if it uses none.
        signed: Option<String>,
    },
    /// The path is another. A slash at its end counts.
    Path {
        /// The one that Twilio uses.
        signed: String,
    },
    /// The query is another, or is missing on one side. It must be what Twilio sent, character by character.
    Query,
    /// The fields of the body are not signed: the body was not sent by Twilio, or it is no form.
    Fields,
}

impl Verifier {
    /// Checks a request, and tells what would have matched if it does not: for an endpoint that shows how a new
    /// deployment is reached, and for tests.
    ///
    /// This tries many forms of the URL, so it is no replacement of [`verify`](Self::verify). With fields of more than
    /// 16 KiB, or a path of more than 2 KiB, it tries none.
    #[must_use]
    pub fn preflight(&self, request: &Received<'_>) -> Preflight {
        let outcome = self.verify(request);
        let url = self.origin().url(request);
        let differences = match (&outcome, &url) {
            (Err(Rejection::Signature(SignatureError::Mismatch)), _)
            | (Err(Rejection::Origin), _) => self.explain(request, url.as_deref()),
            _ => Vec::new(),
        };
        Preflight {
            outcome,
            url,
            differences,
        }
    }

    fn explain(&self, request: &Received<'_>, taken: Option<&str>) -> Vec<Difference> {
        let form = Form::read(request.form());
        let Ok(validator) = self.validator(account_of(&form)) else {
            return Vec::new();
        };
        // Each of some thousand forms of the URL is hashed with the whole of it.
        if form.decoded.len() > MAX_FORM || request.target.len() > MAX_TARGET {
            return Vec::new();
        }
        let parameters = form::signed(form.pairs());
        let good = |url: &str, parameters: &[u8]| is_good(&validator, request, url, parameters);
        let candidates = candidates(self.origin(), request, taken);
        let signed_fields: &[u8] = match request.content() {
            super::Content::Form(_) => &parameters,
            _ => &[],
        };
        if let Some(url) = candidates.iter().find(|url| good(url, signed_fields)) {
            return differences(taken, url);
        }
        // Where the body is at fault, or the method.
        let other_fields: &[u8] = if signed_fields.is_empty() {
            &parameters
        } else {
            &[]
        };
        for url in &candidates {
            if good(url, other_fields) {
                let mut found = differences(taken, url);
                found.push(Difference::Fields);
                return found;
            }
        }
        Vec::new()
    }
}

impl PublicOrigin {
    /// Compares a URL that Twilio was given, for example as the voice URL of a number, with this origin. Nothing
    /// different means that requests for it can be verified; of what the paths are, only the prefix is known here.
    ///
    /// ```
    /// use twilio_voice::webhook::{Difference, PublicOrigin};
    ///
    /// let origin = PublicOrigin::new("https://voice.example.com")?;
    /// assert!(origin.compare("https://voice.example.com/voice?step=1#rc=2").is_empty());
    /// assert_eq!(
    ///     origin.compare("http://voice.example.com/voice"),
    ///     [Difference::Scheme { signed: "http" }],
    /// );
    /// # Ok::<(), twilio_voice::webhook::OriginError>(())
    /// ```
    #[must_use]
    pub fn compare(&self, url: &str) -> Vec<Difference> {
        let mut found = Vec::new();
        let Some(given) = Pieces::of(url::split_query(url).0) else {
            return vec![Difference::Path {
                signed: hidden(url),
            }];
        };
        match self.stated() {
            Some((secure, host)) => {
                let scheme = if secure { "https://" } else { "http://" };
                let ours = format!("{scheme}{host}");
                let theirs = format!("{}{}{}", as_http(given.scheme), given.host, given.port);
                found.extend(differences(Some(&ours), &theirs));
            }
            None => {
                let host = format!("{}{}", given.host, given.port);
                let known = |known: &String| known.eq_ignore_ascii_case(&host);
                if !self.forwarded_hosts().iter().any(known) {
                    found.push(Difference::Host { signed: host });
                }
            }
        }
        let path = given.rest;
        let below = path.strip_prefix(self.public_path());
        if !below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
            found.push(Difference::Path {
                signed: path.to_owned(),
            });
        }
        found
    }
}

/// The greatest length in bytes of the fields with which forms of the URL are tried: Twilio sends about 1,000.
const MAX_FORM: usize = 16 * 1024;

/// The greatest length of a path with its query of which forms are tried.
const MAX_TARGET: usize = 2 * 1024;

fn is_good(
    validator: &SignatureValidator,
    request: &Received<'_>,
    url: &str,
    parameters: &[u8],
) -> bool {
    let signed = Signed {
        url,
        parameters,
        // A digest in the URL is not what is looked for here.
        content: super::Content::Empty,
        signature: request.signature.unwrap_or_default(),
        settings: request.settings,
    };
    validator.check(&signed).is_ok()
}

/// The URLs that Twilio may have signed: every scheme with every host that is named somewhere and every form of the path
/// and the query that something on the way may have changed.
fn candidates(origin: &PublicOrigin, request: &Received<'_>, taken: Option<&str>) -> Vec<String> {
    let pieces = taken.and_then(Pieces::of);
    let mut hosts: Vec<String> = Vec::new();
    let named = [
        pieces.map(|pieces| format!("{}{}", pieces.host, pieces.port)),
        request.forwarded_host.map(str::to_owned),
        request.host.map(str::to_owned),
    ];
    for host in named.into_iter().flatten() {
        for host in host.split(',').map(str::trim) {
            add(&mut hosts, host.to_owned());
            add(&mut hosts, host.to_ascii_lowercase());
        }
    }
    origin
        .forwarded_hosts()
        .iter()
        .for_each(|host| add(&mut hosts, host.clone()));
    hosts.truncate(8);

    let mut rests: Vec<String> = Vec::new();
    let target = url::target(request.target);
    for rest in pieces.map(|pieces| pieces.rest).into_iter().chain([target]) {
        let (path, query) = url::split_query(rest);
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        let slashed = match path.strip_suffix('/') {
            Some(path) => path.to_owned(),
            None => format!("{path}/"),
        };
        let mut paths = vec![path.to_owned(), slashed];
        // What a proxy may have been told to put before the path, or to leave.
        paths.extend(
            path.match_indices('/')
                .skip(1)
                .take(4)
                .map(|(at, _)| path[at..].to_owned()),
        );
        paths.push(format!("{}{path}", origin.public_path()));
        for path in &paths {
            add(&mut rests, format!("{path}{query}"));
        }
        for path in paths {
            add(&mut rests, path);
        }
        add(&mut rests, rest.replace("%27", "'"));
        add(&mut rests, rest.replace('\'', "%27"));
        add(&mut rests, rest.replace("%20", "+"));
        add(&mut rests, rest.replace('+', "%20"));
    }
    let mut found = Vec::new();
    for host in &hosts {
        for scheme in ["https://", "http://", "wss://", "ws://"] {
            for rest in &rests {
                found.push(format!("{scheme}{host}{rest}"));
            }
        }
    }
    found
}

fn add(list: &mut Vec<String>, value: String) {
    if !list.contains(&value) {
        list.push(value);
    }
}

/// What is different in the URL that matches. Without one of ours, all of it is.
fn differences(taken: Option<&str>, signed: &str) -> Vec<Difference> {
    let Some(signed) = Pieces::of(signed) else {
        return Vec::new();
    };
    let taken = taken.and_then(Pieces::of);
    let differs =
        |piece: fn(Pieces<'_>) -> &str| taken.is_none_or(|taken| piece(taken) != piece(signed));
    let mut found = Vec::new();
    if differs(|pieces| pieces.scheme) {
        found.push(Difference::Scheme {
            signed: match signed.scheme {
                "https://" => "https",
                "http://" => "http",
                "wss://" => "wss",
                "ws://" => "ws",
                _ => "another",
            },
        });
    }
    if differs(|pieces| pieces.host) {
        found.push(Difference::Host {
            signed: signed.host.to_owned(),
        });
    }
    // A port that neither writes is another only because the scheme is.
    if taken.is_none_or(|taken| taken.port != signed.port && port(taken) != port(signed)) {
        found.push(Difference::Port {
            signed: signed.port.strip_prefix(':').map(str::to_owned),
        });
    }
    let (path, query) = url::split_query(signed.rest);
    let (our_path, our_query) = taken.map_or(("", None), |taken| url::split_query(taken.rest));
    if path != our_path {
        found.push(Difference::Path {
            signed: path.to_owned(),
        });
    }
    if query != our_query {
        found.push(Difference::Query);
    }
    found
}

/// The port that is meant: one that is not written is that of the scheme.
fn port<'a>(pieces: Pieces<'a>) -> &'a str {
    let secure = matches!(pieces.scheme, "https://" | "wss://");
    match pieces.port.strip_prefix(':').unwrap_or_default() {
        "" if secure => "443",
        "" => "80",
        port => port,
    }
}

fn as_http(scheme: &str) -> &'static str {
    match scheme {
        scheme if scheme.eq_ignore_ascii_case("https://") => "https://",
        scheme if scheme.eq_ignore_ascii_case("wss://") => "https://",
        _ => "http://",
    }
}

/// A URL without the user and the values of the query.
fn hidden(url: &str) -> String {
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
                "taken for signed: nothing, as the proxy tells none of our hosts"
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
            "no URL that was tried matches. The key may be wrong: it is the primary auth token of the account, and of \
             the subaccount if one owns the call, never the secret of an API key. Or fields were changed on the way: \
             trimmed, decoded and encoded again, or dropped because they are empty"
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheme { signed } => write!(f, "Twilio uses the scheme {signed}"),
            Self::Host { signed } => write!(f, "Twilio uses the host {signed}"),
            Self::Port { signed: Some(port) } => write!(f, "Twilio uses the port {port}"),
            Self::Port { signed: None } => f.write_str("Twilio uses no port"),
            Self::Path { signed } => write!(f, "Twilio uses the path {signed}"),
            Self::Query => f.write_str("Twilio uses another query, or one on one side alone"),
            Self::Fields => f.write_str("the fields of the body are not signed as they are sent"),
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
