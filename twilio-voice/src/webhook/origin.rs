//! The address under which Twilio reaches us.

use std::{fmt, sync::Arc};

use super::{Received, url};

/// Where Twilio sends its requests: scheme, host and port, as they stand in the URLs that Twilio was given.
///
/// Twilio signs the URL it requested. Behind a proxy, a tunnel or a load balancer the server sees another: other
/// scheme, other host, perhaps another path. So the origin is stated, and nothing that a request says of itself
/// changes it.
///
/// ```
/// use twilio_voice::webhook::{PublicOrigin, Received};
///
/// let origin = PublicOrigin::new("https://voice.example.com")?;
/// let call = Received::new("POST", "/voice?step=1").header("Host", "10.0.0.7:8080");
/// assert_eq!(origin.url(&call).as_deref(), Some("https://voice.example.com/voice?step=1"));
///
/// // The handshake of a websocket has another scheme.
/// let media = Received::new("GET", "/media").header("Upgrade", "websocket");
/// assert_eq!(origin.url(&media).as_deref(), Some("wss://voice.example.com/media"));
/// # Ok::<(), twilio_voice::webhook::OriginError>(())
/// ```
#[derive(Clone)]
pub struct PublicOrigin {
    base: Base,
    /// What the proxy takes away from the beginning of a path.
    public_path: Arc<str>,
    /// What it puts there.
    local_path: Arc<str>,
}

#[derive(Clone)]
enum Base {
    Stated {
        secure: bool,
        /// With user and port, if they were stated.
        authority: Arc<str>,
    },
    Forwarded {
        hosts: Arc<[String]>,
    },
}

/// Why a text is not an origin. The text itself is not shown: it may hold a password.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum OriginError {
    /// It does not begin with `https://`, `http://`, `wss://` or `ws://`.
    #[error("an origin begins with https, http, wss or ws")]
    Scheme,
    /// There is no host, or one that no URL can have.
    #[error("an origin has a host")]
    Host,
    /// Something follows the host: state the paths with [`PublicOrigin::path`].
    #[error("an origin ends after the host and the port")]
    Path,
}

impl PublicOrigin {
    /// An origin such as `https://voice.example.com` or `https://example.com:8443`.
    ///
    /// If Twilio was given a user and a password, `https://user:password@example.com` says so; both forms of the
    /// signature are good then. Write the host as it stands in the URLs that Twilio was given: capitals count.
    ///
    /// # Errors
    ///
    /// [`OriginError`] if the text is not an origin, or more than one.
    pub fn new(origin: &str) -> Result<Self, OriginError> {
        let (scheme, rest) = origin.split_once("://").ok_or(OriginError::Scheme)?;
        let secure = is_secure(scheme).ok_or(OriginError::Scheme)?;
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if authority.contains(['/', '?', '#']) {
            return Err(OriginError::Path);
        }
        let host = &authority[authority.rfind('@').map_or(0, |at| at + 1)..];
        if !is_host(host) || authority.bytes().any(|byte| byte.is_ascii_whitespace()) {
            return Err(OriginError::Host);
        }
        Ok(Self::with(Base::Stated {
            secure,
            authority: authority.into(),
        }))
    }

    /// Takes the scheme and the host from `X-Forwarded-Proto` and `X-Forwarded-Host`, or `Host`, if the host is one of
    /// `hosts`, written as `voice.example.com` or `voice.example.com:8443`.
    ///
    /// Only for a server that cannot be reached but through a proxy which **replaces** these headers: who else reaches
    /// it chooses which of the hosts a signature is checked for. Of a list of values the first counts. If there is one
    /// public address, [`new`](Self::new) is better.
    #[must_use]
    pub fn from_trusted_proxy(hosts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::with(Base::Forwarded {
            hosts: hosts.into_iter().map(Into::into).collect(),
        })
    }

    /// Says that the proxy replaces `public` at the beginning of a path by `local`: `path("/twilio", "/")` if it
    /// forwards `/twilio/voice` as `/voice`. A path that does not begin with `local` is taken as it is.
    #[must_use]
    pub fn path(mut self, public: &str, local: &str) -> Self {
        self.public_path = public.trim_end_matches('/').into();
        self.local_path = local.trim_end_matches('/').into();
        self
    }

