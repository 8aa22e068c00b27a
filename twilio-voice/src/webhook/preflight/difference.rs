use std::fmt;

use crate::webhook::url::{self, Pieces};

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

/// What is different in the URL that matches. Without one of ours, all of it is.
pub(super) fn differences(taken: Option<&str>, signed: &str) -> Vec<Difference> {
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
