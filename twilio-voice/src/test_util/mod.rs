//! A double of Twilio for tests: `MockTwilio`, samples of what Twilio sends, and its side of websockets.
//!
//! ```
//! use std::time::Duration;
//!
//! use twilio_voice::{
//!     calls::CreateCall,
//!     test_util::{Answer, MockTwilio},
//!     twiml::{Response, Say},
//! };
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let twilio = MockTwilio::start().await;
//! let client = twilio.client();
//!
//! // The first create is refused, the repetition is not.
//! twilio.on("POST /Calls.json").times(1).answer(Answer::status(429));
//! let call = CreateCall::new("+15005550001", "+15005550006", Response::new().push(Say::new("Hello.")));
//! let call = client.calls().create(&call).await?;
//!
//! twilio.answer(&call.sid);
//! twilio.complete(&call.sid, Duration::from_secs(42));
//! assert_eq!(client.calls().get(&call.sid).await?.duration, Some(Duration::from_secs(42)));
//!
//! assert!(twilio.live_calls().is_empty());
//! assert_eq!(twilio.created_calls().len(), 2);
//! # Ok(())
//! # }
//! ```
//!
//! The double answers every operation of both hosts with what Twilio documents, and remembers: what is created can be
//! got, listed page by page with the newest first, changed and deleted; a SID that was never given is a 404 with code
//! 20404. It knows no time: nobody answers, nothing ends and nothing is billed unless the test says so, with
//! [`MockTwilio::answer`], [`complete`](MockTwilio::complete), [`end`](MockTwilio::end) and [`bill`](MockTwilio::bill). A
//! call that is asked to end ends at once; one that is over refuses with 21220, and so does one that is to be given other
//! TwiML before it was answered. Callers enter a queue with [`insert`](MockTwilio::insert), and leave it when they are
//! sent elsewhere or their call ends; a queue in which somebody waits is not deleted. Whoever signs in with anything but
//! the token of an account or the key of the double gets a 401.
//!
//! What Twilio leaves open is decided in the simplest way: a `canceled` for a call in progress is a 200 without effect; a
//! live call is not deleted, with 409 and 20009, nor a queue with callers, with 409 and 20409; those who wait in a queue
//! are listed like all else with the newest first, and `position` tells their turn; another account than those that were
//! created is a 404. The double never dials, runs no TwiML and sends no webhooks by itself: a test takes a
//! [`SampleRequest`] and sends it where it likes.
//!
//! With the feature `media`, a `StreamPeer` is the caller of a Media Stream; with `relay`, a `RelayPeer` is that of a
//! ConversationRelay. Both connect to a server of the test without TLS, sign the handshake if they are given an auth
//! token, and tell what they heard.

mod answer;
mod calls;
mod occasion;
#[cfg(any(feature = "media", feature = "relay"))]
mod peer;
mod received;
mod reply;
mod resources;
mod route;
mod sample;
mod server;
mod state;

use std::{fmt, time::Duration};

use serde_json::Value;
use wiremock::MockServer;

#[cfg(any(feature = "media", feature = "relay"))]
pub use self::peer::{PeerError, Warning};
#[cfg(feature = "media")]
pub use self::peer::{PlayedMark, Sound, SoundError, StreamHeard, StreamPeer};
#[cfg(feature = "relay")]
pub use self::peer::{RelayHeard, RelayPeer};
pub use self::{
    answer::Answer,
    occasion::Occasion,
    received::{Received, ReceivedCall, ReceivedUpdate},
    sample::SampleRequest,
};
use self::{
    answer::Plan,
    resources::Given,
    route::Pattern,
    server::Shared,
    state::{ACCOUNT, API_KEY, SECRET, TOKEN, text},
};
use crate::{AccountSid, ApiKeySid, Client, ClientBuilder, Credential, RetryPolicy};

/// A double of Twilio on a port of this machine: of `api.twilio.com` and of `voice.twilio.com`. It stops when it is
/// dropped.
///
/// See the [module](self) for what it does and does not do.
pub struct MockTwilio {
    server: MockServer,
    shared: Shared,
}

impl MockTwilio {
    /// Starts a double with an account, numbers for sale in the US, and permission to call there.
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

    /// The account everything belongs to.
    #[must_use]
    pub fn account(&self) -> AccountSid {
        ACCOUNT.parse().expect("the SID of the account can be read")
    }

