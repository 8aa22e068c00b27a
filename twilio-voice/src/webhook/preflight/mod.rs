//! Why a signature does not match.

mod candidates;
mod difference;
mod explanation;

use self::{candidates::candidates, difference::differences, explanation::hidden};
use super::{
    Content, PublicOrigin, Received, Rejection, SignatureError, SignatureValidator, Verified,
    Verifier,
    form::{self, Form},
    signature::Signed,
    url::{self, Pieces},
    verifier::account_of,
};

pub use self::difference::Difference;

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
    /// What must be otherwise for the signature to match, all of it together. Empty if it matches, and if nothing is
    /// found: then the key is another, or more is different than was tried.
    pub differences: Vec<Difference>,
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
            Content::Form(_) => &parameters,
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
                let known = |host: &str| {
                    let named = |known: &String| known.eq_ignore_ascii_case(host);
                    self.forwarded_hosts().iter().any(named)
                };
                if !known(&format!("{}{}", given.host, given.port)) {
                    found.push(if known(given.host) {
                        Difference::Port {
                            signed: given.port.strip_prefix(':').map(str::to_owned),
                        }
                    } else {
                        Difference::Host {
                            signed: given.host.to_owned(),
                        }
                    });
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
        content: Content::Empty,
        signature: request.signature.unwrap_or_default(),
        settings: request.settings,
    };
    validator.check(&signed).is_ok()
}

fn as_http(scheme: &str) -> &'static str {
    match scheme {
        scheme if scheme.eq_ignore_ascii_case("https://") => "https://",
        scheme if scheme.eq_ignore_ascii_case("wss://") => "https://",
        _ => "http://",
    }
}