    /// The URL that Twilio signed, if it sent this request. `None` if the origin is to be taken from the proxy's
    /// headers and these do not tell one of our hosts, and if the target is no path. The URL may hold secrets.
    #[must_use]
    pub fn url(&self, request: &Received<'_>) -> Option<String> {
        let (secure, authority) = match &self.base {
            Base::Stated { secure, authority } => (*secure, &**authority),
            Base::Forwarded { hosts } => {
                let secure = is_secure(first(request.forwarded_proto?))?;
                let host = first(request.forwarded_host.or(request.host)?);
                let known = |known: &&String| known.eq_ignore_ascii_case(host);
                (secure, hosts.iter().find(known)?.as_str())
            }
        };
        let scheme = match (secure, request.is_handshake()) {
            (true, false) => "https://",
            (false, false) => "http://",
            (true, true) => "wss://",
            (false, true) => "ws://",
        };
        let target = url::target(request.target);
        // Anything else would go on with the host, as `@evil.example/` does.
        if !target.is_empty() && !target.starts_with(['/', '?']) {
            return None;
        }
        let (public, rest) = self
            .below_local(target)
            .map_or(("", target), |rest| (&*self.public_path, rest));
        let mut url =
            String::with_capacity(scheme.len() + authority.len() + public.len() + 1 + target.len());
        url.push_str(scheme);
        url.push_str(authority);
        url.push_str(public);
        url.push_str(rest);
        Some(url)
    }

    /// What follows the local prefix, if the target begins with it.
    fn below_local<'a>(&self, target: &'a str) -> Option<&'a str> {
        target
            .strip_prefix(&*self.local_path)
            .filter(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    }

    fn with(base: Base) -> Self {
        Self {
            base,
            public_path: "".into(),
            local_path: "".into(),
        }
    }

    /// What was stated: whether it is secure, and the host with its port. `None` if the proxy tells.
    pub(super) fn stated(&self) -> Option<(bool, &str)> {
        match &self.base {
            Base::Stated { secure, authority } => {
                let host = authority.rfind('@').map_or(0, |at| at + 1);
                Some((*secure, &authority[host..]))
            }
            Base::Forwarded { .. } => None,
        }
    }

    /// The hosts of which the proxy may tell one.
    pub(super) fn forwarded_hosts(&self) -> &[String] {
        match &self.base {
            Base::Stated { .. } => &[],
            Base::Forwarded { hosts } => hosts,
        }
    }

    pub(super) fn public_path(&self) -> &str {
        &self.public_path
    }
}

/// Shows neither user nor password.
impl fmt::Debug for PublicOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("PublicOrigin");
        match self.stated() {
            Some((secure, host)) => shown.field("secure", &secure).field("host", &host),
            None => shown.field("forwarded_hosts", &self.forwarded_hosts()),
        };
        shown
            .field("public_path", &self.public_path)
            .field("local_path", &self.local_path)
            .finish()
    }
}

fn is_secure(scheme: &str) -> Option<bool> {
    if scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("wss") {
        Some(true)
    } else if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("ws") {
        Some(false)
    } else {
        None
    }
}

/// Whether this is a host with or without a port.
fn is_host(host: &str) -> bool {
    let brackets = host.rfind(']').map_or(0, |at| at + 1);
    let (name, port) = match host[brackets..].find(':') {
        Some(at) => host.split_at(brackets + at),
        None => (host, ":0"),
    };
    let good_name = match name.strip_prefix('[') {
        Some(address) => address.strip_suffix(']').is_some_and(|it| it.len() > 1),
        None => !name.is_empty() && !name.contains(['[', ']']),
    };
    good_name && port.len() > 1 && port[1..].parse::<u16>().is_ok()
}

/// The first of several values: the one the outermost proxy saw.
fn first(header: &str) -> &str {
    header.split(',').next().unwrap_or_default().trim()
}
