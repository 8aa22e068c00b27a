//! Ultravox for the tests of programs: a double of its REST API, sample webhooks, and the other end of sessions, tools
//! and data connections.
//!
//! ```
//! use ultravox_client::{
//!     calls::{CallState, CreateCall},
//!     test_util::{Answer, MockUltravox},
//! };
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # drop(rustls::crypto::ring::default_provider().install_default());
//! let ultravox = MockUltravox::start().await;
//! let client = ultravox.client();
//!
//! // The first create is refused, the repetition is not.
//! ultravox.on("POST /api/calls").times(1).answer(Answer::status(429));
//! let call = client.calls().create(&CreateCall::new("You sell pizza.")).await?;
//!
//! ultravox.join(&call.call_id);
//! client.calls().hang_up(&call.call_id).await?;
//! assert_eq!(client.calls().get(&call.call_id).await?.state(), CallState::Ended);
//!
//! assert!(ultravox.live_calls().is_empty());
//! assert_eq!(ultravox.created_calls().len(), 2);
//! # Ok(())
//! # }
//! ```
//!
//! The double answers every operation of the REST API with what the provider documents, and remembers: what is created
//! can be got, listed page by page, changed and deleted; an id that was never given is a 404. It knows no time: nobody
//! joins, nothing ends and nothing is billed unless the test says so, with [`MockUltravox::join`],
//! [`end`](MockUltravox::end) and [`bill`](MockUltravox::bill). A `hang_up` is taken only by a joined call, which then
//! ends at once.
//!
//! What the provider leaves open is decided in the simplest way: a missing key is a 401, a wrong one a 403; a missing
//! field is a 400 with a map from field to messages; any content of other fields is accepted. The double never dials,
//! reads no web pages, and sends no webhooks by itself: a test takes a [`SampleWebhook`] and sends it where it likes.
//!
//! With the feature `session`, `RealtimePeer` is a websocket server that follows a script, and `MockUltravox::peer` has
//! the calls of the double joined there; with `tool`, `SampleToolRequest` is what Ultravox sends when the model uses a
//! tool; with `data-connection`, `SampleHandshake` is how it opens one. Nothing here leaves the machine.

mod answer;
mod calls;
mod families;
mod form;
#[cfg(feature = "data-connection")]
mod handshake;
#[cfg(feature = "session")]
mod peer;
mod received;
mod reply;
mod route;
mod server;
mod state;
#[cfg(feature = "tool")]
mod tool;
mod webhook;

use std::{fmt, time::Duration};

use serde_json::Value;
use wiremock::MockServer;

#[cfg(feature = "data-connection")]
pub use self::handshake::SampleHandshake;
#[cfg(feature = "session")]
pub use self::peer::{Heard, PeerError, RealtimePeer, Script};
#[cfg(feature = "tool")]
pub use self::tool::SampleToolRequest;
pub use self::{
    answer::Answer,
    received::{Received, ReceivedCall, ReceivedMessage},
    webhook::SampleWebhook,
};
use self::{
    answer::Plan,
    route::Pattern,
    server::{KEY, Shared},
    state::{Fields, text},
};
use crate::{CallId, Client, ClientBuilder, RetryPolicy, webhooks::WebhookEventKind};

/// A double of Ultravox on a port of this machine. It stops when it is dropped.
///
/// See the [module](self) for what it does and does not do.
pub struct MockUltravox {
    server: MockServer,
    shared: Shared,
}

impl MockUltravox {
    /// Starts a double that knows nothing but what everybody has: a voice, the tool `hangUp`, models.
    pub async fn start() -> Self {
        let server = MockServer::builder()
            .disable_request_recording()
            .start()
            .await;
        let shared = Shared::new(server.uri());
        shared.mount(&server).await;
        Self { server, shared }
    }

    /// Where it listens, e.g. `http://127.0.0.1:40123`: the base URL of a client.
    #[must_use]
    pub fn url(&self) -> String {
        self.server.uri()
    }

