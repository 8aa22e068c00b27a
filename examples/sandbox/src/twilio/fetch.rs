//! Signed requests to the application.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use bytes::Bytes;
use futures_util::StreamExt;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::Url;
use reqwest::header::{CONTENT_TYPE, LOCATION};
use sha1::Sha1;

use super::call::Target;
use crate::shared::Shared;

/// Largest body that is read.
const MAX_BODY: usize = 64 * 1024;

/// The connection failed: nothing but this machine is ever contacted.
const ELSEWHERE: u32 = 11_205;

/// What the application answered.
pub(super) struct Answer {
    pub(super) content_type: Option<String>,
    pub(super) body: Bytes,
    /// Where it came from, after redirects, for relative URLs.
    pub(super) url: String,
}

/// Error code of the debugger, and whether the connection came about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Failure {
    pub(super) code: u32,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Connect,
    Read,
    Status4,
    Status5,
    Other,
}

impl Failure {
    fn new(code: u32, kind: Kind) -> Self {
        Self { code, kind }
    }
}

/// Base64 of the HMAC-SHA1 over the URL and the parameters in order, repeated values once.
pub(crate) fn signature(token: &str, url: &str, params: &[(String, String)]) -> String {
    let mut sorted: Vec<_> = params.iter().collect();
    sorted.sort();
    sorted.dedup();
    let mut message = url.to_owned();
    for (name, value) in sorted {
        message.push_str(name);
        message.push_str(value);
    }
    match Hmac::<Sha1>::new_from_slice(token.as_bytes()) {
        Ok(mut mac) => {
            mac.update(message.as_bytes());
            base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes())
        }
        // HMAC takes keys of every length.
        Err(_) => String::new(),
    }
}

/// What the fragment of a webhook URL asks for.
#[derive(Clone, Debug, PartialEq)]
struct Overrides {
    /// Time of one attempt. That of connecting is always five seconds.
    read: Duration,
    total: Duration,
    retries: u32,
    policy: Vec<String>,
}

impl Overrides {
    fn read(fragment: &str) -> Self {
        let mut overrides = Self {
            read: Duration::from_secs(15),
            total: Duration::from_secs(15),
            retries: 1,
            policy: vec!["ct".to_owned()],
        };
        for (name, value) in form_urlencoded::parse(fragment.as_bytes()) {
            let millis = || {
                let millis = value
                    .parse::<u64>()
                    .ok()
                    .filter(|ms| (100..=15_000).contains(ms));
                millis.map(Duration::from_millis)
            };
            match &*name {
                "rt" => overrides.read = millis().unwrap_or(overrides.read),
                "tt" => overrides.total = millis().unwrap_or(overrides.total),
                "rc" => overrides.retries = value.parse().ok().filter(|n| *n <= 5).unwrap_or(1),
                "rp" => overrides.policy = value.split(',').map(str::to_owned).collect(),
                _ => {}
            }
        }
        overrides
    }

    fn repeats(&self, failure: Failure) -> bool {
        let name = match failure.kind {
            Kind::Connect => "ct",
            Kind::Read => "rt",
            Kind::Status4 => "4xx",
            Kind::Status5 => "5xx",
            Kind::Other => return false,
        };
        self.policy
            .iter()
            .any(|policy| policy == name || policy == "all")
    }
}

/// Asks the application at `target`, retrying as its URL says.
pub(super) async fn request(
    shared: &Arc<Shared>,
    token: &str,
    target: &Target,
    params: &[(String, String)],
) -> Result<Answer, Failure> {
    let (url, fragment) = target.url.split_once('#').unwrap_or((&target.url, ""));
    let overrides = Overrides::read(fragment);
    let url = Url::parse(url).map_err(|_| Failure::new(11_100, Kind::Other))?;
    let idempotency = uuid::Uuid::new_v4().to_string();
    let attempts = async {
        let mut retries = overrides.retries;
        loop {
            let sent = follow(
                shared,
                token,
                &url,
                target.post,
                params,
                &idempotency,
                overrides.read,
            );
            match sent.await {
                Err(failure) if retries > 0 && overrides.repeats(failure) => retries -= 1,
                other => return other,
            }
        }
    };
    let _place = shared.outgoing().await;
    // Real time: the application works in real time, whatever the simulated clock does.
    tokio::time::timeout(overrides.total, attempts)
        .await
        .unwrap_or(Err(Failure::new(11_200, Kind::Read)))
}

