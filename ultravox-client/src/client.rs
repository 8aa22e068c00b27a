//! The client and how it is built.

use std::{fmt, sync::Arc, time::Duration};

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use crate::{
    Error,
    retry::{Budget, RetryPolicy},
    tls,
    transport_error::TransportError,
};

const BASE_URL: &str = "https://api.ultravox.ai";
const USER_AGENT: &str = concat!("ultravox-client/", env!("CARGO_PKG_VERSION"));

/// A client of the Ultravox REST API.
///
/// Cheap to clone: clones share connections and the retry budget. It has one method per resource, such as
/// [`calls`](Self::calls).
#[derive(Clone)]
pub struct Client {
    pub(crate) shared: Arc<Shared>,
    pub(crate) retry: RetryPolicy,
}

/// What clones have in common.
pub(crate) struct Shared {
    pub(crate) http: reqwest::Client,
    pub(crate) base_url: Url,
    pub(crate) api_key: HeaderValue,
    pub(crate) user_agent: HeaderValue,
    pub(crate) attempt_timeout: Duration,
    pub(crate) total_timeout: Duration,
    pub(crate) budget: Budget,
}

impl Client {
    /// A client with default settings.
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::build`].
    pub fn new(api_key: impl Into<SecretString>) -> Result<Self, Error> {
        Self::builder(api_key).build()
    }

    /// Starts to configure a client.
    pub fn builder(api_key: impl Into<SecretString>) -> ClientBuilder {
        ClientBuilder {
            api_key: api_key.into(),
            base_url: BASE_URL.to_owned(),
            http: None,
            connect_timeout: Duration::from_secs(5),
            attempt_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(60),
            retry: RetryPolicy::new(),
            retry_budget: 20,
            user_agent: None,
        }
    }

    /// The same client with another retry policy. Connections and the retry budget stay shared.
    #[must_use]
    pub fn with_retry(&self, policy: RetryPolicy) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            retry: policy,
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.shared.base_url.as_str())
            .field("api_key", &"<redacted>")
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

/// Configures a [`Client`]. What is wrong with a setting is reported by [`build`](Self::build).
#[derive(Clone)]
#[must_use]
pub struct ClientBuilder {
    api_key: SecretString,
    base_url: String,
    http: Option<reqwest::Client>,
    connect_timeout: Duration,
    attempt_timeout: Duration,
    total_timeout: Duration,
    retry: RetryPolicy,
    retry_budget: u32,
    user_agent: Option<String>,
}

impl ClientBuilder {
    /// Where requests go; `https://api.ultravox.ai` by default. A path is put in front of every path.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Uses `client` for every request, and not one of its own.
    ///
    /// Build it with [`reqwest::redirect::Policy::none`]: a client that follows redirects takes the API key to
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

    /// How long one attempt may take from connecting to the last byte of the answer; 30 s by default. While a
    /// recording is downloaded it bounds the wait for each part.
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
    /// [`Error::InvalidRequest`] names the setting that is not usable: an empty API key or one with characters that
    /// cannot stand in a header, a base URL that is not `http` or `https` or that carries credentials, a query or a
    /// fragment, a time limit of zero. [`Error::Transport`] if TLS cannot be set up on this machine.
    pub fn build(self) -> Result<Client, Error> {
        let base_url = base_url(&self.base_url)?;
        let api_key = api_key(&self.api_key)?;
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
            api_key,
            user_agent,
            attempt_timeout: self.attempt_timeout,
            total_timeout: self.total_timeout,
            budget: Budget::new(self.retry_budget),
        };
        Ok(Client {
            shared: Arc::new(shared),
            retry: self.retry,
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The base URL is not checked yet and may carry a password.
        f.debug_struct("ClientBuilder")
            .field("api_key", &"<redacted>")
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

fn api_key(key: &SecretString) -> Result<HeaderValue, Error> {
    let key = key.expose_secret();
    if key.is_empty() {
        return Err(Error::invalid("api_key", "must not be empty"));
    }
    if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::invalid(
            "api_key",
            "must be visible ASCII characters without spaces",
        ));
    }
    let mut value = HeaderValue::from_str(key)
        .map_err(|_| Error::invalid("api_key", "not usable in a header"))?;
    value.set_sensitive(true);
    Ok(value)
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
        // Redirects are followed by us, without the key; repetitions are made by us, within the budget.
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never());
    tls::configure(builder, base_url)?
        .build()
        .map_err(TransportError::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "hunter2.hunter2";

    fn problem(builder: ClientBuilder) -> String {
        builder.build().unwrap_err().to_string()
    }

    #[test]
    fn debug_does_not_show_the_key() {
        let builder = Client::builder(KEY).base_url("http://127.0.0.1:1");
        let shown = format!("{builder:?} {:?}", builder.clone().build().unwrap());
        assert!(!shown.contains("hunter2"), "{shown}");
    }

    #[test]
    fn a_key_that_cannot_be_sent_is_refused_without_being_shown() {
        for key in ["", "two words", "line\nbreak", "ключ"] {
            let problem = problem(Client::builder(key));
            assert!(
                problem.starts_with("invalid request: api_key: "),
                "{problem}"
            );
            assert!(key.is_empty() || !problem.contains(key), "{problem}");
        }
    }

    #[test]
    fn a_base_url_that_leads_elsewhere_is_refused() {
        for url in [
            "",
            "api.ultravox.ai",
            "ftp://api.ultravox.ai",
            "https://user:hunter2@api.ultravox.ai",
            "https://api.ultravox.ai/?key=1",
            "https://api.ultravox.ai/#top",
        ] {
            let problem = problem(Client::builder(KEY).base_url(url));
            assert!(
                problem.starts_with("invalid request: base_url: "),
                "{problem}"
            );
            assert!(!problem.contains("hunter2"), "{problem}");
        }
    }

    #[test]
    fn a_time_limit_of_zero_is_refused() {
        let problem = problem(Client::builder(KEY).total_timeout(Duration::ZERO));
        assert_eq!(
            problem,
            "invalid request: total_timeout: must be longer than zero"
        );
    }

    #[test]
    fn a_user_agent_that_cannot_be_sent_is_refused() {
        assert!(problem(Client::builder(KEY).user_agent("a\r\nb")).contains("user_agent"));
    }

    #[test]
    fn a_builder_knows_whether_the_connections_are_shared() {
        let builder = Client::builder(KEY).base_url("http://127.0.0.1:1");
        assert!(!builder.has_http_client());
        let http = builder.clone().build().unwrap().shared.http.clone();
        assert!(builder.http_client(http).has_http_client());
    }
}
