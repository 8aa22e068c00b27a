//! The client and how it is built.

use std::{fmt, sync::Arc, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use crate::{
    AccountSid, ApiKeySid, Error,
    retry::{Budget, RetryPolicy},
    tls,
    transport_error::TransportError,
};

const BASE_URL: &str = "https://api.twilio.com";
const USER_AGENT: &str = concat!("twilio-voice/", env!("CARGO_PKG_VERSION"));

/// A client of Twilio's REST API, for one account.
///
/// Cheap to clone: clones share connections and the retry budget. It has one method per resource, such as
/// [`calls`](Self::calls).
#[derive(Clone)]
pub struct Client {
    pub(crate) account: AccountSid,
    pub(crate) shared: Arc<Shared>,
    pub(crate) retry: RetryPolicy,
}

/// What clones have in common.
pub(crate) struct Shared {
    pub(crate) http: reqwest::Client,
    pub(crate) base_url: Url,
    pub(crate) authorization: HeaderValue,
    pub(crate) user_agent: HeaderValue,
    pub(crate) attempt_timeout: Duration,
    pub(crate) total_timeout: Duration,
    pub(crate) budget: Budget,
}

impl Client {
    /// Starts to configure a client that works on `account` and signs in with `credential`.
    pub fn builder(account: AccountSid, credential: Credential) -> ClientBuilder {
        ClientBuilder {
            account,
            credential,
            base_url: BASE_URL.to_owned(),
            edge: None,
            region: None,
            http: None,
            connect_timeout: Duration::from_secs(5),
            attempt_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(60),
            retry: RetryPolicy::new(),
            retry_budget: 20,
            user_agent: None,
        }
    }

    /// The account the client works on.
    #[must_use]
    pub fn account(&self) -> AccountSid {
        self.account
    }

    /// The same client, working on another account, such as a subaccount. It signs in as before.
    #[must_use]
    pub fn with_account(&self, account: AccountSid) -> Self {
        Self {
            account,
            ..self.clone()
        }
    }

    /// The same client with another retry policy. Connections and the retry budget stay shared.
    #[must_use]
    pub fn with_retry(&self, policy: RetryPolicy) -> Self {
        Self {
            retry: policy,
            ..self.clone()
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("account", &self.account)
            .field("base_url", &self.shared.base_url.as_str())
            .field("credential", &"<redacted>")
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

/// How a client signs in.
///
/// See [Twilio Docs/API keys](https://www.twilio.com/docs/iam/api-keys).
#[derive(Clone)]
pub struct Credential {
    /// An API key; without one the account itself signs in.
    key: Option<ApiKeySid>,
    secret: SecretString,
}

impl Credential {
    /// The auth token of the account: full rights. It also signs what Twilio sends.
    #[must_use]
    pub fn auth_token(token: impl Into<SecretString>) -> Self {
        Self {
            key: None,
            secret: token.into(),
        }
    }

    /// An API key and its secret. Signs nothing: to check signatures the auth token is needed.
    #[must_use]
    pub fn api_key(key: ApiKeySid, secret: impl Into<SecretString>) -> Self {
        Self {
            key: Some(key),
            secret: secret.into(),
        }
    }

    fn authorization(&self, account: AccountSid) -> Result<HeaderValue, Error> {
        let secret = self.secret.expose_secret();
        let field = if self.key.is_some() {
            "api_key"
        } else {
            "auth_token"
        };
        if secret.is_empty() {
            return Err(Error::invalid(field, "must not be empty"));
        }
        if !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::invalid(
                field,
                "must be visible ASCII characters without spaces",
            ));
        }
        let user = self
            .key
            .as_ref()
            .map_or(account.as_str(), ApiKeySid::as_str);
        let text = format!("Basic {}", STANDARD.encode(format!("{user}:{secret}")));
        let mut value = HeaderValue::from_str(&text)
            .map_err(|_| Error::invalid(field, "not usable in a header"))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("key", &self.key)
            .field("secret", &"<redacted>")
            .finish()
    }
}

/// Configures a [`Client`]. What is wrong with a setting is reported by [`build`](Self::build).
#[derive(Clone)]
#[must_use]
pub struct ClientBuilder {
    account: AccountSid,
    credential: Credential,
    base_url: String,
    edge: Option<String>,
    region: Option<String>,
    http: Option<reqwest::Client>,
    connect_timeout: Duration,
    attempt_timeout: Duration,
    total_timeout: Duration,
    retry: RetryPolicy,
    retry_budget: u32,
    user_agent: Option<String>,
}

impl ClientBuilder {
    /// Where requests go; `https://api.twilio.com` by default. A path is put in front of every path.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// The region that processes the calls, such as `ie1`. By default `us1`. Credentials belong to a region.
    ///
    /// It becomes part of the host if that is one of Twilio's. Neither this nor [`edge`](Self::edge) is ever read
    /// from the environment.
    ///
    /// See [Twilio Docs/Global infrastructure](https://www.twilio.com/docs/global-infrastructure).
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The edge location through which requests reach the region, such as `dublin`. Implies `us1` if there is no
    /// [`region`](Self::region).
    pub fn edge(mut self, edge: impl Into<String>) -> Self {
        self.edge = Some(edge.into());
        self
    }

    /// Uses `client` for every request, and not one of its own.
    ///
    /// Build it with [`reqwest::redirect::Policy::none`]: a client that follows redirects takes requests to
    /// wherever an answer points. [`connect_timeout`](Self::connect_timeout) and the TLS features of this crate do
    /// not affect it.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// Whether [`http_client`](Self::http_client) was called, so that connections are shared with other users.
    #[must_use]
    pub fn has_http_client(&self) -> bool {
        self.http.is_some()
    }

    /// How long a connection may take to come about, TLS included; 5 s by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long one attempt may take from connecting to the last byte of the answer; 30 s by default.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// How long a request may take with all its attempts and pauses; 60 s by default.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = timeout;
        self
    }

    /// How failed requests are repeated; see [`RetryPolicy::new`] for the default.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How many repetitions all clones together may make before successes are needed to earn more; 20 by default.
    /// Ten successful requests earn one repetition.
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = retries;
        self
    }

    /// Adds the name of the application to the `User-Agent` header.
    pub fn user_agent(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent = Some(suffix.into());
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] names the setting that is not usable: an empty token or secret, or one
    /// with characters that cannot stand in a header, an edge or region that is no host label, a base URL that is not `http` or `https` or that carries credentials, a query or a
    /// fragment, a time limit of zero. [`Error::Transport`] if TLS cannot be set up on this machine.
    pub fn build(self) -> Result<Client, Error> {
        let base_url = regional(
            base_url(&self.base_url)?,
            self.edge.as_deref(),
            self.region.as_deref(),
        )?;
        let authorization = self.credential.authorization(self.account)?;
        let user_agent = user_agent(self.user_agent.as_deref())?;
        for (field, timeout) in [
            ("connect_timeout", self.connect_timeout),
            ("attempt_timeout", self.attempt_timeout),
            ("total_timeout", self.total_timeout),
        ] {
            if timeout.is_zero() {
                return Err(Error::invalid(field, "must be longer than zero"));
            }
        }
        let http = match self.http {
            Some(http) => http,
            None => http_client(&base_url, self.connect_timeout)?,
        };
        let shared = Shared {
            http,
            base_url,
            authorization,
            user_agent,
            attempt_timeout: self.attempt_timeout,
            total_timeout: self.total_timeout,
            budget: Budget::new(self.retry_budget),
        };
        Ok(Client {
            account: self.account,
            shared: Arc::new(shared),
            retry: self.retry,
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The base URL is not checked yet and may carry a password.
        f.debug_struct("ClientBuilder")
            .field("account", &self.account)
            .field("credential", &"<redacted>")
            .field("has_http_client", &self.has_http_client())
            .field("connect_timeout", &self.connect_timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("total_timeout", &self.total_timeout)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

fn base_url(text: &str) -> Result<Url, Error> {
    let invalid = |problem| Error::invalid("base_url", problem);
    let url = Url::parse(text).map_err(|_| invalid("not an absolute URL"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(invalid("must be http or https"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("must not carry credentials"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(invalid("must not carry a query or a fragment"));
    }
    Ok(url)
}

/// Puts edge and region into a host of Twilio's: `product.edge.region.twilio.com`. Other hosts stay as they are.
fn regional(mut url: Url, edge: Option<&str>, region: Option<&str>) -> Result<Url, Error> {
    for (field, label) in [("edge", edge), ("region", region)] {
        let label_is_good = |label: &str| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if label.is_some_and(|label| !label_is_good(label)) {
            return Err(Error::invalid(field, "must be letters, digits and hyphens"));
        }
    }
    let host = url.host_str().unwrap_or_default().to_owned();
    let labels: Vec<&str> = host.split('.').collect();
    let (product, old_edge, old_region) = match labels[..] {
        [product, "twilio", "com"] => (product, None, None),
        [product, region, "twilio", "com"] => (product, None, Some(region)),
        [product, edge, region, "twilio", "com"] => (product, Some(edge), Some(region)),
        _ => return Ok(url),
    };
    let edge = edge.or(old_edge);
    let region = region.or(old_region).or(edge.and(Some("us1")));
    let labels = [Some(product), edge, region, Some("twilio"), Some("com")];
    let host = labels.into_iter().flatten().collect::<Vec<_>>().join(".");
    url.set_host(Some(&host))
        .map_err(|_| Error::invalid("region", "makes no valid host"))?;
    Ok(url)
}

fn user_agent(suffix: Option<&str>) -> Result<HeaderValue, Error> {
    let text = match suffix {
        Some(suffix) => format!("{USER_AGENT} {suffix}"),
        None => USER_AGENT.to_owned(),
    };
    if !text
        .bytes()
        .all(|byte| byte == b' ' || byte.is_ascii_graphic())
    {
        return Err(Error::invalid(
            "user_agent",
            "must be visible ASCII characters",
        ));
    }
    HeaderValue::from_str(&text).map_err(|_| Error::invalid("user_agent", "not usable in a header"))
}

fn http_client(
    base_url: &Url,
    connect_timeout: Duration,
) -> Result<reqwest::Client, TransportError> {
    let builder = reqwest::Client::builder()
        .connect_timeout(connect_timeout)
        // Redirects are not followed: they would take the request elsewhere. Repetitions are made by us, within the
        // budget.
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never());
    tls::configure(builder, base_url)?
        .build()
        .map_err(TransportError::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "hunter2";

    fn builder(token: &str) -> ClientBuilder {
        let account = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse().unwrap();
        Client::builder(account, Credential::auth_token(token)).base_url("http://127.0.0.1:1")
    }

    fn problem(builder: ClientBuilder) -> String {
        builder.build().unwrap_err().to_string()
    }

    #[test]
    fn debug_does_not_show_the_token() {
        let builder = builder(TOKEN);
        let shown = format!(
            "{builder:?} {:?} {:?}",
            builder.clone().build().unwrap(),
            builder.credential
        );
        assert!(!shown.contains(TOKEN), "{shown}");
    }

    #[test]
    fn a_token_that_cannot_be_sent_is_refused_without_being_shown() {
        for token in ["", "two words", "line\nbreak", "ключ"] {
            let problem = problem(builder(token));
            assert!(
                problem.starts_with("invalid request: auth_token: "),
                "{problem}"
            );
            assert!(token.is_empty() || !problem.contains(token), "{problem}");
        }
    }

    #[test]
    fn an_api_key_signs_in_in_place_of_the_account() {
        let key = "SKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse().unwrap();
        let mut builder = builder("");
        builder.credential = Credential::api_key(key, "secret");
        let client = builder.clone().build().unwrap();
        let expected = STANDARD.encode(format!("{key}:secret"));
        assert_eq!(
            client.shared.authorization.to_str().unwrap(),
            format!("Basic {expected}")
        );
        builder.credential = Credential::api_key(key, "");
        assert_eq!(
            problem(builder),
            "invalid request: api_key: must not be empty"
        );
    }

    #[test]
    fn a_base_url_that_leads_elsewhere_is_refused() {
        for url in [
            "",
            "api.twilio.com",
            "ftp://api.twilio.com",
            "https://user:hunter2@api.twilio.com",
            "https://api.twilio.com/?key=1",
            "https://api.twilio.com/#top",
        ] {
            let problem = problem(builder(TOKEN).base_url(url));
            assert!(
                problem.starts_with("invalid request: base_url: "),
                "{problem}"
            );
            assert!(!problem.contains(TOKEN), "{problem}");
        }
    }

    #[test]
    fn edge_and_region_become_part_of_the_host() {
        for (url, edge, region, host) in [
            ("https://api.twilio.com", None, None, "api.twilio.com"),
            (
                "https://api.twilio.com",
                None,
                Some("ie1"),
                "api.ie1.twilio.com",
            ),
            (
                "https://api.twilio.com",
                Some("dublin"),
                Some("ie1"),
                "api.dublin.ie1.twilio.com",
            ),
            (
                "https://api.twilio.com",
                Some("ashburn"),
                None,
                "api.ashburn.us1.twilio.com",
            ),
            (
                "https://api.au1.twilio.com",
                None,
                Some("ie1"),
                "api.ie1.twilio.com",
            ),
            (
                "https://api.au1.twilio.com",
                Some("sydney"),
                None,
                "api.sydney.au1.twilio.com",
            ),
            (
                "https://api.sydney.au1.twilio.com",
                None,
                None,
                "api.sydney.au1.twilio.com",
            ),
            (
                "http://127.0.0.1:8080",
                Some("dublin"),
                Some("ie1"),
                "127.0.0.1",
            ),
        ] {
            let url = regional(base_url(url).unwrap(), edge, region).unwrap();
            assert_eq!(url.host_str(), Some(host));
        }
        assert!(
            problem(builder(TOKEN).region("evil.example/"))
                .starts_with("invalid request: region: ")
        );
        assert!(problem(builder(TOKEN).edge("")).starts_with("invalid request: edge: "));
    }

    #[test]
    fn a_time_limit_of_zero_is_refused() {
        let problem = problem(builder(TOKEN).total_timeout(Duration::ZERO));
        assert_eq!(
            problem,
            "invalid request: total_timeout: must be longer than zero"
        );
    }

    #[test]
    fn a_user_agent_that_cannot_be_sent_is_refused() {
        assert!(problem(builder(TOKEN).user_agent("a\r\nb")).contains("user_agent"));
    }

    #[test]
    fn a_builder_knows_whether_the_connections_are_shared() {
        let builder = builder(TOKEN);
        assert!(!builder.has_http_client());
        let http = builder.clone().build().unwrap().shared.http.clone();
        assert!(builder.http_client(http).has_http_client());
    }
}