async fn follow(
    shared: &Arc<Shared>,
    token: &str,
    url: &Url,
    mut post: bool,
    params: &[(String, String)],
    idempotency: &str,
    patience: Duration,
) -> Result<Answer, Failure> {
    let mut url = url.clone();
    for _ in 0..=10 {
        let response = once(shared, token, &url, post, params, idempotency, patience).await?;
        let status = response.status();
        if status.is_redirection()
            && let Some(place) = response
                .headers()
                .get(LOCATION)
                .and_then(|place| place.to_str().ok())
        {
            url = url
                .join(place)
                .map_err(|_| Failure::new(11_100, Kind::Other))?;
            post = post && [307, 308].contains(&status.as_u16());
            continue;
        }
        if !status.is_success() {
            let kind = if status.is_server_error() {
                Kind::Status5
            } else {
                Kind::Status4
            };
            return Err(Failure::new(11_200, kind));
        }
        return read(response, url.into()).await;
    }
    Err(Failure::new(11_215, Kind::Other))
}

async fn once(
    shared: &Arc<Shared>,
    token: &str,
    url: &Url,
    post: bool,
    params: &[(String, String)],
    idempotency: &str,
    patience: Duration,
) -> Result<reqwest::Response, Failure> {
    let mut url = url.clone();
    let signed = if post {
        signature(token, url.as_str(), params)
    } else {
        url.query_pairs_mut().extend_pairs(params);
        signature(token, url.as_str(), &[])
    };
    let place = shared.local(url.as_str());
    let place = place.ok_or(Failure::new(ELSEWHERE, Kind::Other))?;
    let request = if post {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(params);
        shared
            .http
            .post(place)
            .header(
                CONTENT_TYPE,
                "application/x-www-form-urlencoded; charset=UTF-8",
            )
            .body(form.finish())
    } else {
        shared.http.get(place)
    };
    let sent = request
        .header("X-Twilio-Signature", signed)
        .header("I-Twilio-Idempotency-Token", idempotency)
        .header("User-Agent", "TwilioProxy/1.1")
        .send();
    let sent = async {
        match tokio::time::timeout(patience, sent).await {
            Ok(sent) => sent.map_err(|error| error.is_connect()),
            Err(_) => Err(false),
        }
    };
    sent.await.map_err(|at_connect| {
        if at_connect {
            Failure::new(11_205, Kind::Connect)
        } else {
            Failure::new(11_200, Kind::Read)
        }
    })
}

async fn read(response: reqwest::Response, url: String) -> Result<Answer, Failure> {
    let content_type = response.headers().get(CONTENT_TYPE);
    let content_type = content_type
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let mut body = Vec::new();
    let mut chunks = response.bytes_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Failure::new(11_200, Kind::Read))?;
        if body.len() + chunk.len() > MAX_BODY {
            return Err(Failure::new(11_750, Kind::Other));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer {
        content_type,
        body: body.into(),
        url,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect()
    }

    #[test]
    fn the_signatures_are_those_of_the_reference() {
        let v1 = params(&[
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675309"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
            ("To", "+18005551212"),
        ]);
        let repeated = params(&[
            ("MediaUrl", "https://b.example/2"),
            ("Body", "hi"),
            ("MediaUrl", "https://a.example/1"),
            ("MediaUrl", "https://b.example/2"),
        ]);
        let unicode = params(&[("SpeechResult", "café — ünïcode"), ("Confidence", "0.91")]);
        let order = params(&[("a", "1"), ("B", "2"), ("b", "3"), ("A", "4")]);
        let none = Vec::new();
        let vectors = [
            (
                "https://mycompany.com/myapp.php?foo=1&bar=2",
                &v1,
                "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
            ),
            (
                "https://example.com/voice/hook?x=1",
                &none,
                "KzZ/tn0bC3kTInz9TXRwwHXx2L0=",
            ),
            (
                "https://example.com/sms",
                &repeated,
                "XtQQIJxbEUSsiwOr5hx7vwXXj+U=",
            ),
            (
                "https://example.com/voice?note=it%27s%20ok&q=a+b",
                &unicode,
                "ZAYg7+nXYfVCK7JyCkS7NkJ0C8A=",
            ),
            (
                "wss://example.com/media",
                &none,
                "7PR3qMkpDyEJtMrVOY/LDyNq8J8=",
            ),
            (
                "https://example.com/cb",
                &order,
                "HmYfNKz3OxxUSlx+gbAUQ2TLjN8=",
            ),
        ];
        for (url, params, expected) in vectors {
            assert_eq!(signature("12345", url, params), expected, "{url}");
        }
    }

    #[test]
    fn the_fragment_sets_retries_and_times() {
        let overrides = Overrides::read("rc=3&rp=5xx,ct&ct=2000&rt=2000&tt=4000");
        assert_eq!(overrides.retries, 3);
        assert_eq!(overrides.read, Duration::from_secs(2));
        assert_eq!(overrides.total, Duration::from_secs(4));
        assert!(overrides.repeats(Failure::new(11_200, Kind::Status5)));
        assert!(!overrides.repeats(Failure::new(11_200, Kind::Status4)));
        let usual = Overrides::read("");
        assert!(usual.repeats(Failure::new(11_205, Kind::Connect)));
        assert!(!usual.repeats(Failure::new(11_200, Kind::Status5)));
    }
}