    /// The only key it takes.
    #[must_use]
    pub fn api_key(&self) -> &'static str {
        KEY
    }

    /// A client of this double that repeats requests as usual but almost without pauses.
    ///
    /// # Panics
    ///
    /// If this machine cannot set up a client at all.
    #[must_use]
    pub fn client(&self) -> Client {
        let client = self.client_builder().build();
        client.expect("the URL of the double and its key are valid")
    }

    /// A client of this double to be configured further.
    pub fn client_builder(&self) -> ClientBuilder {
        let policy = RetryPolicy::new().base_delay(Duration::from_millis(1));
        Client::builder(KEY).base_url(self.url()).retry(policy)
    }

    /// Begins to plan other answers for an operation: method and path with placeholders as in the documentation and in
    /// [`ApiError`](crate::ApiError), e.g. `GET /api/calls/{call_id}`. An id in the place of a placeholder means only
    /// that one.
    ///
    /// # Panics
    ///
    /// If there is no such operation, so that a slip of the pen does not let a test pass.
    pub fn on(&self, operation: &str) -> On<'_> {
        On {
            double: self,
            route: pattern(operation),
            times: None,
        }
    }

    /// Forgets every planned answer.
    pub fn forget_answers(&self) {
        self.shared.lock().plans.clear();
    }

    /// Every request that arrived, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.shared.lock().received.clone()
    }

    /// The requests for one operation, oldest first; see [`on`](Self::on) for how to name it.
    ///
    /// # Panics
    ///
    /// If there is no such operation.
    #[must_use]
    pub fn received(&self, operation: &str) -> Vec<Received> {
        let wanted = pattern(operation);
        let mut requests = self.requests();
        requests.retain(|received| {
            let named = received.operation.and_then(Pattern::parse);
            let path = Pattern::parse(&format!("{} {}", received.method, received.path));
            named.is_some() && path.is_some_and(|path| path.is_within(&wanted))
        });
        requests
    }

    /// Adds something that a program finds, such as a voice or an event of a call, and returns it with everything it
    /// has. `list` is the path of its list, e.g. `/api/voices` or `/api/calls/3f1c…/events`; what `fields` leaves out
    /// gets a default.
    ///
    /// # Panics
    ///
    /// If there is no such list, or `fields` is no object.
    pub fn insert(&self, list: &str, fields: Value) -> Value {
        let path: Vec<&str> = list.trim_start_matches('/').split('/').skip(1).collect();
        let collection = families::collection(&path);
        let collection = collection.unwrap_or_else(|| panic!("no list {list}"));
        let Value::Object(fields) = fields else {
            panic!("what is inserted into {list} must be an object");
        };
        let fields: Fields = collection.make(&path, fields);
        let mut state = self.shared.lock();
        state.put(&path.join("/"), collection.id, fields.clone());
        fields.into()
    }

    /// Sets what there is one of, such as `/api/accounts/me` or `/api/accounts/me/billing/usage`.
    pub fn set(&self, path: &str, value: impl Into<Value>) {
        let path = path.trim_start_matches('/').trim_start_matches("api/");
        self.shared.lock().set_single(path, value.into());
    }

    /// How many items a page has if the program does not say; 20 at first.
    pub fn page_size(&self, items: usize) {
        self.shared.lock().page_size = items.max(1);
    }

    /// Starts a peer where the calls that are created from now on are joined. The call that a session joins there is
    /// joined, and ends when the session does: by the agent if the script closes, by the client if it leaves, by a
    /// broken connection otherwise.
    ///
    /// # Errors
    ///
    /// [`io::Error`](std::io::Error) if there is no port.
    #[cfg(feature = "session")]
    pub async fn peer(&self, script: Script) -> std::io::Result<RealtimePeer> {
        let peer = RealtimePeer::start_for(script, Some(self.shared.clone())).await?;
        self.shared.lock().sessions = Some(peer.base().to_owned());
        Ok(peer)
    }

    /// What Ultravox would tell a webhook of this call now, not signed yet.
    ///
    /// # Panics
    ///
    /// If there is no such call.
    pub fn webhook(&self, event: WebhookEventKind, call: &CallId) -> SampleWebhook {
        let json = self.call_json(call);
        SampleWebhook::new(event, json.unwrap_or_else(|| panic!("no call {call}")))
    }

    /// The secrets of a webhook that was created, for [`SampleWebhook::secrets`].
    #[must_use]
    pub fn webhook_secrets(&self, webhook: &crate::WebhookId) -> Vec<String> {
        let state = self.shared.lock();
        let webhook = state.find("webhooks", "webhookId", &webhook.to_string());
        let secrets = webhook.and_then(|webhook| webhook.get("secrets")?.as_array());
        let secrets = secrets.into_iter().flatten().filter_map(Value::as_str);
        secrets.map(str::to_owned).collect()
    }
}

impl fmt::Debug for MockUltravox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.shared.lock();
        let calls: Vec<&str> = (state.list("calls").iter())
            .map(|call| text(call, "callId"))
            .collect();
        f.debug_struct("MockUltravox")
            .field("url", &state.url)
            .field("calls", &calls)
            .finish_non_exhaustive()
    }
}

/// Plans answers for one operation; made by [`MockUltravox::on`].
#[derive(Debug)]
#[must_use = "nothing is planned until `answer` is called"]
pub struct On<'a> {
    double: &'a MockUltravox,
    route: Pattern,
    times: Option<u32>,
}

impl On<'_> {
    /// Only for the next `times` requests. Without it the answer is given until
    /// [`forget_answers`](MockUltravox::forget_answers).
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Plans the answer. If several are planned for the same operation, they are given one after the other.
    pub fn answer(self, answer: Answer) {
        self.double.shared.lock().plans.push(Plan {
            route: self.route,
            left: self.times,
            answer,
        });
    }
}

fn pattern(operation: &str) -> Pattern {
    let pattern = Pattern::parse(operation);
    let known = pattern.filter(|pattern| {
        let mut routes = families::routes().filter_map(Pattern::parse);
        routes.any(|route| pattern.is_within(&route))
    });
    known.unwrap_or_else(|| panic!("no operation {operation}"))
}