    /// The auth token of the account. It also signs what the double's samples are signed with, if the test says so.
    #[must_use]
    pub fn auth_token(&self) -> &'static str {
        TOKEN
    }

    /// The auth token of the account.
    #[must_use]
    pub fn credential(&self) -> Credential {
        Credential::auth_token(TOKEN)
    }

    /// An API key of the account with its secret, which signs in as well.
    #[must_use]
    pub fn api_key(&self) -> (ApiKeySid, &'static str) {
        let key = API_KEY.parse();
        (key.expect("the SID of the key can be read"), SECRET)
    }

    /// A client of this double that repeats requests as usual but almost without pauses.
    ///
    /// # Panics
    ///
    /// If this machine cannot set up a client at all.
    #[must_use]
    pub fn client(&self) -> Client {
        let client = self.client_builder().build();
        client.expect("the URL of the double and its token are valid")
    }

    /// A client of this double to be configured further.
    pub fn client_builder(&self) -> ClientBuilder {
        let policy = RetryPolicy::new().base_delay(Duration::from_millis(1));
        Client::builder(self.account(), self.credential())
            .base_url(self.url())
            .retry(policy)
    }

    /// Begins to plan other answers for an operation: method and path with placeholders as in the documentation and in
    /// [`ApiError`](crate::ApiError), e.g. `GET /2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json`, or the same from
    /// below the account on: `GET /Calls/{Sid}.json`. A SID in the place of a placeholder means only that one.
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
            // A word such as `Local` is no SID.
            named.is_some_and(|named| named.is_within(&wanted) || wanted.is_within(&named))
                && path.is_some_and(|path| path.is_within(&wanted))
        });
        requests
    }

    /// Adds something that a program finds, such as a recording or a number, and returns it with everything it has.
    /// `list` is the path of its list below the account, e.g. `/Recordings` or `/Queues/QU…/Members`, or that of the
    /// other host, e.g. `/v1/ByocTrunks`; what `fields` leaves out gets a default.
    ///
    /// # Panics
    ///
    /// If there is no such list, or `fields` is no object.
    pub fn insert(&self, list: &str, fields: Value) -> Value {
        let path = list.trim_start_matches('/').trim_end_matches(".json");
        let path: Vec<&str> = path.split('/').collect();
        let kind = resources::kind(&path).unwrap_or_else(|| panic!("no list {list}"));
        let Value::Object(fields) = fields else {
            panic!("what is inserted into {list} must be an object");
        };
        let mut state = self.shared.lock();
        let thing = kind.make(&state, ACCOUNT, &path, &Given::Fields(fields));
        state.put(&kind.key(ACCOUNT, &path), kind.id, thing.clone());
        thing.into()
    }

    /// Sets the balance of the account: a decimal number and the code of a currency.
    pub fn set_balance(&self, balance: &str, currency: &str) {
        let value =
            serde_json::json!({"account_sid": ACCOUNT, "balance": balance, "currency": currency});
        self.shared
            .lock()
            .set_single(&format!("{ACCOUNT}/Balance"), value);
    }

    /// How many items a page has if the program does not say; 50 at first, as at Twilio.
    pub fn page_size(&self, items: usize) {
        self.shared.lock().page_size = items.max(1);
    }
}

impl fmt::Debug for MockTwilio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.shared.lock();
        let calls = state.everywhere("Calls");
        let calls: Vec<&str> = calls.map(|call| text(call, "sid")).collect();
        f.debug_struct("MockTwilio")
            .field("url", &state.url)
            .field("calls", &calls)
            .finish_non_exhaustive()
    }
}

/// Plans answers for one operation; made by [`MockTwilio::on`].
#[derive(Debug)]
#[must_use = "nothing is planned until `answer` is called"]
pub struct On<'a> {
    double: &'a MockTwilio,
    route: Pattern,
    times: Option<u32>,
}

impl On<'_> {
    /// Only for the next `times` requests. Without it the answer is given until
    /// [`forget_answers`](MockTwilio::forget_answers).
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
        let mut routes = resources::routes().filter_map(Pattern::parse);
        routes.any(|route| pattern.is_within(&route))
    });
    known.unwrap_or_else(|| panic!("no operation {operation}"))
}
