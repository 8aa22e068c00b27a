//! How a client is built.

use std::{fmt, sync::Arc, time::Duration};

use reqwest::header::HeaderValue;
use url::Url;

use crate::{
    AccountSid, Client, Credential, Error, base_url,
    client::Shared,
    retry::{Budget, RetryPolicy},
    tls,
    transport_error::TransportError,
};

const BASE_URL: &str = "https://api.twilio.com";
const USER_AGENT: &str = concat!("twilio-voice/", env!("CARGO_PKG_VERSION"));

/// Configures a [`Client`]. What is wrong with a setting is reported by [`build`](Self::build).
#[derive(Clone)]
#[must_use]
pub struct ClientBuilder {
    account: AccountSid,
    credential: Credential,
    base_url: String,
    voice_base_url: Option<String>,
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
    pub(crate) fn new(account: AccountSid, credential: Credential) -> Self {
        Self {
            account,
            credential,
            base_url: BASE_URL.to_owned(),
            voice_base_url: None,
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

    /// Where requests go; `https://api.twilio.com` by default. A path is put in front of every path.
    ///
    /// What is served by `voice.twilio.com`, such as BYOC trunks, is requested there if this is a host of Twilio's,
    /// and from this URL if not: one URL leads all requests to a double of the provider.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Where requests to `voice.twilio.com` go, if not where [`base_url`](Self::base_url) leads them: for example
    /// through a proxy that has a URL for each host. [`region`](Self::region) and [`edge`](Self::edge) hold for it too.
    pub fn voice_base_url(mut self, url: impl Into<String>) -> Self {
        self.voice_base_url = Some(url.into());
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
    /// [`Error::InvalidRequest`] names the setting that is not usable: an empty token or secret, or one with characters
    /// that cannot stand in a header, an edge or region that is no host label, a base URL that is not `http` or `https`,
    /// is `http` at a host of Twilio's, or carries credentials, a query or a fragment, a time limit of zero.
    /// [`Error::Transport`] if TLS cannot be set up on this machine.
    pub fn build(self) -> Result<Client, Error> {
        let base_url = base_url::read(
            "base_url",
            &self.base_url,
            self.edge.as_deref(),
            self.region.as_deref(),
        )?;
        let voice_base_url = match &self.voice_base_url {
            Some(url) => base_url::read(
                "voice_base_url",
                url,
                self.edge.as_deref(),
                self.region.as_deref(),
            )?,
            None => base_url::voice(&base_url)?,
        };
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
            None => {
                // TLS may be missing only if nothing needs it.
                let bases = [&base_url, &voice_base_url];
                let needs_tls = bases.into_iter().find(|url| url.scheme() == "https");
                http_client(needs_tls.unwrap_or(&base_url), self.connect_timeout)?
            }
        };
        let shared = Shared {
            http,
            base_url,
            voice_base_url,
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
    use crate::request::Host;

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
    fn what_is_wrong_with_the_parts_is_told() {
        assert!(problem(builder("")).contains("auth_token"));
        assert!(problem(builder(TOKEN).base_url("nowhere")).contains("base_url"));
        let regional = builder(TOKEN).base_url("https://api.twilio.com");
        assert!(problem(regional.clone().region("")).contains("region"));
        assert!(problem(regional.edge("")).contains("edge"));
    }

    #[test]
    fn one_base_url_leads_both_hosts_and_each_may_have_its_own() {
        let bases = |builder: ClientBuilder| {
            let client = builder.build().unwrap();
            [Host::Api, Host::Voice].map(|host| client.shared.base_url(host).to_string())
        };
        assert_eq!(bases(builder(TOKEN)), ["http://127.0.0.1:1/"; 2]);
        assert_eq!(
            bases(builder(TOKEN).voice_base_url("http://127.0.0.1:2/v")),
            ["http://127.0.0.1:1/", "http://127.0.0.1:2/v"]
        );
        let twilio = builder(TOKEN).base_url(BASE_URL).region("ie1");
        assert_eq!(
            bases(twilio),
            [
                "https://api.ie1.twilio.com/",
                "https://voice.ie1.twilio.com/"
            ]
        );
        assert!(problem(builder(TOKEN).voice_base_url("nowhere")).contains("voice_base_url"));
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
