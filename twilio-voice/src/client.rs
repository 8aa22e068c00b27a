//! The client.

use std::{fmt, sync::Arc, time::Duration};

use reqwest::header::HeaderValue;
use url::Url;

use crate::{
    AccountSid, ClientBuilder, Credential,
    request::Host,
    retry::{Budget, RetryPolicy},
};

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
    pub(crate) voice_base_url: Url,
    pub(crate) authorization: HeaderValue,
    pub(crate) user_agent: HeaderValue,
    pub(crate) attempt_timeout: Duration,
    pub(crate) total_timeout: Duration,
    pub(crate) budget: Budget,
}

impl Shared {
    /// Where requests to `host` go.
    pub(crate) fn base_url(&self, host: Host) -> &Url {
        match host {
            Host::Api => &self.base_url,
            Host::Voice => &self.voice_base_url,
        }
    }
}

impl Client {
    /// Starts to configure a client that works on `account` and signs in with `credential`.
    pub fn builder(account: AccountSid, credential: Credential) -> ClientBuilder {
        ClientBuilder::new(account, credential)
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
